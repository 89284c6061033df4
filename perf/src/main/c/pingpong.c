/*
 * The limit of a round trip: two processes bounce 32 bytes over rings of cache lines in shared memory. Every message takes
 * the next line of its ring, the word that commits it travels in the same line, and an empty poll costs one pause.
 *
 * Started as: pingpong LINES    (lines per direction, a power of two)
 * Protocol:   prints "ready"; for each line "run MILLIS" prints "ok p50=.. p99=.. p999=.. count=.." (nanoseconds); ends at EOF.
 * p50 is of batches of 16 round trips, where the clock's tick does not show; p99 and p999 are of single ones.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define WORDS 4
#define BATCH 16
#define BUCKETS (1u << 22)
#define STOP UINT64_MAX
#define GRACE_SECONDS 10

struct line {
    _Atomic uint64_t commit; /* number of the message in this line, from 1 */
    uint64_t payload[WORDS];
    uint64_t unused[3];
};

_Static_assert(sizeof(struct line) == 64, "one cache line");

static struct line *to_echo;
static struct line *from_echo;
static uint64_t mask;

static inline void pause_once(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

static void die(const char *message) {
    fprintf(stderr, "pingpong: %s\n", message);
    printf("error %s\n", message);
    fflush(stdout);
    exit(1);
}

static inline void send_line(struct line *ring, uint64_t number, uint64_t first) {
    struct line *line = &ring[number & mask];
    for (int i = 0; i < WORDS; i++) {
        line->payload[i] = first + i;
    }
    atomic_store_explicit(&line->commit, number, memory_order_release); /* commit */
}

static inline uint64_t receive_line(struct line *ring, uint64_t number) {
    struct line *line = &ring[number & mask];
    while (atomic_load_explicit(&line->commit, memory_order_acquire) != number) { /* commit */
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
    uint64_t number = 1;
    char byte;
    while (read(wake, &byte, 1) == 1) {
        for (;;) {
            uint64_t first = receive_line(to_echo, number);
            if (first == STOP) {
                number++;
                break;
            }
            send_line(from_echo, number, first);
            number++;
        }
    }
}

static uint64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

struct histogram {
    uint32_t *counts; /* one bucket per nanosecond; the last one takes everything longer */
    uint64_t total;
};

static void record(struct histogram *histogram, uint64_t value) {
    histogram->counts[value < BUCKETS ? value : BUCKETS - 1]++;
    histogram->total++;
}

static uint64_t percentile(const struct histogram *histogram, double percent) {
    double wanted = histogram->total * percent / 100;
    uint64_t seen = 0;
    for (uint64_t value = 0; value < BUCKETS; value++) {
        seen += histogram->counts[value];
        if (seen >= wanted) {
            return value;
        }
    }
    return BUCKETS - 1;
}

static void clear(struct histogram *histogram) {
    memset(histogram->counts, 0, BUCKETS * sizeof(uint32_t));
    histogram->total = 0;
}

static inline uint64_t round_trip(uint64_t number) {
    send_line(to_echo, number, number);
    if (receive_line(from_echo, number) != number) {
        die("a message came back changed");
    }
    return number + 1;
}

static uint64_t slice(uint64_t number, uint64_t millis, struct histogram *single, struct histogram *batch) {
    uint64_t start = nanos();
    uint64_t half = start + millis * 500000;
    uint64_t end = start + millis * 1000000;
    uint64_t before;
    uint64_t after;
    clear(single);
    clear(batch);
    do {
        before = nanos();
        number = round_trip(number);
        after = nanos();
        record(single, after - before);
    } while (after < half);
    do {
        before = nanos();
        for (int i = 0; i < BATCH; i++) {
            number = round_trip(number);
        }
        after = nanos();
        record(batch, (after - before + BATCH / 2) / BATCH);
    } while (after < end);
    send_line(to_echo, number, STOP);
    return number + 1;
}

static void serve(int wake) {
    struct histogram single = {calloc(BUCKETS, sizeof(uint32_t)), 0};
    struct histogram batch = {calloc(BUCKETS, sizeof(uint32_t)), 0};
    uint64_t number = 1;
    unsigned long millis;
    char command[64];
    if (single.counts == NULL || batch.counts == NULL) {
        die("no memory for the histograms");
    }
    puts("ready");
    fflush(stdout);
    while (fgets(command, sizeof command, stdin) != NULL) {
        if (sscanf(command, "run %lu", &millis) != 1) {
            die("expected: run MILLIS");
        }
        alarm(millis / 1000 + GRACE_SECONDS); /* the watchdog */
        if (write(wake, "r", 1) != 1) {
            die("the echo side is gone");
        }
        number = slice(number, millis, &single, &batch);
        alarm(0);
        printf("ok p50=%lu p99=%lu p999=%lu count=%lu\n", percentile(&batch, 50), percentile(&single, 99),
               percentile(&single, 99.9), single.total + BATCH * batch.total);
        fflush(stdout);
    }
}

int main(int argc, char **argv) {
    uint64_t lines = argc == 2 ? strtoull(argv[1], NULL, 10) : 0;
    int wake[2];
    if (lines < 2 || (lines & (lines - 1)) != 0) {
        die("usage: pingpong LINES, a power of two");
    }
    mask = lines - 1;
    size_t size = lines * sizeof(struct line);
    char *shared = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (shared == MAP_FAILED || pipe(wake) != 0) {
        die("no shared memory");
    }
    to_echo = (struct line *) shared;
    from_echo = (struct line *) (shared + size);
    pid_t child = fork();
    if (child < 0) {
        die("cannot fork");
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(wake[1]);
        echo(wake[0]);
        return 0;
    }
    close(wake[0]);
    serve(wake[1]);
    return 0;
}
