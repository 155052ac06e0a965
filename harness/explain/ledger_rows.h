/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of ledger.csv: speed-up and losses with their intervals, and the parts that a loss is
 * made of. */
#ifndef AMDAHL_LEDGER_ROWS_H
#define AMDAHL_LEDGER_ROWS_H

#include "fault/fault.h"
#include "record/ledger_row.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* Of each point of the summary with n > 1 and work, three times over: speed-up and losses that
 * exist, and the parts of `wait`, `inflation` and of a foreign program's `idle`, which sum to their
 * parent.
 *
 * "valid": the values of the summary, which are means over the rounds that bound the speed-up's
 * interval, with the intervals of the medians over all its rounds; where a median is not the value,
 * the interval reaches as far from the value as well. Left out where the summary has no speed-up.
 * "valid summed" and "as experienced": ratios of sums over the valid rounds, and over all that are
 * not broken (explain/experienced.h), with the intervals of stats_ratio_interval. The first is left
 * out where no round is valid.
 * What counters tell has the error of their factors in its interval too (explain/ledger_errors.h).
 *
 * `summary` is what summary_make gave for the same samples. The caller frees *ret_rows.
 * FAULT_SYSTEM: no memory. */
int ledger_rows_make(const struct sample *samples, size_t count, const struct summary_row *summary,
                     size_t summary_count, struct ledger_row **ret_rows, size_t *ret_count,
                     struct fault *fault);

#endif
