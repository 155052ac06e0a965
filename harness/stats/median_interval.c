/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "stats/median_interval.h"

#include "stats/correlation.h"
#include "stats/order.h"
#include "stats/sign_test.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

/* The run length that an unmarked interval claims, in correlation times (docs/definitions.md). */
static const double run_correlation_times = 20;

/* How many of the lowest values lie outside an interval of independent rounds, and as many of the
 * highest. In a run of 20 correlation times fewer than 12 rounds are all but independent; from
 * there on neighbours correlate by exp(-20/12) and more, for which half the tail allows
 * (tests/stats/coverage.c). */
static size_t independent_ranks_outside(size_t count) {
    double tail = count < 12 ? 0.025 : 0.0125;
    size_t outside = 0;
    while (gsl_cdf_binomial_P((unsigned)outside, 0.5, (unsigned)count) <= tail)
        outside++;
    return outside - 1;
}

static void interval_find(const size_t *order, const double *sorted, struct stats_median *median) {
    size_t count = median->count, below = 0, above = 0;
    if (count < STATS_BLOCKS_ROUNDS_MIN) {
        below = above = independent_ranks_outside(count);
    } else {
        double memory = median->span_s > 0 ? median->correlation_limit_s / median->span_s : 0;
        struct sign_test test;
        sign_test_prepare(count, fmin(memory, 1 / run_correlation_times), &test);
        below = sign_test_ranks_outside(&test, order, SIGN_TEST_LOWEST);
        above = sign_test_ranks_outside(&test, order, SIGN_TEST_HIGHEST);
    }
    median->interval.lo = sorted[below];
    median->interval.hi = sorted[count - 1 - above];
    median->kind = count < STATS_MARK_ROUNDS_MIN ||
                           median->span_s < run_correlation_times * median->correlation_limit_s
                       ? "this run only"
                       : "time blocks";
}

struct scratch {
    size_t *order;
    double *sorted, *ranks, *elapsed_s;
};

static int scratch_alloc(size_t count, struct scratch *ret_scratch, struct fault *fault) {
    size_t *order = malloc(count * sizeof *order);
    double *values = malloc(3 * count * sizeof *values);
    if (order == NULL || values == NULL) {
        free(order);
        free(values);
        (void)fault_set(fault, FAULT_SYSTEM, 0, "no memory to sort %zu values", count);
        return -FAULT_SYSTEM;
    }
    *ret_scratch = (struct scratch){order, values, values + count, values + 2 * count};
    return 0;
}

int stats_median_interval(const double *values, const double *times_s, size_t count,
                          struct stats_median *ret_median, struct fault *fault) {
    struct stats_median median = {{NAN, NAN, NAN}, "", NAN, NAN, 0, count};
    struct scratch scratch = {NULL, NULL, NULL, NULL};
    if (count > 0) {
        int status = scratch_alloc(count, &scratch, fault);
        if (status != 0)
            return status;
        gsl_sort_index(scratch.order, values, 1, count);
        stats_ranks(values, scratch.order, count, scratch.ranks);
        stats_elapsed(times_s, count, scratch.sorted, scratch.elapsed_s);
        for (size_t i = 0; i < count; i++)
            scratch.sorted[i] = values[scratch.order[i]];
        median.interval.value = gsl_stats_median_from_sorted_data(scratch.sorted, 1, count);
        if (count > 1)
            median.span_s = scratch.elapsed_s[count - 1] * (double)count / (double)(count - 1);
        struct stats_correlation correlation =
            stats_correlation_find(scratch.ranks, scratch.elapsed_s, count);
        median.correlation_s = correlation.time_s;
        median.correlation_limit_s = correlation.limit_s;
        if (count >= STATS_INTERVAL_ROUNDS_MIN)
            interval_find(scratch.order, scratch.sorted, &median);
        free(scratch.order);
        free(scratch.sorted);
    }
    *ret_median = median;
    return 0;
}
