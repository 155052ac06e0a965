/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Profile intervals: all values that an F-test of the sum of squares does not reject. Of the room
 * model/ alone. */
#ifndef AMDAHL_MODEL_PROFILE_H
#define AMDAHL_MODEL_PROFILE_H

#include "model/solve.h"

/* A fit whose sum of squares is profiled; borrows both. */
struct profile {
    const struct solve_design *design;
    const struct solve_answer *best;
    double df;         /* rows - rounds (or 1) - shapes; <= 0: there is no interval */
    double variance;   /* (lack + pure)/df times the memory of the rows: strata.h; NAN without df */
    double square;     /* the sum of squares that `variance` is of */
    double quantile;   /* t, two-sided 95 %, with the time blocks' degrees where rows have memory */
    double quantile_1; /* t, one-sided 95 % */
};

/* The end of an interval, and the shapes that the constraint leaves there. */
struct profile_end {
    double level;
    double shapes[MODEL_SHAPES_MAX];
    bool is_closed; /* else no level on that side is rejected: `level` is the bound, or INFINITY */
};

struct profile profile_make(const struct solve_design *design, const struct solve_answer *best);

/* Of a law that is off its cells by more than their scatter, and is taken all the same: each cell's
 * own misfit is what the shapes are uncertain by, so that the variance becomes that of the lack of
 * fit alone, with its degrees of freedom; never less than it was. Nothing changes without any. */
void profile_take_lack(struct profile *profile);

/* The ends of sum direction_k shape_k: lo where `is_upper` is false. By how much the sum of squares
 * may grow is `quantile`² times the variance; profile.quantile or quantile_1. Two-sided 95 %: both
 * ends with profile.quantile. All of `level` NAN without degrees of freedom. */
struct profile_end profile_end_of(const struct profile *profile, const double *direction,
                                  bool is_upper, double quantile);

/* Where the law is fastest, sigma + kappa N² = 1 of the Universal Scalability Law (two shapes,
 * in that order): the least N (or the largest, `is_upper`) that is not rejected. Between 1 and
 * `n_far`, beyond which a peak is none; is_closed false: the level is that end, INFINITY for
 * n_far. `n_near`: an N that is not rejected, or where there is none yet the largest n measured. */
struct profile_end profile_peak(const struct profile *profile, double n_near, double n_far,
                                bool is_upper, double quantile);

/* The standard error of sum direction_k shape_k over the shapes that are not at a bound; 0 where
 * all are. */
double profile_error(const struct profile *profile, const double *direction);

#endif
