/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A ratio worked out by hand, where there is no interval, and how often the interval holds what the
 * numbers were drawn from. */
#include "check.h"
#include "stats/ratio_interval.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

/* Six rounds are six groups: 15/60 = 0.25; left out one at a time (15 - a)/50 is 0.3 for a = 0, …,
 * 0.2 for a = 5. Their mean is 0.25 and the sum of squares 2 (0.05^2 + 0.03^2 + 0.01^2) = 0.007, so
 * the error is sqrt(5/6 · 0.007) = 0.0763763; Student's t at 97.5 % with 5 degrees of freedom is
 * 2.570582 in any table. */
static void test_by_hand(void) {
    const double above[] = {0, 1, 2, 3, 4, 5}, below[] = {10, 10, 10, 10, 10, 10};
    struct interval ratio = stats_ratio_interval(above, below, 6);
    CHECK_NEAR(ratio.value, 0.25, 1e-15);
    CHECK_NEAR(ratio.hi - ratio.value, 2.570582 * 0.0763763, 1e-6);
    CHECK_NEAR(ratio.value - ratio.lo, ratio.hi - ratio.value, 1e-15);
}

/* Groups are of consecutive rounds: what repeats within each of 16 groups of four is no error. */
static void test_groups(void) {
    double above[64], below[64];
    for (size_t i = 0; i < 64; i++) {
        above[i] = (double)(i % 4);
        below[i] = 10;
    }
    struct interval ratio = stats_ratio_interval(above, below, 64);
    CHECK_NEAR(ratio.value, 0.15, 1e-15);
    CHECK(isnan(ratio.lo) && isnan(ratio.hi));
    above[0] = 1;
    ratio = stats_ratio_interval(above, below, 64);
    CHECK(ratio.lo < ratio.value && ratio.hi > ratio.value);
}

static void test_no_interval(void) {
    const double above[] = {1, 2, 3, 4, 5, 6}, below[] = {9, 9, 9, 9, 9, 9};
    const double nothing[] = {0, 0, 0, 0, 0, 0}, once[] = {0, 9, 0, 0, 0, 0};
    struct interval ratio = stats_ratio_interval(above, below, 5);
    CHECK_NEAR(ratio.value, 15.0 / 45, 1e-15);
    CHECK(isnan(ratio.lo) && isnan(ratio.hi));
    ratio = stats_ratio_interval(above, nothing, 6);
    CHECK(isnan(ratio.value) && isnan(ratio.lo) && isnan(ratio.hi));
    ratio = stats_ratio_interval(above, below, 0);
    CHECK(isnan(ratio.value));
    ratio = stats_ratio_interval(once, once, 6);
    CHECK_NEAR(ratio.value, 1, 0);
    CHECK(isnan(ratio.lo));
    ratio = stats_ratio_interval(below, below, 6); /* agree to the last digit */
    CHECK_NEAR(ratio.value, 1, 0);
    CHECK(isnan(ratio.lo) && isnan(ratio.hi));
}

/* Numerators of both signs: the sums of the first test less 3 in each round make 0.25 - 0.3, and
 * the same error. Those that cancel are no agreement, and those that are alike are. */
static void test_signed(void) {
    const double above[] = {-3, -2, -1, 0, 1, 2}, below[] = {10, 10, 10, 10, 10, 10};
    struct interval ratio = stats_ratio_interval(above, below, 6);
    CHECK_NEAR(ratio.value, -0.05, 1e-15);
    CHECK_NEAR(ratio.hi - ratio.value, 2.570582 * 0.0763763, 1e-6);
    CHECK_NEAR(ratio.value - ratio.lo, ratio.hi - ratio.value, 1e-15);
    const double cancel[] = {-3, 3, -3, 3, -3, 3}, alike[] = {-3, -3, -3, -3, -3, -3};
    ratio = stats_ratio_interval(cancel, below, 6);
    CHECK_NEAR(ratio.value, 0, 0);
    CHECK(ratio.lo < -0.1 && ratio.hi > 0.1);
    ratio = stats_ratio_interval(alike, below, 6);
    CHECK_NEAR(ratio.value, -0.3, 1e-15);
    CHECK(isnan(ratio.lo) && isnan(ratio.hi));
}

/* Looks at a program: of a Poisson number in each round a share of 0.2 sees one thread, the others
 * see four. The share of one-thread looks in all threads seen is 0.2 / (0.2 + 0.8 · 4). */
static double coverage(size_t rounds, double looks, gsl_rng *random) {
    enum { TRIALS = 2000, ROUNDS_MAX = 200 };
    const double truth = 0.2 / (0.2 + 0.8 * 4);
    double above[ROUNDS_MAX], below[ROUNDS_MAX];
    unsigned held = 0;
    for (unsigned trial = 0; trial < TRIALS; trial++) {
        for (size_t i = 0; i < rounds; i++) {
            unsigned seen = gsl_ran_poisson(random, looks);
            unsigned one = gsl_ran_binomial(random, 0.2, seen);
            above[i] = one;
            below[i] = one + 4.0 * (seen - one);
        }
        struct interval ratio = stats_ratio_interval(above, below, rounds);
        held += ratio.lo <= truth && truth <= ratio.hi;
    }
    return held / (double)TRIALS;
}

/* 2000 trials of 95 % scatter by 0.5 %: four times that either way. Six groups of few looks have a
 * skewed ratio, and lose some more. */
static void test_coverage(void) {
    const struct {
        size_t rounds;
        double looks, least;
    } rows[] = {{6, 50, 0.92}, {12, 10, 0.92}, {40, 10, 0.93}, {200, 4, 0.93}};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 7);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double share = coverage(rows[i].rounds, rows[i].looks, random);
        printf("%3zu rounds of %2g looks: %.1f %% held\n", rows[i].rounds, rows[i].looks,
               100 * share);
        CHECK_REPORT(share >= rows[i].least && share <= 0.97,
                     "%zu rounds: %g of the intervals hold", rows[i].rounds, share);
    }
    gsl_rng_free(random);
}

int main(void) {
    test_by_hand();
    test_groups();
    test_no_interval();
    test_signed();
    test_coverage();
    return check_done();
}
