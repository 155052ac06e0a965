/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* By how much two series differ whose neighbours may share their disturbance: two runs, or the same
 * rounds of one run. */
#ifndef AMDAHL_DIFFERENCE_OF_MEDIANS_H
#define AMDAHL_DIFFERENCE_OF_MEDIANS_H

#include "fault/fault.h"
#include "stats/interval.h"

#include <stddef.h>

/* Fewer values than the first have no interval, as everywhere (stats/median_interval.h). A run is
 * cut into blocks: as many as the last at most, for more would be so short that neighbours share
 * their disturbance; the middle one at least, where it has that many values, for fewer leave
 * Student's t wide. Below 20 values most blocks are single values, below 30 of two. */
enum {
    STATS_DIFFERENCE_VALUES_MIN = 6,
    STATS_DIFFERENCE_BLOCKS_MIN = 10,
    STATS_DIFFERENCE_BLOCKS_MAX = 16,
};

/* A run's values in measuring order at the ascending `times_s`; all finite. */
struct stats_series {
    const double *values, *times_s;
    size_t count;
};

struct stats_difference {
    double value;   /* the second less the first; NAN where one has no value */
    double error;   /* its standard error; NAN: too few values for one */
    double freedom; /* of Student's t that value/error has */
    double p;       /* of no difference, two-sided; NAN without an error */
};

/* The level of `second` less that of `first`, two runs that nothing but the machine has in common.
 * Each run is cut into consecutive time blocks; the difference is that of the means of their
 * medians, its error Welch's (Biometrika 34, 1947). What neighbouring blocks share, were the
 * series a first-order process with the correlation time that stats/correlation.h estimates, is put
 * back into the error. tests/stats/difference_coverage.c has how often the interval holds.
 * FAULT_SYSTEM: no memory. Any thread. */
int stats_difference_of_medians(const struct stats_series *first, const struct stats_series *second,
                                struct stats_difference *ret_difference, struct fault *fault);

/* The same of one series, of the differences within rounds: its level, against 0. */
int stats_median_difference(const struct stats_series *differences,
                            struct stats_difference *ret_difference, struct fault *fault);

/* The interval that holds the true difference but for a share `missed` of such series: 0.05, or of
 * each of m so that all m hold together 0.05/m (Bonferroni). Without an error its ends are NAN. */
struct interval stats_difference_interval(const struct stats_difference *difference, double missed);

/* What p has to be after Holm (Scand. J. Stat. 6, 1979) so that among all `count` no true "no
 * difference" is rejected more often than by one alone. NAN values stay, and count for none. May be
 * the same array. FAULT_SYSTEM: no memory. */
int stats_adjust_holm(const double *p, size_t count, double *ret_adjusted, struct fault *fault);

#endif
