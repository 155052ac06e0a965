/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* A law at a site: f = base + sum column_k shape_k, of the shapes as they were fitted. */
struct target {
    const struct model_law *law;
    const struct model_site *site;
    double base, columns[MODEL_SHAPES_MAX];
};

static double speedup_figure(const double *shapes, double level, const void *state) {
    const struct target *target = state;
    (void)level;
    double f = target->base; /* not the law's: a speed that was found is no shape of it */
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        f += target->columns[k] * shapes[k];
    return target->law->of_rate ? f : 1 / f;
}

/* Of the shapes as they were fitted, the change taken into them. */
static void put_columns(const struct model_analysis *analysis, const struct model_fit *fit,
                        const struct model_change *change, struct target *target) {
    target->law->put(target->site, &target->base, target->columns);
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++) {
        target->base += change->fixed[k] * target->columns[k];
        target->columns[k] *= k < fit->law->shape_count ? change->factor[k] : 0;
    }
    if (analysis_has_speed(analysis, fit->law))
        target->columns[1] = analysis_speed_slope(
            analysis, change->factor[0] * fit->shapes[0].value + change->fixed[0], target->site);
}

/* The interval of f as one of the speed-up, which falls with f but where f is a rate. */
static void put_ends(const struct target *target, double f_lo, double f_hi,
                     struct model_estimate *speedup) {
    speedup->lo = target->law->of_rate ? f_lo : 1 / f_hi;
    speedup->hi = target->law->of_rate ? f_hi : f_lo > 0 ? 1 / f_lo : INFINITY;
}

static void put_profile(const struct target *target, const struct profile *profile,
                        struct model_estimate *speedup) {
    double f = target->law->of_rate ? speedup->value : 1 / speedup->value;
    double error = profile_error(profile, target->columns), quantile = profile->quantile;
    if (isnan(quantile))
        return;
    double lo = profile_end_of(profile, target->columns, false, quantile).level;
    double hi = profile_end_of(profile, target->columns, true, quantile).level;
    put_ends(target, target->base + lo, target->base + hi, speedup);
    speedup->se = speedup->value * error / f;
    speedup->kind = MODEL_PROFILE;
}

/* Of the raw method: estimate -+ t se of f, from the estimates' errors and their correlation. */
static void put_wald(const struct target *target, const struct model_fit *fit, double df,
                     struct model_estimate *speedup) {
    double f = target->law->of_rate ? speedup->value : 1 / speedup->value, square = 0;
    double part[MODEL_SHAPES_MAX] = {0};
    for (size_t k = 0; k < fit->law->shape_count; k++) {
        part[k] = target->columns[k] * fit->shapes[k].se;
        square += part[k] * part[k];
    }
    if (fit->law->shape_count == 2)
        square += 2 * fit->correlation * part[0] * part[1];
    if (!(df > 0) || isnan(square))
        return;
    double error = sqrt(square), half = gsl_cdf_tdist_Pinv(0.975, df) * error;
    put_ends(target, f - half, f + half, speedup);
    speedup->se = speedup->value * error / f;
    speedup->kind = MODEL_WALD;
}

/* Nothing that was estimated is in it: at n = 1, or of a law without shapes. */
static bool is_given(const struct target *target) {
    for (size_t k = 0; k < target->law->shape_count; k++)
        if (target->columns[k] != 0)
            return false;
    return true;
}

struct model_estimate model_speedup_if(const struct model_analysis *analysis,
                                       const struct model_fit *fit,
                                       const struct model_change *change,
                                       const struct model_site *site) {
    struct model_estimate speedup = analysis_nothing();
    const struct analysis_law *law = &analysis->laws[fit - analysis->report.fits];
    struct target target = {.law = change->law, .site = site};
    double shapes[MODEL_SHAPES_MAX] = {0};
    if (!fit->identifiable)
        return speedup;
    for (size_t k = 0; k < fit->law->shape_count; k++)
        shapes[k] = fit->shapes[k].value;
    put_columns(analysis, fit, change, &target);
    speedup.value = speedup_figure(shapes, 0, &target);
    if (is_given(&target)) {
        speedup.lo = speedup.hi = speedup.value;
        speedup.se = 0;
        speedup.kind = analysis->method == MODEL_RAW ? MODEL_WALD : MODEL_PROFILE;
    } else if (analysis->method == MODEL_RAW) {
        double df = (double)analysis->report.rows - (double)fit->law->shape_count - 1;
        put_wald(&target, fit, df, &speedup);
    } else if (law->bootstrap.rounds > 0) {
        struct bootstrap_interval interval =
            bootstrap_interval(&law->bootstrap, speedup_figure, &target);
        speedup.se = interval.se;
        speedup.lo = interval.lo;
        speedup.hi = interval.hi;
        speedup.kind = isnan(interval.lo) ? MODEL_NO_INTERVAL : MODEL_BOOTSTRAP;
    } else {
        put_profile(&target, &law->profile, &speedup);
    }
    return speedup;
}

struct model_estimate model_speedup_at(const struct model_analysis *analysis,
                                       const struct model_fit *fit, const struct model_site *site) {
    const struct model_change none = {.law = fit->law, .factor = {1, 1, 1}};
    return model_speedup_if(analysis, fit, &none, site);
}

struct model_estimate model_fit_scale(const struct model_fit *fit,
                                      enum measured_quantity quantity) {
    struct model_estimate scale = fit->scale;
    if (!fit->law->scale_is_rate || quantity != MEASURED_TIME)
        return scale;
    scale.value = 1 / fit->scale.value;
    scale.se = fit->scale.se / (fit->scale.value * fit->scale.value);
    scale.lo = 1 / fit->scale.hi;
    scale.hi = 1 / fit->scale.lo;
    return scale;
}
