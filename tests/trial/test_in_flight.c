/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples whose units are done by tasks: a divisible workload's in ranges; digests, and waits of
 * the workers' own. */
#include "stage.h"

/* The same sum whatever n and t, also where there are more tasks than units, or no units at all;
 * and the serial part is nobody's task. */
static void test_ranges(const struct stage *stage) {
    static const unsigned tasks[] = {1, 2, 7, TASKS_MOST};
    static const uint64_t units[][2] = {{10, 90}, {0, 1000}, {10, 0}, {3, 5}};
    struct trial *trial = open_trial(stage, &workload_adder);
    for (unsigned n = 1; n <= WORKERS; n++)
        for (int t = 0; t < 4; t++)
            for (int u = 0; u < 4; u++) {
                struct worker_span spans[WORKERS];
                const struct area_step step = {.serial_units = units[u][0],
                                               .parallel_units = units[u][1],
                                               .sample = {.p = 0.5, .n = n, .tasks = tasks[t]}};
                const struct sample sample = take(trial, &step, spans);
                CHECK(sample.validity != SAMPLE_BROKEN);
                CHECK_INT(sample.digest, adder_sum(units[u][0] + units[u][1]));
                unsigned calls = 0;
                for (unsigned i = 0; i < WORKERS; i++) {
                    CHECK_INT(adder.worker[i].prepared, i < n);
                    calls += adder.worker[i].calls;
                }
                CHECK_INT(calls, 1 + tasks[t]); /* the serial part, and each range */
                CHECK_INT(adder.worker[0].call[0].first, 0);
                CHECK_INT(adder.worker[0].call[0].count, units[u][0]);
                check_identities(&sample, spans);
                check_waits(&sample);
            }
    trial_close(trial);
}

/* A sentinel, counted samples and the best serial code beside them, again and again: what has
 * nothing to do with tasks leaves none behind. */
static uint64_t adder_best(void *state, uint64_t units) {
    (void)state;
    return adder_sum(units);
}

static void test_roles(const struct stage *stage) {
    static const enum sample_role roles[] = {SAMPLE_BEST, SAMPLE_SENTINEL, SAMPLE_COUNTED,
                                             SAMPLE_ASKED};
    struct workload workload = workload_adder;
    workload.run_best = adder_best;
    workload.warm_units = 7; /* whose digest is none of the sample's */
    struct trial *trial = open_trial(stage, &workload);
    for (int turn = 0; turn < 400; turn++) {
        struct worker_span spans[WORKERS];
        enum sample_role role = roles[turn % 4];
        const struct area_step step = {
            .parallel_units = 100,
            .sample = {.role = role, .p = 1, .n = role == SAMPLE_BEST ? 1 : 2, .tasks = 4}};
        const struct sample sample = take(trial, &step, spans);
        CHECK_REPORT(sample.validity != SAMPLE_BROKEN, "role %d: %s", (int)role, sample.cause);
        if (role != SAMPLE_SENTINEL)
            CHECK_INT(sample.digest, adder_sum(100));
    }
    trial_close(trial);
}

/* A range whose worker waits for a lock keeps its worker: that is the worker's own wait. */
static struct workload_waits waits_of[ADDER_WORKERS];

static uint64_t locking_run(void *state, uint64_t first, uint64_t count) {
    const struct adder_worker *self = state;
    adder_burn(200000);
    waits_of[self - adder.worker].wait_ns += 100000;
    return adder_run(state, first, count);
}

static const struct workload_waits *locking_waits(void *state) {
    return &waits_of[(struct adder_worker *)state - adder.worker];
}

static void test_own_waits(const struct stage *stage) {
    struct workload workload = workload_adder;
    struct worker_span spans[WORKERS];
    workload.run = locking_run;
    workload.waits = locking_waits;
    struct trial *trial = open_trial(stage, &workload);
    const struct area_step step = {.parallel_units = 100, .sample = {.p = 1, .n = 1, .tasks = 4}};
    const struct sample sample = take(trial, &step, spans);
    CHECK(spans[0].wait_s >= 4e-4 - 1e-12); /* four ranges; the serial part's is not its own */
    CHECK(sample.wait_lock_s > 0);
    check_waits(&sample);
    check_identities(&sample, spans);
    trial_close(trial);
}

int main(void) {
    struct stage stage;
    stage_open(&stage);
    test_ranges(&stage);
    test_roles(&stage);
    test_own_waits(&stage);
    stage_close(&stage);
    return check_done();
}
