/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads that go wrong, each in its own way, for a build of the program that has only these.
 * `honest` is what they are without the fault; the others misbehave in the parallel part, so that
 * the point can be named. */
#include "workload_table.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

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
enum { SHARES_BEFORE_FAULT = 20 };

static bool is_due(uint64_t first) {
    static _Atomic unsigned shares;
    return first > 0 && atomic_fetch_add(&shares, 1) > SHARES_BEFORE_FAULT;
}

static uint64_t run_crash(void *state, uint64_t first, uint64_t count) {
    if (is_due(first))
        abort();
    return run_honest(state, first, count);
}

static uint64_t run_hang(void *state, uint64_t first, uint64_t count) {
    volatile bool forever = is_due(first);
    while (forever) {
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

#define FAULTY(ident, text, how, ...)                                                              \
    static const struct workload workload_##ident = {                                              \
        .abi = WORKLOAD_ABI,                                                                       \
        .name = text,                                                                              \
        .summary = "goes wrong",                                                                   \
        .stresses = "the harness",                                                                 \
        .unit = {.operations = 32, .operation = "integer"},                                        \
        .run = how,                                                                                \
        .check = check_sum,                                                                        \
        __VA_ARGS__}

FAULTY(honest, "honest", run_honest, .open = NULL);
FAULTY(crash, "crash", run_crash, .open = NULL);
FAULTY(hang, "hang", run_hang, .open = NULL);
FAULTY(wrong, "wrong", run_wrong, .open = NULL);
FAULTY(unopened, "unopened", run_honest, .open = open_never);
FAULTY(huge, "huge", run_honest, .footprint_bytes = footprint_of_a_planet);

const struct workload *const workload_table[] = {&workload_honest,
                                                 &workload_crash,
                                                 &workload_hang,
                                                 &workload_wrong,
                                                 &workload_unopened,
                                                 &workload_huge,
                                                 NULL};
