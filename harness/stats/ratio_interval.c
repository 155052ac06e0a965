/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "stats/ratio_interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct sums {
    double above, below;
};

static struct sums sum_up(const double *above, const double *below, size_t first, size_t end) {
    struct sums sums = {0, 0};
    for (size_t i = first; i < end; i++) {
        sums.above += above[i];
        sums.below += below[i];
    }
    return sums;
}

static double sum_of_sizes(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(values[i]);
    return sum;
}

struct interval stats_ratio_interval(const double *above, const double *below, size_t count) {
    size_t groups = count < STATS_RATIO_GROUPS_MAX ? count : STATS_RATIO_GROUPS_MAX;
    double without[STATS_RATIO_GROUPS_MAX], mean = 0, squares = 0;
    const struct sums all = sum_up(above, below, 0, count);
    const double size = sum_of_sizes(above, count) / all.below;
    struct interval interval = {all.below > 0 ? all.above / all.below : NAN, NAN, NAN};
    if (isnan(interval.value) || groups < STATS_RATIO_GROUPS_MIN)
        return interval;
    for (size_t i = 0; i < groups; i++) {
        struct sums group = sum_up(above, below, i * count / groups, (i + 1) * count / groups);
        if (!(all.below > group.below))
            return interval; /* all that was counted is in one group */
        without[i] = (all.above - group.above) / (all.below - group.below);
        mean += without[i] / (double)groups;
    }
    for (size_t i = 0; i < groups; i++)
        squares += (without[i] - mean) * (without[i] - mean);
    double freedom = (double)groups - 1, error = sqrt(freedom / (double)groups * squares);
    /* Sums of counts are exact, their quotients are not, nor sums that cancel. */
    if (error <= 1e-14 * size)
        return interval;
    double half = gsl_cdf_tdist_Pinv(0.975, freedom) * error;
    interval.lo = interval.value - half;
    interval.hi = interval.value + half;
    return interval;
}
