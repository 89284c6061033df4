/*
 * The rings with one producer: SingleProducerWriter, RecordReader, QueueConsumerPosition, and the scan of a new producer for the end of
 * the ring (Survey.end, Scan.findTail). See README.md in this directory.
 *
 * The unit of positions is a line: a record of 1 is a header alone, a record of 2 has one payload word. memory[] is the shared
 * memory. record[] is ghost state: what the producer has published at each position. No process acts on it.
 *
 * A claim has 1 or 2 units. It ends with a commit, with an abort, or, with 2 units, with a commit of 1 unit. The payload word
 * looks like the header of a committed message, so that a reader that takes it for a header violates an assertion.
 *
 * TOPIC: the consumer zeroes nothing and the producer empties every header. Otherwise the consumer zeroes what it has read.
 *
 * Broken on purpose: NOT_STALE (a short commit does not mark the rest as stale), ABORT_NOT_STALE, EMPTY_AFTER_COMMIT.
 */

#ifndef MESSAGES
#define MESSAGES 4    /* claims of all producers, one after the other */
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef CAPACITY
#define CAPACITY 4
#endif

#define OWNERS 2
#define PRODUCER 0
#define CONSUMER 1
#define DEPTH 6

#define HEAD 0
#define READ 1
#define DATA(position) (2 + (position) % CAPACITY)
#define WORDS (2 + CAPACITY)

#define EMPTY 0
#define COMMITTED 64
#define committed(size) (COMMITTED + (size))
#define length_of(header) ((header) % 16)
#define PAYLOAD committed(1)

#define select_filled(owner) \
    if \
    :: filled[0] > 0 -> owner = 0 \
    :: filled[1] > 0 -> owner = 1 \
    fi

#include "tso.pml"

#define POSITIONS (2 * MESSAGES + 1)
byte record[POSITIONS];         /* the length of the message that begins here, once its commit was issued */
byte delivered;                 /* the position behind the last delivered message */
byte end;                       /* the position behind the last issued commit */
byte left = MESSAGES;
byte deaths = DEATHS;
bit dead, finished;

#define is_zero(position) (memory[DATA(position)] == EMPTY)

proctype producer() {
    byte tail, stale, head, size, used, value;
    do
    ::
        {
            /* A new producer scans from what the consumer has confirmed. A dead producer's stores are in memory by now. */
            skip;
scan:
            tail = memory[READ];
            do
            ::
                atomic {
                    load(PRODUCER, DATA(tail), value);
                    if
                    :: memory[READ] > tail -> value = 0; goto scan      /* the floor has passed: zeroes mean nothing */
                    :: else
                    fi;
                    if
                    :: value == EMPTY -> break
                    :: else -> assert(record[tail] == length_of(value)); tail = tail + length_of(value); value = 0
                    fi
                }
            od;
            value = 0;
            assert(tail == end);
#ifdef TOPIC
            stale = POSITIONS + CAPACITY;
#else
            stale = tail + CAPACITY;
#endif
            head = memory[HEAD];
            do
            :: left == 0 -> goto done
            :: else ->
                if
                :: size = 1
                :: size = 2
                fi;
                /* The header behind the claim belongs to the producer as well. */
                atomic {
                    tail + size + 1 <= memory[HEAD] + CAPACITY -> head = memory[HEAD]
                };
                left--;
                used = size;
                if
                :: size == 2 -> store(PRODUCER, DATA(tail + 1), PAYLOAD)
                :: else
                fi;
                if
                :: true
                :: size == 2 -> used = 1
                :: true -> used = 0
                fi;
                /* becomesStale */
                d_step {
                    if
#ifndef NOT_STALE
                    :: used == 1 && size == 2 && tail + size > stale -> stale = tail + size
#endif
#ifndef ABORT_NOT_STALE
                    :: used == 0 && tail + size > stale -> stale = tail + size
#endif
                    :: else
                    fi
                };
                if
                :: used == 0
                :: used > 0 ->
#ifndef EMPTY_AFTER_COMMIT
                    if
                    :: tail + used < stale -> store(PRODUCER, DATA(tail + used), EMPTY)
                    :: else
                    fi;
#endif
                    d_step {
                        ROOM(PRODUCER);
                        issue(PRODUCER, DATA(tail), committed(used));
                        record[tail] = used;
                        end = tail + used
                    };
#ifdef EMPTY_AFTER_COMMIT
                    if
                    :: tail + used < stale -> store(PRODUCER, DATA(tail + used), EMPTY)
                    :: else
                    fi;
#endif
                    tail = tail + used
                fi;
                size = 0;
                used = 0
            od
        } unless { dead == 1 };
        d_step { dead = 0; tail = 0; stale = 0; head = 0; size = 0; used = 0; value = 0 }
    od;
done:
    skip;
    d_step { drain(PRODUCER); finished = 1; tail = 0; stale = 0; head = 0 }
}

proctype consumer() {
    byte position, value, n;
    bool quiet;
    do
    ::
        atomic {
            quiet = finished;
            load(CONSUMER, DATA(position), value);
            if
            :: value == EMPTY && quiet -> assert(position == end); goto done
            :: value == EMPTY && !quiet -> goto again
            :: else ->
                assert(record[position] == length_of(value));   /* a record's own header */
                n = length_of(value);
                value = 0
            fi
        };
        if
        :: n == 2 -> atomic { load(CONSUMER, DATA(position + 1), value); assert(value == PAYLOAD); value = 0 }
        :: else
        fi;
        /* QueueConsumerPosition.confirm, or TopicConsumerPosition.confirm */
        store(CONSUMER, READ, position + n);
#ifndef TOPIC
        store(CONSUMER, DATA(position), EMPTY);
        if
        :: n == 2 -> store(CONSUMER, DATA(position + 1), EMPTY)
        :: else
        fi;
#endif
        store(CONSUMER, HEAD, position + n);
        d_step { position = position + n; n = 0 };
again:
        skip
    od;
done:
    skip
}

/* SIGKILL at any step of the producer; a new producer attaches. */
proctype killer() {
end_killer:
    do
    :: d_step { deaths > 0 && !dead && !finished -> drain(PRODUCER); dead = 1; deaths-- }
    od
}

init {
    atomic {
        run producer();
        run consumer();
        run killer()
    }
}
