/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads that go wrong, each in its own way, for a build of the program that has only these.
 * `honest` is what they are without the fault; most others misbehave in the parallel part, so that
 * the point can be named. */
#include "workload_table.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t add_up(uint64_t first, uint64_t count) {
    uint64_t digest = 0;
    for (uint64_t unit = first; unit != first + count; unit++) {
        uint64_t x = unit;
        for (int step = 0; step < 16; step++) {
            x = x * UINT64_C(6364136223846793005) + 1;
            __asm__ volatile("" : "+r"(x));
        }
        digest += unit;
    }
    return digest;
}

static int check_sum(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                     size_t why_bytes) {
    const uint64_t units = sample->serial_units + sample->parallel_units;
    (void)shared;
    uint64_t expected = units % 2 == 0 ? units / 2 * (units - 1) : (units - 1) / 2 * units;
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes, "the sum is %llu, not %llu", (unsigned long long)digest,
             (unsigned long long)expected);
    return -1;
}

static uint64_t run_honest(void *state, uint64_t first, uint64_t count) {
    (void)state;
    return add_up(first, count);
}

/* Due in the parallel part of a sample, after some that go well. In calibration all units are
 * parallel, so that a share there begins with unit 0. */
enum { SHARES_BEFORE_FAULT = 5 };

static bool is_due(uint64_t first) {
    static _Atomic unsigned shares;
    return first > 0 && atomic_fetch_add(&shares, 1) > SHARES_BEFORE_FAULT;
}

static uint64_t run_crash(void *state, uint64_t first, uint64_t count) {
    if (is_due(first))
        abort();
    return run_honest(state, first, count);
}

static void hang(bool is_to) {
    volatile bool forever = is_to;
    while (forever) {
    }
}

static uint64_t run_hang(void *state, uint64_t first, uint64_t count) {
    hang(is_due(first));
    return run_honest(state, first, count);
}

static int check_hang(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    hang(is_due(sample->serial_units));
    return check_sum(shared, sample, digest, why, why_bytes);
}

static void prepare_hang(void *state, const struct workload_sample *sample) {
    (void)state;
    hang(is_due(sample->serial_units));
}

static int open_hang(const struct workload_setting *setting, void **ret_shared, char *why,
                     size_t why_bytes) {
    (void)setting, (void)ret_shared, (void)why, (void)why_bytes;
    hang(true);
    return 0;
}

static void close_hang(void *shared) {
    (void)shared;
    hang(true);
}

/* Hears no signal that can be refused. */
static uint64_t run_deaf(void *state, uint64_t first, uint64_t count) {
    if (is_due(first)) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        signal(SIGTERM, SIG_IGN);
        signal(SIGSEGV, SIG_IGN);
        hang(true);
    }
    return run_honest(state, first, count);
}

static uint64_t run_null(void *state, uint64_t first, uint64_t count) {
    volatile uint64_t *volatile nowhere = NULL;
    if (is_due(first))
        *nowhere = first;
    return run_honest(state, first, count);
}

static uint64_t fall(uint64_t depth) {
    volatile char frame[4096];
    frame[depth % sizeof frame] = (char)depth;
    return depth == UINT64_MAX ? 0 : fall(depth + 1) + (uint64_t)frame[depth % sizeof frame];
}

static uint64_t run_overflow(void *state, uint64_t first, uint64_t count) {
    if (is_due(first))
        return fall(0);
    return run_honest(state, first, count);
}

/* Where the records of all that was measured lie in this process, to an innocent's misfortune. */
static char *find_records(size_t *ret_bytes) {
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[256];
    void *begin = NULL, *end = NULL;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, "amdahl-area") != NULL && sscanf(line, "%p-%p", &begin, &end) == 2)
            break;
    if (maps != NULL)
        fclose(maps);
    *ret_bytes = (size_t)((char *)end - (char *)begin);
    return begin;
}

static uint64_t run_scribble(void *state, uint64_t first, uint64_t count) {
    if (is_due(first)) {
        size_t bytes = 0;
        char *records = find_records(&bytes);
        memset(records, 0x5a, bytes);
    }
    return run_honest(state, first, count);
}

/* Finds the file behind the records, tries to cut it short, and writes over all of it. */
static uint64_t run_overwrite(void *state, uint64_t first, uint64_t count) {
    if (is_due(first)) {
        static char rubbish[1 << 20];
        memset(rubbish, 0x41, sizeof rubbish);
        for (int file = 3; file < 600; file++) {
            char name[64] = "", link[32];
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            if (readlink(link, name, sizeof name - 1) < 0 || strstr(name, "amdahl-area") == NULL)
                continue;
            struct stat facts;
            if (ftruncate(file, 0) == 0 || fstat(file, &facts) != 0)
                abort(); /* it can be cut: another fault than the one that is expected */
            size_t bytes =
                (size_t)facts.st_size < sizeof rubbish ? (size_t)facts.st_size : sizeof rubbish;
            if (pwrite(file, rubbish, bytes, 0) < 0)
                abort();
        }
    }
    return run_honest(state, first, count);
}

static uint64_t run_quit(void *state, uint64_t first, uint64_t count) {
    if (is_due(first))
        exit(0);
    return run_honest(state, first, count);
}

static void *spin_for_ever(void *unused) {
    hang(true);
    return unused;
}

static uint64_t run_threads(void *state, uint64_t first, uint64_t count) {
    pthread_t thread;
    if (is_due(first))
        for (int i = 0; i < 2; i++)
            pthread_create(&thread, NULL, spin_for_ever, NULL);
    return run_honest(state, first, count);
}

static uint64_t run_affinity(void *state, uint64_t first, uint64_t count) {
    if (is_due(first)) {
        cpu_set_t all;
        memset(&all, 0xff, sizeof all);
        sched_setaffinity(0, sizeof all, &all);
    }
    return run_honest(state, first, count);
}

static uint64_t run_close(void *state, uint64_t first, uint64_t count) {
    if (is_due(first))
        for (int file = 3; file < 1024; file++)
            close(file);
    return run_honest(state, first, count);
}

/* It goes into a session of its own and spins there. */
static uint64_t run_daemon(void *state, uint64_t first, uint64_t count) {
    if (is_due(first) && fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        hang(true);
    }
    return run_honest(state, first, count);
}

static uint64_t run_wrong(void *state, uint64_t first, uint64_t count) {
    return run_honest(state, first, count) + is_due(first);
}

static int open_never(const struct workload_setting *setting, void **ret_shared, char *why,
                      size_t why_bytes) {
    (void)setting, (void)ret_shared;
    snprintf(why, why_bytes, "the disc of punched cards is missing");
    return -1;
}

static size_t footprint_of_a_planet(const struct workload_setting *setting) {
    return (size_t)setting->workers << 50;
}

#define FAULTY(ident, text, how, proof, ...)                                                       \
    static const struct workload workload_##ident = {                                              \
        .abi = WORKLOAD_ABI,                                                                       \
        .name = text,                                                                              \
        .summary = "goes wrong",                                                                   \
        .stresses = "the harness",                                                                 \
        .unit = {.operations = 32, .operation = "integer"},                                        \
        .run = how,                                                                                \
        .check = proof,                                                                            \
        __VA_ARGS__}

FAULTY(honest, "honest", run_honest, check_sum, .open = NULL);
FAULTY(crash, "crash", run_crash, check_sum, .open = NULL);
FAULTY(hang, "hang", run_hang, check_sum, .open = NULL);
FAULTY(wrong, "wrong", run_wrong, check_sum, .open = NULL);
FAULTY(hang_check, "hang-check", run_honest, check_hang, .open = NULL);
FAULTY(hang_prepare, "hang-prepare", run_honest, check_sum, .prepare = prepare_hang);
FAULTY(hang_open, "hang-open", run_honest, check_sum, .open = open_hang);
FAULTY(hang_close, "hang-close", run_honest, check_sum, .close = close_hang);
FAULTY(deaf, "deaf", run_deaf, check_sum, .open = NULL);
FAULTY(null, "null-pointer", run_null, check_sum, .open = NULL);
FAULTY(overflow, "overflow", run_overflow, check_sum, .open = NULL);
FAULTY(scribble, "scribble", run_scribble, check_sum, .open = NULL);
FAULTY(overwrite, "overwrite", run_overwrite, check_sum, .open = NULL);
FAULTY(quit, "quit", run_quit, check_sum, .open = NULL);
FAULTY(threads, "threads", run_threads, check_sum, .open = NULL);
FAULTY(affinity, "affinity", run_affinity, check_sum, .open = NULL);
FAULTY(close, "close", run_close, check_sum, .open = NULL);
FAULTY(daemon, "daemon", run_daemon, check_sum, .open = NULL);
FAULTY(unopened, "unopened", run_honest, check_sum, .open = open_never);
FAULTY(huge, "huge", run_honest, check_sum, .footprint_bytes = footprint_of_a_planet);

const struct workload *const workload_table[] = {
    &workload_honest,    &workload_crash,      &workload_hang,
    &workload_wrong,     &workload_hang_check, &workload_hang_prepare,
    &workload_hang_open, &workload_hang_close, &workload_deaf,
    &workload_null,      &workload_overflow,   &workload_scribble,
    &workload_quit,      &workload_threads,    &workload_affinity,
    &workload_close,     &workload_daemon,     &workload_unopened,
    &workload_huge,      &workload_overwrite,  NULL};
