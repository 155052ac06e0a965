/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is too little to have a shape of its own. */
#include "law_rows.h"
#include "model/shape.h"

static const double MARGIN = 0.01;
static const double COUNTS[] = {1, 2, 3, 4, 6, 8, 12, 16};
enum { COUNT_OF_COUNTS = 8 };

/* sigma and kappa. */
static double usl_cost(double n, const void *of) {
    const double *shapes = of;
    return 1 / n + shapes[0] * (1 - 1 / n) + shapes[1] * (n - 1);
}

/* However little the rows scatter: what is off a flat e(n) by less than the margin everywhere has
 * no name of its own. */
static void test_within_the_margin(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    static const double bends[] = {0.0001, -0.0001};
    for (int i = 0; i < 2; i++) {
        double shapes[] = {0.05, bends[i]};
        struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, 10, 1e-5, random, usl_cost, shapes};
        struct strata strata = law_rows_strata(&rows);
        struct model_report report = {.best = NULL};
        CHECK_INT(model_shape_find(&strata, MARGIN, &report, NULL), 0);
        CHECK_INT(report.shape, MODEL_SHAPE_FLAT);
        CHECK_HOLDS(report.shape_words, "e(n) is flat at 0.0");
        CHECK_HOLDS(report.shape_words, ": serial work");
        CHECK(strstr(report.shape_words, "nearly as well") == NULL);
        strata_release(&strata);
    }
    gsl_rng_free(random);
}

/* A serial part is one only where the law that was found has it. */
static void test_no_serial_part(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double shapes[] = {0.0001, 0};
    struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, 3, 0.005, random, usl_cost, shapes};
    struct strata strata = law_rows_strata(&rows);
    struct model_report report = {.best = NULL};
    CHECK_INT(model_shape_find(&strata, MARGIN, &report, NULL), 0);
    report.fits[0].law = &model_linear;
    report.best = &report.fits[0];
    CHECK_INT(model_shape_find(&strata, MARGIN, &report, NULL), 0);
    CHECK_STRING(report.shape_words, "e(n) is flat at 0: no serial part is seen");
    strata_release(&strata);
    gsl_rng_free(random);
}

/* Gunther's law was found: its kappa is what bends e(n), however little. */
static void test_bent_by_the_law(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double shapes[] = {0.05, 0.0001};
    struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, 10, 1e-5, random, usl_cost, shapes};
    struct strata strata = law_rows_strata(&rows);
    struct model_report report = {.fits = {{.law = &model_usl}}};
    report.best = &report.fits[0];
    CHECK_INT(model_shape_find(&strata, MARGIN, &report, NULL), 0);
    CHECK_INT(report.shape, MODEL_SHAPE_RISING);
    strata_release(&strata);
    gsl_rng_free(random);
}

int main(void) {
    test_within_the_margin();
    test_no_serial_part();
    test_bent_by_the_law();
    return check_done();
}
