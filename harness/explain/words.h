/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What came out, in words. */
#ifndef AMDAHL_WORDS_H
#define AMDAHL_WORDS_H

#include "record/summary_row.h"

#include <stdbool.h>
#include <stddef.h>

/* One sentence or two about one workload: its speed-up at the largest p and n with the interval and
 * the law's; how many points agree within `margin`; the loss that is largest there beside the
 * serial one; and what the intervals do not cover. `rows` are those of one series in summary order.
 * Cut to `bytes`. */
void words_result(const struct summary_row *rows, size_t count, double margin, char *text,
                  size_t bytes);

/* The loss that is largest in a row beside `serial`, which is Amdahl's own: its name, a literal,
 * and *ret_value; NULL where none is known. */
const char *words_largest_loss(const struct summary_losses *loss, double *ret_value);

/* What a sentence calls a loss of the top level of ledger.csv: "waiting" for "wait". A literal, or
 * `component` where there is none of that name. */
const char *words_loss_name(const char *component, bool is_of_program);

/* Whether it is of a workload without work, which has no speed-up. */
bool words_is_without_work(const struct summary_row *row);

#endif
