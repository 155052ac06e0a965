/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether the machine changed its speed, and what that does to a speed-up that is not paired. */
#include "check.h"
#include "explain/drift.h"
#include "sentinels.h"

enum { ROUNDS = 120 };

struct found {
    struct drift *drifts;
    struct drift_row *rows;
    size_t drift_count, row_count;
};

static struct found find(const struct run *run) {
    struct found found = {0};
    struct fault fault = {0};
    CHECK_INT(drift_make(run->samples, run->count, &found.drifts, &found.drift_count, &found.rows,
                         &found.row_count, &fault),
              0);
    CHECK_STRING(fault.text, "");
    return found;
}

static void found_free(struct found *found) {
    free(found->drifts);
    free(found->rows);
}

/* One round at p = 0.9 on a machine on which everything takes `slow` times as long. */
static void add_round(struct run *run, uint32_t round, double slow, const char *place) {
    struct block block = {.p = 0.9, .work_s = 0.01 * slow, .round = round, .place = place};
    run_add_sentinel(run, &(struct sentinel_of){.round = round,
                                                .n = 1,
                                                .alone_s = 2.5e-4 * slow,
                                                .slowest = 1,
                                                .clock = 1,
                                                .place = place});
    run_add_block(run, &block, 4);
}

/* The T(2) of the first half of the run were disturbed: the median over the rest is that of a
 * slower machine, and T(1)'s is not. S is 1/(0.1 + 0.45). */
static void test_linear_drift(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++)
        add_round(&run, round, 1 + 0.1 * round / ROUNDS, NULL);
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].round < ROUNDS / 2 && run.samples[i].n == 2)
            run.samples[i].validity = SAMPLE_DISTURBED;
    struct found found = find(&run);
    CHECK_INT(found.drift_count, 1);
    CHECK_INT(found.row_count, 2); /* n = 2, 4 */
    CHECK_INT(found.drifts[0].rounds, ROUNDS);
    CHECK(found.drifts[0].is_trend);
    CHECK(found.drifts[0].z > 2);
    CHECK(drift_is_notable(&found.drifts[0]));
    /* From 1/12 to 11/12 of the run. */
    CHECK_NEAR(found.drifts[0].change, (1 + 0.1 * 11 / 12) / (1 + 0.1 / 12) - 1, 2e-3);
    const struct drift_row *row = &found.rows[0];
    CHECK_INT(row->n, 2);
    CHECK_NEAR(row->speedup, 1 / 0.55, 1e-12);
    CHECK_NEAR(row->speedup_unpaired, 1.05 / 1.075 / 0.55, 2e-3);
    CHECK_NEAR(row->speedup_corrected, 1 / 0.55, 1e-9);
    CHECK_NEAR(row->sentinel_change, found.drifts[0].change, 0);
    CHECK_NEAR(row->sentinel_z, found.drifts[0].z, 0);
    CHECK(row->is_trend);
    CHECK_NEAR(found.rows[1].speedup_unpaired, 1 / 0.325, 1e-9); /* n = 4 has all of its rounds */
    found_free(&found);
    run_free(&run);
}

/* Noise of 1 %, each round on its own or with a memory of three rounds. */
static void check_noise(double keep) {
    struct run run = {.random = 11};
    double slow = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        slow = keep * slow + sqrt(1 - keep * keep) * run_random(&run);
        add_round(&run, round, 1 + 0.01 * slow, NULL);
    }
    struct found found = find(&run);
    CHECK_REPORT(!found.drifts[0].is_trend, "a trend where each round keeps %g, z = %g", keep,
                 found.drifts[0].z);
    CHECK(!drift_is_notable(&found.drifts[0]));
    CHECK_NEAR(found.rows[0].speedup, 1 / 0.55, 1e-12);
    CHECK_NEAR(found.rows[0].speedup_corrected, 1 / 0.55, 1e-9);
    found_free(&found);
    run_free(&run);
}

/* As steady as can be, and a trend too small for a word. */
static void test_steady(void) {
    for (int tiny = 0; tiny < 2; tiny++) {
        struct run run = {0};
        for (uint32_t round = 0; round < ROUNDS; round++)
            add_round(&run, round, tiny ? 1 + 0.005 * round / ROUNDS : 1, NULL);
        struct found found = find(&run);
        CHECK_INT(found.drifts[0].is_trend, tiny);
        CHECK(!drift_is_notable(&found.drifts[0]));
        if (!tiny) {
            CHECK_NEAR(found.drifts[0].z, 0, 0);
            CHECK_NEAR(found.drifts[0].change, 0, 1e-12);
        }
        found_free(&found);
        run_free(&run);
    }
}

/* A trend of 3 % under a scatter of 10 % is one all the same, and a word. */
static void test_scattered(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++)
        add_round(&run, round,
                  1 + 0.03 * round / ROUNDS +
                      (round % 10 == 0   ? 0.1
                       : round % 10 == 5 ? -0.1
                                         : 0),
                  NULL);
    struct found found = find(&run);
    CHECK(found.drifts[0].is_trend);
    CHECK_REPORT(fabs(found.drifts[0].change) > 0.01 && fabs(found.drifts[0].change) < 0.06,
                 "a change of %g", found.drifts[0].change);
    CHECK(drift_is_notable(&found.drifts[0]));
    found_free(&found);
    run_free(&run);
}

/* Each series has a drift of its own, downwards here; rounds without a valid sentinel are left out
 * of the corrected figure, and an anchor has no row. */
static void test_series_and_holes(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        add_round(&run, round, 1, NULL);
        add_round(&run, round, 1 - 0.1 * round / ROUNDS, "compact");
        run_add_block(&run, &(struct block){.p = 1, .work_s = 1, .role = SAMPLE_ANCHOR}, 2);
    }
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        if (sample->role == SAMPLE_SENTINEL && sample->round % 5 == 0) {
            sample->validity = SAMPLE_BROKEN;
            sample->time_s = NAN;
        }
    }
    struct found found = find(&run);
    CHECK_INT(found.drift_count, 2);
    CHECK_INT(found.row_count, 4);
    CHECK_STRING(found.drifts[0].series.place, "spread");
    CHECK_STRING(found.drifts[1].series.place, "compact");
    CHECK(!found.drifts[0].is_trend);
    CHECK(found.drifts[1].is_trend && found.drifts[1].z < 0 && found.drifts[1].change < -0.05);
    CHECK_INT(found.drifts[1].rounds, ROUNDS - ROUNDS / 5);
    CHECK_STRING(found.rows[3].series.place, "compact");
    CHECK_NEAR(found.rows[3].speedup_corrected, 1 / 0.325, 1e-9);
    found_free(&found);
    run_free(&run);
}

static void test_few_or_none(void) {
    struct run run = {0};
    run_add_block(&run, &(struct block){.p = 0.9, .work_s = 1}, 2);
    struct found found = find(&run);
    CHECK_INT(found.drift_count, 0);
    CHECK_INT(found.row_count, 0);
    found_free(&found);
    run_free(&run);

    for (uint32_t round = 0; round < 3; round++)
        add_round(&run, round, 1 + round, NULL);
    found = find(&run);
    CHECK_INT(found.drift_count, 1);
    CHECK(!found.drifts[0].is_trend);
    CHECK_NEAR(found.drifts[0].z, 0, 0);
    CHECK(isnan(found.drifts[0].change));
    CHECK_NEAR(found.rows[0].speedup, 1 / 0.55, 1e-12);
    found_free(&found);
    run_free(&run);
}

/* Weak scaling: w = 0.1 + 0.9 2 in all three. */
static void test_weak(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double slow = 1 + 0.1 * round / ROUNDS;
        run_add_sentinel(&run, &(struct sentinel_of){.round = round,
                                                     .n = 1,
                                                     .alone_s = 2.5e-4 * slow,
                                                     .slowest = 1,
                                                     .clock = 1,
                                                     .scaling = "weak"});
        run_add_block(
            &run,
            &(struct block){.p = 0.9, .work_s = 0.01 * slow, .round = round, .scaling = "weak"}, 2);
    }
    struct found found = find(&run);
    CHECK_NEAR(found.rows[0].speedup, 1.9, 1e-9);
    CHECK_NEAR(found.rows[0].speedup_unpaired, 1.9, 1e-9);
    CHECK_NEAR(found.rows[0].speedup_corrected, 1.9, 1e-9);
    found_free(&found);
    run_free(&run);
}

int main(void) {
    test_linear_drift();
    check_noise(0);
    check_noise(0.7);
    test_steady();
    test_scattered();
    test_series_and_holes();
    test_few_or_none();
    test_weak();
    return check_done();
}
