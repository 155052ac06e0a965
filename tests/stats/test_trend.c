/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "check.h"
#include "stats/trend.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

/* By hand: all 15 pairs rise, (15 - 1) / sqrt(6 * 5 * 17 / 18). */
static void test_known(void) {
    const double rising[] = {1, 2, 3, 4, 5, 6}, falling[] = {9, 8, 7, 5, 4, 1};
    CHECK_NEAR(stats_trend_z(rising, 6), 14 / sqrt(510 / 18.), 1e-12);
    CHECK_NEAR(stats_trend_z(falling, 6), -14 / sqrt(510 / 18.), 1e-12);
    CHECK(stats_has_trend(rising, 6) && stats_has_trend(falling, 6));
    const double level[] = {2, 2, 2, 2, 2, 2}, wavering[] = {1, 3, 2, 1, 3, 2};
    CHECK_NEAR(stats_trend_z(level, 6), 0, 0);
    CHECK(!stats_has_trend(level, 6) && !stats_has_trend(wavering, 6));
}

static void test_too_few(void) {
    const double rising[] = {1, 2, 3, 4, 5};
    CHECK(!stats_has_trend(rising, 5));
    CHECK_NEAR(stats_trend_z(rising, 1), 0, 0);
    CHECK_NEAR(stats_trend_z(rising, 0), 0, 0);
}

/* One huge value is no trend; a drift of a deviation in 12 rounds mostly is. */
static void test_outlier(void) {
    const double spiked[] = {1, 1.2, 1.1, 1e9, 1.15, 1.05, 1.12, 1.08};
    CHECK(!stats_has_trend(spiked, 8));
}

/* Independent values show a trend in about one of twenty series; a third more or less is five
 * standard deviations of 4000. */
static void test_level(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    unsigned found = 0;
    for (int series = 0; series < 4000; series++) {
        double values[12];
        for (int i = 0; i < 12; i++)
            values[i] = gsl_ran_gaussian(random, 1);
        found += stats_has_trend(values, 12);
    }
    CHECK_REPORT(found > 130 && found < 270, "%u of 4000 series have a trend", found);
    gsl_rng_free(random);
}

int main(void) {
    test_known();
    test_too_few();
    test_outlier();
    test_level();
    return check_done();
}
