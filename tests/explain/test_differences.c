/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The figures of a difference: ratios known by construction, rounds that lack a side. */
#include "differences.h"

enum { ROUNDS = 40 };

/* Neighbours have their clocks lower, say: T(1) differs, and a speed-up of 1.6 is 0.8 times 2. */
static const struct level PLACES[] = {
    {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
    {{"spin", "", "threads", "strong", "compact", "block"}, 1.25, 1.6},
    {{"spin", "", "threads", "strong", "smt", "block"}, 3, 2.5},
};

static void test_known_ratio(void) {
    struct run run = levels_run(PLACES, 3, ROUNDS);
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 2); /* none of n = 1, none of the first level */
    for (size_t i = 0; i < count; i++) {
        double ratio = i == 0 ? 0.8 : 1.25;
        CHECK_STRING(rows[i].series.place, i == 0 ? "compact" : "smt");
        CHECK_STRING(rows[i].factor, "place");
        CHECK_STRING(rows[i].reference, "spread"); /* not the level before */
        CHECK_NEAR(rows[i].p, 0.5, 0);
        CHECK_INT(rows[i].n, 2);
        CHECK(!rows[i].oversubscribed);
        CHECK_NEAR(rows[i].speedup_ratio.value, ratio, 1e-12);
        CHECK_NEAR(rows[i].speedup_ratio.lo, ratio, 1e-12);
        CHECK_NEAR(rows[i].speedup_ratio.hi, ratio, 1e-12);
        CHECK_INT(rows[i].rounds, ROUNDS);
        CHECK_STRING(rows[i].interval_kind, "time blocks");
        CHECK_STRING(rows[i].verdict, i == 0 ? "lower" : "higher");
    }
    free(rows);
    run_free(&run);
}

static void test_same(void) {
    struct level levels[] = {PLACES[0], PLACES[1]};
    levels[1].speedup = 2.01; /* half a percent more */
    struct run run = levels_run(levels, 2, ROUNDS);
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 1);
    CHECK_STRING(rows[0].verdict, "same");
    free(rows);
    rows = differences_of(&run, 0.001, &count);
    CHECK_STRING(rows[0].verdict, "higher");
    free(rows);
    run_free(&run);
}

/* Five rounds have no interval. */
static void test_few_rounds(void) {
    struct run run = levels_run(PLACES, 2, 5);
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 1);
    CHECK_NEAR(rows[0].speedup_ratio.value, 0.8, 1e-12);
    CHECK(isnan(rows[0].speedup_ratio.lo) && isnan(rows[0].speedup_ratio.hi));
    CHECK_STRING(rows[0].interval_kind, "");
    CHECK_STRING(rows[0].verdict, "cannot tell");
    free(rows);
    run_free(&run);
}

/* The machine gets slower from round to round for both: each round is compared within itself. A
 * round that only one side has says nothing. */
static void test_rounds_of_one_side(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct level spread = PLACES[0], compact = PLACES[1];
        spread.speedup = 2 - 0.02 * round;
        compact.speedup = 0.8 * spread.speedup;
        if (round % 4 != 1)
            level_add(&run, &spread, round, 0.5);
        if (round % 4 != 3)
            level_add(&run, &compact, round, 0.5);
    }
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 1);
    CHECK_INT(rows[0].rounds, ROUNDS / 2);
    CHECK_NEAR(rows[0].speedup_ratio.lo, 0.8, 1e-12);
    CHECK_NEAR(rows[0].speedup_ratio.hi, 0.8, 1e-12);
    free(rows);
    run_free(&run);
}

/* Of either side, T(n) or T(1): each takes its round with it. */
static void test_disturbed(void) {
    struct run run = levels_run(PLACES, 2, ROUNDS);
    for (size_t i = 0; i < 4; i++) { /* of a round's four samples, a different one in each */
        struct sample *sample = &run.samples[4 * i + i];
        sample->validity = i % 2 == 0 ? SAMPLE_DISTURBED : SAMPLE_BROKEN;
        sample->time_s *= 100;
    }
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(rows[0].rounds, ROUNDS - 4);
    CHECK_NEAR(rows[0].speedup_ratio.lo, 0.8, 1e-12);
    CHECK_NEAR(rows[0].speedup_ratio.hi, 0.8, 1e-12);
    free(rows);
    /* More than half of one side left out: what is left says nothing, however sharp. */
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].validity = i / 4 < ROUNDS * 2 / 3 ? SAMPLE_DISTURBED : SAMPLE_VALID;
    rows = differences_of(&run, 0.01, &count);
    CHECK_NEAR(rows[0].speedup_ratio.value, 0.8, 1e-12);
    CHECK_STRING(rows[0].verdict, "cannot tell");
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].validity = SAMPLE_DISTURBED;
    rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 1);
    CHECK_INT(rows[0].rounds, 0);
    CHECK(isnan(rows[0].speedup_ratio.value));
    CHECK_STRING(rows[0].verdict, "cannot tell");
    free(rows);
    run_free(&run);
}

/* Throughput has no p, which is one p like any other. */
static void test_no_p(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        for (int i = 0; i < 2; i++) {
            struct level level = PLACES[i];
            strcpy(level.series.scaling, "throughput");
            level_add(&run, &level, round, NAN);
        }
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 1);
    CHECK(isnan(rows[0].p));
    CHECK_NEAR(rows[0].speedup_ratio.value, 0.8, 1e-12);
    CHECK_INT(rows[0].rounds, ROUNDS);
    free(rows);
    run_free(&run);
}

static void test_oversubscribed(void) {
    struct run run = levels_run(PLACES, 2, ROUNDS);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].oversubscribed = run.samples[i].n == 2;
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK(rows[0].oversubscribed);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_known_ratio();
    test_same();
    test_few_rounds();
    test_rounds_of_one_side();
    test_disturbed();
    test_no_p();
    test_oversubscribed();
    return check_done();
}
