/*
 * Requests of a service with competing responders: WorkReader and DeliveryStates in core, ResponderEndpoint, AbandonedRequests,
 * EndedRequests and ResponseDispatcher in the client. See README.md in this directory.
 *
 * A requester has sent REQUESTS requests. Responders take them, each by one CAS of the request's entry, handle and answer them,
 * and acknowledge them; each may die between any two steps. A responder takes over what a dead one held: to handle it again
 * while it was delivered less than DELIVERIES times, otherwise as dead, to send DIED. work.pml shows that entries are taken
 * and acknowledged by their holders only, so an entry is changed by an atomic step here. A process that dies has made all its
 * stores visible, in order; so memory is sequentially consistent here. handled, answered and outcome are ghost state.
 *
 * Checked by assertions: a request is handled at most DELIVERIES times, and not after the requester has failed it; it ends
 * once; it fails by a look at its entry only if the responder has not answered it; the parts of a response are of one
 * delivery; when all responders have ended, each request has ended that was delivered DELIVERIES times.
 *
 * Broken on purpose: NO_DRAIN (the requester fails requests without finding the response queue empty after the look),
 * ANY_DELIVERY (it fails requests that may be delivered again), ACKNOWLEDGE_FIRST (a responder acknowledges before it answers),
 * HANDLE_DEAD (a responder handles a request that it takes over as dead), JOIN_PARTS (the requester takes each part).
 */

#ifndef REQUESTS
#define REQUESTS 2
#endif
#ifndef RESPONDERS
#define RESPONDERS 2
#endif
#ifndef DELIVERIES
#define DELIVERIES 1
#endif

/* States of an entry. */
#define READY 0
#define HELD 1
#define DEAD 2
#define DONE 3

/* Responses. */
#define PART 1
#define END 2
#define DIED 3

byte state[REQUESTS];
byte holder[REQUESTS];
byte deliveries[REQUESTS];
bool alive[RESPONDERS];
byte ended;                             /* responders */
chan responses = [12] of { byte, byte, byte };  /* request, kind, delivery */

byte handled[REQUESTS];
bool answered[REQUESTS];
byte outcome[REQUESTS];
bool failed[REQUESTS];                  /* by a look at the entry */
byte stream[REQUESTS];                  /* the delivery of which parts have arrived */
bool found[REQUESTS];

inline die() {
    d_step { alive[self] = false; ended++ };
    goto dead
}

inline may_die() {
    if
    :: true
    :: die()
    fi
}

inline acknowledge() {
    d_step { assert(holder[request] == self); state[request] = DONE }
}

proctype responder(byte self) {
    byte request, delivery;
    do
    :: die()
    :: request = 0; goto look
    :: request = REQUESTS - 1;
look:
       if
       :: atomic {
              state[request] == READY ->
                  state[request] = HELD;
                  holder[request] = self;
                  deliveries[request] = 1;
                  delivery = 1
          };
          goto handle
       :: atomic {
              (state[request] == HELD || state[request] == DEAD) && !alive[holder[request]] ->
                  holder[request] = self;
                  if
#ifndef HANDLE_DEAD
                  :: state[request] == DEAD || deliveries[request] == DELIVERIES -> state[request] = DEAD; goto fail
#endif
                  :: else -> state[request] = HELD; deliveries[request]++; delivery = deliveries[request]
                  fi
          };
          goto handle
       :: else -> goto next
       fi;
handle:
       may_die();
       d_step { handled[request]++; assert(handled[request] <= DELIVERIES); assert(!failed[request]) };
       may_die();
#ifdef ACKNOWLEDGE_FIRST
       acknowledge();
       may_die();
#endif
       if
       :: responses!request, PART, delivery; may_die()
       :: true
       fi;
       atomic { responses!request, END, delivery; answered[request] = true };
       may_die();
#ifndef ACKNOWLEDGE_FIRST
       acknowledge();
#endif
       goto next;
fail:
       may_die();
       responses!request, DIED, 0;
       may_die();
       acknowledge();
next:
       skip
    od;
dead:
    skip
}

inline end_with(which, why) {
    d_step { assert(outcome[which] == 0); outcome[which] = why }
}

inline deliver() {
    if
    :: outcome[i] != 0                                      /* late */
    :: outcome[i] == 0 && kind == DIED -> end_with(i, DIED)
#ifndef JOIN_PARTS
    :: outcome[i] == 0 && kind != DIED && stream[i] > delivery      /* of an earlier delivery */
    :: outcome[i] == 0 && kind != DIED && stream[i] != 0 && stream[i] < delivery -> end_with(i, DIED)
    :: outcome[i] == 0 && kind != DIED && (stream[i] == 0 || stream[i] == delivery) ->
#else
    :: outcome[i] == 0 && kind != DIED ->
#endif
        assert(stream[i] == 0 || stream[i] == delivery);
        if
        :: kind == PART -> stream[i] = delivery
        :: else -> end_with(i, END)
        fi
    fi
}

inline look() {
    i = 0;
    do
    :: i == REQUESTS -> i = 0; break
    :: else ->
        /* The entry in one load, then the question to the kernel about its holder. */
        d_step { seen = state[i]; by = holder[i]; count = deliveries[i] };
        if
        :: seen == DEAD -> found[i] = true
        :: seen == HELD ->
#ifdef ANY_DELIVERY
            found[i] = !alive[by]
#else
            found[i] = count == DELIVERIES && !alive[by]
#endif
        :: else -> found[i] = false
        fi;
        i++
    od
}

inline drain() {
    do
    :: atomic { nempty(responses) -> responses?i, kind, delivery };
       deliver()
    :: empty(responses) -> i = 0; break
    od
}

inline fail_found() {
    i = 0;
    do
    :: i == REQUESTS -> i = 0; break
    :: else ->
        if
        :: found[i] && outcome[i] == 0 ->
            assert(!answered[i]);
            d_step { failed[i] = true };
            end_with(i, DIED)
        :: else
        fi;
        found[i] = false;
        i++
    od
}

active proctype requester() {
    byte i, kind, delivery, seen, by, count;
    bool last;
    i = 0;
    do
    :: i == RESPONDERS -> i = 0; break
    :: else -> alive[i] = true; i++
    od;
    do
    :: i == RESPONDERS -> i = 0; break
    :: else -> run responder(i); i++
    od;
    do
    :: true ->
        last = ended == RESPONDERS;
        look();
#ifndef NO_DRAIN
        drain();
#endif
        fail_found();
        drain();
        if
        :: last -> break
        :: else
        fi
    od;
    do
    :: i == REQUESTS -> break
    :: else ->
        assert(outcome[i] != 0 || state[i] == READY || (state[i] == HELD && deliveries[i] < DELIVERIES));
        i++
    od
}
