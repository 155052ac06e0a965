/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/summary.h"
#include "explain/law.h"
#include "explain/ledger.h"
#include "explain/pairs.h"
#include "explain/summary_state.h"
#include "model/model.h"
#include "stats/verdict.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int summary_find_median(const struct summary_workshop *shop, size_t count,
                        struct stats_median *ret_median) {
    return stats_median_interval(shop->value, shop->time_s, count, ret_median, shop->fault);
}

static size_t collect_pairs(struct summary_workshop *shop, const struct point *point) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *base = pairs_base(shop->pairs, point->samples[i]);
        if (base != NULL)
            shop->pair[count++] = (struct pair){point->samples[i], base};
    }
    return count;
}

static int find_time(struct summary_workshop *shop, const struct point *point,
                     struct interval *ret_time_s) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        if (point->samples[i]->validity != SAMPLE_VALID)
            continue;
        shop->value[count] = point->samples[i]->time_s;
        shop->time_s[count++] = point->samples[i]->start_s;
    }
    struct stats_median median = {0};
    int status = summary_find_median(shop, count, &median);
    *ret_time_s = median.interval;
    return status;
}

/* Whether the law takes its p from the clocks. */
static bool is_measured(const struct sample *sample) {
    return strcmp(sample->p_basis, "measured") == 0;
}

/* The share of one-core time that was parallel, by the clocks of T(1); of what has no p of its own
 * or given one, there is none. */
static int find_p_measured(struct summary_workshop *shop, const struct point *point,
                           struct interval *ret_p) {
    struct point ones = pairs_find(shop->pairs, point->samples[0], point->samples[0]->p, 1);
    size_t count = 0;
    *ret_p = SUMMARY_NO_INTERVAL;
    if (isnan(point->samples[0]->p) && !is_measured(point->samples[0]))
        return 0;
    for (size_t i = 0; i < ones.count; i++) {
        const struct sample *sample = ones.samples[i];
        if (sample->validity != SAMPLE_VALID)
            continue;
        shop->value[count] = law_measured_p(sample);
        shop->time_s[count++] = sample->start_s;
    }
    struct stats_median median = {0};
    int status = summary_find_median(shop, count, &median);
    *ret_p = median.interval;
    return status;
}

/* Samples without units did no work: what they last is the harness's own, and no speed-up. */
static int find_speedup(struct summary_workshop *shop, size_t pair_count, bool has_work,
                        struct summary_row *row) {
    row->speedup = SUMMARY_NO_INTERVAL;
    row->correlation_s = NAN;
    row->loss = ledger_mean(NULL, 0, NULL, &row->speedup);
    if (!has_work)
        return 0;
    for (size_t i = 0; i < pair_count; i++) {
        shop->value[i] = pair_speedup(&shop->pair[i]);
        shop->time_s[i] = shop->pair[i].sample->start_s;
    }
    struct stats_median median = {0};
    int status = summary_find_median(shop, pair_count, &median);
    if (status != 0)
        return status;
    row->speedup = median.interval;
    row->correlation_s = median.correlation_s;
    snprintf(row->interval_kind, sizeof row->interval_kind, "%s", median.kind);
    if (pair_count == 0)
        return 0;
    struct ledger_factors factors;
    status = ledger_find_factors(shop->pairs, shop->pair[0].sample, &factors, shop->fault);
    row->loss = ledger_mean(shop->pair, pair_count, &factors, &row->speedup);
    return status;
}

/* Where p is measured, its error is part of the ratio's: round by round, S over the law at the p of
 * its own T(1). */
static int find_measured_ratio(struct summary_workshop *shop, size_t pair_count,
                               struct summary_row *row) {
    for (size_t i = 0; i < pair_count; i++) {
        const struct pair *pair = &shop->pair[i];
        shop->value[i] =
            pair_speedup(pair) / law_speedup(pair->sample, law_p(pair->sample, pair->base));
        shop->time_s[i] = pair->sample->start_s;
    }
    struct stats_median median = {0};
    int status = summary_find_median(shop, pair_count, &median);
    row->ratio = median.interval;
    return status;
}

/* Without units there is no work, and no law of it. */
static bool has_law(const struct sample *sample) {
    return sample->units > 0 &&
           (sample->p_basis[0] != '\0' || strcmp(sample->series.scaling, "strong") != 0);
}

static int find_ratio(struct summary_workshop *shop, const struct sample *sample, size_t pair_count,
                      struct summary_row *row) {
    bool is_strong = strcmp(sample->series.scaling, "strong") == 0;
    row->efficiency = row->speedup.value / sample->n;
    if (is_strong && sample->units > 0) {
        row->karp_flatt = model_karp_flatt(row->speedup.value, sample->n);
        row->karp_flatt_lo = model_karp_flatt(row->speedup.hi, sample->n);
        row->karp_flatt_hi = model_karp_flatt(row->speedup.lo, sample->n);
    }
    row->law_speedup = NAN;
    row->ratio = SUMMARY_NO_INTERVAL;
    if (!has_law(sample))
        return 0;
    row->law_speedup =
        law_speedup(sample, is_measured(sample) ? row->p_measured.value : sample->p_work);
    if (is_measured(sample))
        return find_measured_ratio(shop, pair_count, row);
    row->ratio =
        (struct interval){row->speedup.value / row->law_speedup, row->speedup.lo / row->law_speedup,
                          row->speedup.hi / row->law_speedup};
    return 0;
}

static size_t count_rounds(const struct pair *pair, size_t count) {
    size_t rounds = 0;
    for (size_t i = 0; i < count; i++)
        rounds += i == 0 || pair[i].sample->round != pair[i - 1].sample->round;
    return rounds;
}

static void find_verdict(const struct summary_workshop *shop, const struct sample *like,
                         size_t pair_count, struct summary_row *row) {
    const char *verdict = "";
    if (row->n > 1 && has_law(like) && 2 * pair_count < row->samples)
        verdict = "cannot tell";
    else if (row->n > 1 && has_law(like))
        verdict = stats_verdict(&row->ratio, shop->margin);
    snprintf(row->verdict, sizeof row->verdict, "%s", verdict);
}

/* What is known of a point without its figures. */
static struct summary_row row_without_figures(const struct sample *like, size_t samples) {
    return (struct summary_row){
        .series = like->series,
        .p = like->p,
        .p_work = like->p_work,
        .n = like->n,
        .tasks = like->tasks,
        .oversubscribed = like->oversubscribed,
        .samples = samples,
        .overlap = SUMMARY_NO_INTERVAL,
        .bound_s = NAN,
        .compute_s = NAN,
        .unit_wait_s = NAN,
        .own_compute_s = NAN,
        .more_tasks_s = NAN,
        .karp_flatt = NAN,
        .karp_flatt_lo = NAN,
        .karp_flatt_hi = NAN,
        .cpu_s = SUMMARY_NO_INTERVAL,
        .idle_s = SUMMARY_NO_INTERVAL,
        .extra_s = SUMMARY_NO_INTERVAL,
        .serial_fraction_seen = SUMMARY_NO_INTERVAL,
        .watch_share = NAN,
        .capacity = SUMMARY_NO_INTERVAL,
        .clock = NAN,
        .clock_lo = NAN,
        .clock_hi = NAN,
        .attainable_speedup = NAN,
        .attainable_lo = NAN,
        .attainable_hi = NAN,
        .best_s = SUMMARY_NO_INTERVAL,
        .speedup_best = SUMMARY_NO_INTERVAL,
        .price = SUMMARY_NO_INTERVAL,
        .fitted_s = SUMMARY_NO_INTERVAL,
        .speedup_fitted = SUMMARY_NO_INTERVAL,
    };
}

static int make_row(struct summary_workshop *shop, const struct point *point,
                    struct summary_row *ret_row) {
    const struct sample *like = point->samples[0];
    struct summary_row row = row_without_figures(like, point->count);
    snprintf(row.p_basis, sizeof row.p_basis, "%s", like->p_basis);
    for (size_t i = 0; i < point->count; i++)
        row.invalid += point->samples[i]->validity != SAMPLE_VALID;
    int status = find_time(shop, point, &row.time_s);
    if (status == 0)
        status = find_p_measured(shop, point, &row.p_measured);
    if (status == 0)
        status = summary_find_serial(shop, point, &row.serial_fraction_rel);
    size_t pair_count = collect_pairs(shop, point);
    if (status == 0)
        status = find_speedup(shop, pair_count, like->units > 0, &row);
    if (status != 0)
        return status;
    row.rounds = count_rounds(shop->pair, pair_count);
    status = find_ratio(shop, like, pair_count, &row);
    if (status != 0)
        return status;
    row.bytes_per_s = like->bytes / row.time_s.value;
    find_verdict(shop, like, pair_count, &row);
    status = summary_fill_program(shop, point, pair_count, &row);
    if (status == 0)
        status = summary_fill_attainable(shop, point, &row);
    if (status == 0)
        status = summary_fill_tasks(shop, point, &row);
    if (status == 0)
        status = summary_fill_baselines(shop, point, &row);
    if (status == 0)
        *ret_row = row;
    return status;
}

static int make_rows(struct summary_workshop *shop, struct summary_row *rows, size_t *ret_count) {
    size_t count = 0;
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        if (point.samples[0]->role != SAMPLE_ASKED)
            continue;
        int status = make_row(shop, &point, &rows[count++]);
        if (status != 0)
            return status;
    }
    *ret_count = count;
    return 0;
}

int summary_make(const struct sample *samples, size_t count, double margin,
                 struct summary_row **ret_rows, size_t *ret_count, struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;

    struct summary_workshop shop = {.margin = margin, .pairs = pairs, .fault = fault};
    struct summary_row *rows = calloc(pairs_point_count(pairs) + 1, sizeof *rows);
    shop.pair = calloc(count + 1, sizeof *shop.pair);
    shop.value = calloc(count + 1, sizeof *shop.value);
    shop.time_s = calloc(count + 1, sizeof *shop.time_s);
    if (rows == NULL || shop.pair == NULL || shop.value == NULL || shop.time_s == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot summarise %zu samples", count);
    else
        status = make_rows(&shop, rows, ret_count);
    if (status == 0)
        *ret_rows = rows;
    else
        free(rows);
    free(shop.pair);
    free(shop.value);
    free(shop.time_s);
    pairs_free(pairs);
    return status;
}
