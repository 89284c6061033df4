/*
 * The limit of messages through a third process: one process copies messages into a ring in shared memory, a second copies
 * each into another ring, a third copies them out, with plain memcpy. Each yields when it finds nothing, because three
 * processes that spin on two cores would measure the time slices of the scheduler.
 *
 * Started as: relay CAPACITY LENGTH    (bytes of each ring, bytes of a message)
 * Figures:    rate is that of the reader, from the first message to the last.
 */
#include "limit.h"

#include <sched.h>

#define BURST 1024

struct counter {
    _Atomic uint64_t value;
    uint64_t unused[15]; /* two lines, as processors fetch them in pairs */
};

struct ring {
    struct counter written;
    struct counter read;
    char slots[];
};

struct result {
    struct counter done; /* number of slices with stored figures */
    uint64_t count;
    uint64_t nanos;
};

static struct ring *ingress;
static struct ring *egress;
static struct result *result;
static char *message; /* private to each process */
static uint64_t slots;
static size_t length;
static uint64_t slices;

/* One end of a ring, private to its process. */
struct end {
    struct ring *ring;
    uint64_t number;
    uint64_t seen; /* the other side's counter when it was last read */
};

static char *room(struct end *end) {
    while (end->number - end->seen == slots) {
        end->seen = atomic_load_explicit(&end->ring->read.value, memory_order_acquire); /* room */
        if (end->number - end->seen == slots) {
            sched_yield();
        }
    }
    return end->ring->slots + end->number % slots * length;
}

static void commit(struct end *end) {
    end->number++;
    atomic_store_explicit(&end->ring->written.value, end->number, memory_order_release); /* commit */
}

static char *next_message(struct end *end) {
    while (end->number == end->seen) {
        end->seen = atomic_load_explicit(&end->ring->written.value, memory_order_acquire); /* commit */
        if (end->number == end->seen) {
            sched_yield();
        }
    }
    return end->ring->slots + end->number % slots * length;
}

static void release(struct end *end) {
    end->number++;
    atomic_store_explicit(&end->ring->read.value, end->number, memory_order_release); /* room */
}

static uint64_t number_of(const char *bytes) {
    uint64_t number;
    memcpy(&number, bytes, sizeof number);
    return number;
}

static void relay(int wake) {
    static struct end in;
    static struct end out;
    char byte;
    in.ring = ingress;
    out.ring = egress;
    while (read(wake, &byte, 1) == 1) {
        uint64_t number;
        do {
            char *from = next_message(&in);
            number = number_of(from);
            memcpy(room(&out), from, length);
            commit(&out);
            release(&in);
        } while (number != STOP);
    }
}

static void reader(int wake) {
    static struct end in;
    char byte;
    uint64_t expected = 0;
    in.ring = egress;
    while (read(wake, &byte, 1) == 1) {
        uint64_t count = 0;
        uint64_t begin = 0;
        for (;;) {
            memcpy(message, next_message(&in), length);
            release(&in);
            if (number_of(message) == STOP) {
                break;
            }
            if (number_of(message) != expected) {
                die("a message is missing");
            }
            expected++;
            if (count++ == 0) {
                begin = nanos();
            }
        }
        result->nanos = nanos() - begin;
        result->count = count;
        slices++;
        atomic_store_explicit(&result->done.value, slices, memory_order_release); /* done */
    }
}

static int wake_reader;

static void slice(uint64_t millis) {
    static struct end out;
    static uint64_t number;
    uint64_t stop = STOP;
    uint64_t first = number;
    out.ring = ingress;
    if (write(wake_reader, "r", 1) != 1) {
        die("the reader has ended");
    }
    uint64_t end = nanos() + millis * 1000000;
    do {
        for (int i = 0; i < BURST; i++) {
            memcpy(message, &number, sizeof number);
            memcpy(room(&out), message, length);
            commit(&out);
            number++;
        }
    } while (nanos() < end);
    memcpy(message, &stop, sizeof stop);
    memcpy(room(&out), message, length);
    commit(&out);
    slices++;
    while (atomic_load_explicit(&result->done.value, memory_order_acquire) != slices) { /* done */
        sched_yield();
    }
    if (result->count != number - first) {
        die("messages were lost");
    }
    printf("ok rate=%f count=%lu\n", (result->count - 1) * 1e9 / result->nanos, (unsigned long) result->count);
    fflush(stdout);
}

int main(int argc, char **argv) {
    uint64_t capacity = argc == 3 ? strtoull(argv[1], NULL, 10) : 0;
    length = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
    if (length < sizeof(uint64_t) || capacity < 2 * length) {
        die("usage: relay CAPACITY LENGTH, at least two messages of 8 bytes");
    }
    slots = capacity / length;
    ingress = share(sizeof(struct ring) + slots * length);
    egress = share(sizeof(struct ring) + slots * length);
    result = share(sizeof(struct result));
    message = malloc(length);
    if (message == NULL) {
        die("no memory for a message");
    }
    memset(message, 1, length);
    wake_reader = fork_other(reader);
    serve(fork_other(relay), slice);
    return 0;
}
