/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of ledger.csv: every loss with its interval, and the parts that one is made of. */
#ifndef AMDAHL_LEDGER_ROWS_H
#define AMDAHL_LEDGER_ROWS_H

#include "fault/fault.h"
#include "record/ledger_row.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* Of each row of the summary with n > 1 and a speed-up, the losses that exist, with the values that
 * they have there, and the parts of a foreign program's `idle`, which sum to it. The interval is
 * that of the median over the rounds, widened where it does not hold the value, which is a mean.
 * `summary` is what summary_make gave for the same samples. The caller frees *ret_rows.
 * FAULT_SYSTEM: no memory. */
int ledger_rows_make(const struct sample *samples, size_t count, const struct summary_row *summary,
                     size_t summary_count, struct ledger_row **ret_rows, size_t *ret_count,
                     struct fault *fault);

#endif
