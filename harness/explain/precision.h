/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How sharp a run's answers are. */
#ifndef AMDAHL_PRECISION_H
#define AMDAHL_PRECISION_H

#include "record/summary_row.h"

#include <stddef.h>

/* Half the width of the 95 % interval of what a row is there for, as a share of its value: of the
 * ratio; without a law, of the speed-up; without work, of the time. NAN: there is no interval. 0 at
 * n = 1, which is the base of the others. */
double precision_of_row(const struct summary_row *row);

/* The widest of the rows of a series at one p and tasks, NAN being a p like any other; of the time
 * where n = 1 is all there is. NAN where one of them has none, 0 where there is no row. */
double precision_of_block(const struct summary_row *rows, size_t count, const struct series *series,
                          double p, uint32_t tasks);

/* The row whose precision is the widest, or that has none; NULL: there is no row with n > 1. */
const struct summary_row *precision_worst(const struct summary_row *rows, size_t count);

#endif
