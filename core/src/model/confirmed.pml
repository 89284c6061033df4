/*
 * The last confirmed sequence of a publisher to an ingress: ConfirmedSequences. See README.md in this directory.
 *
 * A record has one unit. The publisher claims and commits a record in the ring, and adds its end and its sequence after that,
 * so the broker may free a record that is not added yet. Record i, from 1, has the end i; the sequence that is kept of it is
 * also i, so that an entry of another record is detected.
 *
 * COUNT_FIRST: a reader loads the count before the freed position.
 * Broken on purpose: PUBLISHED_FIRST (the publisher counts a record before its entries), NOT_CHECKED_AGAIN (a reader does not
 * load the count again behind the sequence), NO_LOWER_BOUND (a reader looks at entries that later records have taken),
 * NOT_DOUBLED (as many sequences as ends).
 */

#ifndef RECORDS
#define RECORDS 8
#endif
#ifndef READERS
#define READERS 1
#endif
/* Looks of each reader. */
#ifndef LOOKS
#define LOOKS 2
#endif
/* Records that the ring can hold. */
#define CAPACITY 2
#ifdef NOT_DOUBLED
#define SEQUENCES CAPACITY
#else
#define SEQUENCES (2 * CAPACITY)
#endif

byte committed;                 /* records in the ring, also freed ones */
byte freed;                     /* the position that the broker has freed */
byte published;                 /* records that were added */
byte confirmed;
byte ends[CAPACITY];
byte sequences[SEQUENCES];

proctype publisher() {
    byte count;
    do
    :: count == RECORDS -> break
    :: count < RECORDS ->
        atomic { count < freed + CAPACITY -> committed = count + 1 };
#ifdef PUBLISHED_FIRST
        published = count + 1;
#endif
        ends[count % CAPACITY] = count + 1;
        sequences[count % SEQUENCES] = count + 1;
#ifndef PUBLISHED_FIRST
        published = count + 1;
#endif
        count++
    od
}

proctype broker() {
    do
    :: freed == RECORDS -> break
    :: atomic { freed < committed -> freed++ }
    od
}

proctype reader() {
    byte read, count, done, known, sequence, again;
    byte looks;
    do
    :: looks == LOOKS -> break
    :: looks < LOOKS ->
        again = 0;
retry:
#ifdef COUNT_FIRST
        count = published;
        read = freed;
#else
        read = freed;
        count = published;
#endif
        done = confirmed;
#ifndef NO_LOWER_BOUND
        if
        :: count > CAPACITY && count - CAPACITY > done -> done = count - CAPACITY
        :: else
        fi;
#endif
        do
        :: done < count ->
            if
            :: ends[done % CAPACITY] <= read -> done++
            :: else -> break
            fi
        :: else -> break
        od;
        atomic {
            if
            :: done > confirmed -> confirmed = done
            :: else
            fi
        };
        if
        :: done == 0 -> sequence = 0
        :: else ->
            sequence = sequences[(done - 1) % SEQUENCES];
#ifndef NOT_CHECKED_AGAIN
            if
            :: published - done < SEQUENCES - 1
            :: else ->
                /* Another record may have the entry. It retries only while the publisher goes on. */
                assert(published > count || published - done < SEQUENCES - 1);
                again++;
                goto retry
            fi
#endif
        fi;
        d_step {
            assert(sequence <= freed);
            assert(sequence >= known);
            /* A record that is being added may hide earlier ones from this look. */
            assert(published > count || committed > count || sequence >= (count < read -> count : read));
            known = sequence;
            looks++
        }
    od
}

init {
    byte i;
    atomic {
        run publisher();
        run broker();
        do
        :: i < READERS -> run reader(); i++
        :: else -> break
        od
    }
}
