/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How long a series remembers: the time over which its disturbances are still the same one. */
#ifndef AMDAHL_CORRELATION_H
#define AMDAHL_CORRELATION_H

#include <stddef.h>

struct stats_correlation {
    double time_s;  /* the estimate: as likely too long as too short */
    double limit_s; /* the longest time that the series does not rule out, at 92 % */
};

/* The exponential correlation time of a series' slow part, were it a first-order process under
 * white noise. A run that lasts 20 of `limit_s` is long enough for an interval that speaks of more
 * than that run.
 *
 * `ranks` and `elapsed_s` (stats/order.h) are in measuring order. Ranks, so that an outlier counts
 * for no more than its place. The likelihood is exact: a Kalman filter with the unknown mean and
 * scale integrated out (Harvey, "Forecasting, structural time series models and the Kalman filter",
 * 1989, 3.4), weighed evenly over the logarithm of the time and over the slow part's share, and
 * white noise alone as much as all of these. A slow part that makes less than 4/5 of the variance
 * of a long mean does not count: the interval allows for it.
 *
 * Neither is resolved below 1/226 of the run, nor below the time of a round or two. Both are 0
 * where all ranks are equal, NAN below 6 values. Any thread. */
struct stats_correlation stats_correlation_find(const double *ranks, const double *elapsed_s,
                                                size_t count);

#endif
