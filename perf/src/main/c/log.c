/*
 * The limit of a log: one process writes frames into mapped files. Another thread allocates each next file before it is
 * needed, and deletes old ones.
 *
 * Started as: log MODE DIRECTORY FRAME FILE WINDOW    (bytes of a frame, bytes of a file, frames)
 * Modes:      os    writes as fast as possible; full files are synced by a further thread, as Rondo does
 *             disk  a further thread syncs whenever its last sync has ended; the writer is at most WINDOW frames ahead
 *             sync  syncs each frame before the next one
 * Figures:    rate is that of the frames that were written, with disk of those that were synced; the latencies of sync are
 *             those of a frame.
 */
#include "limit.h"

#include <fcntl.h>
#include <pthread.h>

#define KEPT_FILES 16
#define BURST 1024
#define IDLE_NANOS 20000

enum mode { OS, DISK, SYNC };

struct file {
    int fd;
    char *memory;
};

static enum mode mode;
static const char *directory;
static size_t frame_length;
static size_t file_length;
static uint64_t window;
static char *frame;
static struct histogram single;

static struct file current;
static size_t position;
static uint64_t number;

/* Between the writer and the thread that makes files: a file with memory is ready, one without was taken. */
static struct file next;
static _Atomic int is_ready;

/* Full files, the newest first, between the writer and the thread that syncs and closes them. */
struct full {
    struct file file;
    struct full *after;
};
static struct full *_Atomic full_files;

/* Between the writer and the thread that syncs. */
static _Atomic uint64_t written;
static _Atomic uint64_t synced;
static _Atomic int sync_fd = -1;

static void path_of(char *path, size_t size, uint64_t file) {
    snprintf(path, size, "%s/%lu.log", directory, (unsigned long) file);
}

static void idle(void) {
    struct timespec time = {0, IDLE_NANOS};
    nanosleep(&time, NULL);
}

static struct file create_file(uint64_t file) {
    char path[4096];
    struct file created;
    path_of(path, sizeof path, file);
    created.fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (created.fd < 0 || posix_fallocate(created.fd, 0, (off_t) file_length) != 0 || fdatasync(created.fd) != 0) {
        die("cannot create a file");
    }
    created.memory = mmap(NULL, file_length, PROT_READ | PROT_WRITE, MAP_SHARED, created.fd, 0);
    if (created.memory == MAP_FAILED) {
        die("cannot map a file");
    }
    if (file >= KEPT_FILES) {
        path_of(path, sizeof path, file - KEPT_FILES);
        unlink(path);
    }
    return created;
}

static void *make_files(void *unused) {
    for (uint64_t file = 0;; file++) {
        while (atomic_load_explicit(&is_ready, memory_order_acquire)) { /* ready */
            idle();
        }
        next = create_file(file);
        atomic_store_explicit(&is_ready, 1, memory_order_release); /* ready */
    }
    return unused;
}

static void *close_files(void *unused) {
    for (;;) {
        struct full *full = atomic_exchange(&full_files, NULL);
        while (full != NULL) {
            struct full *after = full->after;
            if (mode == OS && fdatasync(full->file.fd) != 0) {
                die("cannot sync");
            }
            munmap(full->file.memory, file_length);
            close(full->file.fd);
            free(full);
            full = after;
        }
        idle();
    }
    return unused;
}

static void retire(struct file file) {
    struct full *full = malloc(sizeof *full);
    if (full == NULL) {
        die("no memory for a file");
    }
    full->file = file;
    full->after = atomic_load(&full_files);
    while (!atomic_compare_exchange_weak(&full_files, &full->after, full)) {
        /* again with the newer file */
    }
}

static void *sync_files(void *unused) {
    for (;;) {
        uint64_t until = atomic_load_explicit(&written, memory_order_acquire); /* written */
        if (until == atomic_load_explicit(&synced, memory_order_relaxed)) {
            idle();
            continue;
        }
        if (fdatasync(atomic_load(&sync_fd)) != 0) {
            die("cannot sync");
        }
        atomic_store_explicit(&synced, until, memory_order_release); /* synced */
    }
    return unused;
}

static void await_synced(uint64_t least) {
    while (mode == DISK && atomic_load_explicit(&synced, memory_order_acquire) < least) { /* synced */
        idle();
    }
}

static void roll(void) {
    await_synced(number);
    while (!atomic_load_explicit(&is_ready, memory_order_acquire)) { /* ready */
        idle();
    }
    if (current.memory != NULL) {
        retire(current);
    }
    current = next;
    position = 0;
    atomic_store(&sync_fd, current.fd);
    atomic_store_explicit(&is_ready, 0, memory_order_release); /* ready */
}

static void write_frame(void) {
    if (current.memory == NULL || position + frame_length > file_length) {
        roll();
    }
    await_synced(number < window ? 0 : number - window);
    memcpy(frame, &number, sizeof number);
    memcpy(current.memory + position, frame, frame_length);
    position += frame_length;
    number++;
    atomic_store_explicit(&written, number, memory_order_release); /* written */
}

static void write_bursts(uint64_t end) {
    uint64_t start = nanos();
    uint64_t first = number;
    do {
        for (int i = 0; i < BURST; i++) {
            write_frame();
        }
    } while (nanos() < end);
    await_synced(number);
    printf("ok rate=%f count=%lu\n", (number - first) * 1e9 / (nanos() - start), (unsigned long) (number - first));
    fflush(stdout);
}

static void write_synced(uint64_t end) {
    uint64_t first = number;
    uint64_t after;
    clear(&single);
    do {
        uint64_t before = nanos();
        write_frame();
        if (fdatasync(current.fd) != 0) {
            die("cannot sync");
        }
        after = nanos();
        record(&single, after - before);
    } while (after < end);
    print_round_trips(&single, NULL, number - first);
}

static void slice(uint64_t millis) {
    uint64_t end = nanos() + millis * 1000000;
    if (mode == SYNC) {
        write_synced(end);
    } else {
        write_bursts(end);
    }
}

static void start(void *(*run)(void *)) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, NULL) != 0) {
        die("cannot start a thread");
    }
}

int main(int argc, char **argv) {
    if (argc != 6) {
        die("usage: log os|disk|sync DIRECTORY FRAME FILE WINDOW");
    }
    mode = strcmp(argv[1], "os") == 0 ? OS : strcmp(argv[1], "disk") == 0 ? DISK : SYNC;
    directory = argv[2];
    frame_length = strtoull(argv[3], NULL, 10);
    file_length = strtoull(argv[4], NULL, 10);
    window = strtoull(argv[5], NULL, 10);
    frame = malloc(frame_length);
    int nowhere = open("/dev/null", O_WRONLY);
    if (frame == NULL || nowhere < 0 || frame_length < sizeof number || frame_length > file_length) {
        die("impossible lengths");
    }
    memset(frame, 1, frame_length);
    start(make_files);
    start(close_files);
    if (mode == DISK) {
        start(sync_files);
    }
    serve(nowhere, slice);
    return 0;
}
