/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A sample's figures against its clocks: exactly on the scripted team, as identities on a real one.
 * And in which order a workload is called. Runs with one PU too, by sharing it. */
#include "adder.h"
#include "check.h"
#include "identities.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

#include <stdlib.h>

enum { WORKERS = 3 };

static struct trial *open_trial(const struct trial_spec *spec) {
    struct trial *trial = NULL;
    struct fault fault = {0};
    CHECK_INT(trial_open(spec, &trial, &fault), 0);
    CHECK_STRING(fault.text, "");
    return trial;
}

static struct area_step make_step(unsigned n, uint64_t serial_units, uint64_t parallel_units) {
    return (struct area_step){
        .serial_units = serial_units,
        .parallel_units = parallel_units,
        .sample = {.id = 7, .p = 0.8, .n = n, .units = serial_units + parallel_units},
    };
}

static void take(struct trial *trial, struct area_step *step, struct worker_span *ret_spans) {
    struct fault fault = {0};
    CHECK_INT(trial_take(trial, step, ret_spans, &fault), 0);
    CHECK_STRING(fault.text, "");
}

/* unit 1 us, fork 0.2 us, join 0.1 us; 100 serial and 402 parallel units on four workers, which get
 * 100, 101, 100 and 101: t1 = 100, a = 100, 100.2 …, b = 200, 201.2, 200.2, 201.2, t2 = 201.3 us.
 */
static void test_scripted_figures(void) {
    const struct team_script script = {
        .unit_s = 1e-6, .fork_s = 2e-7, .join_s = 1e-7, .start_ns = 5000};
    struct team_spec team_spec = {.engine = "scripted", .workers = 4, .script = &script};
    struct team *team = NULL;
    CHECK_INT(team_create(&team_spec, &team, NULL), 0);
    struct trial_spec spec = {.workload = &workload_adder,
                              .team = team,
                              .workers = 4,
                              .own_pus = 4,
                              .script_unit_s = 3e-6,
                              .script_fork_join_s = 4e-7,
                              .origin_ns = 1000};
    adder_reset();
    struct trial *trial = open_trial(&spec);
    struct area_calibration calibration = {0};
    CHECK_INT(trial_calibrate(trial, &calibration, NULL), 0);
    CHECK_NEAR(calibration.unit_s, 3e-6, 0);
    CHECK_NEAR(calibration.fork_join_s, 4e-7, 0);
    CHECK_INT(calibration.sentinel_units, 0); /* nothing runs that could be one */
    CHECK(!calibration.has_counters);

    struct area_step step = make_step(4, 100, 402);
    struct worker_span spans[4];
    take(trial, &step, spans);
    const struct sample *sample = &step.sample;
    CHECK_NEAR(sample->start_s, 4e-6, 1e-15);
    CHECK_NEAR(sample->time_s, 201.3e-6, 1e-15);
    CHECK_NEAR(sample->serial_s, 100e-6, 1e-15);
    CHECK_NEAR(sample->parallel_s, 101.2e-6, 1e-15);
    CHECK_NEAR(sample->fork_s, 0.15e-6, 1e-15);      /* (0 + 3 * 0.2) / 4 */
    CHECK_NEAR(sample->imbalance_s, 0.55e-6, 1e-15); /* (1.2 + 0 + 1 + 0) / 4 */
    CHECK_NEAR(sample->join_s, 0.1e-6, 1e-15);
    CHECK(isnan(sample->cpu_s));
    CHECK_NEAR(sample->busy_max_s, 200e-6, 1e-15); /* worker 0: its serial part and its share */
    CHECK(isnan(sample->wait_s) && isnan(sample->descheduled_s) && isnan(sample->serial_delay_s));
    CHECK(isnan(sample->chain_s) && isnan(sample->fault_s) && isnan(sample->switches));
    CHECK(isnan(sample->migrations) && isnan(sample->cycles) && isnan(sample->instructions));
    CHECK_INT(sample->validity, SAMPLE_VALID);
    CHECK_STRING(sample->cause, "");
    CHECK(!sample->has_digest);
    CHECK_NEAR(spans[1].start_s, 104.2e-6, 1e-15);
    CHECK_NEAR(spans[1].end_s, 205.2e-6, 1e-15);
    for (unsigned i = 0; i < 4; i++) {
        CHECK_INT(spans[i].sample, 7);
        CHECK_INT(spans[i].worker, i);
        CHECK_INT(spans[i].pu_asked, -1);
        CHECK_INT(spans[i].pu_seen, -1);
        CHECK(isnan(spans[i].run_delay_s) && isnan(spans[i].wait_s) && isnan(spans[i].cpu_s));
        CHECK(isnan(spans[i].chain_s));
    }
    trial_close(trial);
    CHECK_INT(adder.opened + adder.checked + adder.closed, 0); /* it runs nothing */
    team_free(team);
}

/* And in which order: t0, t1, each a and b, t2. */
static void check_order(const struct sample *sample, const struct worker_span *spans) {
    const double exact = 1e-9, t1 = sample->start_s + sample->serial_s;
    for (unsigned i = 0; i < sample->n; i++) {
        CHECK(t1 <= spans[i].start_s + exact);
        CHECK(spans[i].end_s <= sample->start_s + sample->time_s - sample->join_s + exact);
    }
    check_identities(sample, spans);
}

static void check_spans(const struct sample *sample, const struct worker_span *spans,
                        const struct place *place) {
    for (unsigned i = 0; i < sample->n; i++) {
        CHECK_INT(spans[i].sample, sample->id);
        CHECK_INT(spans[i].worker, i);
        CHECK_INT(spans[i].pu_asked, place_slot(place, i % place_pu_count(place)).pu);
        CHECK_INT(spans[i].pu_seen, spans[i].pu_asked);
        CHECK(isnan(spans[i].run_delay_s) || spans[i].run_delay_s >= 0);
    }
}

/* Worker 0 is called for the serial units and its share, the others for their share; every unit is
 * run once, and each worker was prepared before. */
static void check_calls(unsigned n, uint64_t serial_units, uint64_t parallel_units) {
    uint64_t next = serial_units;
    CHECK_INT(adder.worker[0].call[0].first, 0);
    CHECK_INT(adder.worker[0].call[0].count, serial_units);
    for (unsigned i = 0; i < WORKERS; i++) {
        const struct adder_worker *worker = &adder.worker[i];
        unsigned share = i == 0 ? 1 : 0;
        CHECK_INT(worker->prepared, i < n ? 1 : 0);
        CHECK_INT(worker->calls, i < n ? share + 1 : 0);
        if (i >= n)
            continue;
        CHECK_INT(worker->call[share].first, next);
        CHECK_INT(worker->call[share].prepared, 1);
        CHECK(worker->call[share].count - parallel_units / n <= 1); /* even, to a unit */
        next += worker->call[share].count;
    }
    CHECK_INT(next, serial_units + parallel_units);
}

static void test_real_samples(struct team *team, const struct place *place) {
    struct trial_spec spec = {.workload = &workload_adder,
                              .team = team,
                              .place = place,
                              .workers = WORKERS,
                              .own_pus = WORKERS,
                              .runs = true,
                              .origin_ns = team_now_ns(team)};
    adder_reset();
    struct trial *trial = open_trial(&spec);
    CHECK_INT(adder.opened, 1);
    for (int i = 0; i < WORKERS; i++)
        CHECK_INT(adder.order[i], i);
    static const uint64_t units[][2] = {{20000, 80001}, {0, 1000}, {1000, 0}, {1, 2}};
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
        for (unsigned turn = 0; turn < 2 * WORKERS; turn++) {
            unsigned n = 1 + (2 * turn) % WORKERS; /* up and down */
            struct area_step step = make_step(n, units[u][0], units[u][1]);
            struct worker_span spans[WORKERS];
            adder_forget_calls();
            take(trial, &step, spans);
            CHECK(step.sample.validity != SAMPLE_BROKEN);
            CHECK(step.sample.has_digest);
            CHECK_INT(step.sample.digest, adder_sum(units[u][0] + units[u][1]));
            check_calls(n, units[u][0], units[u][1]);
            check_order(&step.sample, spans);
            check_spans(&step.sample, spans, place);
        }
    CHECK_INT(adder.checked, 4 * 2 * WORKERS);
    trial_close(trial);
    for (int i = 0; i < WORKERS; i++)
        CHECK_INT(adder.worker[i].torn_down, 1);
    CHECK_INT(adder.closed, 1);
}

/* Units to warm the cache with are run before the sample, by each worker, and do not count. */
static void test_warm_units(struct team *team, const struct place *place) {
    struct workload warm = workload_adder;
    warm.warm_units = 12;
    struct trial_spec spec = {
        .workload = &warm, .team = team, .place = place, .workers = 2, .own_pus = 2, .runs = true};
    adder_reset();
    struct trial *trial = open_trial(&spec);
    struct area_step step = make_step(2, 10, 20);
    struct worker_span spans[2];
    take(trial, &step, spans);
    CHECK_INT(step.sample.digest, adder_sum(30));
    for (int i = 0; i < 2; i++) {
        CHECK_INT(adder.worker[i].calls, i == 0 ? 3 : 2);
        CHECK_INT(adder.worker[i].call[0].first, 0);
        CHECK_INT(adder.worker[i].call[0].count, 12);
        CHECK_INT(adder.worker[i].call[0].prepared, 1);
    }
    trial_close(trial);
}

static uint64_t run_nothing(void *state, uint64_t first, uint64_t count) {
    (void)state;
    return first ^ count;
}

static void test_calibration(struct team *team, const struct place *place) {
    struct trial_spec spec = {.workload = &workload_adder,
                              .team = team,
                              .place = place,
                              .workers = WORKERS,
                              .own_pus = WORKERS,
                              .runs = true};
    adder_reset();
    struct trial *trial = open_trial(&spec);
    struct area_calibration calibration = {0};
    struct fault fault = {0};
    CHECK_INT(trial_calibrate(trial, &calibration, &fault), 0);
    CHECK(calibration.unit_s > 0 && calibration.unit_s < 1e-5); /* an addition */
    CHECK(calibration.fork_join_s > 0);
    CHECK(calibration.sentinel_units > 0);
    CHECK(calibration.fault_cost_s > 0 && calibration.fault_cost_s < 1e-3);
    CHECK_INT(calibration.has_counters, team_has_counters(team));
    trial_close(trial);

    struct workload empty = workload_adder;
    empty.run = run_nothing;
    adder_reset();
    spec.workload = &empty;
    trial = open_trial(&spec);
    CHECK_INT(trial_calibrate(trial, &calibration, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "its units are empty");
    trial_close(trial);
}

int main(void) {
    test_scripted_figures();
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    /* Maybe more workers than PUs: they give way while they wait. */
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    test_real_samples(team, place);
    test_warm_units(team, place);
    test_calibration(team, place);
    team_free(team);
    place_free(place);
    return check_done();
}
