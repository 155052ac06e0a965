/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples of a workload with tasks of its own: digests, what its workers wait for, what it is
 * calibrated to, and deadlocks that are named. */
#include "stage.h"
#include "workload_tasks.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { WHOLE = 301, SLEEP_NS = 2000000, TURN_NS = 5000000 };

static struct errand {
    const struct workload_tasks *calls;
    struct workload_channel *channel;
    struct workload_group *group;
    enum { SUM, SLEEP, DEADLOCK, DEADLOCK_LONG, HOLD, TURNS } what;
    unsigned tasks, seen_tasks;
    atomic_bool other_has_begun;
} errand;

static int errand_open(const struct workload_setting *setting, void **ret_shared, char *why,
                       size_t why_bytes) {
    (void)why, (void)why_bytes;
    CHECK_INT(setting->tasks, TASKS_MOST);
    errand.calls = setting->calls;
    *ret_shared = &errand;
    return 0;
}

static void send_range(struct workload_task *self, void *argument) {
    const uint64_t task = (uint64_t)(uintptr_t)argument;
    uint64_t sum = 0;
    for (uint64_t i = WHOLE * task / errand.tasks; i < WHOLE * (task + 1) / errand.tasks; i++)
        sum += i;
    if (errand.what == SLEEP)
        workload_sleep(self, SLEEP_NS);
    if (errand.what == HOLD) /* and keeps its worker */
        nanosleep(&(struct timespec){.tv_nsec = SLEEP_NS}, NULL);
    workload_send(self, errand.channel, &sum);
}

/* Nobody will send. */
static void wait_for_ever(struct workload_task *self, void *argument) {
    (void)argument;
    workload_receive(self, errand.channel, NULL);
}

static int64_t wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void hold_worker(void) {
    for (int64_t end_ns = wall_ns() + TURN_NS; wall_ns() < end_ns;)
        ;
}

static void take_second_turn(struct workload_task *self, void *argument) {
    (void)self, (void)argument;
    atomic_store(&errand.other_has_begun, true);
    hold_worker();
}

/* One worker has the first half of the time, another the second, and nobody ends early. */
static void take_turns(struct workload_task *self) {
    struct workload_group *group = workload_group_make(errand.calls, "turns");
    atomic_store(&errand.other_has_begun, false);
    hold_worker();
    CHECK_INT(workload_spawn(self, group, take_second_turn, NULL), 0);
    while (!atomic_load(&errand.other_has_begun))
        sched_yield(); /* the worker's thread */
    workload_join(self, group);
    workload_group_free(errand.calls, group);
}

static uint64_t errand_run(struct workload_task *self, void *shared,
                           const struct workload_sample *sample) {
    CHECK(shared == &errand);
    errand.seen_tasks = errand.tasks = sample->tasks;
    if (errand.what == TURNS) {
        take_turns(self);
        return adder_sum(WHOLE);
    }
    errand.channel = workload_channel_make(
        errand.calls, &(struct workload_channel_spec){.name = errand.what == DEADLOCK_LONG
                                                                  ? "a channel with a longish name"
                                                                  : "sums",
                                                      .item_bytes = sizeof(uint64_t)});
    if (errand.what == DEADLOCK || errand.what == DEADLOCK_LONG) {
        errand.group = workload_group_make(errand.calls, "g");
        CHECK_INT(workload_spawn(self, errand.group, wait_for_ever, NULL), 0);
        CHECK_INT(workload_spawn(self, errand.group, wait_for_ever, NULL), 0);
        workload_join(self, errand.group);
    }
    for (uintptr_t i = 0; i < sample->tasks; i++)
        CHECK_INT(workload_spawn(self, NULL, send_range, (void *)i), 0); /* NOLINT: a number */
    uint64_t sum = 0, item = 0;
    for (unsigned i = 0; i < sample->tasks; i++, sum += item)
        workload_receive(self, errand.channel, &item);
    workload_channel_free(errand.calls, errand.channel);
    return sum;
}

static uint64_t errand_units(const struct workload_setting *setting) {
    (void)setting;
    return WHOLE;
}

static uint64_t errand_wait_ns(const struct workload_setting *setting) {
    (void)setting;
    return errand.what == SLEEP  ? SLEEP_NS * 2 / WHOLE /* at t = 2 */
           : errand.what == HOLD ? SLEEP_NS / WHOLE     /* at t = 1 */
                                 : 0;
}

static int errand_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                        char *why, size_t why_bytes) {
    (void)shared;
    snprintf(why, why_bytes, "another sum");
    return sample->parallel_units == WHOLE && digest == adder_sum(WHOLE) ? 0 : -1;
}

static const struct workload workload_errand = {
    .abi = WORKLOAD_ABI,
    .name = "errand",
    .summary = "sums over a channel",
    .stresses = "the harness",
    .open = errand_open,
    .whole_units = errand_units,
    .unit_wait_ns = errand_wait_ns,
    .run_tasks = errand_run,
    .tasks = 4,
    .check = errand_check,
};

static struct sample take_errand(struct trial *trial, unsigned n, unsigned tasks,
                                 struct worker_span *ret_spans) {
    const struct area_step step = {.parallel_units = WHOLE,
                                   .sample = {.p = NAN, .n = n, .tasks = tasks, .units = WHOLE}};
    return take(trial, &step, ret_spans);
}

static void test_own_tasks(const struct stage *stage) {
    static const unsigned tasks[] = {1, 5, TASKS_MOST};
    errand = (struct errand){.what = SUM};
    struct trial *trial = open_trial(stage, &workload_errand);
    for (unsigned n = 1; n <= WORKERS; n++)
        for (int t = 0; t < 3; t++) {
            struct worker_span spans[WORKERS];
            const struct sample sample = take_errand(trial, n, tasks[t], spans);
            CHECK_REPORT(sample.validity != SAMPLE_BROKEN, "n = %u: %s", n, sample.cause);
            CHECK_INT(sample.digest, adder_sum(WHOLE));
            CHECK_INT(errand.seen_tasks, tasks[t]);
            check_identities(&sample, spans);
            check_waits(&sample);
        }
    trial_close(trial);
}

/* All sleep at once, and the worker has nothing else to do: that is a wait for a time. The time of
 * an oversubscribed core is anybody's, so the longest wait of several is asked for. */
static void test_idle(const struct stage *stage) {
    errand = (struct errand){.what = SLEEP};
    struct trial *trial = open_trial(stage, &workload_errand);
    double most_s = 0;
    for (int turn = 0; turn < 5; turn++) {
        struct worker_span spans[WORKERS];
        const struct sample sample = take_errand(trial, 1, 8, spans);
        CHECK_INT(sample.digest, adder_sum(WHOLE));
        CHECK(sample.time_s >= 1e-9 * SLEEP_NS);
        check_waits(&sample);
        check_identities(&sample, spans);
        most_s = fmax(most_s, sample.wait_io_s);
        CHECK_NEAR(sample.wait_lock_s, 0, 1e-12);
        CHECK(sample.wait_s <= sample.time_s);
    }
    CHECK_REPORT(most_s > 0.25e-9 * SLEEP_NS, "it waited %g s at most", most_s);

    /* c is what is left when all that was waited is taken out; L is the workload's word. */
    struct area_calibration found = {0};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(trial_calibrate(trial, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(errand.seen_tasks, 2); /* the fewest that were asked for */
    CHECK_INT(found.tasks, 4);
    CHECK_NEAR(found.unit_wait_s, 1e-9 * SLEEP_NS * 2.0 / WHOLE, 1e-9);
    CHECK(found.unit_s > 0);
    CHECK_REPORT(found.unit_s < 0.75e-9 * SLEEP_NS / WHOLE, "a unit takes %g s in computing",
                 found.unit_s);
    trial_close(trial);
}

/* Who has nothing to begin yet waits for the others as one does who has ended: that is imbalance,
 * though each worker has done its half, and no share is shorter for it. */
static void test_turns(const struct stage *stage) {
    errand = (struct errand){.what = TURNS};
    struct trial *trial = open_trial(stage, &workload_errand);
    double imbalance_s = 0, join_s = INFINITY, useful_s = INFINITY;
    for (int turn = 0; turn < 5; turn++) {
        struct worker_span spans[WORKERS];
        const struct sample sample = take_errand(trial, 2, 2, spans);
        CHECK(sample.validity != SAMPLE_BROKEN);
        CHECK_REPORT(sample.parallel_s >= 1.9e-9 * TURN_NS, "%g s", sample.parallel_s);
        CHECK(sample.imbalance_s <= sample.time_s);
        check_identities(&sample, spans);
        check_waits(&sample);
        imbalance_s = fmax(imbalance_s, sample.imbalance_s);
        join_s = fmin(join_s, sample.join_s);
        useful_s = fmin(useful_s, ledger_useful_s(&sample));
    }
    CHECK_REPORT(imbalance_s > 0.75e-9 * TURN_NS, "%g s of imbalance", imbalance_s);
    CHECK_REPORT(useful_s < 2.5e-9 * TURN_NS, "%g s of useful time", useful_s);
    CHECK_REPORT(join_s < 0.25e-9 * TURN_NS, "%g s of join", join_s);
    trial_close(trial);
}

/* A wait that keeps its worker is none that the crew could see: c is what the bound leaves. */
static void test_held_waits(const struct stage *stage) {
    struct trial_spec spec = spec_of(stage, &workload_errand);
    struct trial *trial = NULL;
    struct area_calibration found = {0};
    struct fault fault = {.code = FAULT_NONE};
    errand = (struct errand){.what = HOLD};
    spec.tasks_least = 1;
    CHECK_INT(trial_open(&spec, &trial, &fault), 0);
    CHECK_INT(trial_calibrate(trial, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(errand.seen_tasks, 1);
    CHECK(found.unit_s > 0);
    CHECK_REPORT(found.unit_s < 0.75e-9 * SLEEP_NS / WHOLE, "a unit takes %g s in computing",
                 found.unit_s);
    trial_close(trial);
}

/* What tasks that are stuck could not free. */
static void forget_stuck(void) {
    workload_channel_free(errand.calls, errand.channel);
    workload_group_free(errand.calls, errand.group);
}

/* Named, and the next sample is none the worse for it. */
static void test_deadlock(const struct stage *stage) {
    errand = (struct errand){.what = DEADLOCK};
    struct trial *trial = open_trial(stage, &workload_errand);
    struct worker_span spans[WORKERS];
    for (unsigned n = 1; n <= WORKERS; n++) {
        errand.what = DEADLOCK;
        struct sample sample = take_errand(trial, n, 4, spans);
        CHECK_INT(sample.validity, SAMPLE_BROKEN);
        CHECK_HOLDS(sample.cause, "deadlock: ");
        CHECK_HOLDS(sample.cause, "2 tasks wait to receive from the channel 'sums'");
        forget_stuck();
        errand.what = SUM;
        sample = take_errand(trial, n, 4, spans);
        CHECK_REPORT(sample.validity != SAMPLE_BROKEN, "after it: %s", sample.cause);
        CHECK_INT(sample.digest, adder_sum(WHOLE));
    }
    /* Cut behind a word, where it is too long for a cause. */
    errand.what = DEADLOCK_LONG;
    const struct sample sample = take_errand(trial, 2, 4, spans);
    const size_t length = strlen(sample.cause);
    forget_stuck();
    CHECK_HOLDS(sample.cause, "deadlock: ");
    CHECK(length < WIRE_CAUSE_BYTES && length > WIRE_CAUSE_BYTES - 40);
    CHECK_STRING(sample.cause + length - 4, " ...");
    CHECK(sample.cause[length - 5] != ' ');

    struct area_calibration found;
    struct fault fault = {.code = FAULT_NONE};
    errand.what = DEADLOCK;
    CHECK_INT(trial_calibrate(trial, &found, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "2 tasks wait to receive from the channel 'sums'");
    CHECK_HOLDS(fault.text, ", while it was calibrated at n = 1, t = 2");
    forget_stuck();
    trial_close(trial);
}

int main(void) {
    struct stage stage;
    stage_open(&stage);
    test_own_tasks(&stage);
    test_idle(&stage);
    test_turns(&stage);
    test_held_waits(&stage);
    test_deadlock(&stage);
    stage_close(&stage);
    return check_done();
}
