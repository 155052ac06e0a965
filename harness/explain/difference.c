/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/difference.h"
#include "explain/pairs.h"
#include "stats/median_interval.h"
#include "stats/verdict.h"
#include "wire/params.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for the values of the largest point. */
struct comparison {
    const struct pairs *pairs;
    double *value, *time_s;
    double margin;
    struct fault *fault;
};

/* An engine brings parameters of its own: beside another engine only what both have must be the
 * same. */
static bool differs(const struct series *a, const struct series *b, enum series_factor factor) {
    bool engines_differ = strcmp(a->engine, b->engine) != 0;
    if (factor == SERIES_PARAMS && engines_differ)
        return !params_is_within(a->params, b->params) && !params_is_within(b->params, a->params);
    return strcmp(series_level(a, factor), series_level(b, factor)) != 0;
}

/* The only factor in which they differ; SERIES_FACTORS where it is none or more than one. */
static enum series_factor only_difference(const struct series *a, const struct series *b) {
    enum series_factor only = SERIES_FACTORS;
    if (strcmp(a->workload, b->workload) != 0 || strcmp(a->scaling, b->scaling) != 0)
        return SERIES_FACTORS;
    for (enum series_factor factor = 0; factor < SERIES_FACTORS; factor++) {
        if (!differs(a, b, factor))
            continue;
        if (only != SERIES_FACTORS)
            return SERIES_FACTORS;
        only = factor;
    }
    return only;
}

/* Both points have their samples in order of rounds. A round with several T(1) gives one value for
 * each sample of `own`. */
static size_t collect_ratios(const struct comparison *comparison, const struct point *own,
                             const struct point *reference) {
    size_t count = 0;
    for (size_t i = 0, j = 0; i < own->count; i++) {
        const struct sample *sample = own->samples[i];
        while (j < reference->count && reference->samples[j]->round < sample->round)
            j++;
        if (j == reference->count || reference->samples[j]->round != sample->round)
            continue;
        const struct pair mine = {sample, pairs_base(comparison->pairs, sample)};
        const struct pair other = {reference->samples[j],
                                   pairs_base(comparison->pairs, reference->samples[j])};
        if (mine.base == NULL || other.base == NULL)
            continue;
        comparison->value[count] = pair_speedup(&mine) / pair_speedup(&other);
        comparison->time_s[count++] = sample->start_s;
    }
    return count;
}

static const char *verdict_word(const struct interval *ratio, double margin) {
    const char *verdict = stats_verdict(ratio, margin);
    if (strcmp(verdict, "agrees") == 0)
        return "same";
    if (strcmp(verdict, "below") == 0)
        return "lower";
    return strcmp(verdict, "above") == 0 ? "higher" : verdict;
}

/* An engine's own parameters are part of what it is. */
static void name_reference(const struct series *reference, enum series_factor factor,
                           char text[WIRE_PARAMS_BYTES]) {
    if (factor == SERIES_ENGINE && reference->params[0] != '\0')
        snprintf(text, WIRE_PARAMS_BYTES, "%.15s %.47s", reference->engine, reference->params);
    else
        snprintf(text, WIRE_PARAMS_BYTES, "%s", series_level(reference, factor));
}

static int compare_points(const struct comparison *comparison, const struct point *own,
                          const struct point *reference, enum series_factor factor,
                          struct difference_row *ret_row) {
    const struct sample *like = own->samples[0];
    struct stats_median median = {0};
    size_t count = collect_ratios(comparison, own, reference);
    int status = stats_median_interval(comparison->value, comparison->time_s, count, &median,
                                       comparison->fault);
    if (status != 0)
        return status;
    struct difference_row row = {
        .series = like->series,
        .p = like->p,
        .n = like->n,
        .tasks = like->tasks,
        .oversubscribed = like->oversubscribed,
        .speedup_ratio = median.interval,
        .rounds = count,
        .correlation_s = median.correlation_s,
    };
    snprintf(row.factor, sizeof row.factor, "%s", series_factor_name(factor));
    name_reference(&reference->samples[0]->series, factor, row.reference);
    snprintf(row.interval_kind, sizeof row.interval_kind, "%s", median.kind);
    /* docs/definitions.md, "Validity": more than half left out. */
    size_t fewest = own->count < reference->count ? own->count : reference->count;
    snprintf(row.verdict, sizeof row.verdict, "%s",
             2 * count < fewest ? "cannot tell"
                                : verdict_word(&row.speedup_ratio, comparison->margin));
    *ret_row = row;
    return 0;
}

/* The first series before the point's own that differs from it in that factor only, at the same p
 * and n. Points stand series after series, in the order in which these were named. */
static struct point find_reference(const struct pairs *pairs, size_t own,
                                   enum series_factor factor) {
    const struct sample *like = pairs_point(pairs, own).samples[0];
    for (size_t i = 0; i < own; i++) {
        const struct sample *first = pairs_point(pairs, i).samples[0];
        if (only_difference(&like->series, &first->series) == factor) {
            struct sample wanted = *like;
            wanted.series = first->series;
            return pairs_find(pairs, &wanted, like->p, like->n);
        }
    }
    return (struct point){NULL, 0};
}

static int compare_all(const struct comparison *comparison, struct difference_row *rows,
                       size_t *ret_count) {
    const struct pairs *pairs = comparison->pairs;
    size_t count = 0;
    int status = 0;
    for (size_t i = 0; i < pairs_point_count(pairs) && status == 0; i++) {
        struct point own = pairs_point(pairs, i);
        const struct sample *like = own.samples[0];
        if (like->role != SAMPLE_ASKED || like->n == 1 || like->units == 0)
            continue;
        for (enum series_factor factor = 0; factor < SERIES_FACTORS && status == 0; factor++) {
            struct point reference = find_reference(pairs, i, factor);
            if (reference.count > 0)
                status = compare_points(comparison, &own, &reference, factor, &rows[count++]);
        }
    }
    *ret_count = count;
    return status;
}

int difference_make(const struct sample *samples, size_t count, double margin,
                    struct difference_row **ret_rows, size_t *ret_count, struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    struct comparison comparison = {.pairs = pairs, .margin = margin, .fault = fault};
    struct difference_row *rows =
        calloc(pairs_point_count(pairs) * SERIES_FACTORS + 1, sizeof *rows);
    comparison.value = calloc(count + 1, sizeof *comparison.value);
    comparison.time_s = calloc(count + 1, sizeof *comparison.time_s);
    if (rows == NULL || comparison.value == NULL || comparison.time_s == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare %zu samples", count);
    else
        status = compare_all(&comparison, rows, ret_count);
    if (status == 0)
        *ret_rows = rows;
    else
        free(rows);
    free(comparison.value);
    free(comparison.time_s);
    pairs_free(pairs);
    return status;
}
