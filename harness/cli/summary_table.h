/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of a summary, and of differences, as tables of text. */
#ifndef AMDAHL_SUMMARY_TABLE_H
#define AMDAHL_SUMMARY_TABLE_H

#include "cli/table.h"
#include "record/difference_row.h"
#include "record/summary_row.h"

/* The end of the rows that are of the same series as rows[first]. */
size_t summary_series_end(const struct summary_row *rows, size_t count, size_t first);

/* The rows of one series, their numbers rounded to their intervals; T(1) stands beside the others.
 * The caller frees. FAULT_SYSTEM: no memory. */
int summary_table_make(const struct summary_row *rows, size_t count, struct text_table **ret_table,
                       struct fault *fault);
/* The same for all rows of differences. */
int difference_table_make(const struct difference_row *rows, size_t count,
                          struct text_table **ret_table, struct fault *fault);

#endif
