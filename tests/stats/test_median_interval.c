/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What holds for every series; how often the interval holds the median is coverage.c's. */
#include "check.h"
#include "process.h"
#include "stats/median_interval.h"

enum { COUNT_MAX = 3000 };

static struct stats_median interval_of(const double *values, const double *times_s, size_t count) {
    struct stats_median median = {0};
    CHECK_INT(stats_median_interval(values, times_s, count, &median, NULL), 0);
    return median;
}

/* 1 … count in an order without a trend, a second apart: i * 7 modulo a prime above. */
static struct stats_median interval_of_count(size_t count) {
    double values[40], times_s[40];
    size_t filled = 0;
    for (size_t i = 0; filled < count; i++) {
        size_t value = (i * 7 + 3) % 41;
        if (value == 0 || value > count)
            continue;
        values[filled] = (double)value;
        times_s[filled] = (double)filled;
        filled++;
    }
    return interval_of(values, times_s, count);
}

static void test_order_statistics_of_few_rounds(void) {
    /* of independent rounds: ends of rank k and count + 1 - k cover 1 - 2 P(Bin(count, 1/2) < k):
     * 96.9, 98.4, 99.2, 96.1, 97.9, 98.8, 99.4
     * and 99.3 % */
    static const struct {
        size_t count;
        double lo, hi;
    } cases[] = {{6, 1, 6},  {7, 1, 7},   {8, 1, 8},   {9, 2, 8},
                 {10, 2, 9}, {11, 2, 10}, {12, 2, 11}, {15, 3, 13}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stats_median median = interval_of_count(cases[i].count);
        CHECK_NEAR(median.interval.value, ((double)cases[i].count + 1) / 2, 0);
        CHECK_NEAR(median.interval.lo, cases[i].lo, 0);
        CHECK_NEAR(median.interval.hi, cases[i].hi, 0);
        CHECK_STRING(median.kind, "this run only");
        CHECK_INT(median.count, cases[i].count);
    }
}

static void test_no_interval_below_6(void) {
    for (size_t count = 1; count < 6; count++) {
        struct stats_median median = interval_of_count(count);
        CHECK_NEAR(median.interval.value, ((double)count + 1) / 2, 0);
        CHECK(isnan(median.interval.lo) && isnan(median.interval.hi));
        CHECK(isnan(median.correlation_s));
        CHECK_STRING(median.kind, "");
    }
    struct stats_median none = interval_of(NULL, NULL, 0);
    CHECK(isnan(none.interval.value));
    CHECK_STRING(none.kind, "");
}

static void test_equal_values(void) {
    double values[100], times_s[100];
    for (int i = 0; i < 100; i++) {
        values[i] = 1;
        times_s[i] = i;
    }
    struct stats_median median = interval_of(values, times_s, 100);
    CHECK_NEAR(median.interval.lo, 1, 0);
    CHECK_NEAR(median.interval.hi, 1, 0);
    CHECK_NEAR(median.correlation_s, 0, 0);
    CHECK_STRING(median.kind, "time blocks");
    median = interval_of(values, times_s, 1);
    CHECK_NEAR(median.interval.value, 1, 0);
}

/* Every second value low: no run of lows can be told from chance by the slowest cosines, and the
 * middle two of 100 bound the interval. */
static void test_alternating_values_have_no_error(void) {
    double values[100], times_s[100];
    for (int i = 0; i < 100; i++) {
        values[i] = i % 2 == 0 ? 1 : 2;
        times_s[i] = i;
    }
    struct stats_median median = interval_of(values, times_s, 100);
    CHECK_NEAR(median.interval.value, 1.5, 0);
    CHECK_NEAR(median.interval.lo, 1, 0);
    CHECK_NEAR(median.interval.hi, 2, 0);
}

static void draw(enum process_kind kind, double correlation_s, size_t count, double *values,
                 double *times_s) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct process process = {.kind = kind, .correlation_s = correlation_s};
    process_draw(&process, 60, count, random, values, times_s);
    gsl_rng_free(random);
}

/* The square root of the independent error of a normal median, 1.2533 / sqrt(count), times
 * Student's t. */
static void test_width_of_independent_rounds(void) {
    static double values[COUNT_MAX], times_s[COUNT_MAX];
    draw(PROCESS_NORMAL, 0, COUNT_MAX, values, times_s);
    struct stats_median median = interval_of(values, times_s, COUNT_MAX);
    double half_width = (median.interval.hi - median.interval.lo) / 2,
           error = 1.2533 / sqrt(COUNT_MAX);
    CHECK_STRING(median.kind, "time blocks");
    CHECK(half_width > 1.2 * error && half_width < 3.5 * error);
    CHECK(median.interval.lo < median.interval.value && median.interval.value < median.interval.hi);
    CHECK_NEAR(median.span_s, 60, 0.1);
}

static void test_correlation_time(void) {
    static double values[COUNT_MAX], times_s[COUNT_MAX];
    draw(PROCESS_AR1, 0.6, COUNT_MAX, values, times_s); /* a run of 100 of them */
    struct stats_median fast = interval_of(values, times_s, COUNT_MAX);
    CHECK(fast.correlation_s > 0.3 && fast.correlation_s < 2);
    CHECK(fast.correlation_limit_s > fast.correlation_s && fast.correlation_limit_s < 4);
    CHECK_STRING(fast.kind, "time blocks");
    draw(PROCESS_AR1, 6, COUNT_MAX, values, times_s);
    struct stats_median slow = interval_of(values, times_s, COUNT_MAX);
    CHECK(slow.correlation_s > 3 && slow.correlation_s < 69);
    CHECK_STRING(slow.kind, "this run only");
    draw(PROCESS_NORMAL, 0, COUNT_MAX, values, times_s);
    CHECK(interval_of(values, times_s, COUNT_MAX).correlation_s < 1);
    draw(PROCESS_DRIFT, 0, COUNT_MAX, values, times_s);
    CHECK_STRING(interval_of(values, times_s, COUNT_MAX).kind, "this run only");
}

/* The ends are values of the series, so a change of scale, even a bent one, takes the interval
 * along. */
static void test_scale(void) {
    static double values[501], times_s[501], bent[501];
    draw(PROCESS_WANDER, 2, 501, values, times_s);
    struct stats_median plain = interval_of(values, times_s, 501);
    for (int i = 0; i < 501; i++) {
        bent[i] = exp(values[i]);
        times_s[i] *= 1000;
    }
    struct stats_median scaled = interval_of(bent, times_s, 501);
    CHECK_NEAR(scaled.interval.value, exp(plain.interval.value), 0);
    CHECK_NEAR(scaled.interval.lo, exp(plain.interval.lo), 0);
    CHECK_NEAR(scaled.interval.hi, exp(plain.interval.hi), 0);
    CHECK_NEAR(scaled.correlation_s, 1000 * plain.correlation_s, 1e-6);
    CHECK_STRING(scaled.kind, plain.kind);
}

/* A run that was cut off and gone on with an hour later has not lasted an hour. */
static void test_pause(void) {
    static double values[400], times_s[400];
    draw(PROCESS_AR1, 6, 400, values, times_s);
    for (int i = 200; i < 400; i++)
        times_s[i] += 3600;
    struct stats_median median = interval_of(values, times_s, 400);
    CHECK(median.span_s < 63);
    CHECK_STRING(median.kind, "this run only");
}

static void test_same_answer_twice(void) {
    static double values[1000], times_s[1000];
    draw(PROCESS_HEAVY, 0, 1000, values, times_s);
    struct stats_median first = interval_of(values, times_s, 1000),
                        second = interval_of(values, times_s, 1000);
    CHECK(first.interval.lo == second.interval.lo && first.interval.hi == second.interval.hi);
    CHECK(first.correlation_s == second.correlation_s);
}

int main(void) {
    test_order_statistics_of_few_rounds();
    test_no_interval_below_6();
    test_equal_values();
    test_alternating_values_have_no_error();
    test_width_of_independent_rounds();
    test_correlation_time();
    test_scale();
    test_pause();
    test_same_answer_twice();
    return check_done();
}
