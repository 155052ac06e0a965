/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"

#include <math.h>

struct model_estimate analysis_nothing(void) {
    return (struct model_estimate){NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
}

static double shape_figure(const double *shapes, double level, const void *state) {
    (void)level;
    return shapes[*(const size_t *)state];
}

static void put_bootstrap(const struct analysis_law *law, bootstrap_figure *figure,
                          const void *state, struct model_estimate *estimate) {
    struct bootstrap_interval interval = bootstrap_interval(&law->bootstrap, figure, state);
    estimate->se = isfinite(interval.se) ? interval.se : NAN;
    estimate->lo = interval.lo;
    estimate->hi = interval.hi;
    estimate->kind = isnan(interval.lo) ? MODEL_NO_INTERVAL : MODEL_BOOTSTRAP;
}

/* An estimate at its least has no lower end, so that the whole 5 % are above its upper one. */
static void put_profile(const struct analysis_law *law, const double *direction, bool is_at_least,
                        struct model_estimate *estimate) {
    const struct profile *profile = &law->profile;
    double quantile = is_at_least ? profile->quantile_1 : profile->quantile;
    estimate->lo = profile_end_of(profile, direction, false, quantile).level;
    estimate->hi = profile_end_of(profile, direction, true, quantile).level;
    estimate->kind = isnan(estimate->lo) ? MODEL_NO_INTERVAL
                     : is_at_least       ? MODEL_UPPER
                                         : MODEL_PROFILE;
}

struct model_estimate analysis_shape(const struct analysis_law *law, size_t k) {
    struct model_estimate estimate = analysis_nothing();
    double direction[MODEL_SHAPES_MAX] = {0};
    direction[k] = 1;
    estimate.value = law->answer.shapes[k];
    /* At a bound the draws lie there, too, all or most of them, and would tell of no doubt. */
    if (law->bootstrap.rounds > 0 && !law->answer.at_bound[k]) {
        put_bootstrap(law, shape_figure, &k, &estimate);
        return estimate;
    }
    if (!law->answer.at_bound[k])
        estimate.se = profile_error(&law->profile, direction);
    put_profile(law, direction, estimate.value <= law->design.least[k], &estimate);
    return estimate;
}

/* Weighted means over the cells of log f and of its slopes, of given shapes. */
struct cells_mean {
    double y, log_f, slopes[MODEL_SHAPES_MAX], rows;
};

static struct cells_mean mean_over_cells(const struct analysis_law *law, const double *shapes) {
    const struct solve_design *design = &law->design;
    const struct strata *strata = design->strata;
    struct cells_mean mean = {.y = 0};
    for (size_t cell = 0; cell < strata->cell_count; cell++) {
        double f = design->base[cell], weight = strata->cell_rows[cell];
        for (size_t k = 0; k < design->shape_count; k++)
            f += shapes[k] * design->columns[k][cell];
        mean.rows += weight;
        mean.y += weight * strata->cell_y[cell];
        mean.log_f += weight * log(f);
        for (size_t k = 0; k < design->shape_count; k++)
            mean.slopes[k] += weight * design->columns[k][cell] / f;
    }
    mean.y /= mean.rows;
    mean.log_f /= mean.rows;
    for (size_t k = 0; k < design->shape_count; k++)
        mean.slopes[k] /= mean.rows;
    return mean;
}

/* The variance of the mean of y. Rounds have effects of their own, which the mean shares in: it is
 * known no better than the means of whole rounds scatter. */
static double variance_of_mean(const struct model_analysis *analysis,
                               const struct analysis_law *law, double rows) {
    const struct strata *strata = &analysis->strata;
    if (isnan(analysis->round_variance))
        return law->profile.variance / rows;
    double memory = strata->memory > 1 ? strata->memory : 1;
    return analysis->round_variance * memory / (double)strata->rounds;
}

static double level_figure(const double *shapes, double level, const void *state) {
    (void)shapes, (void)state;
    return level;
}

double analysis_level_value(const struct analysis_law *law) {
    struct cells_mean mean = mean_over_cells(law, law->answer.shapes);
    return mean.y - mean.log_f;
}

/* The mean of y and the shapes come from different contrasts of the rows, so that their errors are
 * independent: the interval of the difference of the mean of y and that of log f is put together
 * from both ones' (G. Y. Zou and A. Donner, Statistics in Medicine 27(10), 2008). */
struct model_estimate analysis_level(const struct model_analysis *analysis,
                                     const struct analysis_law *law) {
    struct cells_mean mean = mean_over_cells(law, law->answer.shapes);
    struct model_estimate level = analysis_nothing();
    level.value = mean.y - mean.log_f;
    if (law->bootstrap.rounds > 0) {
        put_bootstrap(law, level_figure, NULL, &level);
        return level;
    }
    const struct profile *profile = &law->profile;
    if (isnan(profile->quantile))
        return level;
    double own = variance_of_mean(analysis, law, mean.rows),
           error = profile_error(profile, mean.slopes);
    double below = 0, above = 0; /* of log f's mean */
    if (law->design.shape_count > 0) {
        struct profile_end lo = profile_end_of(profile, mean.slopes, false, profile->quantile);
        struct profile_end hi = profile_end_of(profile, mean.slopes, true, profile->quantile);
        below = mean.log_f - mean_over_cells(law, lo.shapes).log_f;
        above = mean_over_cells(law, hi.shapes).log_f - mean.log_f;
    }
    double square = profile->quantile * profile->quantile * own;
    level.se = sqrt(own + error * error);
    level.lo = level.value - sqrt(square + above * above);
    level.hi = level.value + sqrt(square + below * below);
    level.kind = MODEL_PROFILE;
    return level;
}

static double peak_figure(const double *shapes, double level, const void *state) {
    const struct model_law *law = state;
    (void)level;
    double n = law->peak_n(shapes);
    return isnan(n) ? INFINITY : n;
}

/* A peak beyond this times the largest n is none that rows could tell of. */
static const double PEAK_FAR = 1e6;

/* No peak is seen, but below some N there is none; at INFINITY where kappa is estimated to be 0. */
static struct model_estimate peak_beyond(const struct profile *profile, double near, double far,
                                         bool is_at_infinity) {
    struct model_estimate peak = analysis_nothing();
    peak.value = is_at_infinity ? INFINITY : NAN;
    peak.lo = profile_peak(profile, near, far, false, profile->quantile_1).level;
    if (!(peak.lo > 1)) { /* no limit at all */
        peak.lo = NAN;
        return peak;
    }
    peak.hi = INFINITY;
    peak.kind = MODEL_LOWER;
    return peak;
}

/* Never from a standard error: with kappa near 0 it is skewed, and may have no end. Rows that
 * nothing tests the law with show no peak: any curve of as many parameters goes through them. */
struct model_estimate analysis_peak(const struct model_analysis *analysis,
                                    const struct analysis_law *law, const struct model_fit *fit) {
    struct model_estimate peak = analysis_nothing();
    const struct profile *profile = &law->profile;
    const double *shapes = law->answer.shapes;
    /* With a sigma of 1 it is slower from the first core on: none is faster than one. */
    if (fit->law->peak_n == NULL || shapes[0] >= 1)
        return peak;
    double n_max = analysis->report.n_max, n = fit->law->peak_n(shapes);
    double near = isnan(n) ? n_max : n, far = PEAK_FAR * fmax(near, n_max);
    bool is_tested = analysis_is_tested(&analysis->strata, fit->law);
    if (isnan(profile->quantile) && is_tested)
        peak.value = shapes[1] > 0 ? n : INFINITY;
    if (isnan(profile->quantile))
        return peak;
    if (fit->shapes[1].lo > 0 && is_tested) {
        peak.value = n;
        if (law->bootstrap.rounds > 0) {
            put_bootstrap(law, peak_figure, fit->law, &peak);
        } else {
            peak.lo = profile_peak(profile, near, far, false, profile->quantile).level;
            peak.hi = profile_peak(profile, near, far, true, profile->quantile).level;
            peak.kind = MODEL_PROFILE;
        }
        if (law->bootstrap.rounds == 0 || isfinite(peak.hi))
            return peak;
    }
    return peak_beyond(profile, near, far, is_tested && !(shapes[1] > 0));
}

struct model_estimate analysis_ceiling(const struct model_fit *fit) {
    struct model_estimate ceiling = analysis_nothing();
    const struct model_estimate *shape = &fit->shapes[0];
    if (fit->law->ceiling == NULL)
        return ceiling;
    ceiling.value = fit->law->ceiling(&shape->value);
    ceiling.kind = shape->kind == MODEL_UPPER ? MODEL_LOWER : shape->kind;
    if (shape->kind == MODEL_NO_INTERVAL)
        return ceiling;
    /* 1/s falls as s grows. */
    ceiling.lo = fit->law->ceiling(&shape->hi);
    ceiling.hi = fit->law->ceiling(&shape->lo);
    return ceiling;
}
