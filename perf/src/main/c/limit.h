/*
 * Common parts of the programs that show the limits of the machine: two processes with shared memory, the protocol of the
 * harness, a clock and a histogram.
 *
 * Protocol: prints "ready"; for each line "run MILLIS" runs a slice and prints "ok" and its figures; ends at the end of the input.
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
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE 64
#define WORDS 4
#define BUCKETS (1u << 22)
#define STOP UINT64_MAX
#define GRACE_SECONDS 10

static void die(const char *message) {
    fprintf(stderr, "%s\n", message);
    printf("error %s\n", message);
    fflush(stdout);
    exit(1);
}

static inline void pause_once(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

static inline uint64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* Memory that both processes share, with all pages present. */
static void *share(size_t size) {
    void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (shared == MAP_FAILED) {
        die("no shared memory");
    }
    return shared;
}

struct histogram {
    uint32_t *counts; /* one bucket per nanosecond; the last one counts all longer times, with the longest as their value */
    uint64_t total;
    uint64_t max;
};

static inline uint64_t bucket_of(uint64_t value) {
    return value < BUCKETS ? value : BUCKETS - 1;
}

static void clear(struct histogram *histogram) {
    if (histogram->counts == NULL) {
        histogram->counts = malloc(BUCKETS * sizeof(uint32_t));
        if (histogram->counts == NULL) {
            die("no memory for a histogram");
        }
        histogram->max = BUCKETS; /* clears all, so that no slice takes a page fault */
    }
    /* No bucket above that of the longest time is in use. */
    memset(histogram->counts, 0, (bucket_of(histogram->max) + 1) * sizeof(uint32_t));
    histogram->total = 0;
    histogram->max = 0;
}

static inline void record(struct histogram *histogram, uint64_t value) {
    histogram->counts[bucket_of(value)]++;
    histogram->total++;
    histogram->max = value > histogram->max ? value : histogram->max;
}

/* The value of a bucket. */
static inline uint64_t value_of(const struct histogram *histogram, uint64_t bucket) {
    return bucket < BUCKETS - 1 ? bucket : histogram->max;
}

/* Searches from the longest time, because the higher percentiles are near it. */
static uint64_t percentile(const struct histogram *histogram, double percent) {
    double wanted = histogram->total * percent / 100;
    uint64_t bucket = bucket_of(histogram->max);
    uint64_t below = histogram->total - histogram->counts[bucket];
    while (bucket > 0 && below >= wanted) {
        bucket--;
        below -= histogram->counts[bucket];
    }
    return value_of(histogram, bucket);
}

/* Prints the figures of round trips: the median of the batches if there are any, all others of the single round trips. */
static void print_round_trips(const struct histogram *single, const struct histogram *batches, uint64_t count) {
    const struct histogram *middle = batches != NULL ? batches : single;
    const char *separator = "";
    printf("ok p50=%lu p99=%lu p999=%lu p9999=%lu max=%lu count=%lu values=", percentile(middle, 50),
           percentile(single, 99), percentile(single, 99.9), percentile(single, 99.99), single->max, count);
    for (uint64_t bucket = 0; bucket <= bucket_of(single->max); bucket++) {
        if (single->counts[bucket] != 0) {
            printf("%s%lu:%u", separator, value_of(single, bucket), single->counts[bucket]);
            separator = ",";
        }
    }
    printf("\n");
    fflush(stdout);
}

/* Forks the other side, which takes part in one slice per byte of its pipe and is killed when this process dies. */
static int fork_other(void (*other)(int wake)) {
    int wake[2];
    if (pipe(wake) != 0) {
        die("no pipe");
    }
    pid_t child = fork();
    if (child < 0) {
        die("cannot fork");
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(wake[1]);
        other(wake[0]);
        exit(0);
    }
    close(wake[0]);
    return wake[1];
}

/* Runs the commands of the harness; each slice has a watchdog, begins with a byte to the other side, and prints its figures. */
static void serve(int wake, void (*slice)(uint64_t millis)) {
    char command[64];
    unsigned long millis;
    puts("ready");
    fflush(stdout);
    while (fgets(command, sizeof command, stdin) != NULL) {
        if (sscanf(command, "run %lu", &millis) != 1) {
            die("expected: run MILLIS");
        }
        alarm(millis / 1000 + GRACE_SECONDS);
        if (write(wake, "r", 1) != 1) {
            die("the other side has ended");
        }
        slice(millis);
        alarm(0);
    }
    close(wake); /* ends the other side; waiting for it adds its CPU time to this process */
    wait(NULL);
}
