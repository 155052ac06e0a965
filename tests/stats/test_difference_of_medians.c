/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Differences worked out by hand, series without an interval, Holm's steps. */
#include "check.h"
#include "stats/difference_of_medians.h"

enum { VALUES = 6, LONG = 96 };

static const double TIMES_S[VALUES] = {0, 1, 2, 3, 4, 5};
/* In an order that shows next to no memory, for which the error is some 1 % larger: 1 … 6, whose
 * mean is 3.5 and whose variance is 3.5. */
static const double ONE_TO_SIX[VALUES] = {4, 1, 6, 3, 2, 5};

static struct stats_difference compare(const double *first, const double *second, size_t count) {
    const struct stats_series a = {first, TIMES_S, count}, b = {second, TIMES_S, count};
    struct stats_difference difference = {0};
    CHECK_INT(stats_difference_of_medians(&a, &b, &difference, NULL), 0);
    return difference;
}

/* Equal scatter: the error is sqrt(2 · 3.5/6) with 10 degrees of freedom, whose t at 97.5 % is
 * 2.228139 in any table. */
static void test_welch(void) {
    double second[VALUES];
    for (size_t i = 0; i < VALUES; i++)
        second[i] = ONE_TO_SIX[i] + 2;
    struct stats_difference difference = compare(ONE_TO_SIX, second, VALUES);
    double error = sqrt(2 * 3.5 / 6);
    CHECK_NEAR(difference.value, 2, 1e-12);
    CHECK_NEAR(difference.error, error, 0.03);
    CHECK(difference.error >= error - 1e-12);
    CHECK_NEAR(difference.freedom, 10, 1e-9);
    struct interval interval = stats_difference_interval(&difference, 0.05);
    CHECK_NEAR(interval.hi - interval.value, 2.228139 * difference.error, 1e-5);
    CHECK_NEAR(interval.value - interval.lo, interval.hi - interval.value, 1e-12);
    struct interval all = stats_difference_interval(&difference, 0.05 / 20);
    CHECK(all.lo < interval.lo && all.hi > interval.hi);
    /* A p of 0.05 is where the interval ends. */
    struct interval edge = stats_difference_interval(&difference, difference.p);
    CHECK_NEAR(edge.lo, 0, 1e-9);
}

/* Against itself alone: 3.5 with an error of sqrt(3.5/6) and 5 degrees of freedom. */
static void test_paired(void) {
    struct stats_difference difference = {0};
    const struct stats_series series = {ONE_TO_SIX, TIMES_S, VALUES};
    CHECK_INT(stats_median_difference(&series, &difference, NULL), 0);
    CHECK_NEAR(difference.value, 3.5, 1e-12);
    CHECK_NEAR(difference.error, sqrt(3.5 / 6), 0.02);
    CHECK_NEAR(difference.freedom, 5, 0);
}

static void test_too_few(void) {
    struct stats_difference difference = compare(ONE_TO_SIX, ONE_TO_SIX, 5);
    CHECK_NEAR(difference.value, 0, 1e-12);
    CHECK(isnan(difference.error) && isnan(difference.p));
    struct interval interval = stats_difference_interval(&difference, 0.05);
    CHECK(isnan(interval.lo) && isnan(interval.hi));
    CHECK(isnan(compare(ONE_TO_SIX, ONE_TO_SIX, 0).value));
}

/* What agrees to the last digit has no error: a difference is one, and none is none. */
static void test_exact(void) {
    const double ones[VALUES] = {1, 1, 1, 1, 1, 1}, twos[VALUES] = {2, 2, 2, 2, 2, 2};
    struct stats_difference difference = compare(ones, twos, VALUES);
    struct interval interval = stats_difference_interval(&difference, 0.05);
    CHECK_NEAR(interval.lo, 1, 0);
    CHECK_NEAR(interval.hi, 1, 0);
    CHECK_NEAR(difference.p, 0, 0);
    CHECK_NEAR(compare(ones, ones, VALUES).p, 1, 0);
}

/* One value in each block of six is far off, and no block's median. */
static void test_robust(void) {
    double first[LONG], second[LONG], times_s[LONG];
    for (size_t i = 0; i < LONG; i++) {
        times_s[i] = (double)i;
        first[i] = (double)((i * 37) % 11) / 11;
        second[i] = first[i] + 3;
        if (i % 6 == 2)
            second[i] += 1000;
    }
    const struct stats_series a = {first, times_s, LONG}, b = {second, times_s, LONG};
    struct stats_difference difference = {0};
    CHECK_INT(stats_difference_of_medians(&a, &b, &difference, NULL), 0);
    CHECK_NEAR(difference.value, 3, 0.3);
    CHECK(difference.error < 0.3);
}

/* A series that wanders is known less well than the same values shuffled. */
static void test_memory(void) {
    double slow[LONG], shuffled[LONG], times_s[LONG];
    for (size_t i = 0; i < LONG; i++) {
        times_s[i] = (double)i;
        slow[i] = sin((double)i / 7) + 0.05 * (double)((i * 37) % 11);
    }
    for (size_t i = 0; i < LONG; i++)
        shuffled[i] = slow[(i * 41) % LONG]; /* 41 and 96 have no divisor in common */
    const struct stats_series a = {slow, times_s, LONG}, b = {shuffled, times_s, LONG};
    struct stats_difference wanders = {0}, scatters = {0};
    CHECK_INT(stats_median_difference(&a, &wanders, NULL), 0);
    CHECK_INT(stats_median_difference(&b, &scatters, NULL), 0);
    CHECK(wanders.error > 1.5 * scatters.error);
}

/* Four known ones: 0.01 · 4, 0.02 · 3, 0.025 · 2 (kept at 0.06), 0.6. */
static void test_holm(void) {
    const double p[] = {0.6, 0.01, NAN, 0.025, 0.02}, expected[] = {0.6, 0.04, NAN, 0.06, 0.06};
    double adjusted[5];
    CHECK_INT(stats_adjust_holm(p, 5, adjusted, NULL), 0);
    for (size_t i = 0; i < 5; i++)
        CHECK_NEAR(adjusted[i], expected[i], 1e-15);
}

int main(void) {
    test_welch();
    test_paired();
    test_too_few();
    test_exact();
    test_robust();
    test_memory();
    test_holm();
    return check_done();
}
