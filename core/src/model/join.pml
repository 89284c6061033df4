/*
 * Joining a topic: TopicGate, TopicJoiner and the high-water mark of the slots, UsedSlots. See README.md in this directory.
 *
 * Positions count laps' worth of steps: a limit of n lets the producer overwrite everything before position n. Each joiner has
 * locked a slot that was never used before. overwritten and reads[] are ghost state.
 *
 * Checked by an assertion: the producer never overwrites what a joined consumer reads.
 *
 * Broken on purpose: MARK_AFTER_POSITION (a joiner raises the mark after it has read the limit), MARK_BY_STORE (the mark is
 * raised by a load and a store), MARK_NOT_RELOADED (the producer uses the mark it loaded before the announcement),
 * NO_FENCE_OF_PRODUCER, NO_FENCE_OF_JOINER.
 */

#ifndef JOINERS
#define JOINERS 2
#endif
#ifndef STEPS
#define STEPS 2     /* of the producer */
#endif

#define OWNERS (JOINERS + 1)
#define PRODUCER JOINERS
#define DEPTH 6

#define LIMIT 0
#define CHECKPOINT 1
#define USED 2
#define GATES(slot) (3 + 2 * (slot))
#define POSITION(slot) (4 + 2 * (slot))
#define WORDS (3 + 2 * JOINERS)
#define NOTHING 255

#define select_filled(owner) \
    if \
    :: filled[0] > 0 -> owner = 0 \
    :: filled[1] > 0 -> owner = 1 \
    :: OWNERS > 2 && filled[2 % OWNERS] > 0 -> owner = 2 % OWNERS \
    fi

#include "tso.pml"

byte overwritten;
byte reads[JOINERS] = NOTHING;      /* where a joined consumer reads */

inline fence(self) {
    d_step { drain(self) }
}

/* TopicGate.target: the lowest position of the used slots. */
inline scan() {
#ifndef MARK_NOT_RELOADED
    used = memory[USED];
#endif
    lowest = NOTHING;
    s = 0;
    do
    :: s >= used -> s = 0; break
    :: else ->
        if
        :: memory[GATES(s)] -> value = memory[POSITION(s)]; lowest = (value < lowest -> value : lowest); value = 0
        :: else
        fi;
        s++
    od
}

active proctype producer() {
    byte step = 1, granted, used, lowest, s, value;
    byte attempts;
    do
    :: step > STEPS || attempts == 3 -> break
    :: else ->
        attempts++;
        store(PRODUCER, CHECKPOINT, step);
        used = memory[USED];
        store(PRODUCER, LIMIT, step);
#ifndef NO_FENCE_OF_PRODUCER
        fence(PRODUCER);
#endif
        scan();
        if
        :: lowest >= step ->
            d_step {
                granted = step;
                overwritten = step;
                s = 0;
                do
                :: s < JOINERS -> assert(reads[s] >= overwritten); s++
                :: else -> s = 0; break
                od
            };
            step++
        :: else -> store(PRODUCER, LIMIT, granted)
        fi
    od
}

inline raise_mark(self) {
#ifdef MARK_BY_STORE
    used = memory[USED];
    if
    :: used <= self -> store(self, USED, self + 1)
    :: else
    fi;
    fence(self)
#else
    d_step {
        drain(self);
        if
        :: memory[USED] <= self -> memory[USED] = self + 1
        :: else
        fi
    }
#endif
}

proctype joiner(byte self) {
    byte safe, limit, used;
#ifndef MARK_AFTER_POSITION
    raise_mark(self);
#endif
    safe = memory[CHECKPOINT];
    store(self, GATES(self), 1);
    do
    ::
        store(self, POSITION(self), safe);
#ifndef NO_FENCE_OF_JOINER
        fence(self);
#endif
        limit = memory[LIMIT];
        if
        :: limit <= safe -> break
        :: else -> safe = memory[CHECKPOINT]
        fi
    od;
#ifdef MARK_AFTER_POSITION
    raise_mark(self);
#endif
    skip;
    d_step { assert(overwritten <= safe); reads[self] = safe };
    /* It reads for a while, and leaves. */
    reads[self] = NOTHING;
    store(self, GATES(self), 0)
}

init {
    byte i;
    atomic {
        do
        :: i < JOINERS -> run joiner(i); i++
        :: else -> i = 0; break
        od
    }
}
