/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Least squares of X = scale / f or scale f over cells. Used by raw.c alone. */
#ifndef AMDAHL_MODEL_RAW_SEARCH_H
#define AMDAHL_MODEL_RAW_SEARCH_H

#include "model/raw_cells.h"

enum { RAW_UNKNOWNS_MAX = 1 + MODEL_SHAPES_MAX };

/* Unknown 0 is the scale of the throughput, unknown 1 + k shape k. */
struct raw_answer {
    double unknowns[RAW_UNKNOWNS_MAX];
    double covariance[RAW_UNKNOWNS_MAX][RAW_UNKNOWNS_MAX]; /* (J'J)^-1: without the variance */
    double reach[MODEL_SHAPES_MAX]; /* the most that one of a shape adds to f at any cell */
    double condition; /* of J, its columns brought to unit length; INFINITY where it is singular */
    double lack_ss;   /* of the cells' means about the law, each as often as it has rows */
    bool closed;      /* the gradient is 0 beside what the residuals could make of it */
};

/* Not closed where no start leads anywhere. `start`: the unknowns to begin with, or NULL.
 * FAULT_SYSTEM: no memory. */
int raw_search(const struct raw_cells *cells, const struct model_law *law, const double *start,
               struct raw_answer *ret_answer, struct fault *fault);

#endif
