/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The levels of a factor beside each other: what another place, engine or parameter does to the
 * speed-up. */
#ifndef AMDAHL_DIFFERENCE_H
#define AMDAHL_DIFFERENCE_H

#include "fault/fault.h"
#include "record/difference_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* One row for each asked point with work and n > 1 and each series that was named before its own
 * and differs from it in one factor only; of several levels of a factor the first is the reference.
 * The ratio is the median over the rounds of this speed-up over that one, each with its own T(1).
 * `margin` is how far from 1 still counts as the same. The caller frees *ret_rows. FAULT_SYSTEM: no
 * memory. */
int difference_make(const struct sample *samples, size_t count, double margin,
                    struct difference_row **ret_rows, size_t *ret_count, struct fault *fault);

#endif
