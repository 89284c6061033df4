/*
 * Parking and waking: Park.await, Parker.sleep and WakeWord, over futex(2). See README.md beside this file.
 *
 * Every sleeper waits for everything every waker publishes, as the consumers of a topic do. A waker publishes up to MESSAGES
 * times and wakes after each. A sleeper that sleeps though there is something it has not seen, when no waker is left to wake it,
 * cannot end: Spin reports an invalid end state. That is the lost wake-up. One second's bound on each sleep is left out unless
 * BOUNDED_SLEEP says otherwise, because it would hide it.
 *
 * Protocol: WAKER_FENCES (otherwise the sleeper pays, by membarrier), BOUNDED_SLEEP, WAKERS_DIE.
 * WAKERS_STOP: a waker may stop at any step for good. A sleeper may then sleep over the message that this waker has not finished
 * waking for, and over no other.
 * Broken on purpose: NO_FENCE, NO_GENERATION, CLEARED_BY_SLEEPER, CHECK_BEFORE_ANNOUNCING, WAKE_ONE, WAKE_BEFORE_CLEARING,
 * CLEAR_BEFORE_WAKE, SKIP_OWED, SETTLE_BY_STORE, FOREIGN_FENCE (a sleeper relies on the announcement of another one, which has
 * perhaps not fenced yet).
 */

#ifndef SLEEPERS
#define SLEEPERS 2
#endif
#ifndef WAKERS
#define WAKERS 2
#endif
#ifndef MESSAGES
#define MESSAGES 2
#endif

/* UNEVEN: the last waker publishes only once. */
#ifdef UNEVEN
#define MESSAGES_OF(waker) ((waker) == OWNERS - 1 -> 1 : MESSAGES)
#else
#define MESSAGES_OF(waker) MESSAGES
#endif

#define OWNERS (SLEEPERS + WAKERS)
#define DEPTH 3
#define WORDS (1 + WAKERS)

/* The word that is slept on: a count and a state in the low two bits. It only counts up, so no value comes again. */
#define WORD 0
#define PUBLISHED(waker) (1 + (waker))
#define STATE(value) ((value) & 3)
#define IDLE 0
#define ARMED 1
#define OWED 2
#ifdef NO_GENERATION
#define NEXT_IDLE(value) 0
#else
#define NEXT_IDLE(value) (((value) | 3) + 1)
#endif

#define select_filled(owner) \
    if \
    :: filled[0] > 0 -> owner = 0 \
    :: filled[1] > 0 -> owner = 1 \
    :: OWNERS > 2 && filled[2 % OWNERS] > 0 -> owner = 2 % OWNERS \
    :: OWNERS > 3 && filled[3 % OWNERS] > 0 -> owner = 3 % OWNERS \
    fi

#include "tso.pml"

bool in_kernel[SLEEPERS];
byte seen[SLEEPERS * WAKERS];
byte wakers_left = WAKERS;
hidden byte k;

/* Messages that a sleeper must not sleep over at the end. */
#ifdef WAKERS_STOP
byte completed[WAKERS];
#define DUE(waker) completed[waker]
#else
#define DUE(waker) memory[PUBLISHED(waker)]
#endif

#define SEEN(sleeper, waker) seen[(sleeper) * WAKERS + (waker)]
#define UNSEEN(s) (DUE(0) > SEEN(s, 0) || DUE(WAKERS - 1) > SEEN(s, WAKERS - 1))
#define NOTHING_MORE(s) (wakers_left == 0 && filled[SLEEPERS] == 0 && filled[SLEEPERS + WAKERS - 1] == 0 && !UNSEEN(s))

/* The condition: one load for each waker. */
inline look(self, found) {
    do
    :: w < WAKERS ->
        atomic {
            load(self, PUBLISHED(w), value);
            if
            :: value > SEEN(self, w) ->
                SEEN(self, w) = value;
                found = true;
                printf("sleeper %d: finds message %d of waker %d\n", self, value, w + SLEEPERS)
            :: else
            fi;
            w++;
            value = 0
        }
    :: else -> w = 0; break
    od
}

/* FUTEX_WAKE: a full barrier before it looks for sleepers. */
inline wake_kernel(self) {
    d_step {
        drain(self);
        printf("process %d: wakes all in the kernel\n", self);
        k = 0;
        do
        :: k < SLEEPERS ->
            if
#ifdef WAKE_ONE
            :: in_kernel[k] -> in_kernel[k] = false; break
#else
            :: in_kernel[k] -> in_kernel[k] = false
#endif
            :: else
            fi;
            k++
        :: else -> break
        od
    }
}

/* The last step of a wake; a CAS that fails if another process took it before. */
inline become_idle(self, word) {
#ifdef SETTLE_BY_STORE
    d_step { drain(self); memory[WORD] = NEXT_IDLE(word); printf("process %d: the word is idle\n", self) }
#else
    d_step {
        drain(self);
        if
        :: memory[WORD] == word -> memory[WORD] = NEXT_IDLE(word); printf("process %d: the word is idle\n", self)
        :: else
        fi
    }
#endif
}

/* Whether an announcement and its fence are still in force; 0 is no armed word. */
#ifdef FOREIGN_FENCE
#define IS_ANNOUNCED(announced) (announced != 0 && STATE(memory[WORD]) == ARMED)
#else
#define IS_ANNOUNCED(announced) (announced != 0 && memory[WORD] == announced)
#endif

/* Parker.prepare */
inline prepare(self) {
    if
    :: d_step {
            IS_ANNOUNCED(expected) ->
            expected = memory[WORD];
            printf("sleeper %d: is still announced\n", self)
        }
    :: d_step { !IS_ANNOUNCED(expected) -> expected = 0 };
        announce(self);
        skip
    fi
}

/* WakeWord.announce: its CAS is one step with the load before it. */
inline announce(self) {
    do
    :: atomic { STATE(memory[WORD]) == OWED -> value = memory[WORD] };
        wake_kernel(self);
        become_idle(self, value);
        value = 0
    :: d_step {
            STATE(memory[WORD]) != OWED ->
            printf("sleeper %d: announces itself\n", self);
            drain(self);
            memory[WORD] = memory[WORD] | ARMED;
            expected = memory[WORD]
        };
        break
    od;
    skip;
#if defined(WAKER_FENCES)
    d_step { drain(self) }
#elif !defined(NO_FENCE)
    /* membarrier: each running thread is interrupted at a moment of its own during the call. */
    d_step { drain(self); w = SLEEPERS };
    do
    :: w < OWNERS -> d_step { drain(w); w++ }
    :: else -> w = 0; break
    od
#endif
}

/* Futex.await: the kernel compares and queues under one lock. */
inline sleep_in_kernel(self) {
    d_step {
        drain(self);
        if
        :: memory[WORD] == expected ->
            in_kernel[self] = true;
            printf("sleeper %d: asleep, the word is %d\n", self, expected)
        :: else
        fi
    };
    if
    :: !in_kernel[self]
    :: d_step { in_kernel[self] && NOTHING_MORE(self) -> in_kernel[self] = false; finished = true }
#ifdef BOUNDED_SLEEP
    /* A second is longer than all the others need. */
    :: atomic { timeout && in_kernel[self] -> in_kernel[self] = false }
#endif
    fi
}

/* Park.await, again and again until everything was seen; without its first look, which only saves the announcement. */
proctype sleeper(byte self) {
    byte expected, value, w;
    bool found, finished;
    do
    :: finished -> expected = 0; break
    :: else ->
#ifdef CHECK_BEFORE_ANNOUNCING
        look(self, found);
        prepare(self);
#else
        prepare(self);
        look(self, found);
#endif
        if
        :: found ->
            found = false
#ifdef CLEARED_BY_SLEEPER
            ;
            d_step { drain(self); if :: STATE(memory[WORD]) == ARMED -> memory[WORD] = NEXT_IDLE(memory[WORD]) :: else fi }
#endif
        :: else -> sleep_in_kernel(self)
        fi
    od
}

#if defined(WAKERS_DIE) || defined(WAKERS_STOP)
#define MAY_DIE if :: printf("waker %d: dies or stops\n", self); break :: true fi
#else
#define MAY_DIE skip
#endif

#ifdef SKIP_OWED
#define IS_WOKEN(value) (STATE(value) != ARMED)
#else
#define IS_WOKEN(value) (STATE(value) == IDLE)
#endif

proctype waker(byte self) {
    byte published, value;
    do
    :: published < MESSAGES_OF(self) ->
        atomic {
            published++;
            printf("waker %d: publishes\n", self);
            store(self, PUBLISHED(self - SLEEPERS), published)
        };
        MAY_DIE;
#ifdef WAKER_FENCES
        d_step { drain(self) };
#endif
        atomic { load(self, WORD, value); if :: IS_WOKEN(value) -> value = 0; goto next :: else fi };
        MAY_DIE;
#ifdef WAKE_BEFORE_CLEARING
        wake_kernel(self);
        MAY_DIE;
        become_idle(self, value);
#else
        /* WakeWord.wakeAll, then settle */
        load(self, WORD, value);
        do
        :: STATE(value) == ARMED ->
            d_step {
                drain(self);
                if
#ifdef CLEAR_BEFORE_WAKE
                :: memory[WORD] == value -> value = NEXT_IDLE(value); memory[WORD] = value; printf("waker %d: the word is idle\n", self)
#else
                :: memory[WORD] == value -> value = value + 1; memory[WORD] = value; printf("waker %d: the word is owed\n", self)
#endif
                :: else -> value = memory[WORD]
                fi
            }
        :: else -> break
        od;
        MAY_DIE;
        wake_kernel(self);
        MAY_DIE;
        if
        :: STATE(value) != IDLE -> become_idle(self, value)
        :: else
        fi;
#endif
        value = 0;
next:
        skip;
#ifdef WAKERS_STOP
        completed[self - SLEEPERS]++
#endif
    :: else -> break
    od;
    /* Ended, killed or stopped: what it stored becomes visible, now or later. */
    atomic { value = 0; published = 0; wakers_left-- }
}

init {
    byte i;
    atomic {
        do
        :: i < SLEEPERS -> run sleeper(i); i++
        :: i < OWNERS && i >= SLEEPERS -> run waker(i); i++
        :: else -> break
        od;
        i = 0
    }
}
