/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A law fitted to the same rows drawn anew many times, and what any figure of it comes to in those
 * fits. Of the room model/ alone. */
#ifndef AMDAHL_BOOTSTRAP_H
#define AMDAHL_BOOTSTRAP_H

#include "fault/fault.h"
#include "model/solve.h"

struct bootstrap {
    size_t rounds, shape_count;
    double *shapes; /* of drawing i: shapes[i * MODEL_SHAPES_MAX] and on; the spare ones are 0 */
    double *levels; /* of drawing i: the mean of y - log f over its rows: strata_level */
    double df;      /* how well the rows tell their own scatter; see bootstrap_interval */
    double *room;   /* of bootstrap_interval: `rounds` figures */
};

/* Draws rows `rounds` times and solves each time, within the design's bounds, beginning at the
 * fitted shapes. Where the strata show that neighbouring rounds share their disturbance whole time
 * blocks are drawn, else single rounds; see strata_draw for rows without rounds. The same seed
 * gives the same draws. Uses design->room. FAULT_SYSTEM: no memory. The caller releases. */
int bootstrap_make(const struct solve_design *design, const double *fitted_shapes, size_t rounds,
                   uint64_t seed, struct bootstrap *ret_bootstrap, struct fault *fault);
void bootstrap_release(struct bootstrap *bootstrap);

/* A figure of one drawing. INFINITY counts as larger than all others; NAN is left out. */
typedef double bootstrap_figure(const double *shapes, double level, const void *state);

struct bootstrap_interval {
    double se;     /* standard deviation over the draws; INFINITY where a draw has no finite figure,
                    * NAN below two draws that have one */
    double lo, hi; /* 95 %; NAN likewise */
};

/* The interval of any figure. Its ends are the quantiles of the draws that a normal figure has at
 * Student's t with `df` degrees of freedom: 2.5 % and 97.5 % of many rows, further out of few
 * (T. C. Hesterberg, The American Statistician 69(4), 2015: the expanded percentile interval). One
 * thread at a time: it uses bootstrap->room. */
struct bootstrap_interval bootstrap_interval(const struct bootstrap *bootstrap,
                                             bootstrap_figure *figure, const void *state);

#endif
