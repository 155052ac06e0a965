/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/capacity.h"
#include "explain/capacity_state.h"
#include "stats/median_interval.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_span(const void *left, const void *right) {
    const struct worker_span *a = *(const struct worker_span *const *)left,
                             *b = *(const struct worker_span *const *)right;
    int order = (a->sample > b->sample) - (a->sample < b->sample);
    return order != 0 ? order : (a->worker > b->worker) - (a->worker < b->worker);
}

/* How long a worker's share took; NAN: not known. */
static double find_share_s(const struct capacity_shop *shop, uint64_t sample, uint32_t worker) {
    const struct worker_span wanted = {.sample = sample, .worker = worker}, *key = &wanted;
    const struct worker_span **found = (const struct worker_span **)bsearch(
        &key, shop->spans, shop->span_count, sizeof *shop->spans, compare_span);
    double share_s = found == NULL ? NAN : (*found)->end_s - (*found)->start_s;
    return share_s > 0 ? share_s : NAN;
}

void capacity_read_speeds(struct capacity_shop *shop, const struct point *point) {
    struct capacity_speeds *speeds = &shop->speeds;
    speeds->n = point->samples[0]->n;
    speeds->rounds = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        const struct sample *base = pairs_base(shop->pairs, sample);
        double alone_s = base == NULL ? NAN : find_share_s(shop, base->id, 0);
        if (isnan(alone_s) || (speeds->rounds + 1) * speeds->n > shop->span_count)
            continue; /* the latter is no run's: samples share their spans */
        double *speed = speeds->speed + speeds->rounds * speeds->n;
        bool is_whole = true;
        for (uint32_t worker = 0; worker < speeds->n && is_whole; worker++) {
            speed[worker] = alone_s / find_share_s(shop, sample->id, worker);
            is_whole = !isnan(speed[worker]);
        }
        if (is_whole)
            speeds->time_s[speeds->rounds++] = sample->start_s;
    }
}

static struct capacity_slot find_slot(const struct capacity_shop *shop, const char *place,
                                      uint32_t worker) {
    for (size_t i = 0; i < shop->slot_count; i++)
        if (shop->slots[i].worker == worker && strcmp(shop->slots[i].place, place) == 0)
            return shop->slots[i];
    return (struct capacity_slot){.worker = worker, .pu = -1, .core = -1, .kind = -1};
}

static int add_row(struct capacity_shop *shop, const struct series *series, uint32_t worker) {
    const struct capacity_speeds *speeds = &shop->speeds;
    struct capacity_slot slot = find_slot(shop, series->place, worker);
    struct stats_median median = {0};
    for (size_t i = 0; i < speeds->rounds; i++)
        shop->value[i] = speeds->speed[i * speeds->n + worker];
    int status =
        stats_median_interval(shop->value, speeds->time_s, speeds->rounds, &median, shop->fault);
    shop->made.rows[shop->made.row_count++] = (struct capacity_row){
        .series = *series,
        .n = speeds->n,
        .worker = worker,
        .pu = slot.pu,
        .core = slot.core,
        .kind = slot.kind,
        .speed = median.interval,
        .kind_speed = NAN,
        .core_yield = NAN,
    };
    return status;
}

static int add_point(struct capacity_shop *shop, const struct point *point) {
    int status = 0;
    capacity_read_speeds(shop, point);
    if (shop->speeds.rounds == 0 || shop->made.row_count + shop->speeds.n > shop->span_count)
        return 0;
    for (uint32_t worker = 0; worker < shop->speeds.n && status == 0; worker++)
        status = add_row(shop, &point->samples[0]->series, worker);
    return status;
}

/* The sentinel points of a series stand together, by ascending n. */
static int add_all(struct capacity_shop *shop) {
    size_t points = pairs_point_count(shop->pairs);
    int status = 0;
    for (size_t first = 0, end; first < points && status == 0; first = end) {
        const struct sample *like = pairs_point(shop->pairs, first).samples[0];
        size_t first_row = shop->made.row_count;
        end = first + 1;
        if (like->role != SAMPLE_SENTINEL)
            continue;
        for (; end < points; end++) {
            const struct sample *next = pairs_point(shop->pairs, end).samples[0];
            if (next->role != SAMPLE_SENTINEL || !series_is_same(&next->series, &like->series))
                break;
        }
        for (size_t i = first; i < end && status == 0; i++) {
            struct point point = pairs_point(shop->pairs, i);
            status = add_point(shop, &point);
        }
        if (status == 0)
            status = capacity_add_figures(shop, first, end, first_row);
    }
    return status;
}

static void sort_spans(struct capacity_shop *shop, const struct worker_span *spans) {
    for (size_t i = 0; i < shop->span_count; i++)
        shop->spans[i] = &spans[i];
    qsort(shop->spans, shop->span_count, sizeof *shop->spans, compare_span);
}

/* What the sentinels need. Spans are not shared between samples, so that a point of more workers
 * than there are spans has no whole round, and all of them together no more speeds or rows. */
static void count_need(const struct capacity_shop *shop, size_t *ret_rows, size_t *ret_speeds) {
    *ret_rows = *ret_speeds = 0;
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        size_t n = point.samples[0]->n;
        if (point.samples[0]->role != SAMPLE_SENTINEL || n > shop->span_count)
            continue;
        size_t speeds = point.count * n;
        *ret_speeds = speeds > *ret_speeds ? speeds : *ret_speeds;
        *ret_rows += n;
    }
    if (*ret_speeds > shop->span_count)
        *ret_speeds = shop->span_count;
    if (*ret_rows > shop->span_count)
        *ret_rows = shop->span_count;
}

/* Figures are at most one a kind and one of siblings for each series, and a kind has a row. */
static int make_room(struct capacity_shop *shop, size_t count) {
    size_t rows, speeds;
    count_need(shop, &rows, &speeds);
    shop->spans = calloc(shop->span_count + 1, sizeof(struct worker_span *));
    shop->speeds.speed = calloc(speeds + 1, sizeof(double));
    shop->speeds.time_s = calloc(count + 1, sizeof(double));
    shop->value = calloc(count + 1, sizeof(double));
    shop->scratch = calloc(rows + 1, sizeof(double));
    shop->made.rows = calloc(rows + 1, sizeof *shop->made.rows);
    shop->made.figures = calloc(2 * rows + 1, sizeof *shop->made.figures);
    bool has_all = shop->spans != NULL && shop->speeds.speed != NULL &&
                   shop->speeds.time_s != NULL && shop->value != NULL && shop->scratch != NULL &&
                   shop->made.rows != NULL && shop->made.figures != NULL;
    return has_all ? 0
                   : fault_set(shop->fault, FAULT_SYSTEM, ENOMEM,
                               "cannot find the cores' speeds in %zu samples", count);
}

int capacity_make(const struct sample *samples, size_t count, const struct worker_span *spans,
                  size_t span_count, const struct capacity_slot *slots, size_t slot_count,
                  struct capacity *ret_capacity, struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    struct capacity_shop shop = {.pairs = pairs,
                                 .span_count = span_count,
                                 .slots = slots,
                                 .slot_count = slot_count,
                                 .fault = fault};
    status = make_room(&shop, count);
    if (status == 0) {
        sort_spans(&shop, spans);
        status = add_all(&shop);
    }
    free(shop.spans);
    free(shop.speeds.speed);
    free(shop.speeds.time_s);
    free(shop.value);
    free(shop.scratch);
    pairs_free(pairs);
    if (status == 0)
        *ret_capacity = shop.made;
    else
        capacity_release(&shop.made);
    return status;
}

void capacity_release(struct capacity *capacity) {
    free(capacity->rows);
    free(capacity->figures);
    *capacity = (struct capacity){0};
}
