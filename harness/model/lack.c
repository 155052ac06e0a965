/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/lack.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double lack_pure_variance(const struct strata *strata, double *ret_df) {
    double df = strata->pure_df + strata->cells_df;
    double variance = (strata->pure_ss + strata->cells_ss) / df;
    if (strata->memory > 1) {
        variance *= strata->memory;
        df = fmin(df, (double)strata->blocks - 1);
    }
    *ret_df = df;
    return variance;
}

struct lack_test lack_test_of(const struct strata *strata, double lack_ss, double parameters) {
    double pure_df, pure = lack_pure_variance(strata, &pure_df);
    double df = strata->differences - parameters;
    if (!(pure_df > 0) || !(df > 0))
        return (struct lack_test){NAN, NAN};
    double lack = fmax(0, lack_ss - strata->cells_ss);
    double f = lack / df / fmax(pure, LACK_SQUARE_LEAST);
    return (struct lack_test){f, gsl_cdf_fdist_Q(f, df, pure_df)};
}
