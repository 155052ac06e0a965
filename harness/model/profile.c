/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/profile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Steps that double lead from the estimate out of the interval. 60 of them are 1e18 times the
 * standard error: what is not rejected there is not rejected anywhere. */
enum { WIDENINGS_MOST = 60, NARROWINGS_MOST = 60 };
/* An end is found to this share of its distance from the estimate: no figure is printed with more
 * than four digits. */
static const double END_NEAR = 1e-7;
/* (1e-12)²: what the rounding of logarithms leaves of a sum of squares is below it, and an interval
 * is no narrower. */
static const double EXCESS_LEAST = 1e-24;

struct profile profile_make(const struct solve_design *design, const struct solve_answer *best) {
    const struct strata *strata = design->strata;
    double taken = strata->rounds > 0 ? (double)strata->rounds : 1;
    double df = (double)strata->rows - taken - (double)design->shape_count;
    struct profile profile = {
        .design = design, .best = best, .df = df, .variance = NAN, .quantile = NAN};
    profile.quantile_1 = NAN;
    if (!(df > 0))
        return profile;
    profile.square = best->lack_ss + strata->pure_ss;
    profile.variance = profile.square / df;
    if (strata->memory > 1) {
        profile.variance *= strata->memory;
        df = fmin(df, (double)strata->blocks - 1);
    }
    profile.quantile = gsl_cdf_tdist_Pinv(0.975, df);
    profile.quantile_1 = gsl_cdf_tdist_Pinv(0.95, df);
    return profile;
}

void profile_take_lack(struct profile *profile) {
    const struct strata *strata = profile->design->strata;
    double df = strata->differences - (double)profile->design->shape_count;
    if (!(df > 0) || isnan(profile->variance))
        return;
    profile->df = df;
    profile->square = fmax(0, profile->best->lack_ss - strata->cells_ss);
    profile->variance = fmax(profile->variance, profile->square / df);
    profile->quantile = gsl_cdf_tdist_Pinv(0.975, df);
    profile->quantile_1 = gsl_cdf_tdist_Pinv(0.95, df);
}

/* Values of x, each of which stands for a constraint on the shapes. */
struct search {
    const struct profile *profile;
    const double *direction;         /* level x; NULL: the peak is at exp(x) */
    double root;                     /* of the excess that is allowed */
    double shapes[MODEL_SHAPES_MAX]; /* those of the last one */
};

/* Above 0: rejected. Near a line in x. */
static double excess_at(struct search *search, double x) {
    struct solve_answer answer;
    const struct solve_design *design = search->profile->design;
    if (search->direction != NULL) {
        solve_minimise_on(design, search->direction, x, search->shapes, &answer);
    } else { /* divided by N², which keeps the figures near those of the data */
        double square = exp(-2 * x), direction[MODEL_SHAPES_MAX] = {square, 1};
        solve_minimise_on(design, direction, square, search->shapes, &answer);
    }
    if (isinf(answer.lack_ss))
        return INFINITY;
    memcpy(search->shapes, answer.shapes, sizeof search->shapes);
    return sqrt(fmax(0, answer.lack_ss - search->profile->best->lack_ss)) - search->root;
}

/* An x and its excess. */
struct place {
    double x, excess;
};

/* The false position between them, halved where an end stays (M. Dowell and P. Jarratt, BIT 11,
 * 1971). */
static double narrow(struct search *search, struct place inside, struct place outside,
                     double from) {
    double held = 0; /* which end stayed: -1 inside, 1 outside */
    for (int i = 0; i < NARROWINGS_MOST; i++) {
        if (fabs(outside.x - inside.x) <= END_NEAR * fabs(outside.x - from))
            break;
        double share =
            isinf(outside.excess) ? 0.5 : inside.excess / (inside.excess - outside.excess);
        double x = inside.x + share * (outside.x - inside.x);
        double excess = excess_at(search, x);
        if (fabs(excess) <= END_NEAR * search->root)
            return x;
        if (excess > 0) {
            outside = (struct place){x, excess};
            if (held < 0)
                inside.excess /= 2;
            held = -1;
        } else {
            inside = (struct place){x, excess};
            if (held > 0 && !isinf(outside.excess))
                outside.excess /= 2;
            held = 1;
        }
    }
    return inside.x;
}

/* From `from`, which is not rejected, by steps that double towards `bound`. */
static struct profile_end widen(struct search *search, double from, double step, double bound) {
    struct place inside = {from, -search->root};
    struct profile_end end = {.level = bound};
    for (int i = 0; i < WIDENINGS_MOST && inside.x != bound; i++, step *= 2) {
        double x = from + step;
        if (step > 0 ? x > bound : x < bound)
            x = bound;
        struct place place = {x, excess_at(search, x)};
        if (place.excess > 0) {
            end.level = narrow(search, inside, place, from);
            end.is_closed = true;
            break;
        }
        inside = place;
    }
    memcpy(end.shapes, search->shapes, sizeof end.shapes);
    return end;
}

static struct search search_make(const struct profile *profile, const double *direction,
                                 double quantile) {
    struct search search = {.profile = profile, .direction = direction};
    search.root = sqrt(fmax(EXCESS_LEAST, quantile * quantile * profile->variance));
    memcpy(search.shapes, profile->best->shapes, sizeof search.shapes);
    return search;
}

static double level_of(const struct profile *profile, const double *direction,
                       const double *shapes) {
    double level = 0;
    for (size_t k = 0; k < profile->design->shape_count; k++)
        level += direction[k] != 0 ? direction[k] * shapes[k] : 0; /* 0 times INFINITY is 0 */
    return level;
}

/* The last level that the bounds of the shapes admit. */
static double bound_of(const struct profile *profile, const double *direction, bool is_upper) {
    const struct solve_design *design = profile->design;
    double corner[MODEL_SHAPES_MAX];
    for (size_t k = 0; k < design->shape_count; k++)
        corner[k] = (direction[k] > 0) == is_upper ? design->most[k] : design->least[k];
    return level_of(profile, direction, corner);
}

/* About the standard error times the quantile: of shapes at a bound, too, each by itself. */
static double first_step(const struct profile *profile, const double *direction, double root) {
    double sum = 0;
    for (size_t k = 0; k < profile->design->shape_count; k++)
        if (profile->best->information[k][k] > 0)
            sum += direction[k] * direction[k] / profile->best->information[k][k];
    return root * sqrt(sum);
}

struct profile_end profile_end_of(const struct profile *profile, const double *direction,
                                  bool is_upper, double quantile) {
    struct profile_end end = {.level = NAN};
    if (isnan(quantile))
        return end;
    struct search search = search_make(profile, direction, quantile);
    double error = quantile * profile_error(profile, direction);
    double step = error > 0 ? error : first_step(profile, direction, search.root);
    double level = level_of(profile, direction, profile->best->shapes);
    double bound = bound_of(profile, direction, is_upper);
    if (!(step > 0)) /* the rows say nothing of it */
        return (struct profile_end){.level = bound};
    return widen(&search, level, is_upper ? step : -step, bound);
}

/* A quarter of n more or less: where N can be told at all, about its error. */
static const double PEAK_STEP = 0.25;

struct profile_end profile_peak(const struct profile *profile, double n_near, double n_far,
                                bool is_upper, double quantile) {
    struct profile_end end = {.level = NAN};
    if (isnan(quantile))
        return end;
    struct search search = search_make(profile, NULL, quantile);
    double far = log(n_far), from = fmin(far, log(n_near));
    while (from < far && excess_at(&search, from) > 0)
        from = fmin(far, from + 1);
    end = widen(&search, from, is_upper ? PEAK_STEP : -PEAK_STEP, is_upper ? far : 0);
    end.level = end.level >= far && !end.is_closed ? INFINITY : exp(end.level);
    return end;
}

double profile_error(const struct profile *profile, const double *direction) {
    const struct solve_answer *best = profile->best;
    const double(*info)[MODEL_SHAPES_MAX] = best->information;
    bool has[2] = {profile->design->shape_count > 0 && !best->at_bound[0],
                   profile->design->shape_count > 1 && !best->at_bound[1]};
    double d0 = direction[0], d1 = has[1] ? direction[1] : 0, square = 0;
    if (has[0] && has[1]) {
        double det = info[0][0] * info[1][1] - info[0][1] * info[1][0];
        square = (d0 * d0 * info[1][1] - 2 * d0 * d1 * info[0][1] + d1 * d1 * info[0][0]) / det;
    } else if (has[0]) {
        square = d0 * d0 / info[0][0];
    } else if (has[1]) {
        square = d1 * d1 / info[1][1];
    }
    return sqrt(square * profile->variance);
}
