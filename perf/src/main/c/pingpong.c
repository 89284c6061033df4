/*
 * The limit of a round trip: two processes exchange 32 bytes over rings of cache lines in shared memory. Every message uses
 * the next line of its ring, the word that commits it is in the same line, and an empty poll costs one pause.
 *
 * Started as: pingpong LINES    (lines per direction, a power of two)
 * Figures:    p50 is of batches of 16 round trips, which hides the resolution of the clock; the others are of single ones.
 */
#include "limit.h"

#define BATCH 16

struct line {
    _Atomic uint64_t commit; /* number of the message in this line, from 1 */
    uint64_t payload[WORDS];
    uint64_t unused[3];
};

_Static_assert(sizeof(struct line) == LINE, "one cache line");

static struct line *to_echo;
static struct line *from_echo;
static uint64_t mask;
static uint64_t number = 1;
static struct histogram single;
static struct histogram batch;

static inline void send_line(struct line *ring, uint64_t n, uint64_t first) {
    struct line *line = &ring[n & mask];
    for (int i = 0; i < WORDS; i++) {
        line->payload[i] = first + i;
    }
    atomic_store_explicit(&line->commit, n, memory_order_release); /* commit */
}

static inline uint64_t receive_line(struct line *ring, uint64_t n) {
    struct line *line = &ring[n & mask];
    while (atomic_load_explicit(&line->commit, memory_order_acquire) != n) { /* commit */
        pause_once();
    }
    uint64_t first = line->payload[0];
    for (int i = 1; i < WORDS; i++) {
        if (line->payload[i] != first + i && first != STOP) {
            die("a message was torn");
        }
    }
    return first;
}

static void echo(int wake) {
    char byte;
    while (read(wake, &byte, 1) == 1) {
        uint64_t first;
        do {
            first = receive_line(to_echo, number);
            if (first != STOP) {
                send_line(from_echo, number, first);
            }
            number++;
        } while (first != STOP);
    }
}

static inline void round_trip(void) {
    send_line(to_echo, number, number);
    if (receive_line(from_echo, number) != number) {
        die("an echo differs from its message");
    }
    number++;
}

static void slice(uint64_t millis) {
    uint64_t start = nanos();
    uint64_t half = start + millis * 500000;
    uint64_t end = start + millis * 1000000;
    uint64_t before;
    uint64_t after;
    clear(&single);
    clear(&batch);
    do {
        before = nanos();
        round_trip();
        after = nanos();
        record(&single, after - before);
    } while (after < half);
    do {
        before = nanos();
        for (int i = 0; i < BATCH; i++) {
            round_trip();
        }
        after = nanos();
        record(&batch, (after - before + BATCH / 2) / BATCH);
    } while (after < end);
    send_line(to_echo, number, STOP);
    number++;
    print_round_trips(&single, &batch, single.total + BATCH * batch.total);
}

int main(int argc, char **argv) {
    uint64_t lines = argc == 2 ? strtoull(argv[1], NULL, 10) : 0;
    if (lines < 2 || (lines & (lines - 1)) != 0) {
        die("usage: pingpong LINES, a power of two");
    }
    mask = lines - 1;
    to_echo = share(2 * lines * sizeof(struct line));
    from_echo = to_echo + lines;
    serve(fork_other(echo), slice);
    return 0;
}
