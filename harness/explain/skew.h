/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How far a run's means are from its medians: whether it matters which of them sums it up. */
#ifndef AMDAHL_SKEW_H
#define AMDAHL_SKEW_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stddef.h>

/* The mean of a point's valid times over their median, less 1, of that point among those that were
 * asked for where it is furthest from 0: above 0, some took far longer than most. NAN where no
 * point has two. FAULT_SYSTEM: no memory. */
int skew_find(const struct sample *samples, size_t count, double *ret_skew, struct fault *fault);

#endif
