/*
 * The word `returns` of the work queue: WorkReader.giveBack and RedeliveryScan. See README.md in this directory.
 *
 * Each of MESSAGES messages was taken once and is held by one of CONSUMERS consumers. A consumer returns a message by a store of
 * its entry, then counts it in the word. A consumer that has seen another count than the present one looks at all entries, one
 * after another, and takes a returned message by a CAS; then it goes on behind that message. Consumers poll, and do not
 * sleep, so the word alone leads to a returned message: before a sleep a consumer looks at everything in any case. All but the
 * first consumer may leave when they hold nothing. Deaths are in work.pml; a consumer that dies between the entry and the count
 * leaves a message that rounds without a count find.
 *
 * Memory is sequentially consistent: the count is changed by a CAS, which comes after the store of the entry, and a consumer
 * loads the word before the entries. Both are in the order of the program on x86; ReturnsAndTakes of WorkRedeliveryStress covers the
 * Java side.
 *
 * Checked by an assertion: when no consumer has anything to do, no message is returned and not taken.
 *
 * Broken on purpose: COUNT_FIRST (the count comes before the entry), SEEN_LAST (the count is loaded after the look),
 * SEEN_AT_TAKE (taking a message counts as having seen all returns), COUNT_BY_STORE (the count is a load and a store).
 */

#ifndef MESSAGES
#define MESSAGES 2
#endif
#ifndef CONSUMERS
#define CONSUMERS 2
#endif
#ifndef RETURNS
#define RETURNS 3
#endif
#define NONE 255

/* States of an entry: HELD + the consumer, or one of these. */
#define DONE 0
#define RETURNED 1
#define HELD 2

byte entry[MESSAGES];
byte returns;
byte left = RETURNS;

inline count_return() {
#ifdef COUNT_BY_STORE
    count = returns;
    returns = count + 1;
    count = 0
#else
    returns++
#endif
}

inline give_back(which) {
#ifdef COUNT_FIRST
    count_return();
    entry[which] = RETURNED
#else
    entry[which] = RETURNED;
    count_return()
#endif
}

proctype consumer(byte self) {
    byte seen = NONE, next, count, i;
    bool running;
end:
    do
    :: atomic { left > 0 && entry[0] == HELD + self -> left-- };
        give_back(0)
    :: atomic { left > 0 && entry[MESSAGES - 1] == HELD + self -> left-- };
        give_back(MESSAGES - 1)
    :: d_step { entry[0] == HELD + self -> entry[0] = DONE }
    :: d_step { entry[MESSAGES - 1] == HELD + self -> entry[MESSAGES - 1] = DONE }
    :: !running && returns != seen ->
#ifndef SEEN_LAST
        seen = returns;
#endif
        d_step { next = 0; running = true }
    :: running && next < MESSAGES ->
        if
        /* The CAS fails if another consumer has taken it: the next look is at the same entry. */
        :: d_step { entry[next] == RETURNED -> entry[next] = HELD + self; next++ };
#ifdef SEEN_AT_TAKE
            seen = returns
#endif
        :: d_step { entry[next] != RETURNED -> next++ }
        fi
    :: running && next == MESSAGES ->
#ifdef SEEN_LAST
        seen = returns;
#endif
        d_step { running = false; next = 0 }
    :: self > 0 && entry[0] != HELD + self && entry[MESSAGES - 1] != HELD + self -> break
    od
}

init {
    byte each;
    d_step {
        do
        :: each == MESSAGES -> break
        :: else -> entry[each] = HELD + each % CONSUMERS; each++
        od;
        each = 0
    };
    do
    :: each == CONSUMERS -> break
    :: else -> run consumer(each); each++
    od;
    timeout;
    each = 0;
    do
    :: each == MESSAGES -> break
    :: else -> assert(entry[each] == DONE); each++
    od
}
