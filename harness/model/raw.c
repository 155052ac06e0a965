/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/raw.h"
#include "model/identify.h"
#include "model/raw_search.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>

static const struct model_estimate none = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
static const double UPPER_TAIL = 0.025; /* of 95 %, both sides */
static const double ERROR_MOST = 1e3;   /* standard errors beyond so many figures tell none */

/* What the group measures for a throughput: its time, or the throughput itself. */
static double as_measured(const struct measured_group *group, double throughput) {
    return group->quantity == MEASURED_TIME ? 1 / throughput : throughput;
}

/* value -+ t se; without residual degrees of freedom the value alone. */
static struct model_estimate estimate_of(double value, double variance, double freedom) {
    double se = sqrt(variance);
    if (!(freedom > 0))
        return (struct model_estimate){value, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    double reach = gsl_cdf_tdist_Qinv(UPPER_TAIL, freedom) * se;
    return (struct model_estimate){value, se, value - reach, value + reach, MODEL_WALD};
}

/* 1/x of an estimate; an end that would be beyond infinity is infinite. */
static struct model_estimate invert(struct model_estimate x) {
    return (struct model_estimate){
        .value = 1 / x.value,
        .se = x.se / (x.value * x.value),
        .lo = 1 / x.hi,
        .hi = x.lo > 0      ? 1 / x.lo
              : isnan(x.lo) ? NAN
                            : INFINITY,
        .kind = x.kind,
    };
}

/* N log(RSS/N) + 2 k + 2 k (k + 1)/(N - k - 1), k with the variance; NAN where that does not exist.
 */
static double aicc_of(double rss, double rows, double unknowns) {
    double k = unknowns + 1, left = rows - k - 1;
    return left > 0 ? rows * log(rss / rows) + 2 * k + 2 * k * (k + 1) / left : NAN;
}

static void fill_misfit(const struct raw_cells *cells, const struct raw_answer *answer,
                        struct model_fit *fit) {
    double unknowns = 1 + (double)fit->law->shape_count;
    double lack_df = (double)cells->count - unknowns,
           pure_df = (double)(cells->rows - cells->count);
    for (size_t i = 0; i < cells->count; i++) {
        const struct raw_cell *cell = &cells->cells[i];
        double speedup = model_law_speedup(fit->law, &cell->site, answer->unknowns + 1);
        double misfit = fabs(cell->throughput / (answer->unknowns[0] * speedup) - 1);
        if (misfit > fit->misfit_most || i == 0) {
            fit->misfit_most = misfit;
            fit->misfit_n = cell->site.n;
        }
    }
    if (lack_df > 0 && pure_df > 0 && cells->scatter_ss > 0) {
        fit->lack_f = answer->lack_ss / lack_df / (cells->scatter_ss / pure_df);
        fit->lack_p = gsl_cdf_fdist_Q(fit->lack_f, lack_df, pure_df);
    }
}

/* The ceiling falls as the only shape rises; a peak has no interval, for its error is not normal at
 * all, and there is none where nothing tests the law. */
static void fill_reach(const struct measured_group *group, bool is_tested, double scale,
                       struct model_fit *fit) {
    const struct model_law *law = fit->law;
    double shapes[MODEL_SHAPES_MAX];
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = fit->shapes[k].value;
    if (law->ceiling != NULL) {
        const struct model_estimate *shape = &fit->shapes[0];
        bool has_ends =
            shape->kind == MODEL_WALD && shape->hi > 0; /* else all of it is superlinear */
        fit->ceiling = none;
        fit->ceiling.value = law->ceiling(shapes);
        if (has_ends) {
            fit->ceiling.kind = shape->kind;
            fit->ceiling.lo = law->ceiling(&shape->hi);
            fit->ceiling.hi = law->ceiling(&shape->lo);
        }
    }
    if (law->peak_n == NULL)
        return;
    if (is_tested)
        fit->peak_n.value = shapes[0] < 1 && !(shapes[1] > 0) ? INFINITY : law->peak_n(shapes);
    double n = fit->peak_n.value;
    struct model_site site = {n, n, 1};
    if (isfinite(n))
        fit->peak = as_measured(group, scale * model_law_speedup(law, &site, shapes));
}

static void fill_estimates(const struct measured_group *group, const struct raw_cells *cells,
                           const struct raw_answer *answer, struct model_fit *fit) {
    const struct model_law *law = fit->law;
    double rows = (double)cells->rows, unknowns = 1 + (double)law->shape_count;
    double freedom = rows - unknowns;
    fit->rss = answer->lack_ss + cells->scatter_ss;
    fit->aicc = aicc_of(fit->rss, rows, unknowns);
    double variance = fit->rss / freedom;
    fit->scale = estimate_of(answer->unknowns[0], answer->covariance[0][0] * variance, freedom);
    if (group->quantity == MEASURED_TIME)
        fit->scale = invert(fit->scale);
    for (size_t k = 0; k < law->shape_count; k++) {
        double value = answer->unknowns[1 + k];
        fit->shapes[k] = estimate_of(value, answer->covariance[1 + k][1 + k] * variance, freedom);
        if (value < 0 && fit->words[0] == '\0')
            snprintf(fit->words, sizeof fit->words, "%s is below 0: superlinear",
                     law->shapes[k].symbol);
    }
    if (law->shape_count >= 2)
        fit->correlation =
            answer->covariance[1][2] / sqrt(answer->covariance[1][1] * answer->covariance[2][2]);
    fill_misfit(cells, answer, fit);
    fill_reach(group, (double)cells->counts > unknowns, answer->unknowns[0], fit);
}

/* Whether the rows say of each unknown where it is: the condition as of a fit of logarithms, for
 * nls calls such a gradient singular; and errors that are no more than a thousand times the figure
 * or, of a shape, than what would change the cost at some n by T(1). The words say why not. */
static bool is_determined(const struct raw_answer *answer, const struct raw_cells *cells,
                          const struct model_law *law, struct model_fit *fit) {
    double freedom = (double)cells->rows - 1 - (double)law->shape_count;
    double variance = (answer->lack_ss + cells->scatter_ss) / freedom;
    if (!isfinite(answer->lack_ss)) {
        snprintf(fit->words, sizeof fit->words,
                 "the rows have no least sum of squares at any finite parameters");
        return false;
    }
    if (!(answer->condition <= IDENTIFY_CONDITION_MOST)) {
        snprintf(fit->words, sizeof fit->words, IDENTIFY_CONDITION_WORDS);
        return false;
    }
    for (size_t i = 0; i <= law->shape_count && freedom > 0; i++) {
        double least = i == 0 ? 0 : 1 / answer->reach[i - 1];
        double most = ERROR_MOST * fmax(fabs(answer->unknowns[i]), least);
        if (!(sqrt(answer->covariance[i][i] * variance) <= most)) {
            snprintf(fit->words, sizeof fit->words, IDENTIFY_LIMIT_WORDS,
                     i == 0 ? law->scale.symbol : law->shapes[i - 1].symbol);
            return false;
        }
    }
    return true;
}

static struct model_fit empty_fit(const struct model_law *law) {
    struct model_fit fit = {.law = law,
                            .scale = none,
                            .correlation = NAN,
                            .ceiling = none,
                            .peak_n = none,
                            .speed = none,
                            .peak = NAN,
                            .rss = NAN,
                            .aicc = NAN,
                            .delta_aicc = NAN,
                            .lack_f = NAN,
                            .lack_p = NAN,
                            .bound_p = NAN,
                            .misfit_most = NAN,
                            .misfit_n = NAN};
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++) {
        fit.shapes[k] = none;
        fit.free_shape[k] = NAN;
    }
    return fit;
}

int model_raw_fit(const struct measured_group *group, const struct model_law *law,
                  const double *start_shapes, double start_scale, struct model_fit *ret_fit,
                  struct fault *fault) {
    struct raw_cells cells;
    struct raw_answer answer;
    double start[RAW_UNKNOWNS_MAX] = {as_measured(group, start_scale)};
    struct model_fit fit = empty_fit(law);
    for (size_t k = 0; k < law->shape_count && start_shapes != NULL; k++)
        start[1 + k] = start_shapes[k];
    int status = raw_cells_make(group, &cells, fault);
    if (status != 0)
        return status;
    if (cells.counts <= law->shape_count) {
        snprintf(fit.words, sizeof fit.words, "%zu parameters, %zu core count%s",
                 law->shape_count + 1, cells.counts, cells.counts == 1 ? "" : "s");
        goto done;
    }
    status = raw_search(&cells, law, start_shapes == NULL ? NULL : start, &answer, fault);
    if (status != 0)
        goto done;
    fit.identifiable = is_determined(&answer, &cells, law, &fit);
    if (fit.identifiable)
        fill_estimates(group, &cells, &answer, &fit);
done:
    raw_cells_release(&cells);
    if (status == 0)
        *ret_fit = fit;
    return status;
}
