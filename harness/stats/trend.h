/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#ifndef AMDAHL_TREND_H
#define AMDAHL_TREND_H

#include <stdbool.h>
#include <stddef.h>

/* Fewer values cannot show a trend at 5 %, or only if each is above the one before. */
enum { STATS_TREND_VALUES_MIN = 6 };

/* Mann and Kendall's test: the number of pairs that rise less those that fall, over its standard
 * deviation where there is no trend, moved by one towards 0; about normal from 6 values on (H. B.
 * Mann, Econometrica 13, 1945; M. G. Kendall, Rank Correlation Methods, 1948). It asks for no shape
 * and minds no outlier. Values that remember each other show a trend too often; equal ones too
 * seldom. 0 for fewer than two values. Any thread. */
double stats_trend_z(const double *values, size_t count);

/* Whether the series rises or falls, at 5 %; false below STATS_TREND_VALUES_MIN values. */
bool stats_has_trend(const double *values, size_t count);

#endif
