/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_rows.h"
#include "explain/experienced.h"
#include "explain/ledger_amounts.h"
#include "explain/ledger_errors.h"
#include "explain/ledger_methods.h"
#include "explain/pairs.h"
#include "stats/median_interval.h"
#include "stats/ratio_interval.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the rows of one run are made with: room for the rounds of the largest point. */
struct rows_shop {
    const struct pairs *pairs;
    bool run_counts;
    struct pair *pair; /* of the row in hand */
    struct ledger_amounts *amounts;
    size_t pair_count;
    struct ledger_factors factors; /* of its point */
    double *weight, *value, *beside;
    struct ledger_row *rows;
    size_t count;
    struct fault *fault;
};

static void collect_pairs(struct rows_shop *shop, const struct point *point,
                          enum ledger_kind kind) {
    shop->pair_count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        struct pair pair = {sample, pairs_base_experienced(shop->pairs, sample)};
        if (pair.base == NULL ||
            (kind != LEDGER_KIND_EXPERIENCED && experienced_is_disturbed(&pair)))
            continue;
        shop->amounts[shop->pair_count] = ledger_amounts_of_pair(&pair, &shop->factors);
        shop->pair[shop->pair_count++] = pair;
    }
}

/* Puts the rounds that have the amount into `value`, their T(n) or time of day into `beside`. A
 * part of waiting or inflation that one round lacks it has none of, as ledger_amounts_together has
 * it. */
static size_t collect_values(struct rows_shop *shop, const struct ledger_basis *basis,
                             enum ledger_amount amount) {
    bool is_part = ledger_is_part_of_workers(amount);
    enum ledger_amount whole = amount < LEDGER_CLOCK ? LEDGER_WAIT : LEDGER_INFLATION;
    bool was_seen = !isnan(basis->amount.of[LEDGER_IDLE_ONE_RUNNABLE]);
    size_t count = 0;
    for (size_t i = 0; i < shop->pair_count; i++) {
        const double *of = shop->amounts[i].of;
        const struct sample *sample = shop->pair[i].sample;
        double value = is_part && isnan(of[amount]) ? 0 * of[whole] : of[amount];
        bool unseen = was_seen && isnan(of[LEDGER_IDLE_ONE_RUNNABLE]);
        if (isnan(value) || (amount == LEDGER_IDLE_REST && unseen))
            continue;
        bool is_sum = basis->kind != LEDGER_KIND_VALID;
        shop->value[count] = is_sum ? value * sample->time_s : value;
        shop->beside[count++] = is_sum ? sample->time_s : sample->start_s;
    }
    return count;
}

/* The value is a mean, the interval the median's. Where they differ, it reaches as far from the
 * value as from the median. */
static struct interval around_mean(double value, const struct interval *median) {
    return (struct interval){value, fmin(median->lo, value - (median->value - median->lo)),
                             fmax(median->hi, value + (median->hi - median->value))};
}

/* By the scatter of the rounds; what all of them have in common, the factors, is not in it. */
static int find_scatter(struct rows_shop *shop, const struct ledger_basis *basis,
                        enum ledger_amount amount, struct interval *ret_interval) {
    double value = basis->amount.of[amount];
    size_t count = collect_values(shop, basis, amount);
    if (basis->kind != LEDGER_KIND_VALID) {
        /* Looks are taken together, so that their ratio may be another one than the rounds'. */
        struct interval ratio = stats_ratio_interval(shop->value, shop->beside, count);
        *ret_interval = (struct interval){value, value - (ratio.value - ratio.lo),
                                          value + (ratio.hi - ratio.value)};
        return 0;
    }
    struct stats_median median = {0};
    int status = stats_median_interval(shop->value, shop->beside, count, &median, shop->fault);
    if (status == 0 && isnan(median.interval.lo))
        *ret_interval = (struct interval){value, NAN, NAN};
    else if (status == 0)
        *ret_interval = around_mean(value, &median.interval);
    return status;
}

static int add_rows(struct rows_shop *shop, const struct summary_row *point,
                    const struct ledger_basis *basis) {
    struct interval inflation = {NAN, NAN, NAN};
    for (unsigned i = 0; i < LEDGER_AMOUNTS; i++) {
        struct ledger_row row = {
            .series = point->series, .p = point->p, .n = point->n, .tasks = point->tasks};
        if (isnan(basis->amount.of[i]))
            continue;
        ledger_methods_fill((enum ledger_amount)i, basis, &row);
        int status = 0;
        if (i == LEDGER_SPEEDUP && basis->kind == LEDGER_KIND_VALID)
            row.value = point->speedup;
        else
            status = find_scatter(shop, basis, (enum ledger_amount)i, &row.value);
        if (status != 0)
            return status;
        if (basis->has_factors)
            ledger_errors_add((enum ledger_amount)i, basis->amount.factors, &shop->factors,
                              &inflation, &row.value);
        if (i == LEDGER_INFLATION)
            inflation = row.value;
        shop->rows[shop->count++] = row;
    }
    return 0;
}

static struct ledger_basis basis_of(const struct rows_shop *shop, const struct summary_row *point) {
    return (struct ledger_basis){
        .is_of_program = series_is_of_program(&point->series),
        .is_scaled = strcmp(point->series.scaling, "weak") == 0 ||
                     strcmp(point->series.scaling, "throughput") == 0,
        .has_factors = !isnan(shop->factors.memory.value),
        .is_bounded = !isnan(shop->factors.memory.lo),
        .run_counts = shop->run_counts,
    };
}

static int add_valid(struct rows_shop *shop, const struct point *point,
                     const struct summary_row *row) {
    struct ledger_basis basis = basis_of(shop, row);
    if (isnan(row->speedup.value))
        return 0;
    collect_pairs(shop, point, LEDGER_KIND_VALID);
    for (size_t i = 0; i < shop->pair_count; i++)
        shop->weight[i] = ledger_counts(&shop->pair[i], &row->speedup);
    basis.amount = ledger_amounts_together(shop->pair, shop->amounts, shop->weight,
                                           shop->pair_count, row->speedup.value, &row->loss);
    return add_rows(shop, row, &basis);
}

/* Of the valid rounds alone, or of all that are not broken. */
static int add_sums(struct rows_shop *shop, const struct point *point,
                    const struct summary_row *row, enum ledger_kind kind,
                    const struct experienced *met) {
    bool is_all = kind == LEDGER_KIND_EXPERIENCED;
    struct ledger_basis basis = basis_of(shop, row);
    collect_pairs(shop, point, kind);
    for (size_t i = 0; i < shop->pair_count; i++)
        shop->weight[i] = shop->pair[i].sample->time_s;
    basis.kind = kind;
    basis.rounds = met->pairs;
    basis.disturbed = met->disturbed;
    basis.amount = ledger_amounts_together(
        shop->pair, shop->amounts, shop->weight, shop->pair_count,
        is_all ? met->speedup : met->speedup_valid, is_all ? &met->loss : &met->loss_valid);
    return add_rows(shop, row, &basis);
}

static int add_point(struct rows_shop *shop, const struct point *point,
                     const struct summary_row *row) {
    int status = ledger_find_factors(shop->pairs, point->samples[0], &shop->factors, shop->fault);
    if (status != 0)
        return status;
    collect_pairs(shop, point, LEDGER_KIND_EXPERIENCED);
    struct experienced met = experienced_make(shop->pair, shop->pair_count, &shop->factors);
    status = add_valid(shop, point, row);
    if (status == 0)
        status = add_sums(shop, point, row, LEDGER_KIND_SUMMED, &met);
    if (status == 0)
        status = add_sums(shop, point, row, LEDGER_KIND_EXPERIENCED, &met);
    return status;
}

/* The rows of the summary are of the points that were asked for, in their order. */
static int add_points(struct rows_shop *shop, const struct summary_row *summary,
                      size_t summary_count) {
    size_t made = 0;
    int status = 0;
    for (size_t i = 0; i < pairs_point_count(shop->pairs) && status == 0; i++) {
        struct point point = pairs_point(shop->pairs, i);
        if (point.samples[0]->role != SAMPLE_ASKED || made >= summary_count)
            continue;
        const struct summary_row *row = &summary[made++];
        if (row->n == 1 || point.samples[0]->units == 0)
            continue;
        status = add_point(shop, &point, row);
    }
    return status;
}

/* Whether there is enough memory for the rounds of any point. */
static bool find_room(struct rows_shop *shop, size_t summary_count) {
    size_t most = 1;
    for (size_t i = 0; i < pairs_point_count(shop->pairs); i++) {
        struct point point = pairs_point(shop->pairs, i);
        most = point.count > most ? point.count : most;
        shop->run_counts = shop->run_counts || point.samples[0]->role == SAMPLE_COUNTED;
    }
    shop->rows = calloc(summary_count * 3 * LEDGER_AMOUNTS + 1, sizeof *shop->rows);
    shop->pair = calloc(most, sizeof *shop->pair);
    shop->amounts = calloc(most, sizeof *shop->amounts);
    shop->weight = calloc(3 * most, sizeof *shop->weight);
    if (shop->weight != NULL) {
        shop->value = shop->weight + most;
        shop->beside = shop->value + most;
    }
    return shop->rows != NULL && shop->pair != NULL && shop->amounts != NULL &&
           shop->weight != NULL;
}

int ledger_rows_make(const struct sample *samples, size_t count, const struct summary_row *summary,
                     size_t summary_count, struct ledger_row **ret_rows, size_t *ret_count,
                     struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    struct rows_shop shop = {.pairs = pairs, .fault = fault};
    if (!find_room(&shop, summary_count))
        status =
            fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make the ledger of %zu samples", count);
    else
        status = add_points(&shop, summary, summary_count);
    if (status == 0) {
        *ret_rows = shop.rows;
        *ret_count = shop.count;
    } else {
        free(shop.rows);
    }
    free(shop.pair);
    free(shop.amounts);
    free(shop.weight);
    pairs_free(pairs);
    return status;
}
