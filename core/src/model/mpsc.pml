/*
 * The ring with many producers: MultiProducerWriter, MultiProducerClaimRecovery, RecordReader, QueueConsumerPosition, and SlotAllocator for
 * attaching. See README.md in this directory.
 *
 * The unit of positions is a line: a record of 1 is a header alone, a record of 2 has one payload word. memory[] is the shared
 * memory. record[] and the flags behind it are ghost state for the properties. No process acts on it.
 *
 * Checked by assertions: each message is delivered once, whole and from its own header; the space of a live producer is not
 * skipped; positions are on record boundaries; claimed space is zero; no message is refused for which there is space; a read at
 * the head makes progress when no other process can.
 *
 * SHORT: a claim of 2 may be committed as a message of 1, with a padding header behind it.
 *
 * Broken on purpose: SHORT_COMMIT_FIRST (the commit comes before the padding header), SHORT_WITHOUT_PADDING,
 * NO_HEADER_REREAD, PAD_WITHOUT_CANDIDATE, WITHDRAW_LATE, ASK_BEFORE_LOCK, REUSE_UNRESOLVED, ANY_LENGTH,
 * INTENT_AFTER_CLAIM, PAYLOAD_FIRST, HEAD_BEFORE_ZERO, ZERO_BEFORE_READ, IGNORE_LIVENESS, RETIRE_IN_TWO,
 * HEAD_BEFORE_TAIL, RESERVATION_NEVER_ENDS, CLEARED_BY_STORE, TAIL_NOT_MASKED.
 *
 * RESERVE: a refused producer may reserve the tail at any time. STOPS: the number of producers that stop for good with a
 * reservation, alive.
 */

#ifndef PRODUCERS
#define PRODUCERS 2   /* that ever attach, one after or beside the other */
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef MESSAGES
#define MESSAGES 1    /* of each producer */
#endif
#ifndef DEATHS
#define DEATHS PRODUCERS
#endif
#ifndef CONSUMER_DEATHS
#define CONSUMER_DEATHS 0
#endif
#ifndef CAPACITY
#define CAPACITY 4    /* in units; need not be a power of two here */
#endif
#ifndef STOPS
#define STOPS 0
#endif
/* FIXED_SIZES: a message's size follows from its producer and number; otherwise it is any. */

#define OWNERS (PRODUCERS + 1)
#define CONSUMER PRODUCERS
#define DEPTH 6

#define TAIL 0
#define HEAD 1
#define READ 2
#define INTENT(slot) (3 + 2 * (slot))
#define LENGTH(slot) (4 + 2 * (slot))
#define DATA(position) (3 + 2 * SLOTS + (position) % CAPACITY)
#define WORDS (3 + 2 * SLOTS + CAPACITY)
#define NONE 255

/* TailLayout: 0 without a reservation, otherwise the slot and 1. */
#define RESERVED(slot) (64 * ((slot) + 1))
#define HOLDER(word) ((word) / 64)
#define POSITION(word) ((word) % 64)
#ifdef TAIL_NOT_MASKED
#define TAIL_SEEN memory[TAIL]
#else
#define TAIL_SEEN POSITION(memory[TAIL])
#endif

/* Headers. A payload word looks like the header of a committed message, so that reading it as one violates an assertion. */
#define EMPTY 0
#define COMMITTED 64
#define PADDING 96
#define CLAIMED 128
#define PAYLOAD (COMMITTED + 1)
#define claimed(size, slot) (CLAIMED + 16 * (slot) + (size))
#define committed(size) (COMMITTED + (size))
#define padding(size) (PADDING + (size))
#define is_padding(header) ((header) >= PADDING && (header) < CLAIMED)
#define is_claimed(header) ((header) >= CLAIMED)
#define length_of(header) ((header) % 16)
#define slot_of(header) (((header) - CLAIMED) / 16)

#define select_filled(owner) \
    if \
    :: filled[0] > 0 -> owner = 0 \
    :: filled[1] > 0 -> owner = 1 \
    :: filled[2] > 0 -> owner = 2 \
    :: OWNERS > 3 && filled[3 % OWNERS] > 0 -> owner = 3 % OWNERS \
    fi

#include "tso.pml"

/* The kernel's locks: the process that holds a slot, 0 for none. */
byte lock[SLOTS];

/* Ghosts. One for each position that may begin a record: length, producer, and how far it is. */
#define POSITIONS (2 * PRODUCERS * MESSAGES + 1)
typedef Record {
    unsigned length : 2;
    unsigned owner : 2;
    bit written;    /* its commit was issued */
    bit padding;    /* it is the unused part of a claim */
    bit passed      /* it was delivered or skipped */
};
Record record[POSITIONS];
bit dead[OWNERS];
bit ended[PRODUCERS];
bit waiting[PRODUCERS];     /* for space, with the head it last saw */
byte seen_head[PRODUCERS];
#ifdef RESERVE
byte blocked[PRODUCERS];    /* by this reserved tail, until it changes or is over */
bit stopped[PRODUCERS];
byte stops = STOPS;
#endif
#ifdef RETIRE_IN_TWO
bit retired[PRODUCERS];     /* its stores to data no longer go to the channel */
#endif
byte deaths = DEATHS;
hidden byte g;

#define IS_FULL(tail, size, head) ((tail) + (size) > (head) + CAPACITY)
#define IS_GONE(p) (dead[p] || ended[p])
#define WAITS_FOR_HEAD(p) (waiting[p] && memory[HEAD] == seen_head[p] && filled[p] == 0)
#ifdef RESERVE
/* ReservationExpiry.isOver; the grace after the room appeared is any time. */
#define HAS_ROOM(word) (!IS_FULL(POSITION(word), memory[LENGTH(HOLDER(word) - 1)], memory[HEAD]))
#ifdef RESERVATION_NEVER_ENDS
#define IS_OVER(word) (lock[HOLDER(word) - 1] == 0)
#else
#define IS_OVER(word) (lock[HOLDER(word) - 1] == 0 || HAS_ROOM(word))
#endif
#define IS_BLOCKED(p) (blocked[p] != 0 && memory[TAIL] == blocked[p] && !IS_OVER(blocked[p]) && filled[p] == 0)
#define IS_QUIET(p) (IS_GONE(p) || (stopped[p] && filled[p] == 0) || WAITS_FOR_HEAD(p) || IS_BLOCKED(p))
#else
#define IS_QUIET(p) (IS_GONE(p) || WAITS_FOR_HEAD(p))
#endif
#define ALL_QUIET (IS_QUIET(0) && IS_QUIET(1) && IS_QUIET(PRODUCERS - 1) && filled[0] == 0 && filled[1] == 0 && filled[PRODUCERS - 1] == 0)

/* Death and detaching: what was stored becomes visible, then the kernel drops the locks. Only inside a d_step. */
inline leave(self) {
    drain(self);
    g = 0;
    do
    :: g < SLOTS ->
        if
        :: lock[g] == self + 1 -> lock[g] = 0
        :: else
        fi;
        g++
    :: else -> break
    od
}

inline store_data(self, position, value) {
#ifdef RETIRE_IN_TWO
    if
    :: retired[self]
    :: else -> store(self, DATA(position), value)
    fi
#else
    store(self, DATA(position), value)
#endif
}

/* SlotAllocator.hasUnresolvedIntent: memory is read directly, the attaching process has stored nothing. */
inline ask_intent(slot) {
    unresolved = false;
    atomic {
        intent = memory[INTENT(slot)];
        if
        :: intent == NONE -> goto resolved
        :: else
        fi
    };
    atomic {
        if
        :: intent < memory[HEAD] -> goto resolved
        :: else
        fi
    };
    unresolved = intent < TAIL_SEEN;
resolved:
    skip;
    intent = 0
}

inline withdraw(self) {
    store(self, INTENT(slot), NONE);
    printf("producer %d: withdraws its intent\n", self)
}

proctype producer(byte self) {
    byte slot, tail, cached_head, value;
    byte intent;
    byte left = MESSAGES;
    byte size;
    bool unresolved;
    {
        /* SlotAllocator.lockFreeSlot */
        do
        :: slot == SLOTS -> goto refused
        :: else ->
#ifdef ASK_BEFORE_LOCK
            ask_intent(slot);
            if
            :: unresolved -> slot++; unresolved = false
            :: else ->
                if
                :: d_step { lock[slot] == 0 -> lock[slot] = self + 1 }; break
                :: lock[slot] != 0 -> slot++
                fi
            fi
#else
            if
            :: lock[slot] != 0 -> slot++
            :: d_step { lock[slot] == 0 -> lock[slot] = self + 1 };
#ifdef REUSE_UNRESOLVED
                break
#else
                ask_intent(slot);
                if
                :: unresolved -> d_step { lock[slot] = 0; slot++; unresolved = false }
                :: else -> break
                fi
#endif
            fi
#endif
        od;
        /* Participant.enter, then the constructor of the writer. */
        printf("producer %d: has slot %d\n", self, slot);
        withdraw(self);
        cached_head = memory[HEAD];
#ifdef RESERVE
        /* The reservation of a dead predecessor in this slot. */
        d_step {
            if
            :: HOLDER(memory[TAIL]) == slot + 1 -> drain(self); memory[TAIL] = POSITION(memory[TAIL])
            :: else
            fi
        };
#endif

        do
        :: left == 0 -> break
        :: else ->
            left--;
#ifdef FIXED_SIZES
            size = 1 + (self + left) % 2;
#else
            if
            :: size = 1
            :: size = 2
            fi;
#endif
            /* MultiProducerWriter.tryClaim */
again:
            atomic {
                tail = memory[TAIL];
                if
                :: HOLDER(tail) != 0 || IS_FULL(tail, size, cached_head)
                :: else -> goto fits
                fi
            };
#ifdef HEAD_BEFORE_TAIL
            cached_head = memory[HEAD];
#endif
            atomic {
#ifdef HEAD_BEFORE_TAIL
                tail = memory[TAIL];
#else
                cached_head = memory[HEAD];
#endif
                if
#ifdef RESERVE
                :: HOLDER(tail) != 0 && HOLDER(tail) != slot + 1 -> blocked[self] = tail; goto is_blocked
#endif
                :: (HOLDER(tail) == 0 || HOLDER(tail) == slot + 1) && !IS_FULL(POSITION(tail), size, cached_head) -> goto fits
#ifdef RESERVE
                :: HOLDER(tail) == 0 && IS_FULL(tail, size, cached_head) -> goto reserves
                :: HOLDER(tail) == slot + 1 && IS_FULL(POSITION(tail), size, cached_head) && stops > 0 ->
                    d_step { stops--; stopped[self] = 1; tail = 0; printf("producer %d: stops with its reservation\n", self) };
                    goto stops_for_good
#endif
                :: (HOLDER(tail) == 0 || HOLDER(tail) == slot + 1) && IS_FULL(POSITION(tail), size, cached_head) ->
                    tail = POSITION(tail);
                    assert(IS_FULL(tail, size, memory[HEAD]));  /* the head is not older than the tail */
                    /* FULL: sleeps until the head moves; park-wake.pml shows that it is woken. */
                    d_step { waiting[self] = 1; seen_head[self] = cached_head; tail = 0; printf("producer %d: waits for space\n", self) }
                fi
            };
            d_step { memory[HEAD] != cached_head -> waiting[self] = 0; seen_head[self] = 0 };
            goto again;
#ifdef RESERVE
reserves:
            /* MultiProducerWriter.reserveIfDue */
            store(self, LENGTH(slot), size);
            d_step {
                drain(self);
                if
                :: memory[TAIL] == tail -> memory[TAIL] = tail + RESERVED(slot); printf("producer %d: reserves position %d\n", self, tail)
                :: else
                fi;
                tail = 0
            };
            goto again;
is_blocked:
            if
            :: d_step { memory[TAIL] != tail -> blocked[self] = 0; tail = 0 }
            :: d_step { memory[TAIL] == tail && IS_OVER(tail) -> blocked[self] = 0 };
                /* endReservation */
#ifdef CLEARED_BY_STORE
                store(self, TAIL, POSITION(tail));
                tail = 0
#else
                d_step {
                    drain(self);
                    if
                    :: memory[TAIL] == tail -> memory[TAIL] = POSITION(tail); printf("producer %d: ends the reservation of slot %d\n", self, HOLDER(tail) - 1)
                    :: else
                    fi;
                    tail = 0
                }
#endif
            fi;
            goto again;
#endif
fits:
#ifndef INTENT_AFTER_CLAIM
            /* In one step: a length without its position means nothing, so dying between the two is dying before both. */
            atomic {
#ifdef WITHDRAW_LATE
                withdraw(self);
#endif
                store(self, LENGTH(slot), size);
                store(self, INTENT(slot), POSITION(tail));
                printf("producer %d: intent position %d length %d\n", self, tail, size)
            };
#endif
            if
            :: d_step {
                    memory[TAIL] == tail ->
                    drain(self);
                    tail = POSITION(tail);
                    memory[TAIL] = tail + size;
                    record[tail].length = size;
                    record[tail].owner = self;
                    printf("producer %d: claimed position %d length %d\n", self, tail, size);
                    assert(memory[DATA(tail)] == EMPTY && memory[DATA(tail + size - 1)] == EMPTY)
                }
            :: d_step { memory[TAIL] != tail -> drain(self); printf("producer %d: lost the race for position %d\n", self, tail) };
#if !defined(INTENT_AFTER_CLAIM) && !defined(WITHDRAW_LATE)
                withdraw(self);
#else
                skip;
#endif
                goto again
            fi;
#ifdef INTENT_AFTER_CLAIM
            store(self, LENGTH(slot), size);
            store(self, INTENT(slot), tail);
#endif
#ifdef PAYLOAD_FIRST
            if
            :: size == 2 -> store_data(self, tail + 1, PAYLOAD)
            :: else
            fi;
            store_data(self, tail, claimed(size, slot));
#else
            store_data(self, tail, claimed(size, slot));
            /* The user's writing. */
            if
            :: size == 2 -> store_data(self, tail + 1, PAYLOAD)
            :: else
            fi;
#endif
            /* commit */
#ifdef RETIRE_IN_TWO
            if
            :: retired[self]
            :: else ->
#endif
#ifdef SHORT
            if
            :: true
            :: size == 2 ->
#if !defined(SHORT_COMMIT_FIRST) && !defined(SHORT_WITHOUT_PADDING)
                store_data(self, tail + 1, padding(1));
#endif
                size = 1
            fi;
#endif
            d_step {
                ROOM(self);
                issue(self, DATA(tail), committed(size));
                record[tail].written = 1;
                if
                :: record[tail].length > size ->
                    record[tail].length = size;
                    record[tail + 1].length = 1;
                    record[tail + 1].owner = self;
                    record[tail + 1].written = 1;
                    record[tail + 1].padding = 1
                :: else
                fi;
                printf("producer %d: commits position %d length %d\n", self, tail, size)
            };
#ifdef SHORT_COMMIT_FIRST
            if
            :: record[tail + 1].padding -> store_data(self, tail + 1, padding(1))
            :: else
            fi;
#endif
#ifdef RETIRE_IN_TWO
            fi;
#endif
            d_step { withdraw(self); tail = 0; size = 0 }
        od;
refused:
        skip;
        d_step { leave(self); ended[self] = 1; slot = 0; cached_head = 0 };
        goto all_done;
stops_for_good:
end_stopped:
        false;
all_done:
        skip
    } unless { dead[self] == 1 }
}

/* The kernel's word. */
#define is_alive(slot) (lock[slot] != 0)

inline at_head(into) {
    load(CONSUMER, DATA(position), into)
}

/* No other process sees stores enter the buffer, so that is one step where the consumer does not die in between. */
#if CONSUMER_DEATHS > 0
#define CONFIRMING
#else
#define CONFIRMING atomic
#endif

/* QueueConsumerPosition.confirm: from the position, size further. */
inline confirm(size) {
    CONFIRMING {
#ifdef ZERO_BEFORE_READ
    free(position, size);
    store(CONSUMER, READ, position + size);
#else
    store(CONSUMER, READ, position + size);
    free(position, size);
#endif
    position = position + size
    }
}

inline free(from, size) {
#ifdef HEAD_BEFORE_ZERO
    store(CONSUMER, HEAD, from + size);
#endif
    n = 0;
    do
    :: n < size -> store(CONSUMER, DATA(from + n), EMPTY); n++
    :: else -> n = 0; break
    od;
#ifndef HEAD_BEFORE_ZERO
    store(CONSUMER, HEAD, from + size)
#endif
}

/* The record at the position is skipped. */
inline pad(size) {
    d_step {
        printf("consumer: skips position %d length %d\n", position, size);
        assert(record[position].length == size);            /* ends at a boundary */
        assert(IS_GONE(record[position].owner));       /* no live owner loses it */
        assert(record[position].written == 0);          /* no message is lost */
        assert(record[position].passed == 0);
        record[position].passed = 1
    };
    confirm(size);
    progress = true
}

/* MultiProducerClaimRecovery.isBoundary of the position and size. */
inline is_boundary(size, yes) {
    yes = (position + size == tail);
    n = 0;
    do
    :: yes || n == SLOTS -> break
    :: else -> d_step { yes = memory[INTENT(n)] == position + size; n++ }
    od;
    n = 0;
    if
    :: !yes && position + size < tail -> atomic { load(CONSUMER, DATA(position + size), value); yes = value != EMPTY; value = 0 }
    :: else
    fi
}

/* MultiProducerClaimRecovery.ownersLength */
inline owners_length() {
    tail = TAIL_SEEN;
    s = 0;
    do
    :: s == SLOTS -> s = 0; break
    :: else ->
        if
        :: memory[INTENT(s)] == position ->
            candidate = memory[LENGTH(s)];
            assert(candidate == 1 || candidate == 2);   /* Ring.requireRecord */
            if
            :: smallest == 0 || candidate < smallest ->
#ifdef ANY_LENGTH
                smallest = candidate
#else
                is_boundary(candidate, boundary);
                if
                :: boundary -> smallest = candidate; boundary = false
                :: else
                fi
#endif
            :: else
            fi;
            candidate = 0
        :: memory[INTENT(s)] != position
        fi;
        s++
    od;
    tail = 0
}

#ifdef PAD_WITHOUT_CANDIDATE
/* No slot has it as its intent: skip to the next boundary. */
inline length_to_next_boundary() {
    tail = TAIL_SEEN;
    smallest = 1;
    is_boundary(1, boundary);
    if
    :: boundary -> boundary = false
    :: else -> smallest = 2
    fi;
    tail = 0
}
#endif

/* MultiProducerClaimRecovery.deadCandidate */
inline dead_candidate() {
    atomic {
        tail = TAIL_SEEN;
        if
        :: tail == position -> tail = 0; goto looked
        :: else -> tail = 0
        fi
    };
    s = 0;
    do
    :: s == SLOTS -> s = 0; break
    :: else ->
        if
        :: memory[INTENT(s)] != position -> s++
        :: memory[INTENT(s)] == position ->
            found = true;
#ifndef IGNORE_LIVENESS
            atomic {
                if
                :: is_alive(s) -> s = 0; found = false; goto looked
                :: else
                fi
            };
#endif
            s++
        fi
    od;
#ifdef PAD_WITHOUT_CANDIDATE
    if
    :: !found -> length_to_next_boundary(); goto skip_it
    :: else
    fi;
#else
    atomic {
#ifdef NEVER_WITHOUT_CANDIDATE
        assert(found || memory[DATA(position)] != EMPTY);
#endif
        if
        :: !found -> goto looked
        :: else -> found = false
        fi
    };
#endif
#ifndef NO_HEADER_REREAD
    atomic {
        at_head(value);
        if
        :: value != EMPTY -> value = 0; found = false; goto looked
        :: else
        fi
    };
#endif
    owners_length();
#ifdef PAD_WITHOUT_CANDIDATE
skip_it:
    found = false;
#endif
    if
    :: smallest != 0 -> candidate = smallest; smallest = 0; pad(candidate); candidate = 0
    :: else
    fi
}

/* MultiProducerClaimRecovery.deadOwner */
inline dead_owner() {
    atomic {
        s = slot_of(header);
        assert(s < SLOTS);
#ifndef IGNORE_LIVENESS
        if
        :: is_alive(s) -> s = 0; goto looked
        :: else -> s = 0
        fi
#else
        s = 0
#endif
    };
#ifndef NO_HEADER_REREAD
    atomic {
        at_head(value);
        if
        :: value != header -> value = 0; goto looked
        :: else -> value = 0
        fi
    };
#endif
    candidate = length_of(header);
    pad(candidate);
    candidate = 0
}

/* RecordReader with a batch of one record. */
proctype consumer() {
    byte position, header, value, tail, candidate, smallest, s, n;
    bool found, boundary, quiet, progress;
    do
    ::
        {
            /* QueueConsumerPosition: what a dead predecessor left. */
            position = memory[READ];
            header = memory[HEAD];
            if
            :: header < position -> candidate = position - header; free(header, candidate); candidate = 0
            :: else
            fi;
            header = 0;
            do
            ::
                atomic {
                    quiet = ALL_QUIET && filled[CONSUMER] == 0;
                    progress = false;
                    at_head(header)
                };
                if
                :: header == EMPTY -> dead_candidate()
                :: is_claimed(header) -> dead_owner()
                :: else ->
                    d_step {
                        assert(record[position].length == length_of(header));
                        assert(record[position].written == 1);      /* a record's own header, and complete */
                        assert(record[position].padding == is_padding(header));
                        assert(record[position].passed == 0)        /* not a second time */
                    };
                    if
                    :: length_of(header) == 2 ->
                        atomic { load(CONSUMER, DATA(position + 1), value); assert(value == PAYLOAD); value = 0 }
                    :: else
                    fi;
                    d_step { printf("consumer: delivers position %d\n", position); record[position].passed = 1; candidate = length_of(header) };
                    confirm(candidate);
                    candidate = 0;
                    progress = true
                fi;
looked:
                skip;
                atomic {
                    header = EMPTY;
                    if
                    :: quiet && !progress ->
                        /* No other process can continue, and this look did nothing: then everything must be done. */
                        assert(position == POSITION(memory[TAIL]));
                        goto done
                    :: else
                    fi
                }
            od
        } unless { dead[CONSUMER] == 1 };
        /* A new one attaches. */
        d_step {
            dead[CONSUMER] = 0;
            position = 0; header = 0; value = 0; tail = 0; candidate = 0; smallest = 0; s = 0; n = 0;
            found = false; boundary = false; quiet = false; progress = false
        }
    od;
done:
    skip;
    d_step {
        g = 0;
        do
        :: g < POSITIONS - 1 -> assert(record[g].length == 0 || record[g].passed == 1); g++
        :: else -> break
        od;
        g = 0;
        do
        :: g < CAPACITY -> assert(memory[DATA(g)] == EMPTY); g++
        :: else -> break
        od;
        g = 0
    }
}

#ifdef RESERVE
#define UNBLOCK(p) blocked[p] = 0; stopped[p] = 0;
#else
#define UNBLOCK(p)
#endif
#define CAN_DIE(p) atomic { deaths > 0 && !dead[p] && !ended[p]
#define kill(p) d_step { printf("producer %d: dies\n", p); leave(p); dead[p] = 1; waiting[p] = 0; seen_head[p] = 0; UNBLOCK(p) deaths-- } }

/* SIGKILL at any step. */
proctype killer() {
    byte consumers = CONSUMER_DEATHS;
end:
    do
    :: CAN_DIE(0) -> kill(0)
    :: CAN_DIE(1) -> kill(1)
#if PRODUCERS > 2
    :: CAN_DIE(2) -> kill(2)
#endif
    :: consumers > 0 && dead[CONSUMER] == 0 ->
        d_step {
            printf("consumer: dies\n");
            drain(CONSUMER);
            dead[CONSUMER] = 1;
            consumers--;
            /* What it had not confirmed comes again. */
            g = memory[READ];
            do
            :: g < POSITIONS - 1 -> record[g].passed = 0; g++
            :: else -> break
            od;
            g = 0
        }
#ifdef RETIRE_IN_TWO
    /* Participant.close by another thread: data first, then the header, which is as if the thread had died. */
    :: d_step { !dead[0] && !ended[0] && !retired[0] -> printf("producer 0: its data is retired\n"); drain(0); retired[0] = 1 }
    :: d_step { !dead[0] && !ended[0] && retired[0] -> printf("producer 0: its header is retired, its slot free\n"); leave(0); dead[0] = 1; waiting[0] = 0; seen_head[0] = 0 }
#endif
    od
}

init {
    byte i;
    atomic {
        do
        :: i < SLOTS -> memory[INTENT(i)] = NONE; i++
        :: else -> break
        od;
        run consumer();
        run killer();
        i = 0;
        do
        :: i < PRODUCERS -> run producer(i); i++
        :: else -> break
        od;
        i = 0
    }
}
