/*
 * The limit of a round trip between processes that sleep: each waits on a futex word in shared memory, which holds the number of
 * the last message, and is woken by a system call of the other one. Neither process spins.
 *
 * Started as: futexpong
 * Figures:    of single round trips.
 */
#include "limit.h"
#include <linux/futex.h>
#include <sys/syscall.h>

struct box {
    _Atomic uint32_t number; /* of the message in this box, the futex word */
    uint32_t stop;
    uint64_t payload[WORDS];
    uint64_t unused[3];
};

_Static_assert(sizeof(struct box) == LINE, "one cache line");

static struct box *to_echo;
static struct box *from_echo;
static uint32_t number = 1;
static struct histogram single;

static void send_box(struct box *box, uint32_t n, uint32_t stop) {
    for (int i = 0; i < WORDS; i++) {
        box->payload[i] = (uint64_t) n + i;
    }
    box->stop = stop;
    atomic_store_explicit(&box->number, n, memory_order_release); /* commit */
    syscall(SYS_futex, &box->number, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* Returns whether the sender stops. */
static int receive_box(struct box *box, uint32_t n) {
    uint32_t seen;
    while ((seen = atomic_load_explicit(&box->number, memory_order_acquire)) != n) { /* commit */
        syscall(SYS_futex, &box->number, FUTEX_WAIT, seen, NULL, NULL, 0);
    }
    for (int i = 0; i < WORDS; i++) {
        if (box->payload[i] != (uint64_t) n + i) {
            die("a message was torn");
        }
    }
    return box->stop;
}

static void echo(int wake) {
    char byte;
    while (read(wake, &byte, 1) == 1) {
        int stop;
        do {
            stop = receive_box(to_echo, number);
            if (!stop) {
                send_box(from_echo, number, 0);
            }
            number++;
        } while (!stop);
    }
}

static void slice(uint64_t millis) {
    uint64_t end = nanos() + millis * 1000000;
    uint64_t before;
    uint64_t after;
    clear(&single);
    do {
        before = nanos();
        send_box(to_echo, number, 0);
        receive_box(from_echo, number);
        number++;
        after = nanos();
        record(&single, after - before);
    } while (after < end);
    send_box(to_echo, number, 1);
    number++;
    print_round_trips(&single, NULL, single.total);
}

int main(void) {
    to_echo = share(4 * sizeof(struct box));
    from_echo = to_echo + 2; /* not the neighbouring line, which may be fetched with this one */
    serve(fork_other(echo), slice);
    return 0;
}
