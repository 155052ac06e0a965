/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a law's bounds and a misfit within the margin do to it, to its intervals and to what is
 * refuted; its ceiling and its peak where they are at their ends. */
#include "made.h"

#include <gsl/gsl_randist.h>

/* Every n is off Amdahl's law by 0.3 %, as its own: s is known no better than that allows, though
 * forty rows at each n scatter by 0.2 % only. */
static void test_misfit_is_in_the_interval(void) {
    enum { REPLICATES = 200 };
    int held = 0, said = 0, best = 0;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    for (int i = 0; i < REPLICATES; i++) {
        struct made made = {.law = &model_amdahl,
                            .shapes = {0.05},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 6,
                            .repeats = 40,
                            .noise = 0.002};
        double off[33];
        struct measured_group group = made_group(&made);
        for (size_t k = 0; k < 6; k++)
            off[(int)made_doubles[k]] = gsl_ran_gaussian(random, 0.003);
        for (size_t row = 0; row < group.count; row++)
            made_rows[row].value *= exp(off[(int)made_rows[row].n]);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_fit *fit = made_fit(analysis, &model_amdahl);
        held += made_holds(&fit->shapes[0], 0.05);
        said += strstr(fit->words, "more than its scatter: the interval allows for it") != NULL;
        best += !fit->is_refuted;
        model_analysis_free(analysis);
    }
    printf("held %d, said %d, not refuted %d of %d\n", held, said, best, REPLICATES);
    CHECK(held >= 0.9 * REPLICATES);
    CHECK(said >= 0.9 * REPLICATES && best >= 0.99 * REPLICATES);
    gsl_rng_free(random);
}

/* Draws know the scatter of rows alone: they make way. Without a misfit nothing is said. */
static void test_misfit_and_bootstrap(void) {
    struct made made = {.law = &model_amdahl,
                        .shapes = {0.05},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 40,
                        .noise = 0.002};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis_by(&group, MODEL_LOG, MODEL_BOOTSTRAP);
    const struct model_fit *fit = made_fit(analysis, &model_amdahl);
    double narrow = fit->shapes[0].hi - fit->shapes[0].lo;
    CHECK_INT(fit->shapes[0].kind, MODEL_BOOTSTRAP);
    CHECK_STRING(fit->words, "");
    model_analysis_free(analysis);
    for (size_t row = 0; row < group.count; row++)
        if (made_rows[row].n == 8 || made_rows[row].n == 2)
            made_rows[row].value *= made_rows[row].n == 2 ? 1.004 : 0.996;
    analysis = made_analysis_by(&group, MODEL_LOG, MODEL_BOOTSTRAP);
    fit = made_fit(analysis, &model_amdahl);
    CHECK(!fit->is_refuted && fit->lack_p < 0.01);
    CHECK_INT(fit->shapes[0].kind, MODEL_PROFILE);
    CHECK(fit->shapes[0].hi - fit->shapes[0].lo > 3 * narrow);
    CHECK_HOLDS(fit->words, "misses by up to 0.");
    model_analysis_free(analysis);
    /* The textbooks' intervals are as they have them. */
    analysis = made_analysis_by(&group, MODEL_RAW, MODEL_PROFILE);
    CHECK_STRING(made_fit(analysis, &model_amdahl)->words, "");
    model_analysis_free(analysis);
}

/* A speed-up above n refutes what has a serial part, and all that is the linear law then; e(n) that
 * falls, a kappa below 0, refutes nothing. */
static void test_bounds(void) {
    static const double shapes[][2] = {{-0.02, 0.0005}, {0.1, -0.001}};
    for (int i = 0; i < 2; i++) {
        struct made made = {.law = &model_usl,
                            .shapes = {shapes[i][0], shapes[i][1]},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 6,
                            .repeats = 1};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_fit *usl = made_fit(analysis, &model_usl);
        CHECK_NEAR(usl->shapes[1].value, 0, 0);
        CHECK(isfinite(usl->free_shape[1]));
        if (i == 0) {
            CHECK(usl->shapes[0].value == 0 && usl->bound_p < 0.01);
            for (size_t k = 0; k < model_analysis_report(analysis)->fit_count; k++)
                CHECK(model_analysis_report(analysis)->fits[k].is_refuted);
            CHECK_INT(model_analysis_report(analysis)->outcome, MODEL_NONE_FITS);
        } else {
            CHECK_NEAR(usl->free_shape[1], -0.001, 1e-6);
            CHECK(usl->shapes[0].value > 0 && isnan(usl->bound_p));
            CHECK(usl->misfit_most > 0.01 && !usl->is_refuted);
            CHECK(!made_fit(analysis, &model_amdahl)->is_refuted);
        }
        model_analysis_free(analysis);
    }
}

/* At its bound a shape has the profile's limit, though all draws lie there; nothing is infinite or
 * no number that is an interval's end. */
static void test_bootstrap_at_bound(void) {
    struct made made = {.law = &model_usl,
                        .shapes = {-0.00008, 0}, /* about a standard error below */
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 12,
                        .noise = 0.01};
    struct measured_group group = made_group(&made);
    struct model_analysis *by_profile = made_analysis(&group);
    struct model_analysis *drawn = made_analysis_by(&group, MODEL_LOG, MODEL_BOOTSTRAP);
    const struct model_fit *one = made_fit(by_profile, &model_usl),
                           *other = made_fit(drawn, &model_usl);
    CHECK(other->shapes[0].value == 0 && other->shapes[1].value == 0);
    CHECK_INT(other->scale.kind, MODEL_BOOTSTRAP);
    for (size_t k = 0; k < 2; k++) {
        CHECK_INT(other->shapes[k].kind, MODEL_UPPER);
        CHECK(other->shapes[k].hi > 0);
        CHECK_NEAR(other->shapes[k].hi, one->shapes[k].hi, 1e-12);
    }
    CHECK_INT(other->peak_n.kind, MODEL_LOWER);
    CHECK(isinf(other->peak_n.value) && isfinite(other->peak_n.lo) && isnan(other->peak_n.se));
    CHECK_NEAR(other->peak_n.lo, one->peak_n.lo, 1e-9);
    const struct model_fit *amdahl = made_fit(drawn, &model_amdahl);
    CHECK_INT(amdahl->ceiling.kind, MODEL_LOWER);
    CHECK(isfinite(amdahl->ceiling.lo) && isinf(amdahl->ceiling.value));
    model_analysis_free(by_profile);
    model_analysis_free(drawn);
}

/* A kappa that some draws, fewer than one in forty, have at 0: the peak has two ends, and no
 * standard error; with more of them it has a limit alone. */
static void test_bootstrap_of_a_peak(void) {
    int ends = 0, without_error = 0;
    for (int i = 1; i <= 30; i++) {
        struct made made = {.law = &model_usl,
                            .shapes = {0.03, 2e-5 * i},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 5,
                            .repeats = 10,
                            .noise = 0.02};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis_by(&group, MODEL_LOG, MODEL_BOOTSTRAP);
        const struct model_estimate *peak = &made_fit(analysis, &model_usl)->peak_n;
        CHECK(!isinf(peak->se) && isfinite(peak->lo));
        CHECK(peak->kind == MODEL_LOWER ? !isfinite(peak->value) && isinf(peak->hi)
                                        : isfinite(peak->value) && isfinite(peak->hi));
        ends += peak->kind == MODEL_BOOTSTRAP;
        without_error += peak->kind == MODEL_BOOTSTRAP && isnan(peak->se);
        model_analysis_free(analysis);
    }
    CHECK(ends > 0 && ends < 30);
    CHECK_REPORT(without_error > 0, "no peak of %d without a standard error", ends);
}

/* Slower on more cores: no n brings more than n = 1 does. */
static void test_ceiling_of_one(void) {
    static const double s[] = {3, 1};
    for (int i = 0; i < 2; i++) {
        struct made made = {.law = &model_amdahl,
                            .shapes = {s[i]},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 4,
                            .repeats = 10,
                            .noise = 0.01};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_estimate *ceiling = &made_fit(analysis, &model_amdahl)->ceiling;
        CHECK(ceiling->value >= 1 && ceiling->lo == 1 && ceiling->hi >= 1);
        CHECK(i == 1 ? ceiling->hi < 1.02 : ceiling->value == 1 && ceiling->hi == 1);
        model_analysis_free(analysis);
    }
}

int main(void) {
    test_misfit_is_in_the_interval();
    test_misfit_and_bootstrap();
    test_bounds();
    test_bootstrap_at_bound();
    test_bootstrap_of_a_peak();
    test_ceiling_of_one();
    return check_done();
}
