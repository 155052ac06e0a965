/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the rounds of a lane have beside their blocks: in which rounds, and the rows of it. */
#include "conductor.h"
#include "sweep/lane_state.h"

#include <sched.h>

enum { SENTINEL_UNITS = 1000, SAMPLES_MAX = 512 };

/* A lane that measures "best" on the machine's own cores, and the samples of a round of it. */
struct fixture {
    struct conductor conductor;
    struct interrupt interrupt;
    struct lane *lane;
    uint64_t next_id;
    struct sample samples[SAMPLES_MAX];
    size_t count, span_count;
};

static bool has_two_pus(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
}

static void fixture_open(struct fixture *fixture) {
    static const char *const names[] = {"best"};
    struct conductor *conductor = &fixture->conductor;
    conductor_open(conductor, "threads");
    conductor_measure(conductor, "threads", names, 1);
    conductor->spec.cores = (struct plan_cores){.count = 2, .value = {1, 2}};
    conductor->spec.base.workers = 2;
    if (!has_two_pus()) {
        conductor->spec.base.oversubscribed_from = 1;
        conductor->spec.pus = 1;
    }
    CHECK_INT(interrupt_open(&fixture->interrupt, &conductor->fault), 0);
    CHECK_INT(
        lane_open(&conductor->spec, 0, &fixture->interrupt, &fixture->lane, &conductor->fault), 0);
    CHECK_STRING(conductor->fault.text, "");
    CHECK_STRING(lane_report(fixture->lane)->fault.text, "");
    fixture->next_id = 1;
    /* Whatever this machine has. */
    struct area_calibration *found = &fixture->lane->report.calibration;
    CHECK(found->has_best);
    found->has_counters = true;
    found->sentinel_units = fixture->lane->sentinel.parallel_units = SENTINEL_UNITS;
}

static void fixture_close(struct fixture *fixture) {
    lane_close(fixture->lane);
    interrupt_close(&fixture->interrupt);
    conductor_close(&fixture->conductor);
}

static void fixture_take(struct fixture *fixture, uint64_t round, bool is_warming) {
    struct lane_take take = {0};
    double measuring_s = 0;
    fixture->count = fixture->span_count = 0;
    lane_begin_round(fixture->lane, round, is_warming, &fixture->interrupt, &fixture->next_id);
    while (lane_has_batch(fixture->lane)) {
        CHECK_INT(lane_take_batch(fixture->lane, &fixture->interrupt, &take, &measuring_s,
                                  &fixture->conductor.fault),
                  0);
        for (size_t i = 0; i < take.sample_count && fixture->count < SAMPLES_MAX; i++)
            fixture->samples[fixture->count++] = take.samples[i];
        fixture->span_count += take.span_count;
    }
    CHECK_STRING(lane_report(fixture->lane)->fault.text, "");
    free(take.samples);
    free(take.spans);
}

static size_t count_role(const struct fixture *fixture, enum sample_role role) {
    size_t count = 0;
    for (size_t i = 0; i < fixture->count; i++)
        count += fixture->samples[i].role == role;
    return count;
}

/* The block's own sample at n = 1 or more of the same p. */
static const struct sample *find_own(const struct fixture *fixture, double p, unsigned n) {
    for (size_t i = 0; i < fixture->count; i++)
        if (sample_is_of_speedup(&fixture->samples[i]) && fixture->samples[i].p == p &&
            fixture->samples[i].n == n)
            return &fixture->samples[i];
    return NULL;
}

static void check_sentinel(const struct sample *sample) {
    CHECK(isnan(sample->p) && isnan(sample->p_work) && isnan(sample->bytes));
    CHECK_STRING(sample->p_basis, "");
    CHECK_INT(sample->units, sample->n * SENTINEL_UNITS);
}

/* As its block's own. */
static void check_like_own(const struct fixture *fixture, const struct sample *sample) {
    const struct sample *own = find_own(fixture, sample->p, sample->n);
    CHECK(own != NULL);
    if (own == NULL)
        return;
    CHECK_NEAR(sample->p_work, own->p_work, 0);
    CHECK_STRING(sample->p_basis, own->p_basis);
    CHECK_INT(sample->units, own->units);
    CHECK_INT(sample->has_digest, own->has_digest);
    CHECK(sample->digest == own->digest);
}

/* Ids dense from where the round before ended, a base in the same round, and every row whole. */
static void check_rows(const struct fixture *fixture, uint64_t first_id, uint64_t round) {
    size_t spans = 0;
    for (size_t i = 0; i < fixture->count; i++) {
        const struct sample *sample = &fixture->samples[i];
        CHECK_INT(sample->id, first_id + i);
        CHECK_INT(sample->position, i);
        CHECK_INT(sample->round, round);
        CHECK_STRING(sample->series.workload, "best");
        CHECK(sample->validity != SAMPLE_BROKEN && sample->time_s > 0);
        CHECK(sample->base_id >= first_id && sample->base_id < first_id + fixture->count);
        const struct sample *base = &fixture->samples[sample->base_id - first_id];
        CHECK_INT(base->n, 1);
        CHECK_INT(base->role == sample->role, sample->role != SAMPLE_BEST);
        CHECK(base->p == sample->p || (isnan(base->p) && isnan(sample->p)));
        if (sample->role == SAMPLE_SENTINEL)
            check_sentinel(sample);
        else if (sample->role != SAMPLE_WARMUP)
            check_like_own(fixture, sample);
        spans += sample->n;
    }
    CHECK_INT(fixture->span_count, spans);
}

/* Blocks: 0.5, 0.9, and the anchors 0 and 1; each at n = 1 and 2. */
static void check_round(struct fixture *fixture, uint64_t round, size_t blocks, bool counted,
                        bool best) {
    uint64_t first_id = fixture->next_id;
    fixture_take(fixture, round, false);
    CHECK_INT(count_role(fixture, SAMPLE_SENTINEL), 2);
    CHECK_INT(count_role(fixture, SAMPLE_COUNTED), counted ? 2 * blocks : 0);
    CHECK_INT(count_role(fixture, SAMPLE_BEST), best ? blocks : 0);
    CHECK_INT(count_role(fixture, SAMPLE_ASKED) + count_role(fixture, SAMPLE_ANCHOR), 2 * blocks);
    CHECK_INT(count_role(fixture, SAMPLE_WARMUP), 0);
    check_rows(fixture, first_id, round);
}

static void test_rounds(void) {
    static struct fixture fixture;
    fixture_open(&fixture);
    fixture_take(&fixture, 0, true);
    CHECK_INT(fixture.count, 2 * 4);
    CHECK_INT(count_role(&fixture, SAMPLE_WARMUP), fixture.count);
    check_rows(&fixture, 1, 0);
    check_round(&fixture, 0, 4, true, true);
    check_round(&fixture, 1, 4, false, false);
    lane_rest(fixture.lane, 0, true);
    lane_rest(fixture.lane, 1, true);
    check_round(&fixture, 2, 2, false, false);
    check_round(&fixture, 4, 4, false, true); /* those that rest return */
    check_round(&fixture, 8, 4, true, true);
    CHECK_INT(lane_report(fixture.lane)->failures, 0);
    fixture_close(&fixture);
}

/* What a lane like this one has in round 0. */
static struct plan_round_spec round_of(struct lane *lane) {
    lane->report.calibration.has_best = lane->report.calibration.has_counters = true;
    lane->report.calibration.sentinel_units = SENTINEL_UNITS;
    return lane_round_spec(lane, 0, false);
}

static void test_without(void) {
    struct sweep_spec spec = {.cores = {.count = 2, .value = {1, 2}}};
    struct lane lane = {.spec = &spec, .report.calibration.unit_s = 1e-9};
    struct plan_round_spec round = round_of(&lane);
    CHECK(round.has_sentinels && round.has_counted && round.has_best);
    round = lane_round_spec(&lane, 0, true); /* warm-up */
    CHECK(!round.has_sentinels && !round.has_counted && !round.has_best);

    lane.report.calibration = (struct area_calibration){.unit_s = 1e-9}; /* can none of it */
    round = lane_round_spec(&lane, 0, false);
    CHECK(!round.has_sentinels && !round.has_counted && !round.has_best);

    lane.report.calibration.unit_s = 0; /* no work */
    round = round_of(&lane);
    CHECK(!round.has_sentinels && !round.has_counted && !round.has_best);

    lane.report.calibration.unit_s = 1;
    lane.setup.program.argument_count = 1; /* a foreign program */
    round = round_of(&lane);
    CHECK(!round.has_sentinels && !round.has_counted && round.has_best);

    lane.setup.program.argument_count = 0;
    spec.cores.count = 1; /* n = 1 alone: nothing grows */
    round = round_of(&lane);
    CHECK(round.has_sentinels && !round.has_counted && round.has_best);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_without();
    test_rounds();
    return check_done();
}
