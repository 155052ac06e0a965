/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger of one point as a table of text. */
#ifndef AMDAHL_EXPLAIN_TABLE_H
#define AMDAHL_EXPLAIN_TABLE_H

#include "cli/table.h"
#include "explain/ledger_point.h"

/* The speed-up, every loss with its parts indented below it, and their sum, which is n; beside the
 * valid row what was experienced, alone where no round was valid. All to the same decimals, so that
 * they can be added. The caller frees. FAULT_SYSTEM: no memory. */
int explain_table_make(const struct ledger_point *ledger, struct text_table **ret_table,
                       struct fault *fault);

/* A figure as in that table, "1.9000 [1.8600, 1.9100]", into TEXT_TABLE_CELL_BYTES; "" for NAN. */
void explain_table_format(const struct interval *value, char *text);

#endif
