/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "stats/trend.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double stats_trend_z(const double *values, size_t count) {
    double rises = 0, n = (double)count;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            rises += (values[j] > values[i]) - (values[j] < values[i]);
    if (rises == 0)
        return 0;
    double deviation = sqrt(n * (n - 1) * (2 * n + 5) / 18);
    return (rises - copysign(1, rises)) / deviation;
}

bool stats_has_trend(const double *values, size_t count) {
    return count >= STATS_TREND_VALUES_MIN &&
           fabs(stats_trend_z(values, count)) > gsl_cdf_ugaussian_Pinv(0.975);
}
