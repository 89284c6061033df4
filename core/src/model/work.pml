/*
 * The work queue: WorkReader, RedeliveryScan, HolderLiveness, EntryPublication, and MultiProducerClaimRecovery over entries. See
 * README.md in this directory.
 *
 * A position counts lines. A record has one or two lines; each line has an entry, a header and a data word. An entry is one
 * word, changed by stores of the producer that owns the record, and by CAS and stores of consumers. All other state of a
 * consumer is its own and ends with it. Memory is sequentially consistent: a store that is delayed in a buffer has the
 * effect of a producer that is slower, because it loads nothing of others between its stores and its next CAS.
 *
 * Checked by assertions: a message is taken only if no live consumer holds it and it was not acknowledged; only its holder
 * acknowledges or returns it; what a consumer reads is the message; the head moves over acknowledged records and space without
 * a message only, and in order; no live producer loses its claim. When no process can take a step, all published messages are
 * acknowledged and all space is free.
 *
 * With DEADLINE a consumer may take a message over from a live one, which learns it from its acknowledgement. Without it a
 * consumer acknowledges and returns by a store, which may be delayed until its next CAS or fence: until then it only loads
 * entries that it does not change, and its death makes the store visible before the kernel releases the lock.
 *
 * TWO_LEASES: a consumer may hold two messages. READ_WORD: consumers raise the word `read`, walk from it, and begin at it.
 * ABANDON: a consumer may leave a message to the others as its death would.
 * LOCK_FIRST: locking a slot and incrementing its incarnation are two steps. REATTACH: a producer starts again in the slot of a dead one if its intent is withdrawn or resolved.
 *
 * Broken on purpose: TAKE_BY_STORE, ACK_BY_STORE, RETURN_BY_STORE and ABANDON_BY_STORE (no CAS), ACK_ANY_HOLDER (the CAS expects any
 * held entry instead of the own incarnation), NO_LATEST_CHECK (it does not compare the position with that of the
 * latest message taken), NO_INCARNATION (a locked slot keeps the messages of its earlier incarnations), KEEP_DEAD
 * (the answer that the consumer in a slot is dead is kept), NO_LOCK_CHECK (live consumers lose their messages),
 * READ_FIRST (the word `read` is raised before the message is taken), REUSE_UNRESOLVED (a producer starts in a slot
 * with an unresolved intent), FREE_OUT_OF_ORDER, NO_LAP (an entry of an earlier lap counts), WRAP_UNCHECKED (the walk
 * takes an entry of a record one lap before for one of its position), HEAD_BEFORE_HEADER (the walk loads the head before
 * the header of the record, which may be freed and overwritten in between), SKIP_BY_STORE (the claim of a dead producer
 * is skipped by a store), SHORT_COMMIT_FIRST (the entry of the rest is stored after that of the message).
 */

#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef PRODUCERS
#define PRODUCERS 1
#endif
#ifndef MESSAGES
#define MESSAGES 3      /* of each producer */
#endif
#ifndef CONSUMER_DEATHS
#define CONSUMER_DEATHS 0
#endif
#ifndef PRODUCER_DEATHS
#define PRODUCER_DEATHS 0
#endif
#ifndef RETURNS
#define RETURNS 0
#endif
#define CONSUMERS 2
#define POSITIONS (2 * PRODUCERS * MESSAGES + 3)
#define NONE 255

/* States of an entry. */
#define CLAIMED 1
#define READY 2
#define HELD 3
#define RETURNED 4
#define DONE 5
#define STATE(w) ((w) % 8)
/* Claimed, ready, done: lap and length. */
#define OF(state, position, length) ((state) + 8 * ((position) / CAPACITY * 4 + (length)))
#define LAP(w) ((w) / 32)
#define LENGTH(w) ((w) / 8 % 4)
#define HAS_LAP(w) (STATE(w) == CLAIMED || STATE(w) == READY || STATE(w) == DONE)
/* Held: slot and incarnation. */
#define HELD_BY(slot, incarnation) (HELD + 8 * ((slot) * 8 + (incarnation)))
#define HOLDER(w) ((w) / 64)
#define INCARNATION(w) ((w) / 8 % 8)

#define LINE(position) ((position) % CAPACITY)
#ifdef NO_LAP
#define IS(w, state, position) (STATE(w) == (state))
#define IS_STALE(w, position) ((w) == 0)
#else
#define IS(w, state, position) (STATE(w) == (state) && LAP(w) == (position) / CAPACITY)
#define IS_STALE(w, position) ((w) == 0 || (HAS_LAP(w) && LAP(w) < (position) / CAPACITY))
#endif
#define IS_TAKEN(w) (STATE(w) == HELD || STATE(w) == RETURNED)

short entry[CAPACITY];
byte header[CAPACITY];          /* length, and 4 * slot of the producer */
byte data[CAPACITY];            /* the position of the message + 1 */
byte head, tail;
#ifdef READ_WORD
byte read;
#define BEGIN (read > head -> read : head)
#else
#define BEGIN head
#endif
byte intent[PRODUCERS] = NONE;
byte intent_length[PRODUCERS];
bool producer_alive[PRODUCERS];
bool consumer_alive[CONSUMERS];
byte incarnation[CONSUMERS];

/* Ghost state: what really is. */
byte length_of[POSITIONS];      /* of the record that begins there; 0 if none does */
byte owner_of[POSITIONS];
bool published[POSITIONS];
bool finished[POSITIONS];       /* acknowledged, or without a message */
byte holder_of[POSITIONS] = NONE;
byte holder_life[POSITIONS];
byte life[CONSUMERS];           /* deaths in a slot */
byte consumer_deaths = CONSUMER_DEATHS;
byte producer_deaths = PRODUCER_DEATHS;
byte returns = RETURNS;

#define IS_GONE(slot, i) (!consumer_alive[slot] || incarnation[slot] != (i))
#ifdef NO_LOCK_CHECK
#define LOOKS_GONE(w) true
#else
#ifdef NO_INCARNATION
#define LOOKS_GONE(w) (!consumer_alive[HOLDER(w)])
#else
#ifdef KEEP_DEAD
#define LOOKS_GONE(w) (IS_GONE(HOLDER(w), INCARNATION(w)) || (other_is_dead && HOLDER(w) != self))
#else
#define LOOKS_GONE(w) IS_GONE(HOLDER(w), INCARNATION(w))
#endif
#endif
#endif

/* SlotAllocator: the intent of a dead producer cannot belong to a claim that is still open. */
#ifdef REUSE_UNRESOLVED
#define IS_RESOLVED true
#else
#define IS_RESOLVED (intent[self] == NONE || intent[self] < head || intent[self] >= tail \
        || (!IS_STALE(entry[LINE(intent[self])], intent[self]) && STATE(entry[LINE(intent[self])]) != CLAIMED))
#endif

proctype producer(byte self) {
    byte left = MESSAGES, at, size;
begin:
    {
        do
        :: left == 0 -> break
        :: else ->
            left--;
#ifdef FIXED_SIZES
            size = 1;
#else
            if
            :: size = 1
            :: size = 2
            fi;
#endif
again:
            /* Waits for space. */
            atomic { tail + size - head <= CAPACITY -> at = tail };
            d_step { intent_length[self] = size; intent[self] = at };
            if
            :: d_step {
                    tail == at ->
                    tail = at + size;
                    length_of[at] = size;
                    owner_of[at] = self;
                    assert(entry[LINE(at)] == 0 || (STATE(entry[LINE(at)]) == DONE && LAP(entry[LINE(at)]) < at / CAPACITY))
                }
            :: atomic { tail != at -> intent[self] = NONE; goto again }
            fi;
            header[LINE(at)] = size + 4 * self;
            entry[LINE(at)] = OF(CLAIMED, at, size);
            data[LINE(at)] = at + 1;
#ifdef SHORT
            if
            :: true
            :: size == 2 ->
#ifndef SHORT_COMMIT_FIRST
                entry[LINE(at + 1)] = OF(DONE, at + 1, 1);
#endif
                size = 1
            fi;
#endif
            header[LINE(at)] = size + 4 * self;
            d_step {
                entry[LINE(at)] = OF(READY, at, size);
                published[at] = true;
                if
                :: length_of[at] > size ->
                    length_of[at] = size;
                    length_of[at + 1] = 1;
                    owner_of[at + 1] = self;
                    finished[at + 1] = true
                :: else
                fi
            };
#ifdef SHORT_COMMIT_FIRST
            if
            :: finished[at + 1] && length_of[at + 1] == 1 && size == 1 && owner_of[at + 1] == self && STATE(entry[LINE(at + 1)]) != DONE ->
                entry[LINE(at + 1)] = OF(DONE, at + 1, 1)
            :: else
            fi;
#endif
            d_step { intent[self] = NONE; at = 0; size = 0 }
        od
    } unless { !producer_alive[self] };
#ifdef REATTACH
    if
    :: !producer_alive[self] -> d_step { IS_RESOLVED -> producer_alive[self] = true; at = 0; size = 0 };
        intent[self] = NONE;
        goto begin
    :: producer_alive[self]
    fi
#endif
}

/* A consumer has changed the entry of the record at a position to held. */
inline taken(position) {
    assert(length_of[position] != 0 && published[position] && !finished[position]);
#ifndef DEADLINE
    assert(holder_of[position] == NONE || life[holder_of[position]] != holder_life[position]);
#endif
    holder_of[position] = self;
    holder_life[position] = life[self];
#ifdef TWO_LEASES
    if
    :: holds == NONE -> holds = position
    :: holds != NONE -> second = position
    fi;
    if
    :: position > latest -> latest = position
    :: position <= latest
    fi
#else
    holds = position
#endif
}

#ifdef TWO_LEASES
#define CAN_HOLD (second == NONE)
#else
#define CAN_HOLD (holds == NONE)
#endif

/* WorkReader.next for a held or returned entry: WorkEntries.endByHeader. */
inline walk_over_taken() {
#ifndef WRAP_UNCHECKED
    if
    :: atomic { cursor - head >= CAPACITY -> goto walked }
    :: atomic { cursor - head < CAPACITY && !IS_TAKEN(entry[LINE(cursor)]) -> goto walked }
    :: atomic { cursor - head < CAPACITY && IS_TAKEN(entry[LINE(cursor)]) -> skip }
    fi;
#endif
#ifdef HEAD_BEFORE_HEADER
    p = head;
    size = header[LINE(cursor)] % 4;
    atomic {
        if
        :: p > cursor -> cursor = p
        :: else -> cursor = cursor + size
        fi;
        p = 0;
#else
    size = header[LINE(cursor)] % 4;
    atomic {
        if
        :: head > cursor -> cursor = head
#ifdef READ_WORD
        :: head <= cursor && read > cursor -> cursor = read
        :: head <= cursor && read <= cursor -> cursor = cursor + size
#else
        :: else -> cursor = cursor + size
#endif
        fi;
#endif
        size = 0;
        /* A record begins there, or the next one will. */
        assert(cursor == tail || (cursor < tail && length_of[cursor] != 0))
    }
}

/* MultiProducerClaimRecovery: the length of the claim at the cursor, if its producer is dead. */
inline abandoned_length() {
    size = 0;
    if
    :: STATE(w) == CLAIMED ->
        size = LENGTH(w);
        p = header[LINE(cursor)] / 4;
        if
        :: p < PRODUCERS && !producer_alive[p]
        :: p >= PRODUCERS || producer_alive[p] -> size = 0
        fi;
        p = 0
    :: else ->
        /* Dead candidates only; the length that leads to a boundary. A live candidate decides. */
        d_step {
            p = 0;
            do
            :: p == PRODUCERS -> break
            :: p < PRODUCERS && intent[p] == cursor && producer_alive[p] -> size = 0; break
            :: p < PRODUCERS && intent[p] == cursor && !producer_alive[p] ->
                if
                :: tail > cursor && cursor + intent_length[p] == tail -> size = intent_length[p]
                :: tail > cursor && cursor + intent_length[p] < tail && size == 0 && !IS_STALE(entry[LINE(cursor + intent_length[p])], cursor + intent_length[p]) -> size = intent_length[p]
                :: else
                fi;
                p++
            :: else -> p++
            od;
            p = 0
        }
    fi
}

/* At an entry that is stale or claimed. */
inline skip_abandoned() {
    abandoned_length();
    if
    :: size == 0
    :: else ->
#ifdef SKIP_BY_STORE
        d_step { entry[LINE(cursor)] = OF(DONE, cursor, size); skipped() }
#else
        if
        :: d_step { entry[LINE(cursor)] == w -> entry[LINE(cursor)] = OF(DONE, cursor, size); skipped() }
        :: d_step { entry[LINE(cursor)] != w -> size = 0 }
        fi
#endif
    fi
}

inline skipped() {
    assert(length_of[cursor] == size && !published[cursor] && !producer_alive[owner_of[cursor]]);
    finished[cursor] = true;
    cursor = cursor + size;
    size = 0
}

#define OWNER_IS_DEAD (cursor < tail && !producer_alive[owner_of[cursor]])
#ifdef WRAP_UNCHECKED
#define MAY_BE_TAKEN true
#else
#define MAY_BE_TAKEN (cursor - head < CAPACITY)
#endif
/* A look at the cursor has an effect. */
#define CAN_WALK (head > cursor || IS(entry[LINE(cursor)], READY, cursor) || IS(entry[LINE(cursor)], DONE, cursor) \
        || (IS_TAKEN(entry[LINE(cursor)]) && MAY_BE_TAKEN) || (OWNER_IS_DEAD && !finished[cursor]))

/* The message of an entry may be delivered again. Overdue messages are taken over from live consumers a few times. */
#ifdef DEADLINE
#define IS_OVERDUE(w) (HOLDER(w) != self && returns > 0)
#else
#define IS_OVERDUE(w) false
#endif
#define AGAIN(l) (STATE(entry[l]) == RETURNED || (STATE(entry[l]) == HELD && (LOOKS_GONE(entry[l]) || IS_OVERDUE(entry[l]))))

/* The own entry is changed to done or returned. */
#ifdef ACK_ANY_HOLDER
#define EXPECTED(position) (STATE(entry[LINE(position)]) == HELD)
#else
#if !defined(TWO_LEASES) || defined(NO_LATEST_CHECK)
#define EXPECTED(position) (entry[LINE(position)] == HELD_BY(self, incarnation[self]))
#else
#define EXPECTED(position) (entry[LINE(position)] == HELD_BY(self, incarnation[self]) && latest - position < CAPACITY)
#endif
#endif
#if defined(ACK_BY_STORE) || !defined(DEADLINE)
#define MAY_FINISH(position) true
#else
#define MAY_FINISH(position) EXPECTED(position)
#endif

/* WorkReader.abandon: held by an incarnation of the slot that has ended; before the first one, by one that never is. */
inline abandoned(position) {
    entry[LINE(position)] = HELD_BY(self, (incarnation[self] + 7) % 8);
    assert(holder_of[position] == self);
    holder_of[position] = NONE
}

proctype consumer(byte self) {
    byte cursor, holds, size, p, from, line;
    short w;
#ifdef TWO_LEASES
    byte second, latest;
#endif
#ifdef KEEP_DEAD
    bool other_is_dead;
#endif
    do
    ::
        {
            d_step {
                cursor = BEGIN; holds = NONE; size = 0; p = 0; from = 0; line = 0; w = 0;
#ifdef TWO_LEASES
                second = NONE; latest = 0;
#endif
#ifdef KEEP_DEAD
                other_is_dead = false;
#endif
            };
            /* Nothing to do is a valid end. */
end:
            do
            :: CAN_HOLD && CAN_WALK ->
                w = entry[LINE(cursor)];
#ifdef READ_FIRST
                d_step {
                    if
                    :: IS(w, READY, cursor) && cursor + LENGTH(w) > read -> read = cursor + LENGTH(w)
                    :: else
                    fi
                };
#endif
                if
                :: IS(w, READY, cursor) ->
#ifdef TAKE_BY_STORE
                    d_step { entry[LINE(cursor)] = HELD_BY(self, incarnation[self]); taken(cursor) };
                    cursor = cursor + LENGTH(w)
#else
                    if
                    :: d_step { entry[LINE(cursor)] == w -> entry[LINE(cursor)] = HELD_BY(self, incarnation[self]); taken(cursor); cursor = cursor + LENGTH(w) }
                    :: d_step { entry[LINE(cursor)] != w -> skip }
                    fi
#endif
                :: IS(w, DONE, cursor) ->
                    assert(length_of[cursor] == LENGTH(w) && finished[cursor]);
                    cursor = cursor + LENGTH(w)
                :: IS_TAKEN(w) -> walk_over_taken()
                :: else ->
                    if
                    :: atomic { head > cursor -> cursor = BEGIN }
                    :: atomic { head <= cursor -> skip };
                        skip_abandoned()
                    fi
                fi;
walked:
                skip;
                d_step { w = 0; size = 0 }
            /* RedeliveryScan finds any message that may be delivered again. */
            :: atomic {
                    CAN_HOLD && (AGAIN(0) || AGAIN(1) || (CAPACITY > 2 && AGAIN(2 % CAPACITY))) ->
                    if
                    :: AGAIN(0) -> line = 0
                    :: AGAIN(1) -> line = 1
                    :: CAPACITY > 2 && AGAIN(2 % CAPACITY) -> line = 2
                    fi;
                    w = entry[line]
                };
                if
                :: d_step {
                        entry[line] == w ->
                        entry[line] = HELD_BY(self, incarnation[self]);
                        p = head + (line + CAPACITY - LINE(head)) % CAPACITY;
#ifdef DEADLINE
                        if
                        :: STATE(w) == HELD && !LOOKS_GONE(w) && returns > 0 -> returns--
                        :: else
                        fi;
#endif
                        taken(p);
                        p = 0
                    }
                :: d_step { entry[line] != w -> skip }
                fi;
                d_step { w = 0; line = 0 }
            :: holds != NONE ->
                size = data[LINE(holds)];
                if
                :: d_step {
                        MAY_FINISH(holds) ->
                        entry[LINE(holds)] = OF(DONE, holds, length_of[holds]);
                        assert(holder_of[holds] == self && !finished[holds]);
                        assert(size == holds + 1);
                        finished[holds] = true
                    }
#if RETURNS > 0 && !defined(DEADLINE)
                :: d_step { returns > 0 && MAY_FINISH(holds) -> returns--; entry[LINE(holds)] = RETURNED; assert(holder_of[holds] == self); holder_of[holds] = NONE }
#endif
#ifdef ABANDON
                :: d_step { returns > 0 && MAY_FINISH(holds) -> returns--; abandoned(holds) }
#endif
#ifdef ABANDON_BY_STORE
                :: d_step { true -> abandoned(holds) }
#endif
#ifdef RETURN_BY_STORE
                :: d_step { true -> entry[LINE(holds)] = RETURNED; assert(holder_of[holds] == self); holder_of[holds] = NONE }
#endif
#if defined(DEADLINE) && !defined(ACK_BY_STORE)
                :: d_step { !EXPECTED(holds) -> skip }      /* the lease is lost */
#endif
                fi;
#ifdef TWO_LEASES
                d_step { holds = second; second = NONE; size = 0 }
            :: second != NONE ->
                /* The later message first. */
                d_step { p = holds; holds = second; second = p; p = 0 }
#else
                d_step { holds = NONE; size = 0 }
#endif
#ifdef READ_WORD
            /* WorkReader.raiseRead: a load and a CAS. */
            :: d_step { read < cursor -> read = cursor }
#endif
#ifdef KEEP_DEAD
            :: d_step { !other_is_dead && !consumer_alive[1 - self] -> other_is_dead = true }
#endif
            /* WorkReader.free */
            :: atomic { IS(entry[LINE(head)], DONE, head) && head < tail -> from = head; w = entry[LINE(from)] };
                if
                :: d_step {
                        head == from ->
                        assert(length_of[from] == LENGTH(w) && finished[from]);
                        head = from + LENGTH(w)
                    }
                :: d_step { head != from -> skip }
                fi;
                d_step { from = 0; w = 0 }
#ifdef FREE_OUT_OF_ORDER
            :: d_step { cursor > head && cursor <= tail && cursor > 0 && finished[cursor - 1] && length_of[cursor - 1] == 1 ->
                    p = head;
                    do
                    :: p < cursor -> assert(length_of[p] == 0 || finished[p]); p++
                    :: else -> break
                    od;
                    p = 0;
                    head = cursor
                }
#endif
            od
        } unless { !consumer_alive[self] };
        /* A new one attaches to the slot: it locks the slot, then increments the incarnation. */
#ifdef LOCK_FIRST
        d_step { consumer_alive[self] = true; holds = NONE };
        incarnation[self]++
#else
        d_step { consumer_alive[self] = true; incarnation[self]++ }
#endif
    od
}

proctype killer() {
    byte i;
    do
    :: d_step { consumer_deaths > 0 && consumer_alive[0] -> consumer_alive[0] = false; life[0]++; consumer_deaths-- }
    :: d_step { consumer_deaths > 0 && consumer_alive[1] -> consumer_alive[1] = false; life[1]++; consumer_deaths-- }
    :: d_step { producer_deaths > 0 && producer_alive[0] -> producer_alive[0] = false; producer_deaths-- }
#if PRODUCERS > 1
    :: d_step { producer_deaths > 0 && producer_alive[1] -> producer_alive[1] = false; producer_deaths-- }
#endif
    :: timeout ->
        /* No process can take a step. */
        d_step {
            i = 0;
            do
            :: i < POSITIONS -> assert(!published[i] || finished[i]); i++
            :: else -> break
            od;
            assert(head == tail)
        };
        break
    od
}

init {
    byte i;
    atomic {
        consumer_alive[0] = true;
        consumer_alive[1] = true;
        i = 0;
        do
        :: i < PRODUCERS -> producer_alive[i] = true; run producer(i); i++
        :: else -> break
        od;
        i = 0;
        run consumer(0);
        run consumer(1);
        run killer()
    }
}
