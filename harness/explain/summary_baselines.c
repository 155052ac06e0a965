/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/law.h"
#include "explain/summary_state.h"
#include "model/fit.h"
#include "stats/order.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int take_median(const struct summary_workshop *shop, size_t count,
                       struct interval *ret_interval) {
    struct stats_median median = {0};
    int status = summary_find_median(shop, count, &median);
    if (status == 0 && count > 0)
        *ret_interval = median.interval;
    return status;
}

static int find_best_time(struct summary_workshop *shop, const struct point *best,
                          struct interval *ret_best_s) {
    size_t count = 0;
    for (size_t i = 0; i < best->count; i++) {
        if (best->samples[i]->validity != SAMPLE_VALID)
            continue;
        shop->value[count] = best->samples[i]->time_s;
        shop->time_s[count++] = best->samples[i]->start_s;
    }
    return take_median(shop, count, ret_best_s);
}

/* Each with the T(1) of its own block: what comes from the machine cancels. */
static int find_price(struct summary_workshop *shop, const struct point *best,
                      struct interval *ret_price) {
    size_t count = 0;
    for (size_t i = 0; i < best->count; i++) {
        const struct sample *base = pairs_base(shop->pairs, best->samples[i]);
        if (base == NULL)
            continue;
        shop->value[count] = base->time_s / best->samples[i]->time_s - 1;
        shop->time_s[count++] = best->samples[i]->start_s;
    }
    return take_median(shop, count, ret_price);
}

/* The best serial code of that round that stands for a T(n): a round has one for each block. Both
 * points are in order of rounds; *from is where to go on. */
static const struct sample *find_best_of_round(const struct point *best, uint32_t round,
                                               size_t *from) {
    while (*from < best->count && best->samples[*from]->round < round)
        (*from)++;
    if (*from == best->count || best->samples[*from]->round != round ||
        best->samples[*from]->validity != SAMPLE_VALID)
        return NULL;
    return best->samples[*from];
}

/* w T_best / T(n). The best serial code is there in some rounds only, and there once for a block:
 * each T(n) of such a round is paired with it, where the T(n) is in `speedup` too, with a valid
 * T(1) that tells a measured p. At n = 1 it is the T(1)s of the round. The interval is that of the
 * median over these pairs, in order of time, as for every other figure. */
static int find_speedup_best(struct summary_workshop *shop, const struct point *point,
                             const struct point *best, struct interval *ret_speedup) {
    size_t count = 0, from = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i], *base = pairs_base(shop->pairs, sample);
        const struct sample *serial = find_best_of_round(best, sample->round, &from);
        if (base == NULL || serial == NULL)
            continue;
        shop->value[count] =
            law_work(sample, law_p(sample, base)) * serial->time_s / sample->time_s;
        shop->time_s[count++] = sample->start_s;
    }
    return take_median(shop, count, ret_speedup);
}

/* Cores for which there is no task are no part of it. */
static bool is_of_curve(const struct sample *sample, const struct sample *like) {
    bool is_asked = sample->role == SAMPLE_ASKED || sample->role == SAMPLE_ANCHOR;
    bool has_idle_cores = sample->tasks > 0 && sample->tasks < sample->n;
    return is_asked && !has_idle_cores && series_is_same_p(sample->p, like->p) &&
           sample->tasks == like->tasks && !sample->oversubscribed &&
           series_is_same(&sample->series, &like->series);
}

/* The median of a point's valid times; NAN: it has none. Spends shop->value. */
static double median_time(const struct summary_workshop *shop, const struct point *point) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++)
        if (point->samples[i]->validity == SAMPLE_VALID)
            shop->value[count++] = point->samples[i]->time_s;
    return count == 0 ? NAN : stats_median(shop->value, count);
}

/* Amdahl's law over those medians; NAN where they do not tell it. */
static int fit_medians(const struct measured_group *medians, struct interval *ret_fitted_s,
                       struct fault *fault) {
    const struct model_request request = {
        .group = medians, .method = MODEL_LOG, .interval = MODEL_PROFILE};
    struct model_analysis *analysis = NULL;
    int status = model_analyse(&request, &analysis, fault);
    if (status != 0)
        return status;
    const struct model_report *report = model_analysis_report(analysis);
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].law == &model_amdahl) {
            const struct model_estimate *scale = &report->fits[i].scale;
            *ret_fitted_s = (struct interval){scale->value, scale->lo, scale->hi};
        }
    model_analysis_free(analysis);
    return 0;
}

/* With two counts any two times are the law's: the fit says nothing of them. */
enum { FITTED_COUNTS_MIN = 3 };

/* Of all n of this p that are not oversubscribed, by the median of each, also of those whose cores
 * are slower or share one: what that costs bends both figures of the fit, and as it misses the law
 * it is in the interval. A fixed work is needed, but no p: the serial fraction is fitted too. */
static int find_fitted(const struct summary_workshop *shop, const struct sample *like,
                       struct interval *ret_fitted_s) {
    size_t most = pairs_point_count(shop->pairs);
    struct measured_group medians = {
        .quantity = MEASURED_TIME, .scaling = MEASURED_STRONG, .scaling_is_known = true};
    medians.rows = calloc(most + 1, sizeof *medians.rows);
    if (medians.rows == NULL)
        return fault_set(shop->fault, FAULT_SYSTEM, ENOMEM, "cannot fit %zu points", most);
    for (size_t i = 0; i < most; i++) {
        struct point other = pairs_point(shop->pairs, i);
        if (!is_of_curve(other.samples[0], like))
            continue;
        double time_s = median_time(shop, &other);
        medians.rows[medians.count] = (struct measured_row){.n = other.samples[0]->n,
                                                            .value = time_s,
                                                            .work = 1,
                                                            .capacity = NAN,
                                                            .clock = NAN,
                                                            .round = MEASURED_NO_ROUND};
        medians.count += !isnan(time_s);
    }
    int status = 0;
    if (medians.count >= FITTED_COUNTS_MIN)
        status = fit_medians(&medians, ret_fitted_s, shop->fault);
    free(medians.rows);
    return status;
}

/* How far an end is from the value, as a logarithm. */
static double reach(double value, double end) {
    return log(end / value);
}

/* T(n) is one of the times that were fitted, so that the errors of both cancel in part: as if they
 * did not, the interval is no narrower than it should be. */
static struct interval over_time(const struct interval *one_s, const struct interval *time_s) {
    double value = one_s->value / time_s->value;
    double below = hypot(reach(one_s->value, one_s->lo), reach(time_s->value, time_s->hi));
    double above = hypot(reach(one_s->value, one_s->hi), reach(time_s->value, time_s->lo));
    return (struct interval){value, value * exp(-below), value * exp(above)};
}

int summary_fill_baselines(struct summary_workshop *shop, const struct point *point,
                           struct summary_row *row) {
    const struct sample *like = point->samples[0];
    struct point best = pairs_find_role(shop->pairs, SAMPLE_BEST, like, like->p, 1);
    int status = 0;
    if (like->units == 0) /* no work that another code could do */
        return 0;
    if (best.count > 0) {
        status = find_best_time(shop, &best, &row->best_s);
        if (status == 0)
            status = find_price(shop, &best, &row->price);
        if (status == 0)
            status = find_speedup_best(shop, point, &best, &row->speedup_best);
    }
    if (status == 0 && strcmp(like->series.scaling, "strong") == 0)
        status = find_fitted(shop, like, &row->fitted_s);
    row->speedup_fitted = over_time(&row->fitted_s, &row->time_s);
    return status;
}
