/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Trends over time blocks: drifts are found, noise is not, also where it remembers itself. */
#include "check.h"
#include "stats/block_trend.h"
#include "stats/trend.h"

#include <stdint.h>

enum { MOST = 600 };

/* Knuth's MMIX generator, the same in every run of the test; the sum of 12 evenly in 0 … 1 less 6
 * is near enough to normal. */
static double draw(uint64_t *state) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        sum += (double)(*state >> 11) / 0x1p53;
    }
    return sum;
}

/* Around 1, by 1 %: a first-order process that forgets in `memory` rounds, 0 at once. */
static void make_noise(uint64_t *state, size_t count, double memory, double *values,
                       double *times_s) {
    double keep = memory > 0 ? exp(-1 / memory) : 0, slow = draw(state);
    for (size_t i = 0; i < count; i++) {
        slow = keep * slow + sqrt(1 - keep * keep) * draw(state);
        values[i] = 1 + 0.01 * slow;
        times_s[i] = 0.1 * (double)i;
    }
}

static struct stats_block_trend find(const double *values, const double *times_s, size_t count) {
    struct stats_block_trend trend = {0};
    struct fault fault = {0};
    CHECK_INT(stats_find_block_trend(values, times_s, count, &trend, &fault), 0);
    CHECK_STRING(fault.text, "");
    return trend;
}

/* 200 runs; how many show a trend. */
static int count_trends(size_t rounds, double memory, double rise) {
    uint64_t state = rounds + (uint64_t)(100 * memory);
    int found = 0;
    for (int run = 0; run < 200; run++) {
        double values[MOST], times_s[MOST];
        make_noise(&state, rounds, memory, values, times_s);
        for (size_t i = 0; i < rounds; i++)
            values[i] *= 1 + rise * (double)i / (double)rounds;
        found += find(values, times_s, rounds).is_trend;
    }
    return found;
}

/* 5 % of 200 are 10, and at most 22 in all but one of 10 000 draws of as many. */
static void test_noise_is_none(void) {
    CHECK_REPORT(count_trends(24, 0, 0) <= 22, "24 rounds");
    CHECK_REPORT(count_trends(200, 0, 0) <= 22, "200 rounds");
    CHECK_REPORT(count_trends(200, 4, 0) <= 22, "200 rounds, which remember 4");
    CHECK_REPORT(count_trends(MOST, 12, 0) <= 22, "600 rounds, which remember 12");
}

/* A drift of five times the noise, up and down. */
static void test_drift_is_one(void) {
    CHECK_REPORT(count_trends(24, 0, 0.05) >= 180, "24 rounds");
    CHECK_REPORT(count_trends(200, 4, 0.05) >= 180, "200 rounds, which remember 4");
    CHECK_REPORT(count_trends(200, 4, -0.05) >= 180, "200 rounds, downwards");
}

/* Most of it in the first sixth of the run: a memory of that length would explain it as well, but
 * for the way in which it always goes. */
static void test_bent_drift(void) {
    double values[200], times_s[200];
    uint64_t state = 7;
    make_noise(&state, 200, 0, values, times_s);
    for (size_t i = 0; i < 200; i++)
        values[i] += 0.1 * (1 - exp(-(double)i / 30));
    struct stats_block_trend trend = find(values, times_s, 200);
    CHECK(trend.is_trend);
    CHECK(trend.z > 2);
    CHECK_INT(trend.blocks, STATS_TREND_BLOCKS_MAX);
}

static void test_ends(void) {
    const double rising[] = {1, 2, 3, 4, 5, 6}, times_s[] = {0, 1, 2, 3, 4, 5};
    const double equal[] = {3, 3, 3, 3, 3, 3};
    struct stats_block_trend trend = find(rising, times_s, 5);
    CHECK(!trend.is_trend);
    CHECK_NEAR(trend.z, 0, 0);
    trend = find(rising, times_s, 6);
    CHECK(trend.is_trend);
    CHECK_INT(trend.blocks, 6);
    CHECK_NEAR(trend.z, stats_trend_z(rising, 6), 0);
    trend = find(equal, times_s, 6);
    CHECK(!trend.is_trend);
    CHECK_NEAR(trend.z, 0, 0);
    CHECK(!find(NULL, NULL, 0).is_trend);
}

/* A run that goes up and down for a quarter of itself each way: what is left beside a monotone
 * curve remembers, and no trend is told. */
static void test_wave(void) {
    double values[200], times_s[200];
    uint64_t state = 9;
    make_noise(&state, 200, 0, values, times_s);
    for (size_t i = 0; i < 200; i++)
        values[i] += 0.1 * sin((double)i / 200 * 4 * 3.14159265358979);
    struct stats_block_trend trend = find(values, times_s, 200);
    CHECK(!trend.is_trend);
    CHECK(trend.blocks < STATS_TREND_BLOCKS_MAX);
}

int main(void) {
    test_noise_is_none();
    test_drift_is_one();
    test_bent_drift();
    test_ends();
    test_wave();
    return check_done();
}
