/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether what a curve leaves of the cells is more than their rows scatter. Of the room model/
 * alone. */
#ifndef AMDAHL_MODEL_LACK_H
#define AMDAHL_MODEL_LACK_H

#include "model/strata.h"

/* What the rounding of logarithms leaves of a square: no sum of squares is told apart below it. */
#define LACK_SQUARE_LEAST 1e-24

/* The F-test; both NAN without repeats, or where no difference between cells is left to test. */
struct lack_test {
    double f, p;
};

/* The variance of y within cells (and rounds), whatever the curve, times the memory of the rows:
 * strata.h; and its degrees of freedom, 0 without repeats. Any thread. */
double lack_pure_variance(const struct strata *strata, double *ret_df);

/* Of a curve that leaves `lack_ss` (solve.h) and has so many parameters beside its scale. Any
 * thread. */
struct lack_test lack_test_of(const struct strata *strata, double lack_ss, double parameters);

#endif
