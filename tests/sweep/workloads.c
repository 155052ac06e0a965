/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads that go wrong in a share that has a serial part before it: so never while a unit is
 * calibrated and never in an anchor, but in every sample with 0 < p < 1. */
#include "wire/area.h"
#include "workload_table.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static uint64_t run_honest(void *state, uint64_t first, uint64_t count) {
    (void)state;
    uint64_t sum = 0;
    for (uint64_t unit = first; unit != first + count; unit++) {
        uint64_t x = unit;
        for (int step = 0; step < 16; step++) {
            x = x * UINT64_C(6364136223846793005) + 1;
            __asm__ volatile("" : "+r"(x));
        }
        sum += unit;
    }
    return sum;
}

static uint64_t run_best(void *state, uint64_t units) {
    return run_honest(state, 0, units);
}

static int check_sum(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                     size_t why_bytes) {
    const uint64_t units = sample->serial_units + sample->parallel_units;
    (void)shared;
    snprintf(why, why_bytes, "%llu is not the sum", (unsigned long long)digest);
    return digest == (units % 2 == 0 ? units / 2 * (units - 1) : (units - 1) / 2 * units) ? 0 : -1;
}

/* On every `turn`th share of this process. */
static bool is_due(uint64_t first, uint64_t count, unsigned turn) {
    static unsigned shares;
    return first > 0 && count > 0 && ++shares % turn == 0;
}

static uint64_t run_aborts(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        abort();
    return run_honest(state, first, count);
}

static uint64_t run_aborts_third(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 3))
        abort();
    return run_honest(state, first, count);
}

static uint64_t run_terminates(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        raise(SIGTERM);
    return run_honest(state, first, count);
}

static uint64_t run_exits(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        _exit(3);
    return run_honest(state, first, count);
}

static uint64_t run_hangs(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        for (;;)
            pause();
    return run_honest(state, first, count);
}

static uint64_t run_hangs_third(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 3))
        for (;;)
            pause();
    return run_honest(state, first, count);
}

static uint64_t run_lies(void *state, uint64_t first, uint64_t count) {
    return run_honest(state, first, count) + is_due(first, count, 1);
}

static uint64_t run_lies_third(void *state, uint64_t first, uint64_t count) {
    return run_honest(state, first, count) + is_due(first, count, 3);
}

/* The shared area's file in this process: read-only in memory, but not for one who means to. */
static int find_area_file(void) {
    for (int file = 3; file < 1024; file++) {
        char link[32], target[64] = "";
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        if (readlink(link, target, sizeof target - 1) > 0 && strstr(target, "amdahl-area") != NULL)
            return file;
    }
    return -1;
}

/* Of a sample that was measured before, if it is in the same batch. */
static void forge(double time_s) {
    struct sample sample;
    off_t at = offsetof(struct area, steps) + offsetof(struct area_step, sample);
    int file = find_area_file();
    if (pread(file, &sample, sizeof sample, at) != (ssize_t)sizeof sample)
        abort();
    sample.time_s = time_s > 0 ? sample.time_s : time_s;
    sample.id = 1;
    sample.round = sample.epoch = sample.n = 999;
    sample.p = 0.123;
    snprintf(sample.series.workload, sizeof sample.series.workload, "other");
    if (pwrite(file, &sample, sizeof sample, at) != (ssize_t)sizeof sample)
        abort();
}

/* Says that it is another sample: nobody listens. */
static uint64_t run_poses(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        forge(1);
    return run_honest(state, first, count);
}

/* Says what cannot be. */
static uint64_t run_raves(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        forge(-1);
    return run_honest(state, first, count);
}

static uint64_t run_closes(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        for (int file = 3; file < 1024; file++)
            close(file);
    return run_honest(state, first, count);
}

static uint64_t run_exits_well(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        exit(0);
    return run_honest(state, first, count);
}

/* A daemon, in a session of its own, whose name tells the conductor that it is of. */
static void start_daemon(void) {
    char name[16];
    snprintf(name, sizeof name, "stray-%d", (int)getppid());
    if (fork() != 0)
        return;
    setsid();
    if (fork() != 0)
        _exit(0);
    prctl(PR_SET_NAME, name);
    for (;;)
        pause();
}

static uint64_t run_daemon(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1))
        start_daemon();
    return run_honest(state, first, count);
}

static uint64_t run_daemon_aborts(void *state, uint64_t first, uint64_t count) {
    if (is_due(first, count, 1)) {
        start_daemon();
        usleep(50000); /* until it is in its session */
        abort();
    }
    return run_honest(state, first, count);
}

static int open_aborts(const struct workload_setting *setting, void **ret_shared, char *why,
                       size_t why_bytes) {
    (void)setting, (void)ret_shared, (void)why, (void)why_bytes;
    abort();
}

static void close_aborts(void *shared) {
    (void)shared;
    abort();
}

static int open_refuses(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    (void)setting, (void)ret_shared;
    snprintf(why, why_bytes, "the punched cards are damp");
    return -1;
}

static void close_clings(void *shared) {
    (void)shared;
    for (;;)
        pause();
}

/* How many workers the sample has. */
struct crowd {
    unsigned workers;
};

static int open_crowd(const struct workload_setting *setting, void **ret_shared, char *why,
                      size_t why_bytes) {
    static struct crowd crowd;
    (void)setting, (void)why, (void)why_bytes;
    *ret_shared = &crowd;
    return 0;
}

static void count_crowd(void *state, const struct workload_sample *sample) {
    if (sample->worker == 0)
        ((struct crowd *)state)->workers = sample->workers;
}

/* Right on one worker; on two what follows the first unit is told otherwise. */
static uint64_t run_differs(void *state, uint64_t first, uint64_t count) {
    const struct crowd *crowd = state;
    return run_honest(state, first, count) + (first > 0 && count > 0 ? crowd->workers - 1 : 0);
}

/* Leaves a process when it ends those that it had. */
static void close_leaves(void *shared) {
    (void)shared;
    if (fork() == 0)
        for (;;)
            pause();
}

/* Believes whatever is told. */
static int check_nothing(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared, (void)sample, (void)digest, (void)why, (void)why_bytes;
    return 0;
}

/* On the scripted engine only, where nothing runs. */
static uint64_t run_own_tasks(struct workload_task *self, void *shared,
                              const struct workload_sample *sample) {
    (void)self, (void)shared, (void)sample;
    abort();
}

static uint64_t thousand_units(const struct workload_setting *setting) {
    (void)setting;
    return 1000;
}

static uint64_t wait_5_us(const struct workload_setting *setting) {
    (void)setting;
    return 5000;
}

static int open_prints(const struct workload_setting *setting, void **ret_shared, char *why,
                       size_t why_bytes) {
    (void)setting, (void)ret_shared, (void)why, (void)why_bytes;
    printf("a workload's own words\n");
    fflush(stdout);
    return 0;
}

#define WORKLOAD(ident, text, how, ...)                                                            \
    static const struct workload workload_##ident = {.abi = WORKLOAD_ABI,                          \
                                                     .name = text,                                 \
                                                     .summary = "for tests",                       \
                                                     .stresses = "the harness",                    \
                                                     .run = how,                                   \
                                                     .check = check_sum,                           \
                                                     __VA_ARGS__}

WORKLOAD(honest, "honest", run_honest, .open = NULL);
WORKLOAD(best, "best", run_honest, .run_best = run_best);
WORKLOAD(other, "other", run_honest, .open = NULL);
WORKLOAD(aborts, "aborts", run_aborts, .open = NULL);
WORKLOAD(aborts_third, "aborts-third", run_aborts_third, .open = NULL);
WORKLOAD(terminates, "terminates", run_terminates, .open = NULL);
WORKLOAD(exits, "exits", run_exits, .open = NULL);
WORKLOAD(hangs, "hangs", run_hangs, .open = NULL);
WORKLOAD(hangs_third, "hangs-third", run_hangs_third, .open = NULL);
WORKLOAD(lies, "lies", run_lies, .open = NULL);
WORKLOAD(lies_third, "lies-third", run_lies_third, .open = NULL);
WORKLOAD(refuses, "refuses", run_honest, .open = open_refuses);
WORKLOAD(clings, "clings", run_honest, .close = close_clings);
WORKLOAD(prints, "prints", run_honest, .open = open_prints);
WORKLOAD(poses, "poses", run_poses, .open = NULL);
WORKLOAD(raves, "raves", run_raves, .open = NULL);
WORKLOAD(closes, "closes", run_closes, .open = NULL);
WORKLOAD(exits_well, "exits-well", run_exits_well, .open = NULL);
WORKLOAD(daemon, "daemon", run_daemon, .open = NULL);
WORKLOAD(daemon_aborts, "daemon-aborts", run_daemon_aborts, .open = NULL);
WORKLOAD(aborts_opening, "aborts-opening", run_honest, .open = open_aborts);
static const struct workload workload_differs = {.abi = WORKLOAD_ABI,
                                                 .name = "differs",
                                                 .summary = "for tests",
                                                 .stresses = "the harness",
                                                 .open = open_crowd,
                                                 .prepare = count_crowd,
                                                 .run = run_differs,
                                                 .check = check_nothing};
WORKLOAD(tasked, "tasked", NULL, .run_tasks = run_own_tasks, .tasks = 2,
         .whole_units = thousand_units, .unit_wait_ns = wait_5_us);
WORKLOAD(aborts_closing, "aborts-closing", run_honest, .close = close_aborts);
WORKLOAD(leaves_closing, "leaves-closing", run_honest, .close = close_leaves, .has_helpers = true);
WORKLOAD(leaks, "leaks", run_daemon, .has_helpers = true);

const struct workload *const workload_table[] = {
    &workload_honest,         &workload_other,          &workload_aborts,
    &workload_aborts_third,   &workload_terminates,     &workload_exits,
    &workload_hangs,          &workload_hangs_third,    &workload_lies,
    &workload_lies_third,     &workload_refuses,        &workload_clings,
    &workload_prints,         &workload_poses,          &workload_raves,
    &workload_closes,         &workload_exits_well,     &workload_daemon,
    &workload_daemon_aborts,  &workload_aborts_opening, &workload_aborts_closing,
    &workload_leaves_closing, &workload_leaks,          &workload_best,
    &workload_differs,        &workload_tasked,         NULL};
