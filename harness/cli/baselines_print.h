/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The bases that a series' speed-up may be taken against, beside each other. */
#ifndef AMDAHL_BASELINES_PRINT_H
#define AMDAHL_BASELINES_PRINT_H

#include "cli/term.h"
#include "fault/fault.h"
#include "record/summary_row.h"

#include <stdio.h>

/* Of the rows of one series: a table of the best serial code, the parallel code at n = 1 and the
 * fitted T(1), with the speed-up at the largest n against each, at the largest p that has such a
 * base, and a sentence of the price of parallel code. Prints nothing where T(1) is the only one.
 * FAULT_SYSTEM: no memory. */
int baselines_print(const struct summary_row *rows, size_t count, const struct term *term,
                    FILE *stream, struct fault *fault);

/* "parallel code costs +3.1 % [2.9, 3.3] on one core"; "" where there is no price. */
void baselines_price_sentence(const struct interval *price, char *text, size_t bytes);

#endif
