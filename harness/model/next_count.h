/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where to measure next. Of the room model/ alone. */
#ifndef AMDAHL_MODEL_NEXT_COUNT_H
#define AMDAHL_MODEL_NEXT_COUNT_H

#include "fault/fault.h"
#include "model/law.h"
#include "model/strata.h"

/* Two laws with the shapes that were fitted. */
struct next_rival {
    const struct model_law *law;
    double shapes[MODEL_SHAPES_MAX];
};
struct next_question {
    const struct strata *strata;
    struct next_rival rivals[2];
    bool is_nested;  /* rivals[0] is a case of rivals[1]: only the latter, being true, is not met */
    double variance; /* of one row */
    double n_most;
};

/* The n up to n_most at which as many more rows as a cell has on average separate the rivals best,
 * and by how many standard errors all rows then would: the root of the least sum of squares that
 * the one leaves of the other's curve, over `variance`. Integers, above 64 in steps of about a
 * twentieth; only cells' own where a rival takes the capacity. NAN where nothing separates them.
 * FAULT_SYSTEM: no memory. */
int next_count_find(const struct next_question *question, double *ret_n, double *ret_errors,
                    struct fault *fault);

#endif
