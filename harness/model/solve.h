/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Least squares of log f over strata, within bounds. Of the room model/ alone. */
#ifndef AMDAHL_MODEL_SOLVE_H
#define AMDAHL_MODEL_SOLVE_H

#include "fault/fault.h"
#include "model/strata.h"

/* f(cell) = base[cell] + sum of shape_k column[k][cell], shape_k in least_k … most_k. */
struct solve_design {
    const struct strata *strata;
    size_t shape_count;
    double *base;                      /* by cell */
    double *columns[MODEL_SHAPES_MAX]; /* by cell */
    double least[MODEL_SHAPES_MAX], most[MODEL_SHAPES_MAX];
    double *room; /* of solve_design_make, for solve_design_minimise */
};

struct solve_answer {
    double shapes[MODEL_SHAPES_MAX];
    double lack_ss; /* the sum of squares of the lack of fit: strata.h */
    bool at_bound[MODEL_SHAPES_MAX];
    /* Of the Gauss-Newton step in the shapes, their strata's effects projected out: J'J, whatever
     * is at a bound. */
    double information[MODEL_SHAPES_MAX][MODEL_SHAPES_MAX];
    bool converged;
};

/* The design of a law over the strata's cells; borrows them. FAULT_SYSTEM. The caller releases. */
int solve_design_make(const struct model_law *law, const struct strata *strata,
                      struct solve_design *ret_design, struct fault *fault);
void solve_design_release(struct solve_design *design);

/* The least sum of squares. It needs no starting values: each choice of shapes at their bounds is
 * tried, beginning with the weighted least squares of the cost itself, of which every law is
 * linear. `start`, not NULL, is tried instead of that and saves time where the answer is near.
 * Takes no memory. */
void solve_minimise(const struct solve_design *design, const double *start,
                    struct solve_answer *ret_answer);

/* The same where sum of direction_k shape_k = level: the bounds of the others still hold.
 * lack_ss is INFINITY where no shape within the bounds fulfils it. For one or two shapes. */
void solve_minimise_on(const struct solve_design *design, const double *direction, double level,
                       const double *start, struct solve_answer *ret_answer);

#endif
