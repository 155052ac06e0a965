/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload that adds up unit numbers, writes down who asked it for what, and goes wrong on
 * demand. Each worker writes to its own part only. */
#ifndef AMDAHL_TEST_ADDER_H
#define AMDAHL_TEST_ADDER_H

#include "workload.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

enum { ADDER_WORKERS = 4, ADDER_CALLS = 4, ADDER_NOBODY = 99 };

struct adder_worker {
    unsigned set_up, prepared, torn_down, calls;
    struct {
        uint64_t first, count;
        unsigned prepared; /* how often it had been prepared by then */
    } call[ADDER_CALLS];
};

/* A workload's `open` is given no context, so it lies here. */
static struct adder {
    struct adder_worker worker[ADDER_WORKERS];
    unsigned opened, closed, checked;
    int order[ADDER_WORKERS]; /* workers as they were set up */
    unsigned set_up;
    /* What is to go wrong. */
    bool open_fails;
    unsigned setup_fails_at; /* ADDER_NOBODY: at none */
    uint64_t lie;            /* added to every digest */
    int moves_to;            /* a PU to which a worker moves itself; -1: none */
    int moves_back_to;       /* and worker 0 does, in check; -1: none */
    int64_t burns_ns;        /* CPU time that every call takes */
} adder;

static inline void adder_reset(void) {
    adder = (struct adder){.setup_fails_at = ADDER_NOBODY, .moves_to = -1, .moves_back_to = -1};
}

/* Forgets the calls, not who is set up. */
static inline void adder_forget_calls(void) {
    for (int i = 0; i < ADDER_WORKERS; i++)
        adder.worker[i].calls = adder.worker[i].prepared = 0;
}

static inline int adder_open(const struct workload_setting *setting, void **ret_shared, char *why,
                             size_t why_bytes) {
    (void)setting;
    adder.opened++;
    snprintf(why, why_bytes, "the abacus is lost");
    *ret_shared = &adder;
    return adder.open_fails ? -1 : 0;
}

static inline int adder_setup(void *shared, unsigned worker, void **ret_state, char *why,
                              size_t why_bytes) {
    struct adder *self = shared;
    snprintf(why, why_bytes, "no beads for %u", worker);
    if (worker == self->setup_fails_at)
        return -1;
    self->worker[worker].set_up++;
    self->order[self->set_up++] = (int)worker;
    *ret_state = &self->worker[worker];
    return 0;
}

static inline void adder_prepare(void *state, const struct workload_sample *sample) {
    (void)sample;
    ((struct adder_worker *)state)->prepared++;
}

static inline void adder_burn(int64_t nanoseconds) {
    struct timespec begin, now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000000000 + (now.tv_nsec - begin.tv_nsec) < nanoseconds);
}

static inline void adder_move(int pu) {
    cpu_set_t there;
    CPU_ZERO(&there);
    CPU_SET(pu, &there);
    sched_setaffinity(0, sizeof there, &there);
}

static inline uint64_t adder_run(void *state, uint64_t first, uint64_t count) {
    struct adder_worker *self = state;
    if (self->calls < ADDER_CALLS) {
        self->call[self->calls].first = first;
        self->call[self->calls].count = count;
        self->call[self->calls].prepared = self->prepared;
    }
    self->calls++;
    if (adder.moves_to >= 0)
        adder_move(adder.moves_to);
    if (adder.burns_ns > 0 && count > 0)
        adder_burn(adder.burns_ns);
    uint64_t sum = adder.lie;
    for (uint64_t unit = first; unit < first + count; unit++) {
        sum += unit;
        __asm__ volatile("" : "+r"(sum)); /* or the loop becomes a formula */
    }
    return sum;
}

static inline uint64_t adder_sum(uint64_t units) {
    return units % 2 == 0 ? units / 2 * (units - 1) : (units - 1) / 2 * units;
}

static inline int adder_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                              char *why, size_t why_bytes) {
    const uint64_t units = sample->serial_units + sample->parallel_units;
    ((struct adder *)shared)->checked++;
    if (adder.moves_back_to >= 0)
        adder_move(adder.moves_back_to);
    snprintf(why, why_bytes, "%llu is not the sum", (unsigned long long)digest);
    return digest == adder_sum(units) ? 0 : -1;
}

static inline void adder_teardown(void *state) {
    ((struct adder_worker *)state)->torn_down++;
}

static inline void adder_close(void *shared) {
    ((struct adder *)shared)->closed++;
}

static const struct workload workload_adder = {
    .abi = WORKLOAD_ABI,
    .name = "adder",
    .summary = "adds up",
    .stresses = "the harness",
    .unit = {.operations = 1, .operation = "addition"},
    .open = adder_open,
    .setup = adder_setup,
    .prepare = adder_prepare,
    .run = adder_run,
    .check = adder_check,
    .teardown = adder_teardown,
    .close = adder_close,
};

#endif
