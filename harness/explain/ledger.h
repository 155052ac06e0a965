/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger, or speed-up stack: where n - S went. docs/definitions.md, "The ledger"; after
 * Eyerman, Du Bois and Eeckhout, ISPASS 2012. */
#ifndef AMDAHL_LEDGER_H
#define AMDAHL_LEDGER_H

#include "explain/pairs.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* The losses of one pair, in units of speed-up: with its speed-up they sum to n. What no clock
 * tells apart is in `unexplained`; wait, descheduled and inflation are NAN until something measures
 * them.
 */
struct summary_losses ledger_of_pair(const struct pair *pair);

/* The mean over the pairs whose speed-up lies within [speedup.lo, speedup.hi], or over all where
 * that interval does not exist. What the mean of their speed-ups differs from speedup.value is in
 * `unexplained`, so that speedup.value and the losses sum to n. All NAN where there is no pair. */
struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct interval *speedup);

#endif
