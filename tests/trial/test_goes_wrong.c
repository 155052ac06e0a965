/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What cannot be set up is a fault; what cannot be trusted is marked in its sample. */
#include "adder.h"
#include "check.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

#include <stdlib.h>

enum { WORKERS = 2 };

/* A team on its place. */
struct bench {
    struct place *place;
    struct team *team;
};

static struct bench make_bench(enum place_policy policy) {
    struct bench bench = {0};
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = policy}, &bench.place, &fault), 0);
    struct team_spec spec = {
        .engine = "threads", .place = bench.place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &bench.team, &fault), 0);
    CHECK_STRING(fault.text, "");
    return bench;
}

static void free_bench(struct bench *bench) {
    team_free(bench->team);
    place_free(bench->place);
}

static int open_trial(const struct bench *bench, const struct workload *workload,
                      struct trial **ret_trial, struct fault *fault) {
    *fault = (struct fault){0};
    return trial_open(&(struct trial_spec){.workload = workload,
                                           .team = bench->team,
                                           .place = bench->place,
                                           .workers = WORKERS,
                                           .own_pus = WORKERS,
                                           .runs = true},
                      ret_trial, fault);
}

static void test_open_fails(const struct bench *bench) {
    struct trial *trial = NULL;
    struct fault fault;
    adder_reset();
    adder.open_fails = true;
    CHECK_INT(open_trial(bench, &workload_adder, &trial, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "'adder' cannot start: the abacus is lost");
    CHECK(trial == NULL);
    CHECK_INT(adder.set_up, 0);
    CHECK_INT(adder.closed, 0);
}

/* Those who were set up are torn down, and what was opened is closed. */
static void test_setup_fails(const struct bench *bench) {
    for (unsigned worker = 0; worker < WORKERS; worker++) {
        struct trial *trial = NULL;
        struct fault fault;
        char says[80];
        adder_reset();
        adder.setup_fails_at = worker;
        CHECK_INT(open_trial(bench, &workload_adder, &trial, &fault), -FAULT_WORKLOAD);
        snprintf(says, sizeof says, "cannot be set up on worker %u: no beads for %u", worker,
                 worker);
        CHECK_HOLDS(fault.text, says);
        CHECK(trial == NULL);
        CHECK_INT(adder.set_up, worker);
        for (unsigned i = 0; i < WORKERS; i++)
            CHECK_INT(adder.worker[i].torn_down, i < worker ? 1 : 0);
        CHECK_INT(adder.closed, 1);
    }
}

static size_t footprint_of_a_planet(const struct workload_setting *setting) {
    return (size_t)setting->workers << 50;
}

static size_t footprint_of_a_flea(const struct workload_setting *setting) {
    return setting->workers;
}

static void test_footprint(const struct bench *bench) {
    struct workload large = workload_adder;
    struct trial *trial = NULL;
    struct fault fault;
    adder_reset();
    large.footprint_bytes = footprint_of_a_planet;
    CHECK_INT(open_trial(bench, &large, &trial, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "'adder' needs 2147483648 MiB for 2 workers");
    CHECK_HOLDS(fault.text, "use fewer cores (-n)");
    CHECK_INT(adder.opened, 0); /* checked before anything is set up */
    large.footprint_bytes = footprint_of_a_flea;
    CHECK_INT(open_trial(bench, &large, &trial, &fault), 0);
    trial_close(trial);
}

static void test_invalid_descriptor(const struct bench *bench) {
    struct workload bad = workload_adder;
    struct trial *trial = NULL;
    struct fault fault;
    adder_reset();
    bad.check = NULL;
    CHECK_INT(open_trial(bench, &bad, &trial, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "lacks check");
    CHECK_INT(adder.opened, 0);
}

/* One more than the sum for each call that was given another state than the shared pointer. */
static uint64_t run_on_shared(void *state, uint64_t first, uint64_t count) {
    return adder_sum(first + count) - adder_sum(first) + (state != &adder);
}

static void test_bare_workload(const struct bench *bench) {
    struct workload bare = workload_adder;
    struct trial *trial = NULL;
    struct fault fault;
    struct worker_span spans[WORKERS];
    struct area_step step = {.parallel_units = 9, .sample = {.p = 1, .n = 2, .units = 9}};
    adder_reset();
    bare.setup = NULL;
    bare.teardown = NULL;
    bare.close = NULL;
    bare.prepare = NULL;
    bare.run = run_on_shared;
    CHECK_INT(open_trial(bench, &bare, &trial, &fault), 0);
    CHECK_INT(trial_take(trial, &step, spans, &fault), 0);
    CHECK_INT(step.sample.digest, adder_sum(9));
    trial_close(trial);
    trial_close(NULL);
}

static struct sample take(const struct bench *bench, unsigned n, struct worker_span *ret_spans) {
    struct trial *trial = NULL;
    struct fault fault;
    struct area_step step = {.serial_units = 20,
                             .parallel_units = 80,
                             .sample = {.id = 1, .p = 0.8, .n = n, .units = 100}};
    CHECK_INT(open_trial(bench, &workload_adder, &trial, &fault), 0);
    CHECK_INT(trial_take(trial, &step, ret_spans, &fault), 0);
    CHECK_STRING(fault.text, "");
    trial_close(trial);
    return step.sample;
}

static void test_wrong_result(const struct bench *bench) {
    struct worker_span spans[WORKERS];
    for (unsigned n = 1; n <= WORKERS; n++) {
        adder_reset();
        adder.lie = 1;
        struct sample sample = take(bench, n, spans);
        CHECK_INT(sample.validity, SAMPLE_BROKEN);
        CHECK_HOLDS(sample.cause, "wrong result: ");
        CHECK_HOLDS(sample.cause, " is not the sum");
        CHECK_INT(sample.digest, adder_sum(100) + n + 1); /* of n shares and the serial part */
        CHECK(sample.time_s > 0);                         /* its figures stay */
    }
}

/* A worker that gets itself moved off its PU. */
static void test_binding_lost(const struct bench *bench) {
    struct worker_span spans[WORKERS];
    if (place_pu_count(bench->place) < 2) {
        printf("binding lost: not tested, there is one PU only\n");
        return;
    }
    adder_reset();
    adder.moves_to = place_slot(bench->place, 1).pu;
    adder.moves_back_to = place_slot(bench->place, 0).pu; /* so that its affinity is as it was */
    adder.lie = 1;                                        /* the first cause stands */
    struct sample sample = take(bench, 1, spans);
    char says[WIRE_CAUSE_BYTES];
    snprintf(says, sizeof says, "binding lost: worker 0 asked for PU %d and ran on PU %d",
             place_slot(bench->place, 0).pu, adder.moves_to);
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_STRING(sample.cause, says);
    adder_move(place_slot(bench->place, 0).pu);
}

/* Where nothing is bound, nothing can be lost. */
static void test_unbound(const struct bench *bench) {
    struct worker_span spans[WORKERS];
    adder_reset();
    struct sample sample = take(bench, WORKERS, spans);
    CHECK(sample.validity != SAMPLE_BROKEN);
    for (int i = 0; i < WORKERS; i++)
        CHECK_INT(spans[i].pu_asked, -1);
}

/* Where nothing is bound, a worker that ends on another PU than it began on has been moved. */
static void test_migrated(const struct bench *bench) {
    struct worker_span spans[WORKERS];
    cpu_set_t before;
    if (place_pu_count(bench->place) < 2) {
        printf("migrated: not tested, there is one PU only\n");
        return;
    }
    adder_reset();
    CHECK_INT(sched_getaffinity(0, sizeof before, &before), 0);
    adder_move(place_slot(bench->place, 0).pu);
    adder.moves_to = place_slot(bench->place, 1).pu;
    struct sample sample = take(bench, 1, spans);
    CHECK_INT(sched_setaffinity(0, sizeof before, &before), 0);
    CHECK_NEAR(sample.migrations, spans[0].migrations, 0);
    if (isnan(sample.migrations)) {
        printf("migrated: not tested, the team does not tell it\n");
        return;
    }
    CHECK(sample.migrations >= 1);
    CHECK_INT(sample.validity, SAMPLE_DISTURBED);
    CHECK_STRING(sample.cause, "migrated");
}

/* Two workers that need 40 ms of one PU at the same time: one of them has to wait. */
static void test_run_delay(const struct bench *bench) {
    struct worker_span spans[WORKERS];
    CHECK_INT(place_pu_count(bench->place), 1);
    adder_reset();
    adder.burns_ns = 40000000;
    struct sample sample = take(bench, 2, spans);
    if (isnan(spans[0].run_delay_s)) {
        printf("run delay: not tested, the kernel does not tell it (schedstat)\n");
        return;
    }
    CHECK_INT(sample.validity, SAMPLE_DISTURBED);
    CHECK_STRING(sample.cause, "run delay");
    CHECK(spans[0].run_delay_s + spans[1].run_delay_s > 0.01 * sample.time_s);
    CHECK_INT(sample.digest, adder_sum(100));
    adder.lie = 1; /* broken is worse, and its cause stands */
    sample = take(bench, 2, spans);
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_HOLDS(sample.cause, "wrong result");
}

int main(void) {
    struct bench bench = make_bench(PLACE_NONE); /* leaves the caller on all its PUs */
    test_unbound(&bench);
    test_migrated(&bench);
    free_bench(&bench);
    bench = make_bench(PLACE_SPREAD);
    test_open_fails(&bench);
    test_setup_fails(&bench);
    test_footprint(&bench);
    test_invalid_descriptor(&bench);
    test_bare_workload(&bench);
    test_wrong_result(&bench);
    test_binding_lost(&bench);
    free_bench(&bench);
    bench = make_bench(PLACE_SPREAD); /* of the one PU that the caller is bound to by now */
    test_run_delay(&bench);
    free_bench(&bench);
    return check_done();
}
