/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/pop.h"
#include "explain/ledger.h"
#include "explain/pairs.h"
#include "stats/order.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The medians of one point are taken of these, each with room for its rounds. */
struct rounds {
    double *balance, *communication, *scaling;
};

static double median_of_known(double *values, size_t count) {
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]))
            values[known++] = values[i];
    return stats_median(values, known);
}

static struct pop_row row_of(const struct pairs *pairs, const struct point *point,
                             const struct rounds *rounds) {
    const struct sample *like = point->samples[0];
    size_t count = 0;
    for (size_t i = 0; i < point->count && like->units > 0; i++) {
        const struct sample *sample = point->samples[i];
        struct pair pair = {sample, pairs_base(pairs, sample)};
        if (pair.base == NULL)
            continue;
        double useful_s = ledger_useful_s(sample);
        rounds->balance[count] = useful_s / sample->n / sample->busy_max_s;
        rounds->communication[count] = sample->busy_max_s / sample->time_s;
        rounds->scaling[count++] = pair_work(&pair) * ledger_useful_s(pair.base) / useful_s;
    }
    struct pop_row row = {
        .series = like->series,
        .p = like->p,
        .n = like->n,
        .tasks = like->tasks,
        .load_balance = median_of_known(rounds->balance, count),
        .communication = median_of_known(rounds->communication, count),
        .computation_scaling = median_of_known(rounds->scaling, count),
    };
    row.parallel = row.load_balance * row.communication;
    row.global = row.parallel * row.computation_scaling;
    return row;
}

static bool is_wanted(const struct point *point) {
    return point->samples[0]->role == SAMPLE_ASKED && point->samples[0]->n > 1;
}

int pop_make(const struct sample *samples, size_t count, struct pop_row **ret_rows,
             size_t *ret_count, struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    size_t made = 0;
    struct pop_row *rows = calloc(pairs_point_count(pairs) + 1, sizeof *rows);
    double *values = calloc(3 * count + 1, sizeof *values);
    struct rounds rounds = {values, values == NULL ? NULL : values + count,
                            values == NULL ? NULL : values + 2 * count};
    if (rows == NULL || values == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM,
                           "cannot find the efficiencies of %zu samples", count);
    for (size_t i = 0; i < pairs_point_count(pairs) && status == 0; i++) {
        struct point point = pairs_point(pairs, i);
        if (is_wanted(&point))
            rows[made++] = row_of(pairs, &point, &rounds);
    }
    if (status == 0) {
        *ret_rows = rows;
        *ret_count = made;
    } else {
        free(rows);
    }
    free(values);
    pairs_free(pairs);
    return status;
}
