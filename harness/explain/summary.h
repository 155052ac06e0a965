/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From a run's samples to its summary: one row a point. The same samples give the same rows, to the
 * last bit, whether they come from the measurer or from samples.csv. */
#ifndef AMDAHL_SUMMARY_H
#define AMDAHL_SUMMARY_H

#include "fault/fault.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* One row for each point that was asked for, anchors left out, in the order of pairs_make. The
 * caller frees *ret_rows. `margin` is how far from the law still counts as
 * agreeing: 0.01. FAULT_SYSTEM: no memory. */
int summary_make(const struct sample *samples, size_t count, double margin,
                 struct summary_row **ret_rows, size_t *ret_count, struct fault *fault);

#endif
