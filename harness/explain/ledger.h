/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger, or speed-up stack: where n - S went. docs/definitions.md, "The ledger"; after
 * Eyerman, Du Bois and Eeckhout, ISPASS 2012. */
#ifndef AMDAHL_LEDGER_H
#define AMDAHL_LEDGER_H

#include "explain/pairs.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stdbool.h>
#include <stddef.h>

/* The losses of one pair, in units of speed-up: with its speed-up they sum to n. What no clock
 * tells apart is in `unexplained`; what nothing measures is NAN: of a workload wait, descheduled,
 * inflation and idle, of a foreign program all but inflation and idle. */
struct summary_losses ledger_of_pair(const struct pair *pair);

/* Whether the pair is one of those that ledger_mean takes the mean of. */
bool ledger_counts(const struct pair *pair, const struct interval *speedup);

/* The mean over the pairs whose speed-up lies within [speedup.lo, speedup.hi], or over all where
 * that interval does not exist. What the mean of their speed-ups differs from speedup.value is in
 * `unexplained`, so that speedup.value and the losses sum to n. All NAN where there is no pair. */
struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct interval *speedup);

#endif
