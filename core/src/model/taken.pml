/*
 * Requests of a service: TakenPosition in core, EndedRequests in the client. See README.md in this directory.
 *
 * A requester has sent REQUESTS requests, at positions 1, 2 ... Responders attach one after another, take requests in order,
 * handle and answer them, and may die between any two steps. A process that dies has made all its stores visible, in order;
 * so memory is sequentially consistent here. holder, handled and outcomes are ghost state.
 *
 * Checked by assertions: a request is handled at most once; it ends once; it fails only if the responder that took it has
 * ended and has not answered it; when all responders have ended, every taken request has ended.
 *
 * Broken on purpose: TAKE_AFTER_HANDLER (the responder stores how far it took after it has handled the request),
 * BEGIN_AT_READ (a successor begins at the confirmed position), LIVENESS_FIRST (the requester asks the kernel before it loads
 * the word), WORD_OF_THE_LIVING (it uses taken although a responder lives), NO_DRAIN (it fails requests without finding the
 * response queue empty after the question).
 */

#ifndef REQUESTS
#define REQUESTS 3
#endif
#ifndef RESPONDERS
#define RESPONDERS 3
#endif

#define NONE 0
#define RESPONSE 1
#define DIED 2
#define FREE 255

byte taken, taken_before, read_position;
byte lock = FREE;                   /* the live responder */
bool counted;                       /* its slot is attached */
bool response[REQUESTS + 1];
byte holder[REQUESTS + 1] = FREE;
byte handled[REQUESTS + 1];
byte outcomes[REQUESTS + 1];
byte ended;                         /* responders */

inline die() {
    d_step { lock = FREE; counted = false; ended++ };
    goto dead
}

inline may_die() {
    if
    :: true
    :: die()
    fi
}

proctype responder(byte self) {
    byte next;
    atomic { lock == FREE -> lock = self };
    may_die();
    taken_before = taken;
    may_die();
#ifdef BEGIN_AT_READ
    next = read_position;
#else
    next = taken;
    read_position = next;
#endif
    may_die();
    counted = true;
    do
    :: next < REQUESTS ->
        next++;
#ifndef TAKE_AFTER_HANDLER
        taken = next;
        holder[next] = self;
        may_die();
#endif
        d_step { handled[next]++; assert(handled[next] == 1) };
        may_die();
#ifdef TAKE_AFTER_HANDLER
        d_step { taken = next; holder[next] = self };
        may_die();
#endif
        if
        :: response[next] = true
        :: true                     /* deferred, and never answered */
        fi;
        may_die();
        read_position = next;
        may_die()
    :: die()
    od;
dead:
    skip
}

inline end_with(request, why) {
    d_step { assert(outcomes[request] == NONE); outcomes[request] = why }
}

inline poll() {
    i = 1;
    do
    :: i > REQUESTS -> i = 0; break
    :: else ->
        if
        :: response[i] && outcomes[i] == NONE -> end_with(i, RESPONSE)
        :: else
        fi;
        i++
    od
}

inline fail() {
    i = 1;
    do
    :: i > REQUESTS -> i = 0; break
    :: else ->
        if
        :: i <= abandoned && outcomes[i] == NONE ->
            assert(!response[i] && (holder[i] == FREE || holder[i] != lock));
            end_with(i, DIED)
        :: else
        fi;
        i++
    od
}

inline ask() {
#ifdef LIVENESS_FIRST
    alive = counted;
    abandoned = (alive -> taken_before : taken);
#else
    abandoned = taken;
    alive = counted;
#ifndef WORD_OF_THE_LIVING
    if
    :: alive -> abandoned = taken_before
    :: else
    fi;
#endif
#endif
    alive = false
}

active proctype requester() {
    byte i, abandoned;
    bool alive, last;
    do
    :: !last ->
        /* The last round begins after the end of all responders. */
        last = (ended == RESPONDERS);
        poll();
        ask();
#ifndef NO_DRAIN
        poll();
#endif
        fail();
        abandoned = 0
    :: last -> break
    od;
    i = 1;
    do
    :: i > REQUESTS -> break
    :: else -> assert(i > taken || outcomes[i] != NONE); i++
    od
}

init {
    byte n;
    atomic {
        n = 0;
        do
        :: n == RESPONDERS -> break
        :: else -> run responder(n); n++
        od
    }
}
