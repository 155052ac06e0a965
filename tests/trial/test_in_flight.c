/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples whose units are done by tasks, on a real crew and a real team: a divisible workload's in
 * ranges, another's by tasks of its own; digests, waits, and deadlocks that are named. Runs with
 * one PU too, by sharing it. */
#include "adder.h"
#include "check.h"
#include "identities.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"
#include "workload_tasks.h"

#include <stdlib.h>
#include <string.h>

enum { WORKERS = 3, TASKS_MOST = 64, WHOLE = 301, SLEEP_NS = 2000000 };

struct stage {
    struct place *place;
    struct team *team;
};

static struct trial_spec spec_of(const struct stage *stage, const struct workload *workload) {
    return (struct trial_spec){.workload = workload,
                               .team = stage->team,
                               .place = stage->place,
                               .workers = WORKERS,
                               .tasks_least = 2,
                               .tasks_most = TASKS_MOST,
                               .yields = true,
                               .own_pus = WORKERS,
                               .runs = true};
}

static struct trial *open_trial(const struct stage *stage, const struct workload *workload) {
    const struct trial_spec spec = spec_of(stage, workload);
    struct trial *trial = NULL;
    struct fault fault = {.code = FAULT_NONE};
    adder_reset();
    CHECK_INT(trial_open(&spec, &trial, &fault), 0);
    CHECK_STRING(fault.text, "");
    return trial;
}

static struct sample take(struct trial *trial, const struct area_step *asked,
                          struct worker_span *ret_spans) {
    struct area_step step = *asked;
    struct fault fault = {.code = FAULT_NONE};
    adder_forget_calls();
    CHECK_INT(trial_take(trial, &step, ret_spans, &fault), 0);
    CHECK_STRING(fault.text, "");
    return step.sample;
}

static void check_waits(const struct sample *sample) {
    const double sum_s =
        sample->wait_lock_s + sample->wait_channel_s + sample->wait_queue_s + sample->wait_io_s;
    CHECK_NEAR(sum_s, sample->wait_s, 1e-12);
    CHECK(sample->wait_lock_s >= 0 && sample->wait_channel_s >= 0 && sample->wait_queue_s >= 0 &&
          sample->wait_io_s >= 0);
}

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

/* A workload with tasks of its own. */
static struct errand {
    const struct workload_tasks *calls;
    struct workload_channel *channel;
    struct workload_group *group;
    enum { SUM, SLEEP, DEADLOCK, DEADLOCK_LONG } what;
    unsigned tasks, seen_tasks;
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
    workload_send(self, errand.channel, &sum);
}

/* Nobody will send. */
static void wait_for_ever(struct workload_task *self, void *argument) {
    (void)argument;
    workload_receive(self, errand.channel, NULL);
}

static uint64_t errand_run(struct workload_task *self, void *shared,
                           const struct workload_sample *sample) {
    CHECK(shared == &errand);
    errand.seen_tasks = errand.tasks = sample->tasks;
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
    return errand.what == SLEEP ? SLEEP_NS * 2 / WHOLE : 0; /* at t = 2 */
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
    struct stage stage = {.place = NULL};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &stage.place, &fault), 0);
    /* Maybe more workers than PUs: they give way while they wait. */
    const struct team_spec team = {
        .engine = "threads", .place = stage.place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&team, &stage.team, &fault), 0);
    CHECK_STRING(fault.text, "");
    test_ranges(&stage);
    test_roles(&stage);
    test_own_waits(&stage);
    test_own_tasks(&stage);
    test_idle(&stage);
    test_deadlock(&stage);
    team_free(stage.team);
    place_free(stage.place);
    return check_done();
}
