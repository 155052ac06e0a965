/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which law is chosen, and how often wrongly; where to measure next; what a sentence says. */
#include "law_rows.h"
#include "model/choose.h"
#include "model/solve.h"

#include <gsl/gsl_cdf.h>

static const struct model_estimate none = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};

/* Estimates with t se about them, not below 0. A shape that is at 0 may still rise as the other
 * falls, so that both errors are of both. */
static void put_shapes(const struct solve_answer *answer, double variance, double t,
                       struct model_fit *fit) {
    const double(*info)[MODEL_SHAPES_MAX] = answer->information;
    bool has_two = fit->law->shape_count == 2;
    double determinant = info[0][0] * info[1][1] - info[0][1] * info[1][0];
    for (size_t k = 0; k < fit->law->shape_count; k++) {
        double se = sqrt(variance * (has_two ? info[1 - k][1 - k] / determinant : 1 / info[k][k]));
        double value = answer->shapes[k];
        fit->shapes[k] = (struct model_estimate){value, se, fmax(0, value - t * se), value + t * se,
                                                 MODEL_PROFILE};
    }
}

static void put_misfit(const struct strata *strata, const struct solve_answer *answer,
                       struct model_fit *fit) {
    double level = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < strata->cell_count; i++) {
            double f = model_law_value(fit->law, &strata->sites[i], answer->shapes);
            double off = strata->cell_y[i] - log(f);
            if (pass == 0)
                level += off * strata->cell_rows[i] / (double)strata->rows;
            else
                fit->misfit_most = fmax(fit->misfit_most, fabs(expm1(off - level)));
        }
}

static struct model_fit fit_of(const struct strata *strata, const struct model_law *law) {
    struct solve_design design;
    struct solve_answer answer;
    struct model_fit fit = {.law = law,
                            .identifiable = strata->counts > law->shape_count,
                            .scale = {1, NAN, NAN, NAN, MODEL_PROFILE},
                            .ceiling = none,
                            .peak_n = none};
    CHECK_INT(solve_design_make(law, strata, &design, NULL), 0);
    solve_minimise(&design, NULL, &answer);
    double rows = (double)strata->rows, k = (double)law->shape_count + 2;
    fit.rss = answer.lack_ss + strata->pure_ss;
    fit.aicc = rows * log(fit.rss / rows) + 2 * k + 2 * k * (k + 1) / (rows - k - 1);
    double df = rows - k + 1, t = df > 0 ? gsl_cdf_tdist_Pinv(0.975, df) : NAN;
    put_shapes(&answer, fit.rss / df, t, &fit);
    put_misfit(strata, &answer, &fit);
    double lack_df = (double)strata->cell_count - k + 1;
    if (strata->pure_df > 0 && lack_df > 0)
        fit.lack_p = gsl_cdf_fdist_Q(answer.lack_ss / lack_df / (strata->pure_ss / strata->pure_df),
                                     lack_df, strata->pure_df);
    fit.is_refuted =
        strata->pure_df > 0 && lack_df > 0 && fit.lack_p < 0.01 && fit.misfit_most > 0.01;
    solve_design_release(&design);
    return fit;
}

static struct model_report report_of(const struct strata *strata) {
    const struct model_law *laws[] = {&model_linear, &model_amdahl, &model_usl};
    struct model_report report = {.rows = strata->rows,
                                  .counts = strata->counts,
                                  .n_min = strata->sites[0].n,
                                  .n_max = strata->sites[strata->cell_count - 1].n,
                                  .memory = NAN,
                                  .fit_count = 3};
    for (size_t i = 0; i < 3; i++)
        report.fits[i] = fit_of(strata, laws[i]);
    return report;
}

/* sigma and kappa. */
static double usl_cost(double n, const void *of) {
    const double *shapes = of;
    return 1 / n + shapes[0] * (1 - 1 / n) + shapes[1] * (n - 1);
}

static double kink_cost(double n, const void *of) {
    (void)of;
    return n < 5 ? 1 / n : 0.25; /* a wall: no law here has one */
}

static const double COUNTS[] = {1, 2, 4, 8, 16, 32};
enum { COUNT_OF_COUNTS = 6, REPEATS = 8, REPLICATES = 300 };
static const double NOISE = 0.02;

/* The standard error that a shape of `law` would have, at these shapes, in rows that follow it. */
static double error_at(const struct model_law *law, const double *shapes, size_t shape) {
    struct law_rows rows = {.counts = COUNTS,
                            .count_of_counts = COUNT_OF_COUNTS,
                            .repeats = REPEATS,
                            .cost = usl_cost,
                            .of = shapes};
    struct strata strata = law_rows_strata(&rows);
    struct solve_design design;
    struct solve_answer answer;
    CHECK_INT(solve_design_make(law, &strata, &design, NULL), 0);
    solve_minimise(&design, NULL, &answer);
    double(*info)[MODEL_SHAPES_MAX] = answer.information;
    double determinant = info[0][0] * info[1][1] - info[0][1] * info[1][0];
    double square =
        law->shape_count == 2 ? info[1 - shape][1 - shape] / determinant : 1 / info[shape][shape];
    solve_design_release(&design);
    strata_release(&strata);
    return NOISE * sqrt(square);
}

struct rates {
    int right, unsure, wrong, none;
};

static struct rates try(const struct model_law *truth, const double *shapes, gsl_rng *random) {
    struct rates rates = {0};
    for (int i = 0; i < REPLICATES; i++) {
        struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, REPEATS, NOISE, random, usl_cost, shapes};
        struct strata strata = law_rows_strata(&rows);
        struct model_report report = report_of(&strata);
        CHECK_INT(model_choose(&report, &strata, 64, NULL), 0);
        rates.right += report.outcome == MODEL_BEST && report.best->law == truth;
        rates.wrong += report.outcome == MODEL_BEST && report.best->law != truth;
        rates.unsure += report.outcome == MODEL_CANNOT_TELL;
        rates.none += report.outcome == MODEL_NONE_FITS;
        strata_release(&strata);
    }
    return rates;
}

/* A shape so large that it is `errors` times its own standard error, which grows with it. */
static void put_shape(const struct model_law *law, double errors, size_t shape, double *shapes) {
    shapes[shape] = 0;
    for (int i = 0; i < 8; i++)
        shapes[shape] = errors * error_at(law, shapes, shape);
}

/* The rates that are promised: what is simple is called so, what differs by 4 standard errors is
 * seen, and a certain answer is seldom the wrong one. */
static void test_error_rates(void) {
    static const double errors[] = {0, 2, 3, 4, 6};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    gsl_rng_set(random, 20);
    printf("truth          errors  right  unsure  wrong  none (%%)\n");
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < 5; i++) {
            double shapes[2] = {kind == 0 ? 0 : 0.05, 0};
            const struct model_law *law = kind == 0 ? &model_amdahl : &model_usl;
            if (errors[i] > 0)
                put_shape(law, errors[i], (size_t)kind, shapes);
            else
                law = kind == 0 ? &model_linear : &model_amdahl;
            struct rates rates = try(law, shapes, random);
            double percent = 100.0 / REPLICATES;
            printf("%-12s %8g %6.1f %7.1f %6.1f %5.1f\n", law->name, errors[i],
                   rates.right * percent, rates.unsure * percent, rates.wrong * percent,
                   rates.none * percent);
            if (errors[i] == 0 || errors[i] >= 4) {
                CHECK_REPORT(rates.right >= 0.85 * REPLICATES, "%s at %g: %d right", law->name,
                             errors[i], rates.right);
                CHECK_REPORT(rates.wrong <= 0.05 * REPLICATES, "%s at %g: %d wrong", law->name,
                             errors[i], rates.wrong);
            }
            CHECK(rates.none <= 0.05 * REPLICATES);
        }
    gsl_rng_free(random);
}

static struct strata strata_of(const double *counts, size_t count, size_t repeats,
                               const double *shapes, double noise, gsl_rng *random) {
    struct law_rows rows = {counts, count, repeats, noise, random, usl_cost, shapes};
    return law_rows_strata(&rows);
}

/* Without noise the simplest law that goes through all is the best, whatever rounding leaves. */
static void test_exact(void) {
    static const double truths[][2] = {{0, 0}, {0.03, 0}, {0.03, 0.0004}, {0, 0.001}};
    const struct model_law *laws[] = {&model_linear, &model_amdahl, &model_usl, &model_usl};
    for (int i = 0; i < 4; i++) {
        struct strata strata = strata_of(COUNTS, 6, 3, truths[i], 0, NULL);
        struct model_report report = report_of(&strata);
        CHECK_INT(model_choose(&report, &strata, 0, NULL), 0);
        CHECK_INT(report.outcome, MODEL_BEST);
        CHECK(report.best != NULL && report.best->law == laws[i]);
        CHECK(report.rivals[0] == NULL && report.rivals[1] == NULL && isnan(report.next_n));
        strata_release(&strata);
    }
}

static void test_two_counts(void) {
    static const double counts[] = {1, 8}, shapes[] = {0.05, 0};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct strata strata = strata_of(counts, 2, 20, shapes, 0.01, random);
    struct model_report report = report_of(&strata);
    report.fits[2].identifiable = false;
    CHECK_INT(model_choose(&report, &strata, 0, NULL), 0);
    CHECK_INT(report.outcome, MODEL_CANNOT_TELL);
    CHECK(report.best == NULL && report.rivals[0] != NULL);
    CHECK(report.rivals[0]->law == &model_amdahl && report.rivals[1] == NULL);
    CHECK_STRING(report.words, "cannot tell serial work from overhead with two core counts");
    /* s (1 - 1/n) and kappa (n - 1) through the same two points part most at a middle or beyond. */
    CHECK(report.next_n > 1 && report.next_n <= 16 && report.next_n != 8);
    CHECK(report.next_errors > 3);
    CHECK(isnan(report.fits[2].delta_aicc));
    strata_release(&strata);
    static const double one[] = {4};
    strata = strata_of(one, 1, 5, shapes, 0.01, random);
    report = report_of(&strata);
    for (int i = 0; i < 3; i++)
        report.fits[i].identifiable = false;
    CHECK_INT(model_choose(&report, &strata, 0, NULL), 0);
    CHECK_INT(report.outcome, MODEL_CANNOT_TELL);
    CHECK(report.rivals[0] == NULL);
    CHECK_HOLDS(report.words, "no scaling information");
    strata_release(&strata);
    gsl_rng_free(random);
}

/* Amdahl's or Gunther's: the next n is the largest that may be advised, for there they part. */
static void test_next_count(void) {
    static const double counts[] = {1, 2, 3, 4, 6, 8}, shapes[] = {0.02, 0.0011};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct strata strata = strata_of(counts, 6, 5, shapes, 0.02, random);
    struct model_report report = report_of(&strata);
    for (int i = 0; i < 3; i++) { /* as near to each other as can be */
        report.fits[i].aicc = i == 0 ? 100 : i == 2 ? -1.2 : 0;
        report.fits[i].is_refuted = i == 0;
    }
    report.fits[1].shapes[0].value = 0.03;
    report.fits[2].shapes[0].value = 0.02;
    report.fits[2].shapes[1].value = 0.0011;
    CHECK_INT(model_choose(&report, &strata, 0, NULL), 0);
    CHECK_INT(report.outcome, MODEL_CANNOT_TELL);
    CHECK_HOLDS(report.words, "cannot tell Amdahl's law from the Universal Scalability Law");
    CHECK_HOLDS(report.words, "1.2");
    CHECK_NEAR(report.next_n, 16, 0);
    double errors = report.next_errors;
    CHECK_INT(model_choose(&report, &strata, 64, NULL), 0);
    CHECK_NEAR(report.next_n, 64, 4);
    CHECK(report.next_errors > errors);
    CHECK_INT(model_choose(&report, &strata, 12, NULL), 0);
    CHECK(report.next_n <= 12 && report.next_errors < errors);
    strata_release(&strata);
    gsl_rng_free(random);
}

static void test_none_fits(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, 10, 0.005, random, kink_cost, NULL};
    struct strata strata = law_rows_strata(&rows);
    struct model_report report = report_of(&strata);
    CHECK_INT(model_choose(&report, &strata, 0, NULL), 0);
    CHECK_INT(report.outcome, MODEL_NONE_FITS);
    CHECK(report.best == NULL && report.rivals[0] == NULL && isnan(report.next_n));
    CHECK_HOLDS(report.words, "no law fits: the nearest, ");
    const char *four = strstr(report.words, "n = 4 (");
    CHECK(four != NULL);
    if (four != NULL) { /* the last count before the wall does better than a smooth law has it */
        const char *faster = strstr(four, "faster"), *next = strchr(four, ')');
        CHECK(faster != NULL && faster < next);
    }
    strata_release(&strata);
    gsl_rng_free(random);
}

/* Made up: three laws by figures alone. */
static struct model_report made_up(double linear, double amdahl, double usl) {
    const struct model_law *laws[] = {&model_linear, &model_amdahl, &model_usl};
    const double aicc[] = {linear, amdahl, usl};
    struct model_report report = {
        .rows = 100, .counts = 5, .n_min = 1, .n_max = 16, .memory = NAN, .fit_count = 3};
    for (int i = 0; i < 3; i++) {
        struct model_fit *fit = &report.fits[i];
        *fit = (struct model_fit){.law = laws[i],
                                  .identifiable = true,
                                  .aicc = aicc[i],
                                  .misfit_most = 0.01,
                                  .peak_n = none,
                                  .scale = {1, NAN, NAN, NAN, MODEL_PROFILE}};
        for (size_t k = 0; k < laws[i]->shape_count; k++)
            fit->shapes[k] = (struct model_estimate){0.02, 0.005, 0.01, 0.03, MODEL_PROFILE};
    }
    return report;
}

static const struct model_law *chosen(struct model_report *report) {
    struct model_site sites[] = {{1, 1, 1}, {4, 4, 1}, {16, 16, 1}};
    double rows[] = {20, 40, 40}, y[] = {0, -1.2, -2};
    struct strata strata = {.sites = sites,
                            .cell_y = y,
                            .cell_rows = rows,
                            .cell_count = 3,
                            .rows = 100,
                            .counts = 3,
                            .memory = NAN};
    CHECK_INT(model_choose(report, &strata, 0, NULL), 0);
    return report->outcome == MODEL_BEST ? report->best->law : NULL;
}

static void test_rule_of_nested_laws(void) {
    struct model_report report = made_up(10, 0, 2);
    CHECK(chosen(&report) == NULL); /* kappa is above 0 all the same */
    report.fits[2].shapes[1].lo = 0;
    CHECK(chosen(&report) == &model_amdahl);
    CHECK_NEAR(report.fits[0].delta_aicc, 10, 1e-12);
    CHECK_NEAR(report.fits[1].delta_aicc, 0, 0);
    report = made_up(10, 4.1, 0);
    CHECK(chosen(&report) == &model_usl);
    report = made_up(10, 3.9, 0);
    CHECK(chosen(&report) == NULL);
    CHECK(report.rivals[0]->law == &model_amdahl && report.rivals[1]->law == &model_usl);
    /* Lower by far, but kappa may be 0. */
    report = made_up(20, 8, 0);
    report.fits[2].shapes[1].lo = 0;
    CHECK(chosen(&report) == NULL);
    report = made_up(0, 0, 0.5);
    report.fits[1].shapes[0].lo = report.fits[2].shapes[0].lo = report.fits[2].shapes[1].lo = 0;
    CHECK(chosen(&report) == &model_linear);
    /* Neighbouring rounds that share nine tenths of their disturbance are fewer than they look. */
    report = made_up(40, 12, 0);
    CHECK(chosen(&report) == &model_usl);
    report = made_up(40, 12, 0);
    report.memory = 10;
    CHECK(chosen(&report) != &model_usl);
    /* Too few rows for an AICc: the interval speaks, and for the bigger only. */
    report = made_up(0, NAN, NAN);
    report.rows = 4;
    CHECK(chosen(&report) == &model_usl);
    report.fits[2].shapes[1].lo = 0;
    CHECK(chosen(&report) == NULL);
    CHECK_HOLDS(report.words, "too few rows");
    /* Refuted laws do not compete. */
    report = made_up(0, 10, 20);
    report.fits[0].is_refuted = true;
    report.fits[2].shapes[1].lo = 0;
    CHECK(chosen(&report) == &model_amdahl);
}

/* The measured capacity in place of Gunther's law. */
static void test_laws_of_what_was_measured(void) {
    struct model_report report = made_up(50, 10, 12);
    report.fits[2].law = &model_capacity;
    report.fits[2].shapes[0].value = 0.02;
    report.fits[2].aicc = 5;
    CHECK(chosen(&report) == &model_capacity);
    report.fits[2].aicc = 7; /* the same curve: what was measured of the cores is not needed */
    CHECK(chosen(&report) == &model_amdahl);
    report.fits[2].shapes[0].value = 0.03; /* another one */
    CHECK(chosen(&report) == NULL);
    CHECK(report.rivals[0]->law == &model_amdahl && report.rivals[1]->law == &model_capacity);
    report.fits[2].aicc = 14;
    CHECK(chosen(&report) == &model_amdahl);
    report.fits[1].law = &model_usl; /* they part beyond, however near here */
    report.fits[2].aicc = 10;
    CHECK(chosen(&report) == NULL);
}

static void test_words(void) {
    struct model_report report = made_up(20, 0, 3);
    report.fits[2].shapes[1] = (struct model_estimate){0, NAN, 0, 2e-4, MODEL_UPPER};
    report.fits[2].peak_n = (struct model_estimate){NAN, NAN, 70, INFINITY, MODEL_LOWER};
    CHECK(chosen(&report) == &model_amdahl);
    CHECK_STRING(report.words, "Amdahl's law; kappa <= 0.0002 (95 %) is not excluded: no peak "
                               "below n = 70");
    report = made_up(0, 2, 4);
    report.fits[2].shapes[0].lo = report.fits[2].shapes[1].lo = 0;
    report.fits[1].shapes[0] = (struct model_estimate){0, NAN, 0, 0.003, MODEL_UPPER};
    CHECK(chosen(&report) == &model_linear);
    CHECK_STRING(report.words, "linear speed-up; s <= 0.003 (95 %) is not excluded");
    report = made_up(40, 20, 0);
    report.fits[2].peak_n = (struct model_estimate){34.2, 2, 28.4, 43.1, MODEL_PROFILE};
    CHECK(chosen(&report) == &model_usl);
    CHECK_STRING(report.words, "the Universal Scalability Law; fastest at n = 34.2 (28.4 to 43.1, "
                               "95 %)");
    report = made_up(40, 0, NAN);
    report.fits[2].identifiable = false;
    snprintf(report.fits[2].words, sizeof report.fits[2].words, "3 parameters, 2 core counts");
    CHECK(chosen(&report) == &model_amdahl);
    CHECK_HOLDS(report.words, "cannot be told: 3 parameters, 2 core counts");
}

int main(void) {
    test_error_rates();
    test_exact();
    test_two_counts();
    test_next_count();
    test_none_fits();
    test_rule_of_nested_laws();
    test_laws_of_what_was_measured();
    test_words();
    return check_done();
}
