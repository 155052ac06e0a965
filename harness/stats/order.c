/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "stats/order.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

double stats_median(double *values, size_t count) {
    if (count == 0)
        return NAN;
    gsl_sort(values, 1, count);
    return gsl_stats_median_from_sorted_data(values, 1, count);
}

void stats_ranks(const double *values, const size_t *order, size_t count, double *ret_ranks) {
    size_t first = 0;
    while (first < count) {
        size_t end = first + 1;
        while (end < count && values[order[end]] == values[order[first]])
            end++;
        for (size_t i = first; i < end; i++)
            ret_ranks[order[i]] = 0.5 * (double)(first + end - 1);
        first = end;
    }
}

void stats_elapsed(const double *times_s, size_t count, double *scratch, double *ret_elapsed_s) {
    if (count == 0)
        return;
    for (size_t i = 0; i + 1 < count; i++)
        scratch[i] = times_s[i + 1] - times_s[i];
    double gap_max_s = 8 * stats_median(scratch, count - 1);
    ret_elapsed_s[0] = 0;
    for (size_t i = 0; i + 1 < count; i++)
        ret_elapsed_s[i + 1] = ret_elapsed_s[i] + fmin(times_s[i + 1] - times_s[i], gap_max_s);
}
