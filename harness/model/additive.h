/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The robust fit of y = cell + round + noise, without rounds y = cell + noise. Of the room model/
 * alone.
 *
 * Tukey's biweight (c = 4.685) about medians, with the scale of the noise held: 1.4826 times the
 * median of absolute differences within rounds (within cells without rounds) over the root of 2.
 * Where that is 0, since a coarse clock made most rows alike, it is half a tick of the
 * values, of each row by itself: what is many ticks off is drawn in. Residuals are judged by
 * what the few rows of their round and cell leave of the noise in them, which is less than all.
 * Each y is then replaced by the pseudo-value
 *
 *     fit + K scale psi(residual / scale) / mean psi',    K = 1 + (p / rows) var psi' / mean² psi'
 *
 * (P. J. Huber, Robust Statistics, 1981, 7.4 and 7.8): least squares of pseudo-values has the
 * robust estimates for its answer, and their variance. */
#ifndef AMDAHL_ADDITIVE_H
#define AMDAHL_ADDITIVE_H

#include "fault/fault.h"
#include "model/layout.h"

struct additive {
    double *cell_levels;   /* by cell */
    double *round_effects; /* by round, with mean 0 over the rows; one 0 without rounds */
    double *freed;         /* by row of the layout: the pseudo-value less its round's effect */
    double scale; /* 0: the rows have no repeats, or most are alike without a tick; y is left as it
                     is */
    double tick;  /* most rows are alike, and all values are multiples of it: the scale is what
                   * rounding to it makes, in the mean; 0: it is from the rows' differences */
    double df;    /* degrees of freedom of the residuals */
    double drawn_in;    /* the share of rows whose weight is below a half */
    double differences; /* cells less the sets of cells that no round links */
};

/* FAULT_SYSTEM: no memory; the fit is left empty. The caller releases. */
int additive_fit(const struct layout *layout, struct additive *ret_fit, struct fault *fault);
void additive_release(struct additive *fit);

#endif
