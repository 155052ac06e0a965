/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What an analysis must say at the limits: at a bound, without a peak, of a law that is not the
 * data's, of too few core counts, of a machine that drifts. */
#include "made.h"

/* Faster than n: s is 0, and what it would be is said. */
static void test_superlinear(void) {
    struct made made = {.law = &model_amdahl,
                        .shapes = {-0.01},
                        .scale = 2,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 5,
                        .noise = 0.01};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *fit = made_fit(analysis, &model_amdahl);
    CHECK(fit->identifiable);
    CHECK_NEAR(fit->shapes[0].value, 0, 0);
    CHECK(isnan(fit->shapes[0].se));
    CHECK_INT(fit->shapes[0].kind, MODEL_UPPER);
    CHECK(fit->shapes[0].lo == 0 && fit->shapes[0].hi > 0);
    CHECK_INT(fit->ceiling.kind, MODEL_LOWER);
    CHECK_NEAR(fit->ceiling.lo, 1 / fit->shapes[0].hi, 1e-9 / fit->shapes[0].hi);
    CHECK_NEAR(fit->free_shape[0], -0.01, 0.002);
    CHECK(fit->is_refuted);
    model_analysis_free(analysis);
    made.shapes[0] = 0.05;
    group = made_group(&made);
    analysis = made_analysis(&group);
    fit = made_fit(analysis, &model_amdahl);
    CHECK(isnan(fit->free_shape[0]));
    CHECK(made_holds(&fit->shapes[0], 0.05) && fit->shapes[0].lo > 0.04 &&
          fit->shapes[0].hi < 0.06);
    CHECK(!fit->is_refuted);
    model_analysis_free(analysis);
}

/* Amdahl's data show no peak; a peak within reach has two ends; one that is not reached, none. */
static void test_peak(void) {
    static const double kappas[] = {0, 1e-3, 1e-6};
    for (size_t i = 0; i < 3; i++) {
        struct made made = {.law = &model_usl,
                            .shapes = {0.03, kappas[i]},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 6,
                            .repeats = 10,
                            .noise = 0.02};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_fit *fit = made_fit(analysis, &model_usl);
        const struct model_estimate *peak = &fit->peak_n;
        CHECK(fit->identifiable);
        if (i == 1) {
            double n = sqrt((1 - 0.03) / 1e-3);
            CHECK_INT(peak->kind, MODEL_PROFILE);
            CHECK(made_holds(peak, n) && peak->lo > 20 && peak->hi < 50);
            CHECK_NEAR(fit->peak, 1 / n + 0.03 * (1 - 1 / n) + 1e-3 * (n - 1), 0.01);
        } else {
            CHECK_INT(peak->kind, MODEL_LOWER);
            /* At infinity where kappa is estimated to be 0; where it is not, nowhere yet. */
            CHECK(fit->shapes[1].value > 0 ? isnan(peak->value) : isinf(peak->value));
            CHECK(isinf(peak->hi));
            CHECK(peak->lo > 40 && peak->lo < 1000);
            CHECK(isnan(fit->peak));
        }
        model_analysis_free(analysis);
    }
}

/* A law that the cells miss by more than the margin is refuted, by the F-test; one whose data it
 * is, is not. */
static void test_refuted(void) {
    struct made made = {.law = &model_usl,
                        .shapes = {0.02, 2e-3},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 10,
                        .noise = 0.02};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
    const struct model_fit *usl = made_fit(analysis, &model_usl);
    CHECK(amdahl->is_refuted && amdahl->lack_p < 0.01 && amdahl->misfit_most > 0.05);
    CHECK(!usl->is_refuted && usl->lack_p > 0.001 && usl->misfit_most < 0.03);
    CHECK(usl->aicc < amdahl->aicc - 4);
    CHECK(model_analysis_report(analysis)->best == usl);
    model_analysis_free(analysis);
}

/* Two core counts: no law of three parameters, and no figure of one. One: no law of two. */
static void test_refused(void) {
    for (size_t counts = 1; counts < 3; counts++) {
        struct made made = {.law = &model_amdahl,
                            .shapes = {0.1},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = counts,
                            .repeats = 30,
                            .noise = 0.02};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
        const struct model_fit *usl = made_fit(analysis, &model_usl);
        CHECK(!usl->identifiable && usl->words[0] != '\0');
        CHECK(isnan(usl->shapes[0].value) && isnan(usl->scale.value) && isnan(usl->aicc));
        struct model_site site = {8, 8, 1};
        CHECK(isnan(model_speedup_at(analysis, usl, &site).value));
        CHECK_INT(amdahl->identifiable, counts == 2);
        CHECK(counts == 1 || made_holds(&amdahl->shapes[0], 0.1));
        model_analysis_free(analysis);
    }
}

/* A run whose speed drifts by 10 %: rounds take it out of s, and of T(1) they do not. */
static void test_rounds(void) {
    struct made made = {.law = &model_amdahl,
                        .shapes = {0.05},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 40,
                        .noise = 0.005,
                        .has_rounds = true};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *fit = made_fit(analysis, &model_amdahl);
    CHECK_INT(model_analysis_report(analysis)->rounds, 40);
    CHECK(made_holds(&fit->shapes[0], 0.05));
    CHECK(fit->shapes[0].hi - fit->shapes[0].lo < 0.002);
    CHECK(made_holds(&fit->scale, 1));
    CHECK(fit->scale.se > 0.07 / sqrt(40) / 2); /* a sine of 0.1 scatters by 0.07 */
    model_analysis_free(analysis);
}

/* The sum of squares of log value about a law, its level free. */
static double squares(const struct measured_group *group, const struct model_law *law,
                      const double *shapes) {
    double sum = 0, square = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct model_site site = {group->rows[i].n, group->rows[i].n, 1};
        double over = log(group->rows[i].value) - log(model_law_value(law, &site, shapes));
        sum += over;
        square += over * over;
    }
    return square - sum * sum / (double)group->count;
}

/* At the bound the whole 5 % are above: t of 4 degrees of freedom, one-sided, is 2.1318468. */
static void test_one_sided(void) {
    struct made made = {.law = &model_amdahl,
                        .shapes = {-0.001},
                        .scale = 2,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 1,
                        .noise = 0.01};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *fit = made_fit(analysis, &model_amdahl);
    double hi = fit->shapes[0].hi, zero = 0;
    double least = squares(&group, &model_amdahl, &zero), t = 2.1318468;
    CHECK_INT(fit->shapes[0].kind, MODEL_UPPER);
    CHECK_NEAR(squares(&group, &model_amdahl, &hi) / least, 1 + t * t / 4, 1e-4);
    model_analysis_free(analysis);
}

/* Counts that are nearly one, and times that no law's figure is too large for. */
static void test_not_determined(void) {
    static const double near[] = {60, 60.1, 60.2, 60.3, 60.4}, apart[] = {2, 2.2, 2.4, 2.6};
    struct made made = {.law = &model_usl,
                        .shapes = {0.02, 1e-4},
                        .scale = 1,
                        .n = near,
                        .counts = 5,
                        .repeats = 5};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *usl = made_fit(analysis, &model_usl);
    CHECK(!usl->identifiable && isnan(usl->shapes[1].value));
    CHECK_HOLDS(usl->words, "do not tell its parameters apart");
    model_analysis_free(analysis);
    made.n = apart;
    made.counts = 4;
    made.repeats = 1;
    group = made_group(&made);
    for (size_t i = 0; i < 4; i++)
        made_rows[i].value = (double[]){1, 1.2, 1, 1.3}[i];
    analysis = made_analysis(&group);
    const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
    CHECK(!amdahl->identifiable && isnan(amdahl->shapes[0].value));
    CHECK_HOLDS(amdahl->words, "no upper limit to s");
    model_analysis_free(analysis);
}

/* Without noise each law that holds the truth fits as well: the smaller one has the lower AICc. */
static void test_no_noise(void) {
    struct made made = {
        .law = &model_amdahl, .scale = 2, .n = made_doubles, .counts = 6, .repeats = 4};
    for (int i = 1; i <= 12; i++) {
        made.shapes[0] = 0.017 * i;
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        double of_amdahl = made_fit(analysis, &model_amdahl)->aicc;
        CHECK(isfinite(of_amdahl) && of_amdahl < made_fit(analysis, &model_usl)->aicc);
        CHECK(of_amdahl < made_fit(analysis, &model_linear)->aicc - 100);
        CHECK(model_analysis_report(analysis)->best == made_fit(analysis, &model_amdahl));
        model_analysis_free(analysis);
    }
}

int main(void) {
    test_superlinear();
    test_peak();
    test_refuted();
    test_refused();
    test_rounds();
    test_one_sided();
    test_not_determined();
    test_no_noise();
    return check_done();
}
