/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where a search for the least sum of squares is. Of solve.c and solve_on.c alone. */
#ifndef AMDAHL_MODEL_SOLVE_STATE_H
#define AMDAHL_MODEL_SOLVE_STATE_H

#include "model/solve.h"

/* A step of Gauss and Newton shrinks the one before by about what the data miss the law by. */
enum { SOLVE_STEPS_MOST = 100, SOLVE_HALVINGS_MOST = 40 };
/* A step of Gauss and Newton is the last when its square, in the metric of log f, is this share of
 * the sum of squares: 3e-7 of its root, of which the next one would be less; or, of data without
 * noise, this much itself squared: rounding. */
#define SOLVE_STEP_LEAST 1e-13

struct solve_state {
    double lack_ss;
    double gradient[MODEL_SHAPES_MAX]; /* J'r: the way down */
    double information[MODEL_SHAPES_MAX][MODEL_SHAPES_MAX];
};

/* lack_ss is INFINITY where the law is not above 0 at some cell. */
void solve_evaluate(const struct solve_design *design, const double *shapes,
                    struct solve_state *state);
/* The least squares of the cost itself: where a search without starting values begins. Shapes may
 * be beyond their bounds. */
void solve_start(const struct solve_design *design, double *shapes);

#endif
