/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload with serial phases of its own: in which order they are called, by which clocks they
 * count, and that it always runs as a whole. Runs with one PU too, by sharing it. */
#include "adder.h"
#include "check.h"
#include "identities.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

enum { WORKERS = 3, WHOLE = 301, BEGIN_DIGEST = 1000, FINISH_DIGEST = 77 };

/* What the phases met, beside what `adder` keeps. */
static struct phases {
    unsigned begun, finished;
    unsigned calls_before_begin, calls_before_finish; /* of `run`, in the last sample */
    int64_t begin_ns, finish_ns;                      /* CPU time that each takes */
    struct workload_sample checked;
} phases;

static unsigned calls_so_far(void) {
    unsigned calls = 0;
    for (int i = 0; i < ADDER_WORKERS; i++)
        calls += adder.worker[i].calls;
    return calls;
}

static uint64_t whole_units(const struct workload_setting *setting) {
    CHECK_INT(setting->workers, WORKERS);
    return WHOLE;
}

static uint64_t phased_begin(void *state) {
    CHECK(state == &adder.worker[0]);
    phases.begun++;
    phases.calls_before_begin = calls_so_far();
    adder_burn(phases.begin_ns);
    return BEGIN_DIGEST;
}

static uint64_t phased_finish(void *state) {
    CHECK(state == &adder.worker[0]);
    phases.finished++;
    phases.calls_before_finish = calls_so_far();
    adder_burn(phases.finish_ns);
    return FINISH_DIGEST;
}

static int phased_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                        char *why, size_t why_bytes) {
    phases.checked = *sample;
    return adder_check(shared, sample, digest - BEGIN_DIGEST - FINISH_DIGEST, why, why_bytes);
}

static struct workload phased(void) {
    struct workload workload = workload_adder;
    workload.whole_units = whole_units;
    workload.begin = phased_begin;
    workload.finish = phased_finish;
    workload.check = phased_check;
    return workload;
}

static struct trial *open_trial(const struct trial_spec *spec) {
    struct trial *trial = NULL;
    struct fault fault = {0};
    adder_reset();
    phases = (struct phases){0};
    CHECK_INT(trial_open(spec, &trial, &fault), 0);
    CHECK_STRING(fault.text, "");
    return trial;
}

static struct sample take(struct trial *trial, unsigned n, struct worker_span *ret_spans) {
    struct area_step step = {.parallel_units = WHOLE,
                             .sample = {.id = 7, .p = NAN, .n = n, .units = WHOLE}};
    struct fault fault = {0};
    adder_forget_calls();
    CHECK_INT(trial_take(trial, &step, ret_spans, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(step.sample.validity != SAMPLE_BROKEN);
    return step.sample;
}

/* Both serial phases count, each on its side of the shares. */
static void check_clocks(const struct sample *sample, const struct worker_span *spans) {
    double last_s = 0;
    for (unsigned i = 0; i < sample->n; i++)
        last_s = fmax(last_s, spans[i].end_s);
    check_identities(sample, spans);
    CHECK(sample->serial_s >= 1e-9 * (double)(phases.begin_ns + phases.finish_ns));
    CHECK(spans[0].start_s - sample->start_s >= 1e-9 * (double)phases.begin_ns);
    CHECK(sample->start_s + sample->time_s - last_s >= 1e-9 * (double)phases.finish_ns);
}

static void test_samples(const struct trial_spec *spec) {
    struct trial *trial = open_trial(spec);
    struct worker_span spans[WORKERS];
    phases.begin_ns = 300000;
    phases.finish_ns = 500000;
    for (unsigned turn = 0; turn < 2 * WORKERS; turn++) {
        unsigned n = 1 + (2 * turn) % WORKERS;
        const struct sample sample = take(trial, n, spans);
        CHECK_INT(phases.begun, turn + 1);
        CHECK_INT(phases.finished, turn + 1);
        CHECK_INT(phases.calls_before_begin, 0);
        CHECK_INT(phases.calls_before_finish, n);
        CHECK_INT(sample.digest, BEGIN_DIGEST + adder_sum(WHOLE) + FINISH_DIGEST);
        CHECK_INT(phases.checked.serial_units, 0);
        CHECK_INT(phases.checked.parallel_units, WHOLE);
        CHECK_INT(phases.checked.workers, n);
        for (unsigned i = 0; i < n; i++) {
            CHECK_INT(adder.worker[i].prepared, 1);
            CHECK_INT(adder.worker[i].call[0].first, WHOLE * i / n);
        }
        check_clocks(&sample, spans);
    }
    trial_close(trial);
}

/* Either phase may be missing. */
static void test_one_phase(struct trial_spec spec) {
    struct worker_span spans[WORKERS];
    for (int missing = 0; missing < 2; missing++) {
        struct workload workload = phased();
        workload.check = adder_check;
        if (missing == 0)
            workload.begin = NULL;
        else
            workload.finish = NULL;
        spec.workload = &workload;
        struct trial *trial = open_trial(&spec);
        struct area_step step = {.parallel_units = WHOLE, .sample = {.p = NAN, .n = 2}};
        CHECK_INT(trial_take(trial, &step, spans, NULL), 0);
        CHECK_INT(step.sample.digest,
                  adder_sum(WHOLE) + (missing == 0 ? FINISH_DIGEST : BEGIN_DIGEST));
        CHECK_INT(step.sample.validity, SAMPLE_BROKEN); /* adder_check knows of no phases */
        CHECK_INT(phases.begun, missing);
        CHECK_INT(phases.finished, 1 - missing);
        trial_close(trial);
    }
}

/* Whole runs are timed, and empty fork-joins, in which it is asked for nothing. */
static void test_calibration(const struct trial_spec *spec) {
    struct area_calibration found = {0};
    struct fault fault = {0};
    struct trial *trial = open_trial(spec);
    phases.begin_ns = phases.finish_ns = 100000;
    CHECK_INT(trial_calibrate(trial, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(found.whole_units, WHOLE);
    CHECK(found.unit_s > 0 && found.phases_s > 0 && found.fork_join_s > 0);
    CHECK_NEAR(found.serial_unit_s, 0, 0);
    CHECK(found.phases_s + WHOLE * found.unit_s >= 200e-6);
    CHECK(phases.begun >= 1 && phases.begun == phases.finished);
    CHECK_INT(adder.worker[0].prepared, phases.begun);
    CHECK_INT(adder.worker[1].prepared + adder.worker[2].prepared, 0);
    trial_close(trial);

    /* Longer than 50 ms: once is enough. */
    trial = open_trial(spec);
    phases.finish_ns = 60000000;
    CHECK_INT(trial_calibrate(trial, &found, &fault), 0);
    CHECK_INT(phases.finished, 1);
    CHECK(found.phases_s >= 60e-3);
    trial_close(trial);
}

static uint64_t no_units(const struct workload_setting *setting) {
    (void)setting;
    return 0;
}

static void test_no_units(struct trial_spec spec) {
    struct workload workload = phased();
    struct area_calibration found = {0};
    struct fault fault = {0};
    workload.whole_units = no_units;
    spec.workload = &workload;
    struct trial *trial = open_trial(&spec);
    CHECK_INT(trial_calibrate(trial, &found, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "'adder' has no units in its parallel phase: its whole_units gave 0");
    trial_close(trial);
}

/* On the scripted team nothing runs, so its phases take no time. */
static void test_scripted(void) {
    const struct team_script script = {.unit_s = 1e-6, .fork_s = 2e-7, .join_s = 1e-7};
    struct team_spec team_spec = {.engine = "scripted", .workers = WORKERS, .script = &script};
    struct team *team = NULL;
    const struct workload workload = phased();
    struct area_calibration found = {0};
    struct worker_span spans[WORKERS];
    CHECK_INT(team_create(&team_spec, &team, NULL), 0);
    struct trial *trial = open_trial(&(struct trial_spec){.workload = &workload,
                                                          .team = team,
                                                          .workers = WORKERS,
                                                          .own_pus = WORKERS,
                                                          .script_unit_s = 1e-6});
    CHECK_INT(trial_calibrate(trial, &found, NULL), 0);
    CHECK_INT(found.whole_units, WHOLE);
    CHECK_NEAR(found.unit_s, 1e-6, 0);
    CHECK_NEAR(found.phases_s, 0, 0);
    const struct sample sample = take(trial, 1, spans);
    CHECK_NEAR(sample.time_s, 301e-6, 1e-12);
    CHECK_NEAR(sample.serial_s, 0, 0);
    CHECK_INT(phases.begun + phases.finished + adder.checked, 0);
    trial_close(trial);
    team_free(team);
}

int main(void) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    /* Maybe more workers than PUs: they give way while they wait. */
    struct team_spec team_spec = {
        .engine = "threads", .place = place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&team_spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    const struct workload workload = phased();
    const struct trial_spec spec = {.workload = &workload,
                                    .team = team,
                                    .place = place,
                                    .workers = WORKERS,
                                    .own_pus = WORKERS,
                                    .runs = true,
                                    .origin_ns = team_now_ns(team)};
    test_samples(&spec);
    test_one_phase(spec);
    test_calibration(&spec);
    test_no_units(spec);
    team_free(team);
    place_free(place);
    test_scripted();
    return check_done();
}
