/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "stats/difference_of_medians.h"

#include "stats/correlation.h"
#include "stats/order.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What adding and dividing a few values can do to the last digits. */
static const double ROUNDING = 1e-14;

/* One run's level with the variance of it and that variance's degrees of freedom. */
struct level {
    double value, variance, freedom;
};

/* Three values have a median that an outlier does not move: as many blocks as leave that many in
 * each, within bounds. */
static size_t count_blocks(size_t count) {
    size_t blocks = count / 3;
    if (blocks < STATS_DIFFERENCE_BLOCKS_MIN)
        blocks = STATS_DIFFERENCE_BLOCKS_MIN;
    if (blocks > STATS_DIFFERENCE_BLOCKS_MAX)
        blocks = STATS_DIFFERENCE_BLOCKS_MAX;
    return blocks < count ? blocks : count;
}

/* The variance of the mean over a time of 1 of a first-order process of unit variance that
 * remembers for `memory`. */
static double mean_variance(double memory) {
    return 2 * memory * (1 - memory * (1 - exp(-1 / memory)));
}

/* By how much the scatter of blocks, taken for independent, makes the variance of their mean too
 * small. `memory` is the correlation time over the run. */
static double shared_by_blocks(size_t blocks, double memory) {
    if (!(memory > 0))
        return 1;
    double whole = mean_variance(memory), block = mean_variance(memory * (double)blocks);
    return fmax(1, whole * ((double)blocks - 1) / (block - whole));
}

/* `room` is for 3 `count` values, `order` for `count`. */
static double find_memory(const struct stats_series *series, double *room, size_t *order) {
    double *ranks = room, *elapsed_s = room + series->count, *scratch = room + 2 * series->count;
    gsl_sort_index(order, series->values, 1, series->count);
    stats_ranks(series->values, order, series->count, ranks);
    stats_elapsed(series->times_s, series->count, scratch, elapsed_s);
    double span_s =
        elapsed_s[series->count - 1] * (double)series->count / (double)(series->count - 1);
    struct stats_correlation correlation = stats_correlation_find(ranks, elapsed_s, series->count);
    /* Above a half of the run nothing tells a memory from a trend. */
    return span_s > 0 ? fmin(correlation.time_s / span_s, 0.5) : 0;
}

static int find_level(const struct stats_series *series, struct level *ret_level,
                      struct fault *fault) {
    size_t blocks = count_blocks(series->count);
    double level[STATS_DIFFERENCE_BLOCKS_MAX], squares = 0;
    *ret_level = (struct level){series->count > 0 ? 0 : NAN, NAN, NAN};
    double *room = malloc((3 * series->count + 1) * sizeof *room);
    size_t *order = malloc((series->count + 1) * sizeof *order);
    if (room == NULL || order == NULL) {
        free(room);
        free(order);
        return fault_set(fault, FAULT_SYSTEM, 0, "no memory to compare %zu values", series->count);
    }
    for (size_t i = 0; i < blocks; i++) {
        size_t first = i * series->count / blocks, end = (i + 1) * series->count / blocks;
        memcpy(room, series->values + first, (end - first) * sizeof *room);
        level[i] = stats_median(room, end - first);
        ret_level->value += level[i];
    }
    if (blocks > 0)
        ret_level->value /= (double)blocks;
    if (series->count >= STATS_DIFFERENCE_VALUES_MIN) {
        for (size_t i = 0; i < blocks; i++)
            squares += (level[i] - ret_level->value) * (level[i] - ret_level->value);
        if (sqrt(squares) <= ROUNDING * fabs(ret_level->value))
            squares = 0;
        ret_level->freedom = (double)blocks - 1;
        ret_level->variance = squares / ret_level->freedom / (double)blocks *
                              shared_by_blocks(blocks, find_memory(series, room, order));
    }
    free(room);
    free(order);
    return 0;
}

static void test_difference(struct stats_difference *difference) {
    if (isnan(difference->error))
        difference->p = NAN;
    else if (difference->error > 0)
        difference->p =
            2 * gsl_cdf_tdist_Q(fabs(difference->value) / difference->error, difference->freedom);
    else /* each side agrees with itself to the last digit: what differs, differs */
        difference->p = difference->value != 0 ? 0 : 1;
}

int stats_difference_of_medians(const struct stats_series *first, const struct stats_series *second,
                                struct stats_difference *ret_difference, struct fault *fault) {
    struct level a, b;
    int status = find_level(first, &a, fault);
    if (status == 0)
        status = find_level(second, &b, fault);
    if (status != 0)
        return status;
    double variance = a.variance + b.variance;
    struct stats_difference difference = {b.value - a.value, sqrt(variance), NAN, NAN};
    difference.freedom =
        variance > 0
            ? variance * variance /
                  (a.variance * a.variance / a.freedom + b.variance * b.variance / b.freedom)
            : a.freedom + b.freedom;
    if (fabs(difference.value) <= ROUNDING * fabs(a.value))
        difference.value = 0;
    test_difference(&difference);
    *ret_difference = difference;
    return 0;
}

int stats_median_difference(const struct stats_series *differences,
                            struct stats_difference *ret_difference, struct fault *fault) {
    struct level level;
    int status = find_level(differences, &level, fault);
    if (status != 0)
        return status;
    *ret_difference =
        (struct stats_difference){level.value, sqrt(level.variance), level.freedom, NAN};
    test_difference(ret_difference);
    return 0;
}

struct interval stats_difference_interval(const struct stats_difference *difference,
                                          double missed) {
    struct interval interval = {difference->value, NAN, NAN};
    if (isnan(difference->error))
        return interval;
    double half = difference->error > 0
                      ? gsl_cdf_tdist_Qinv(missed / 2, difference->freedom) * difference->error
                      : 0;
    interval.lo = interval.value - half;
    interval.hi = interval.value + half;
    return interval;
}

int stats_adjust_holm(const double *p, size_t count, double *ret_adjusted, struct fault *fault) {
    size_t *order = calloc(count + 1, sizeof *order), known = 0, rejected = 0;
    double *key = calloc(count + 1, sizeof *key), largest = 0;
    if (order == NULL || key == NULL) {
        free(order);
        free(key);
        return fault_set(fault, FAULT_SYSTEM, 0, "no memory to compare %zu points", count);
    }
    for (size_t i = 0; i < count; i++) {
        key[i] = isnan(p[i]) ? INFINITY : p[i]; /* behind all others */
        known += !isnan(p[i]);
        ret_adjusted[i] = NAN;
    }
    gsl_sort_index(order, key, 1, count);
    for (size_t i = 0; i < known; i++) {
        largest = fmax(largest, fmin(1, (double)(known - rejected++) * key[order[i]]));
        ret_adjusted[order[i]] = largest;
    }
    free(order);
    free(key);
    return 0;
}
