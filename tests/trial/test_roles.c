/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples of the other kinds: the sentinel's, counted ones, the best serial code's; the waits that
 * a workload counts, and what page faults cost. Runs with one PU too, by sharing it. */
#include "adder.h"
#include "check.h"
#include "identities.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/chain.h"
#include "trial/fault_cost.h"
#include "trial/sentinel.h"
#include "trial/trial_state.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { WORKERS = 2, SENTINEL_UNITS = 50, BEST_UNITS = 100 };

struct stage {
    struct place *place;
    struct team *team;
};

static struct trial *open_trial(const struct stage *stage, const struct workload *workload) {
    struct trial *trial = NULL;
    struct fault fault = {0};
    adder_reset();
    CHECK_INT(trial_open(&(struct trial_spec){.workload = workload,
                                              .team = stage->team,
                                              .place = stage->place,
                                              .workers = WORKERS,
                                              .own_pus = WORKERS,
                                              .runs = true},
                         &trial, &fault),
              0);
    CHECK_STRING(fault.text, "");
    return trial;
}

static struct sample take(struct trial *trial, struct area_step step, struct worker_span *spans) {
    struct fault fault = {0};
    step.sample.id = 7;
    CHECK_INT(trial_take(trial, &step, spans, &fault), 0);
    CHECK_STRING(fault.text, "");
    return step.sample;
}

static struct area_step make_step(enum sample_role role, unsigned n, uint64_t serial_units,
                                  uint64_t parallel_units) {
    return (struct area_step){
        .serial_units = serial_units,
        .parallel_units = parallel_units,
        .sample = {.role = role, .p = 0.5, .n = n, .units = serial_units + parallel_units},
    };
}

/* Of the sentinel's arithmetic any number of units is proved; each changes the digest. */
static void test_sentinel_digest(void) {
    static const uint64_t units[] = {0, 1, 2, 3, 7, 64, 1000, 4097};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        CHECK(sentinel_run(units[i]) == sentinel_digest(units[i]));
        CHECK(sentinel_digest(units[i]) != sentinel_digest(units[i] + 1));
    }
}

/* Every worker does its part of it, and nothing of the workload is called. */
static void test_sentinel(const struct stage *stage) {
    struct workload workload = workload_adder;
    workload.warm_units = 3;
    struct trial *trial = open_trial(stage, &workload);
    struct worker_span spans[WORKERS];
    for (unsigned n = 1; n <= WORKERS; n++) {
        const struct sample sample =
            take(trial, make_step(SAMPLE_SENTINEL, n, 0, (uint64_t)n * SENTINEL_UNITS), spans);
        CHECK(sample.validity != SAMPLE_BROKEN);
        CHECK(sample.has_digest && sample.digest == n * sentinel_digest(SENTINEL_UNITS));
        CHECK_NEAR(sample.wait_s, 0, 0);
        check_identities(&sample, spans);
    }
    CHECK_INT(adder.worker[0].prepared + adder.worker[0].calls + adder.checked, 0);
    trial_close(trial);
}

/* The best code gets all units at once, prepared, and its digest is held against the same check. */
static struct {
    unsigned calls;
    uint64_t units, lie;
} best;

static uint64_t best_run(void *state, uint64_t units) {
    CHECK(state == &adder.worker[0]);
    best.calls++;
    best.units = units;
    adder_burn(2000000);
    return adder_sum(units) + best.lie;
}

static void test_best(const struct stage *stage) {
    struct workload workload = workload_adder;
    workload.run_best = best_run;
    struct trial *trial = open_trial(stage, &workload);
    struct worker_span spans[WORKERS];
    best.calls = 0, best.lie = 0;
    struct sample sample = take(trial, make_step(SAMPLE_BEST, 1, 40, BEST_UNITS - 40), spans);
    CHECK(sample.validity != SAMPLE_BROKEN);
    CHECK_INT(sample.digest, adder_sum(BEST_UNITS));
    CHECK_INT(best.calls, 1);
    CHECK_INT(best.units, BEST_UNITS);
    CHECK_INT(adder.worker[0].prepared, 1);
    CHECK_INT(adder.worker[0].calls, 0);
    CHECK_INT(adder.checked, 1);
    CHECK(sample.serial_s >= 2e-3 && sample.parallel_s < sample.serial_s);
    check_identities(&sample, spans);
    best.lie = 1;
    sample = take(trial, make_step(SAMPLE_BEST, 1, 40, BEST_UNITS - 40), spans);
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_HOLDS(sample.cause, "wrong result");
    /* The next sample is an ordinary one again. */
    sample = take(trial, make_step(SAMPLE_ASKED, 1, 40, 60), spans);
    CHECK_INT(sample.digest, adder_sum(100));
    CHECK_INT(best.calls, 2);
    trial_close(trial);
}

/* The ordinary kernels; figures of the counters where the team has them, and only then. */
static void test_counted(const struct stage *stage) {
    struct trial *trial = open_trial(stage, &workload_adder);
    struct worker_span spans[WORKERS];
    struct sample sample = take(trial, make_step(SAMPLE_COUNTED, WORKERS, 1000, 9000), spans);
    CHECK(sample.validity != SAMPLE_BROKEN);
    CHECK_INT(sample.digest, adder_sum(10000));
    CHECK_INT(isnan(sample.cycles) || isnan(sample.instructions), !team_has_counters(stage->team));
    CHECK(!(sample.cycles < 0) && !(sample.instructions < 10000)); /* one or more a unit */
    check_identities(&sample, spans);
    sample = take(trial, make_step(SAMPLE_ASKED, WORKERS, 1000, 9000), spans);
    CHECK(isnan(sample.cycles) && isnan(sample.instructions));
    if (!team_has_counters(stage->team))
        printf("counters: not tested, there are none here\n");
    trial_close(trial);
}

/* A lock that all units of a share are done under. */
static struct {
    struct workload_lock lock;
    _Alignas(128) struct workload_waits waits;
    _Alignas(128) struct workload_waits other;
} locked;

static const struct workload_waits *locked_waits(void *state) {
    return state == &adder.worker[0] ? &locked.waits : &locked.other;
}

static uint64_t locked_run(void *state, uint64_t first, uint64_t count) {
    struct workload_waits *waits = state == &adder.worker[0] ? &locked.waits : &locked.other;
    workload_lock_take(&locked.lock, waits);
    uint64_t sum = adder_run(state, first, count);
    workload_lock_give(&locked.lock);
    return sum;
}

/* Both want the lock for 3 ms: one of them waits, in most samples nearly so long. Alone nobody
 * does. */
static void test_waits(const struct stage *stage) {
    struct workload workload = workload_adder;
    workload.run = locked_run;
    workload.waits = locked_waits;
    struct trial *trial = open_trial(stage, &workload);
    struct worker_span spans[WORKERS];
    struct sample sample = take(trial, make_step(SAMPLE_ASKED, 1, 10, 20), spans);
    CHECK_NEAR(sample.wait_s, 0, 0);
    CHECK_NEAR(spans[0].wait_s, 0, 0);
    adder.burns_ns = 3000000;
    double wait_s = 0;
    for (int turn = 0; turn < 20 && !(wait_s > 1e-3); turn++) {
        uint64_t before_ns = locked.waits.wait_ns + locked.other.wait_ns;
        sample = take(trial, make_step(SAMPLE_ASKED, 2, 0, 30), spans);
        wait_s = spans[0].wait_s + spans[1].wait_s;
        CHECK_NEAR(wait_s, (double)(locked.waits.wait_ns + locked.other.wait_ns - before_ns) * 1e-9,
                   1e-9);
        CHECK_INT(sample.digest, adder_sum(30));
        check_identities(&sample, spans);
    }
    CHECK_REPORT(wait_s > 1e-3, "waited %g s for a lock held 3 ms", wait_s);
    CHECK_REPORT(sample.wait_s > 0 || sample.descheduled_s > 0, "wait_s is %g", sample.wait_s);
    trial_close(trial);
}

enum { PAGES = 64 };

/* Touches fresh pages in its share. */
static uint64_t touching_run(void *state, uint64_t first, uint64_t count) {
    size_t bytes = (size_t)PAGES * 4096;
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return 0;
    for (size_t i = 0; i < PAGES; i++)
        ((volatile char *)memory)[i * 4096] = 1;
    munmap(memory, bytes);
    return adder_run(state, first, count);
}

/* Faults by what one costs; without a calibration they have no cost. */
static void test_faults(const struct stage *stage) {
    struct workload workload = workload_adder;
    workload.run = touching_run;
    struct trial *trial = open_trial(stage, &workload);
    struct worker_span spans[WORKERS];
    struct sample sample = take(trial, make_step(SAMPLE_ASKED, 2, 10, 20), spans);
    CHECK(isnan(sample.fault_s));
    CHECK_INT(sample.digest, adder_sum(30));
    trial_know(trial, &(struct area_calibration){.fault_cost_s = 1e-6, .fork_join_s = 1e-6});
    sample = take(trial, make_step(SAMPLE_ASKED, 2, 10, 20), spans);
    CHECK_NEAR(sample.fault_s, (spans[0].faults + spans[1].faults) * 1e-6, 1e-12);
    CHECK_NEAR(sample.switches, spans[0].switches + spans[1].switches, 0);
    CHECK_NEAR(sample.migrations, spans[0].migrations + spans[1].migrations, 0);
    CHECK(!(sample.fault_s < 1e-6)); /* one at least, with huge pages */
    check_identities(&sample, spans);
    trial_close(trial);
    double cost_s = fault_cost_s();
    CHECK_REPORT(cost_s > 0 && cost_s < 1e-3, "a page fault costs %g s", cost_s);
}

/* As if the worker's chain had always taken so long. */
static void remember_chain(const struct trial *trial, unsigned n, unsigned worker, double chain_s) {
    struct chain_history *history = &trial->chains[n - 1][worker];
    for (size_t i = 0; i < CHAIN_HISTORY_MAX; i++)
        history->chain_s[i] = chain_s;
    history->count = CHAIN_HISTORY_MAX;
}

/* A chain that takes longer than its worker's did before is the sample's cause, whichever worker's
 * it is; one that does not is none. What else befell a sample may come first: then another is
 * taken. */
static void test_clock_off(const struct stage *stage) {
    struct trial *trial = open_trial(stage, &workload_adder);
    struct worker_span spans[WORKERS];
    const struct area_step step = make_step(SAMPLE_ASKED, 1, 1000, 9000);
    struct sample sample = take(trial, step, spans); /* makes its history */
    CHECK_STRING(strcmp(sample.cause, "clock off") == 0 ? sample.cause : "", "");
    for (int turn = 0; turn < 50; turn++) {
        remember_chain(trial, 1, 0, 1e-9);
        sample = take(trial, step, spans);
        CHECK(trial->shares[0].clock_is_off);
        if (strcmp(sample.cause, "clock off") == 0)
            break;
    }
    CHECK_STRING(sample.cause, "clock off");
    CHECK_INT(sample.validity, SAMPLE_DISTURBED);
    remember_chain(trial, 1, 0, 1000);
    CHECK(strcmp(take(trial, step, spans).cause, "clock off") != 0);

    const struct area_step both = make_step(SAMPLE_ASKED, WORKERS, 1000, 9000);
    take(trial, both, spans);
    remember_chain(trial, WORKERS, 0, 1000);
    remember_chain(trial, WORKERS, 1, 1e-9);
    sample = take(trial, both, spans);
    CHECK(!trial->shares[0].clock_is_off && trial->shares[1].clock_is_off);
    CHECK(sample.validity != SAMPLE_VALID); /* by this, or by what explains it */
    trial_close(trial);
}

int main(void) {
    struct stage stage = {NULL, NULL};
    struct fault fault = {0};
    test_sentinel_digest();
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &stage.place, &fault), 0);
    struct team_spec spec = {
        .engine = "threads", .place = stage.place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &stage.team, &fault), 0);
    CHECK_STRING(fault.text, "");
    test_sentinel(&stage);
    test_best(&stage);
    test_counted(&stage);
    test_waits(&stage);
    test_faults(&stage);
    test_clock_off(&stage);
    team_free(stage.team);
    place_free(stage.place);
    return check_done();
}
