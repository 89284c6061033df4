/*
 * The limit of long messages one way: one process copies messages into a ring in shared memory, the other copies them
 * out, with plain memcpy. Two counters synchronise them.
 *
 * Started as: copy CAPACITY LENGTH    (bytes of the ring, bytes of a message)
 * Figures:    rate is that of the reader, from the first message to the last.
 */
#include "limit.h"

#define BURST_BYTES (256 * 1024)

struct counter {
    _Atomic uint64_t value;
    uint64_t unused[15]; /* two lines, as processors fetch them in pairs */
};

struct shared {
    struct counter written;
    struct counter read;
    struct counter done; /* number of slices with stored figures */
    uint64_t count;
    uint64_t nanos;
};

static struct shared *shared;
static char *ring;
static char *message; /* private to each process */
static uint64_t slots;
static size_t length;
static uint64_t number;
static uint64_t slices;

static inline char *slot(uint64_t n) {
    return ring + n % slots * length;
}

/* The first and the last word of a message hold its number. */
static inline void stamp(uint64_t n) {
    memcpy(message, &n, sizeof n);
    memcpy(message + length - sizeof n, &n, sizeof n);
}

static inline uint64_t stamped(uint64_t expected) {
    uint64_t first;
    uint64_t last;
    memcpy(&first, message, sizeof first);
    memcpy(&last, message + length - sizeof last, sizeof last);
    if (first != last || (first != STOP && first != expected)) {
        die("a message was torn");
    }
    return first;
}

static void write_message(uint64_t stamp_with) {
    while (number - atomic_load_explicit(&shared->read.value, memory_order_acquire) == slots) { /* room */
        pause_once();
    }
    stamp(stamp_with);
    memcpy(slot(number), message, length);
    number++;
    atomic_store_explicit(&shared->written.value, number, memory_order_release); /* commit */
}

static uint64_t read_message(void) {
    while (atomic_load_explicit(&shared->written.value, memory_order_acquire) == number) { /* commit */
        pause_once();
    }
    memcpy(message, slot(number), length);
    uint64_t found = stamped(number);
    number++;
    atomic_store_explicit(&shared->read.value, number, memory_order_release); /* room */
    return found;
}

static void reader(int wake) {
    char byte;
    while (read(wake, &byte, 1) == 1) {
        uint64_t count = 0;
        read_message();
        uint64_t start = nanos();
        while (read_message() != STOP) {
            count++;
        }
        shared->nanos = nanos() - start;
        shared->count = count + 1;
        slices++;
        atomic_store_explicit(&shared->done.value, slices, memory_order_release); /* done */
    }
}

static void slice(uint64_t millis) {
    uint64_t end = nanos() + millis * 1000000;
    uint64_t first = number;
    uint64_t burst = length < BURST_BYTES ? BURST_BYTES / length : 1;
    do {
        for (uint64_t i = 0; i < burst; i++) {
            write_message(number);
        }
    } while (nanos() < end);
    uint64_t sent = number - first;
    write_message(STOP);
    slices++;
    while (atomic_load_explicit(&shared->done.value, memory_order_acquire) != slices) { /* done */
        pause_once();
    }
    if (shared->count != sent) {
        die("messages were lost");
    }
    printf("ok rate=%f count=%lu\n", (sent - 1) * 1e9 / shared->nanos, sent);
    fflush(stdout);
}

int main(int argc, char **argv) {
    uint64_t capacity = argc == 3 ? strtoull(argv[1], NULL, 10) : 0;
    length = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
    if (length < 2 * sizeof(uint64_t) || capacity < 2 * length) {
        die("usage: copy CAPACITY LENGTH, at least two messages of 16 bytes");
    }
    slots = capacity / length;
    shared = share(sizeof(struct shared));
    ring = share(slots * length);
    message = malloc(length);
    if (message == NULL) {
        die("no memory for a message");
    }
    memset(message, 1, length);
    serve(fork_other(reader), slice);
    return 0;
}
