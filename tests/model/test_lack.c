/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The one test of the lack of fit, which laws and shapes of e(n) share: what strata disagree in is
 * scatter, not misfit. */
#include "check.h"
#include "model/lack.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static void test_parts(void) {
    struct strata strata = {
        .pure_ss = 3, .pure_df = 20, .cells_ss = 1, .cells_df = 4, .differences = 5, .memory = NAN};
    double df, variance = lack_pure_variance(&strata, &df);
    CHECK_NEAR(df, 24, 0);
    CHECK_NEAR(variance, 4.0 / 24, 1e-15);
    struct lack_test lack = lack_test_of(&strata, 2.5, 2);
    CHECK_NEAR(lack.f, (1.5 / 3) / (4.0 / 24), 1e-12);
    CHECK_NEAR(lack.p, gsl_cdf_fdist_Q(3, 3, 24), 1e-12);
    /* All that is left is what the strata disagree in. */
    CHECK_NEAR(lack_test_of(&strata, 1, 2).f, 0, 0);
    CHECK_NEAR(lack_test_of(&strata, 0.9999, 2).p, 1, 0);
}

/* Of rows that share their disturbance the variance is as uncertain as its time blocks are few. */
static void test_memory(void) {
    struct strata strata = {
        .pure_ss = 4, .pure_df = 24, .differences = 5, .memory = 2, .blocks = 7};
    struct lack_test lack = lack_test_of(&strata, 2, 1);
    CHECK_NEAR(lack.f, (2.0 / 4) / (2 * 4.0 / 24), 1e-12);
    CHECK_NEAR(lack.p, gsl_cdf_fdist_Q(1.5, 4, 6), 1e-12);
}

static void test_nothing_to_test(void) {
    struct strata strata = {.pure_ss = 0, .pure_df = 0, .differences = 5, .memory = NAN};
    CHECK(isnan(lack_test_of(&strata, 2, 1).f) && isnan(lack_test_of(&strata, 2, 1).p));
    strata = (struct strata){.pure_ss = 1, .pure_df = 9, .differences = 2, .memory = NAN};
    CHECK(isnan(lack_test_of(&strata, 2, 2).p));
    CHECK(!isnan(lack_test_of(&strata, 2, 1).p));
}

int main(void) {
    test_parts();
    test_memory();
    test_nothing_to_test();
    return check_done();
}
