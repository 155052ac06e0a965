/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether a series whose neighbours may share their disturbance rises or falls over a run. */
#ifndef AMDAHL_BLOCK_TREND_H
#define AMDAHL_BLOCK_TREND_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

/* With 16 medians Mann and Kendall's test finds what 16 000 values would show, and blocks of a run
 * that wanders are long enough to be nearly independent. */
enum { STATS_TREND_BLOCKS_MAX = 16 };

struct stats_block_trend {
    size_t blocks; /* of equal counts of values; fewer than STATS_TREND_VALUES_MIN: no test */
    double z;      /* of Mann and Kendall over the blocks' medians (stats/trend.h); 0: no test */
    bool is_trend; /* at 5 % */
};

/* The test over the medians of up to 16 consecutive blocks, each at least 5 correlation times long:
 * medians that remember each other show a trend too often. The correlation time is that of what is
 * left beside the monotone curve that is nearest to the values (pool adjacent violators: Ayer et
 * al., Ann. Math. Stat. 26, 1955), in the direction in which they go, or a drift itself would be
 * taken for a memory. So a run that wanders for longer than a thirtieth of itself shows no trend,
 * for nothing in it tells the two apart. tests/stats/test_block_trend.c has the rate of false ones.
 *
 * `values` are finite and in measuring order at the ascending `times_s`. FAULT_SYSTEM without
 * memory. Any thread. */
int stats_find_block_trend(const double *values, const double *times_s, size_t count,
                           struct stats_block_trend *ret_trend, struct fault *fault);

#endif
