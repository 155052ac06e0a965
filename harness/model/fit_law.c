/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"
#include "model/identify.h"
#include "model/lack.h"
#include "model/raw.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a shape would be without its bound is said when noise does so once in twenty times. */
static const double BOUND_SAID = 0.05;

bool analysis_is_tested(const struct strata *strata, const struct model_law *law) {
    return strata->counts > 1 + law->shape_count;
}

double analysis_sign(const struct model_analysis *analysis, const struct model_law *law) {
    return (analysis->quantity == MEASURED_TIME) != law->of_rate ? 1 : -1;
}

static struct model_fit fit_nothing(const struct model_law *law) {
    struct model_fit fit = {.law = law, .identifiable = true};
    fit.bound_p = NAN;
    fit.scale = fit.ceiling = fit.peak_n = fit.speed = analysis_nothing();
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++) {
        fit.shapes[k] = analysis_nothing();
        fit.free_shape[k] = NAN;
    }
    fit.correlation = fit.peak = fit.rss = fit.aicc = fit.delta_aicc = NAN;
    fit.lack_f = fit.lack_p = fit.misfit_most = fit.misfit_n = NAN;
    return fit;
}

/* No figure of it is left that could be printed. */
static void withdraw(struct model_fit *fit) {
    char words[MODEL_WORDS_BYTES];
    snprintf(words, sizeof words, "%s", fit->words);
    *fit = fit_nothing(fit->law);
    fit->identifiable = false;
    snprintf(fit->words, sizeof fit->words, "%s", words);
}

/* The cosines between the columns of the Jacobian: of the scale, which is 1, and of the shapes. */
static void find_cosines(const struct analysis_law *law,
                         double cosine[1 + MODEL_SHAPES_MAX][1 + MODEL_SHAPES_MAX]) {
    const struct solve_design *design = &law->design;
    const struct strata *strata = design->strata;
    size_t count = 1 + design->shape_count;
    for (size_t cell = 0; cell < strata->cell_count; cell++) {
        double f = design->base[cell], row[1 + MODEL_SHAPES_MAX] = {1};
        for (size_t k = 0; k < design->shape_count; k++)
            f += law->answer.shapes[k] * design->columns[k][cell];
        for (size_t k = 0; k < design->shape_count; k++)
            row[1 + k] = design->columns[k][cell] / f;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                cosine[i][j] += strata->cell_rows[cell] * row[i] * row[j];
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (i != j)
                cosine[i][j] /= sqrt(cosine[i][i] * cosine[j][j]);
    for (size_t i = 0; i < count; i++)
        cosine[i][i] = 1;
}

/* Of the columns of the scale and at most two shapes, brought to unit length: the roots of the
 * characteristic polynomial of their cosines, by cosines of a third of an angle. */
static double condition_of(const struct analysis_law *law) {
    double c[1 + MODEL_SHAPES_MAX][1 + MODEL_SHAPES_MAX] = {{0}};
    find_cosines(law, c);
    if (law->design.shape_count == 0)
        return 1;
    if (law->design.shape_count == 1)
        return sqrt((1 + fabs(c[0][1])) / (1 - fabs(c[0][1])));
    double off = (c[0][1] * c[0][1] + c[0][2] * c[0][2] + c[1][2] * c[1][2]) / 3;
    double det = c[0][1] * c[0][2] * c[1][2], radius = sqrt(off);
    double angle = acos(fmax(-1, fmin(1, det / (off * radius)))) / 3;
    double most = 1 + 2 * radius * cos(angle);
    double least = 1 + 2 * radius * cos(angle + 2 * M_PI / 3);
    return least > 0 ? sqrt(most / least) : INFINITY;
}

/* Whether the numbers allow an answer, once model_identify has found nothing against the counts. */
static bool is_determined(const struct analysis_law *law, const struct model_law *of,
                          struct model_fit *fit) {
    if (!law->answer.converged || !(condition_of(law) <= IDENTIFY_CONDITION_MOST)) {
        snprintf(fit->words, sizeof fit->words, IDENTIFY_CONDITION_WORDS);
        return false;
    }
    for (size_t k = 0; k < of->shape_count; k++)
        if (isinf(fit->shapes[k].hi)) {
            snprintf(fit->words, sizeof fit->words, IDENTIFY_LIMIT_WORDS, of->shapes[k].symbol);
            return false;
        }
    return true;
}

/* The least sum of squares without the bounds of `count` shapes that are at them, and the p of an
 * F-test that they cost more than noise; NAN where they cost nothing. */
static double free_shapes(const struct analysis_law *law, size_t count,
                          struct solve_answer *ret_answer) {
    struct solve_design design = law->design;
    double freed = 0;
    for (size_t k = 0; k < count; k++) {
        if (!law->answer.at_bound[k])
            continue;
        design.least[k] = -INFINITY;
        design.most[k] = INFINITY;
        freed++;
    }
    const struct profile *profile = &law->profile;
    if (freed == 0 || !(profile->df > 0))
        return NAN;
    solve_minimise(&design, NULL, ret_answer);
    double saved = law->answer.lack_ss - ret_answer->lack_ss;
    double share = fmax(0, 1 - saved / profile->square);
    if (!ret_answer->converged || !(saved > LACK_SQUARE_LEAST * profile->df))
        return NAN;
    return gsl_cdf_fdist_Q(saved / freed / fmax(profile->variance * share, LACK_SQUARE_LEAST),
                           freed, profile->df);
}

/* What the shapes at a bound would be without one, where the bound costs more than noise: beyond
 * the 95 % of an F-test of as many shapes. Beyond 99 %, as the lack of fit has it, the first one's
 * refutes the law: a serial part below 0 is a speed-up above n. A kappa below 0 does not: it says
 * that e(n) falls, which Amdahl's law, kappa = 0, is to answer for. */
static void find_free_shapes(const struct analysis_law *law, struct model_fit *fit) {
    struct solve_answer answer = {.lack_ss = NAN};
    double p = free_shapes(law, law->design.shape_count, &answer);
    if (p <= BOUND_SAID)
        for (size_t k = 0; k < law->design.shape_count; k++)
            if (law->answer.at_bound[k])
                fit->free_shape[k] = answer.shapes[k];
    fit->bound_p = free_shapes(law, law->design.shape_count > 0 ? 1 : 0, &answer);
}

static void put_information(const struct model_analysis *analysis, const struct analysis_law *law,
                            struct model_fit *fit) {
    const struct strata *strata = &analysis->strata;
    double taken = strata->rounds > 0 ? (double)strata->rounds : 1;
    double count = (double)strata->rows - taken + 1;
    double unknown = (double)law->design.shape_count + 2; /* the scale and the variance, too */
    fit->rss = law->answer.lack_ss + strata->pure_ss;
    if (count - unknown - 1 > 0)
        fit->aicc = count * log(fmax(fit->rss / count, LACK_SQUARE_LEAST)) + 2 * unknown +
                    2 * unknown * (unknown + 1) / (count - unknown - 1);
}

static void test_lack(const struct model_analysis *analysis, const struct analysis_law *law,
                      struct model_fit *fit) {
    struct lack_test lack =
        lack_test_of(&analysis->strata, law->answer.lack_ss, (double)law->design.shape_count);
    fit->lack_f = lack.f;
    fit->lack_p = lack.p;
}

/* `level`: of y, at n = 1. */
static void find_misfit(const struct model_analysis *analysis, double level, const double *shapes,
                        struct model_fit *fit) {
    const struct strata *strata = &analysis->strata;
    fit->misfit_most = 0;
    for (size_t cell = 0; cell < strata->cell_count; cell++) {
        const struct model_site *site = &strata->sites[cell];
        double over = strata->cell_y[cell] - level - log(model_law_value(fit->law, site, shapes));
        double misfit = fabs(expm1(analysis_sign(analysis, fit->law) * over));
        if (!(misfit > fit->misfit_most))
            continue;
        fit->misfit_most = misfit;
        fit->misfit_n = site->n;
    }
    fit->is_refuted = fit->lack_p < ANALYSIS_REFUTED_P && fit->misfit_most > analysis->margin;
}

/* A level of y as what was measured, with ends that change places where y falls with it. */
static struct model_estimate scale_of(const struct model_estimate *level, double sign) {
    struct model_estimate scale = *level;
    scale.value = exp(sign * level->value);
    scale.se = scale.value * level->se;
    scale.lo = exp(sign > 0 ? level->lo : -level->hi);
    scale.hi = exp(sign > 0 ? level->hi : -level->lo);
    return scale;
}

/* The figure that was measured, at the peak: the throughput, the speed-up, or the time there. */
static double figure_at_peak(const struct model_analysis *analysis, const struct model_fit *fit) {
    double n = fit->peak_n.value, shapes[] = {fit->shapes[0].value, fit->shapes[1].value, 0};
    if (!isfinite(n))
        return NAN;
    struct model_site site = {.n = n, .capacity = n, .clock = 1};
    double speedup = model_law_speedup(fit->law, &site, shapes);
    if (analysis->quantity != MEASURED_TIME)
        return fit->scale.value * speedup;
    return fit->scale.value / speedup * (analysis->scaling == MEASURED_COPIES ? n : 1);
}

/* A law that is right but for less than the margin is taken, and its misfit is in the intervals:
 * also in those that would be drawn, for a drawing knows the scatter within cells alone. */
static void allow_for_misfit(struct analysis_law *law, struct model_fit *fit) {
    if (!(fit->lack_p < ANALYSIS_REFUTED_P) || fit->is_refuted)
        return;
    profile_take_lack(&law->profile);
    bootstrap_release(&law->bootstrap);
    size_t used = strlen(fit->words);
    snprintf(fit->words + used, sizeof fit->words - used,
             "%smisses by up to %.2g %%, more than its scatter: the interval allows for it",
             used > 0 ? "; " : "", 100 * fit->misfit_most);
}

static void fill_fit(const struct model_analysis *analysis, struct analysis_law *law,
                     struct model_fit *fit) {
    const struct solve_answer *answer = &law->answer;
    test_lack(analysis, law, fit);
    find_misfit(analysis, analysis_level_value(law), answer->shapes, fit);
    if (analysis->method == MODEL_LOG)
        allow_for_misfit(law, fit);
    for (size_t k = 0; k < fit->law->shape_count; k++)
        fit->shapes[k] = analysis_shape(law, k);
    if (fit->law->shape_count == 2 && !answer->at_bound[0] && !answer->at_bound[1])
        fit->correlation = -answer->information[0][1] /
                           sqrt(answer->information[0][0] * answer->information[1][1]);
    struct model_estimate level = analysis_level(analysis, law);
    fit->scale = scale_of(&level, analysis_sign(analysis, fit->law));
    fit->ceiling = analysis_ceiling(fit);
    fit->peak_n = analysis_peak(analysis, law, fit);
    fit->peak = figure_at_peak(analysis, fit);
    find_free_shapes(law, fit);
    put_information(analysis, law, fit);
}

/* The textbooks' figures begin where the fit of logarithms ended. */
static int fit_raw(const struct model_analysis *analysis, const struct measured_group *group,
                   struct model_fit *fit, struct fault *fault) {
    double shapes[] = {fit->shapes[0].value, fit->shapes[1].value, fit->shapes[2].value};
    char words[MODEL_WORDS_BYTES];
    const struct model_law *law = fit->law;
    snprintf(words, sizeof words, "%s", fit->words);
    int status = model_raw_fit(group, law, shapes, fit->scale.value, fit, fault);
    fit->law = law;
    if (status != 0 || !fit->identifiable)
        return status;
    if (fit->words[0] == '\0')
        snprintf(fit->words, sizeof fit->words, "%s", words);
    double sign = analysis_sign(analysis, law);
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = fit->shapes[k].value;
    find_misfit(analysis, sign * log(fit->scale.value), shapes, fit);
    return 0;
}

static int fit_law(struct model_analysis *analysis, const struct model_request *request,
                   struct analysis_law *law, struct model_fit *fit, struct fault *fault) {
    int status = 0;
    solve_minimise(&law->design, NULL, &law->answer);
    if (analysis_has_speed(analysis, fit->law) && law->answer.converged) {
        analysis_free_speed(analysis, law);
        analysis_put_speed(request, fit);
    }
    law->profile = profile_make(&law->design, &law->answer);
    fit->identifiable = model_identify(&analysis->strata, fit->law, fit->words, sizeof fit->words);
    if (fit->identifiable && request->method == MODEL_LOG && request->interval == MODEL_BOOTSTRAP &&
        request->bootstrap_rounds > 0)
        status = bootstrap_make(&law->design, law->answer.shapes, request->bootstrap_rounds,
                                request->seed, &law->bootstrap, fault);
    if (status != 0)
        return status;
    if (fit->identifiable) {
        fill_fit(analysis, law, fit);
        fit->identifiable = request->method == MODEL_RAW || is_determined(law, fit->law, fit);
    }
    if (!fit->identifiable)
        withdraw(fit);
    else if (request->method == MODEL_RAW)
        status = fit_raw(analysis, request->group, fit, fault);
    if (request->method == MODEL_RAW && fit->identifiable && analysis_has_speed(analysis, fit->law))
        analysis_put_speed(request, fit);
    return status;
}

int analysis_add_law(struct model_analysis *analysis, const struct model_request *request,
                     const struct model_law *law, struct fault *fault) {
    struct model_report *report = &analysis->report;
    struct analysis_law *search = &analysis->laws[report->fit_count];
    struct model_fit *fit = &report->fits[report->fit_count];
    int status = solve_design_make(law, &analysis->strata, &search->design, fault);
    if (status != 0)
        return status;
    report->fit_count++;
    *fit = fit_nothing(law);
    return fit_law(analysis, request, search, fit, fault);
}
