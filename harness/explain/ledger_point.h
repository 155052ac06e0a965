/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger of one point: its rows among those of the run. */
#ifndef AMDAHL_LEDGER_POINT_H
#define AMDAHL_LEDGER_POINT_H

#include "record/ledger_row.h"
#include "record/summary_row.h"

#include <stdbool.h>
#include <stddef.h>

/* What struct ledger_row's `row` says. */
extern const char LEDGER_VALID[], LEDGER_EXPERIENCED[], LEDGER_VALID_SUMMED[];

/* A point, and the rows that speak of it, in their order. All borrowed. */
struct ledger_point {
    const struct summary_row *point;
    const struct ledger_row *rows;
    size_t count; /* 0: it has no ledger */
};

/* Of a run's rows, as ledger_rows_make gives them: those of a point stand together. */
struct ledger_point ledger_point_find(const struct summary_row *point,
                                      const struct ledger_row *rows, size_t count);

/* The component of that name of such a row; NULL: there is none. */
const struct ledger_row *ledger_point_row(const struct ledger_point *ledger, const char *row,
                                          const char *component);
/* Its value and interval; all NAN where there is none. */
struct interval ledger_point_value(const struct ledger_point *ledger, const char *row,
                                   const char *component);
/* The speed-up of such a row: the valid one is the summary's where no row has it. */
struct interval ledger_point_speedup(const struct ledger_point *ledger, const char *row);

/* Whether it is a loss of the top level, neither the speed-up nor a part of another loss. */
bool ledger_is_loss(const struct ledger_row *row);

#endif
