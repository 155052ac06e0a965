/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/drift.h"
#include "explain/law.h"
#include "explain/pairs.h"
#include "stats/block_trend.h"
#include "stats/order.h"
#include "stats/trend.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The default margin of a verdict, which a smaller drift could not turn. */
static const double CHANGE_LEAST = 0.01;

/* Room for the values of the largest point. */
struct drift_shop {
    const struct pairs *pairs;
    double *value, *time_s;
    struct drift *drifts;
    struct drift_row *rows;
    size_t drift_count, row_count;
    struct fault *fault;
};

/* What a sample gives the median of; NAN: nothing. */
typedef double drift_figure(const struct drift_shop *shop, const struct sample *sample,
                            const struct point *sentinels);

static double find_median(const struct drift_shop *shop, const struct point *point,
                          const struct point *sentinels, drift_figure *figure) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        double value = figure(shop, point->samples[i], sentinels);
        if (isfinite(value))
            shop->value[count++] = value;
    }
    return stats_median(shop->value, count);
}

static double time_of(const struct drift_shop *shop, const struct sample *sample,
                      const struct point *sentinels) {
    (void)shop, (void)sentinels;
    return sample->validity == SAMPLE_VALID ? sample->time_s : NAN;
}

/* Its time in those of its round's sentinel. Samples are in the order of rounds. */
static double corrected_time_of(const struct drift_shop *shop, const struct sample *sample,
                                const struct point *sentinels) {
    size_t first = 0, end = sentinels->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (sentinels->samples[middle]->round < sample->round)
            first = middle + 1;
        else
            end = middle;
    }
    if (first == sentinels->count || sentinels->samples[first]->round != sample->round)
        return NAN;
    return time_of(shop, sample, NULL) / time_of(shop, sentinels->samples[first], NULL);
}

static double speedup_of(const struct drift_shop *shop, const struct sample *sample,
                         const struct point *sentinels) {
    const struct sample *base = pairs_base(shop->pairs, sample);
    (void)sentinels;
    return base == NULL ? NAN : pair_speedup(&(struct pair){sample, base});
}

static double work_of(const struct drift_shop *shop, const struct sample *sample,
                      const struct point *sentinels) {
    const struct sample *base = pairs_base(shop->pairs, sample);
    (void)sentinels;
    return base == NULL ? NAN : law_work(sample, law_p(sample, base));
}

static void add_row(struct drift_shop *shop, const struct drift *drift, const struct point *point,
                    const struct point *sentinels) {
    const struct sample *like = point->samples[0];
    struct point ones = pairs_find(shop->pairs, like, like->p, 1);
    double work = find_median(shop, point, NULL, work_of);
    shop->rows[shop->row_count++] = (struct drift_row){
        .series = like->series,
        .p = like->p,
        .n = like->n,
        .tasks = like->tasks,
        .speedup = find_median(shop, point, NULL, speedup_of),
        .speedup_unpaired = work * find_median(shop, &ones, NULL, time_of) /
                            find_median(shop, point, NULL, time_of),
        .speedup_corrected = work * find_median(shop, &ones, sentinels, corrected_time_of) /
                             find_median(shop, point, sentinels, corrected_time_of),
        .sentinel_change = drift->change,
        .sentinel_z = drift->z,
        .is_trend = drift->is_trend,
    };
}

/* The medians over the last and the first sixth of the time from the first value to the last. */
static double find_change(const struct drift_shop *shop, size_t count, double *scratch) {
    double first_s = shop->time_s[0], sixth_s = (shop->time_s[count - 1] - first_s) / 6;
    double median[2] = {NAN, NAN};
    for (int end = 0; end < 2; end++) {
        size_t used = 0;
        for (size_t i = 0; i < count; i++) {
            double since_s = shop->time_s[i] - first_s;
            if (end == 0 ? since_s <= sixth_s : since_s >= 5 * sixth_s)
                scratch[used++] = shop->value[i];
        }
        median[end] = stats_median(scratch, used);
    }
    return median[1] / median[0] - 1;
}

static int find_drift(struct drift_shop *shop, const struct point *sentinels, struct drift *drift) {
    struct stats_block_trend trend;
    double *scratch = malloc(sentinels->count * sizeof *scratch);
    size_t count = 0;
    if (scratch == NULL)
        return fault_set(shop->fault, FAULT_SYSTEM, ENOMEM, "no memory for %zu sentinels",
                         sentinels->count);
    for (size_t i = 0; i < sentinels->count; i++) {
        if (!(time_of(shop, sentinels->samples[i], NULL) > 0))
            continue;
        shop->value[count] = sentinels->samples[i]->time_s;
        shop->time_s[count++] = sentinels->samples[i]->start_s;
    }
    int status = stats_find_block_trend(shop->value, shop->time_s, count, &trend, shop->fault);
    if (status == 0) {
        *drift = (struct drift){.series = sentinels->samples[0]->series,
                                .rounds = count,
                                .z = trend.z,
                                .is_trend = trend.is_trend,
                                .change = NAN};
        if (count >= STATS_TREND_VALUES_MIN)
            drift->change = find_change(shop, count, scratch);
    }
    free(scratch);
    return status;
}

/* The points of a series that has sentinels. */
static void add_rows(struct drift_shop *shop, const struct drift *drift,
                     const struct point *sentinels) {
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        const struct sample *like = point.samples[0];
        if (like->role == SAMPLE_ASKED && like->n > 1 && like->units > 0 &&
            series_is_same(&like->series, &drift->series))
            add_row(shop, drift, &point, sentinels);
    }
}

static int make_all(struct drift_shop *shop) {
    int status = 0;
    for (size_t i = 0; i < pairs_point_count(shop->pairs) && status == 0; i++) {
        struct point point = pairs_point(shop->pairs, i);
        struct drift *drift = &shop->drifts[shop->drift_count];
        if (point.samples[0]->role != SAMPLE_SENTINEL || point.samples[0]->n != 1)
            continue;
        status = find_drift(shop, &point, drift);
        shop->drift_count += status == 0;
        if (status == 0)
            add_rows(shop, drift, &point);
    }
    return status;
}

int drift_make(const struct sample *samples, size_t count, struct drift **ret_drifts,
               size_t *ret_drift_count, struct drift_row **ret_rows, size_t *ret_row_count,
               struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    size_t points = pairs_point_count(pairs);
    struct drift_shop shop = {.pairs = pairs, .fault = fault};
    shop.drifts = calloc(points + 1, sizeof *shop.drifts);
    shop.rows = calloc(points + 1, sizeof *shop.rows);
    shop.value = calloc(count + 1, sizeof *shop.value);
    shop.time_s = calloc(count + 1, sizeof *shop.time_s);
    if (shop.drifts == NULL || shop.rows == NULL || shop.value == NULL || shop.time_s == NULL)
        status =
            fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot look for drift in %zu samples", count);
    else
        status = make_all(&shop);
    free(shop.value);
    free(shop.time_s);
    pairs_free(pairs);
    if (status != 0) {
        free(shop.drifts);
        free(shop.rows);
        return status;
    }
    *ret_drifts = shop.drifts;
    *ret_drift_count = shop.drift_count;
    *ret_rows = shop.rows;
    *ret_row_count = shop.row_count;
    return 0;
}

bool drift_is_notable(const struct drift *drift) {
    return drift->is_trend && fabs(drift->change) > CHANGE_LEAST;
}
