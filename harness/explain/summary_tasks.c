/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tasks dial of a summary: docs/definitions.md, "The two dials". */
#include "explain/law.h"
#include "explain/summary_state.h"
#include "stats/order.h"
#include "wire/series.h"

#include <math.h>

static bool is_same_series(const struct sample *sample, const struct sample *like) {
    return sample_is_of_speedup(sample) && sample->tasks > 0 &&
           series_is_same_p(sample->p, like->p) && series_is_same(&sample->series, &like->series);
}

/* What a unit of a sample at n = 1 takes of a core: what is not waiting. A wait that held its
 * worker is in no wait_s; that each task does its units one after the other bounds it then: T >= k
 * (L + c)/t. */
static double compute_of(const struct sample *sample) {
    double units = (double)sample->units, tasks = sample->tasks < units ? sample->tasks : units;
    double wait_s = isnan(sample->wait_s) ? 0 : sample->wait_s;
    double own_s = (sample->time_s - wait_s) / units;
    if (!(sample->unit_wait_s > 0))
        return own_s;
    return fmax(fmin(own_s, tasks * sample->time_s / units - sample->unit_wait_s), 0);
}

/* The median over a point at n = 1; NAN: no sample of it is valid. */
static double compute_at(struct summary_workshop *shop, const struct point *point) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        if (sample->validity == SAMPLE_VALID && sample->units > 0)
            shop->value[count++] = compute_of(sample);
    }
    return stats_median(shop->value, count);
}

/* What tasks cost is in each number of them, and none computes for less than c: the least says most
 * of it. */
static double find_compute(struct summary_workshop *shop, const struct sample *like) {
    double least_s = NAN;
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        if (point.samples[0]->n == 1 && is_same_series(point.samples[0], like))
            least_s = fmin(least_s, compute_at(shop, &point)); /* a number before NAN */
    }
    return least_s;
}

static double time_at(struct summary_workshop *shop, const struct point *point) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++)
        if (point->samples[i]->validity == SAMPLE_VALID)
            shop->value[count++] = point->samples[i]->time_s;
    return stats_median(shop->value, count);
}

/* The least time of more tasks on as many cores. */
static double find_more_tasks(struct summary_workshop *shop, const struct sample *like) {
    double least_s = NAN;
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        const struct sample *sample = point.samples[0];
        if (sample->n == like->n && sample->tasks > like->tasks && is_same_series(sample, like))
            least_s = fmin(least_s, time_at(shop, &point));
    }
    return least_s;
}

/* The law's bound is of work that can be shared whole. */
static void fill_bound(struct summary_workshop *shop, const struct point *point,
                       struct summary_row *row) {
    const struct sample *like = point->samples[0];
    if (!isnan(like->p) && like->p != 1)
        return;
    row->compute_s = find_compute(shop, like);
    if (like->n == 1)
        row->own_compute_s = compute_at(shop, point);
    row->unit_wait_s = like->unit_wait_s;
    row->bound_s = law_bound_s(like, row->compute_s);
    if (like->unit_wait_s > 0)
        row->more_tasks_s = find_more_tasks(shop, like);
}

/* The mean of a round's valid times of as many units; *at is the first of its samples before, the
 * first of a later round after. NAN: it has none. */
static double mean_of_round(const struct point *point, const struct sample *like, size_t *at) {
    double sum_s = 0;
    size_t count = 0;
    while (*at < point->count && point->samples[*at]->round < like->round)
        (*at)++;
    for (; *at < point->count && point->samples[*at]->round == like->round; (*at)++) {
        const struct sample *sample = point->samples[*at];
        if (sample->validity != SAMPLE_VALID || sample->units != like->units)
            continue;
        sum_s += sample->time_s;
        count++;
    }
    return count > 0 ? sum_s / (double)count : NAN;
}

/* Round by round; a block may time its T(1) several times, which then count as one. */
static int fill_overlap(struct summary_workshop *shop, const struct point *point,
                        struct summary_row *row) {
    const struct sample *like = point->samples[0];
    struct sample one_task = *like;
    one_task.tasks = 1;
    struct point alone = pairs_find(shop->pairs, &one_task, like->p, 1);
    struct stats_median median = {.interval = SUMMARY_NO_INTERVAL};
    size_t count = 0, at_alone = 0;
    for (size_t at = 0; at < point->count;) {
        const struct sample *first = point->samples[at];
        double time_s = mean_of_round(point, first, &at);
        double alone_s = mean_of_round(&alone, first, &at_alone);
        if (isnan(alone_s) || isnan(time_s))
            continue;
        shop->value[count] = alone_s / time_s;
        shop->time_s[count++] = first->start_s;
    }
    int status = summary_find_median(shop, count, &median);
    row->overlap = median.interval;
    return status;
}

int summary_fill_tasks(struct summary_workshop *shop, const struct point *point,
                       struct summary_row *row) {
    const struct sample *like = point->samples[0];
    row->units = like->units;
    if (like->tasks == 0)
        return 0;
    fill_bound(shop, point, row);
    return like->n == 1 ? fill_overlap(shop, point, row) : 0;
}
