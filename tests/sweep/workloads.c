/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads that go wrong in a share that has a serial part before it: so never while a unit is
 * calibrated and never in an anchor, but in every sample with 0 < p < 1. */
#include "workload_table.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
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

static uint64_t run_lies_third(void *state, uint64_t first, uint64_t count) {
    return run_honest(state, first, count) + is_due(first, count, 3);
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
WORKLOAD(other, "other", run_honest, .open = NULL);
WORKLOAD(aborts, "aborts", run_aborts, .open = NULL);
WORKLOAD(aborts_third, "aborts-third", run_aborts_third, .open = NULL);
WORKLOAD(terminates, "terminates", run_terminates, .open = NULL);
WORKLOAD(exits, "exits", run_exits, .open = NULL);
WORKLOAD(hangs, "hangs", run_hangs, .open = NULL);
WORKLOAD(hangs_third, "hangs-third", run_hangs_third, .open = NULL);
WORKLOAD(lies_third, "lies-third", run_lies_third, .open = NULL);
WORKLOAD(refuses, "refuses", run_honest, .open = open_refuses);
WORKLOAD(clings, "clings", run_honest, .close = close_clings);
WORKLOAD(prints, "prints", run_honest, .open = open_prints);

const struct workload *const workload_table[] = {&workload_honest,
                                                 &workload_other,
                                                 &workload_aborts,
                                                 &workload_aborts_third,
                                                 &workload_terminates,
                                                 &workload_exits,
                                                 &workload_hangs,
                                                 &workload_hangs_third,
                                                 &workload_lies_third,
                                                 &workload_refuses,
                                                 &workload_clings,
                                                 &workload_prints,
                                                 NULL};
