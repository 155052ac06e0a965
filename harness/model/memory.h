/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether neighbouring rounds share their disturbance. Of the room model/ alone. */
#ifndef AMDAHL_MODEL_MEMORY_H
#define AMDAHL_MODEL_MEMORY_H

#include "model/additive.h"

#include <stddef.h>

struct memory {
    double ratio;  /* of variances: `memory` of strata.h */
    size_t blocks; /* 0: none is seen, or it cannot be told */
};

/* Each round's score is the slope of its residuals over log n: of all directions it is next to that
 * of a serial part or a coherency, and it knows no law. Rounds are cut into 6 … 8 blocks of
 * consecutive ones, and the scatter of the blocks' slopes is held against the variance of all
 * residuals. Below the 75 % point of F nothing is seen; above, the ratio of the two is taken for
 * its word, with blocks - 1 degrees of freedom. That is right where rounds share something, and too
 * wide where they do not: hence the threshold. By simulation of 30 rounds a 95 % interval for
 * Amdahl's s covers 96 % of independent rounds, and 92 % where half of the slope's disturbance is
 * handed on from each round to the next. What lasts longer than an eighth of the run is not told.
 * NAN below 12 rounds. Any thread. */
struct memory memory_find(const struct layout *layout, const struct additive *fit);

#endif
