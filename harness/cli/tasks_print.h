/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tasks dial of a series, as text. */
#ifndef AMDAHL_TASKS_PRINT_H
#define AMDAHL_TASKS_PRINT_H

#include "cli/table.h"
#include "cli/term.h"
#include "record/summary_row.h"

#include <stdio.h>

/* A table of what each number of tasks in flight comes to on one core: its time, its overlap, the
 * bound and how far above it the time is. *ret_table is NULL where the series, whose rows these are
 * in summary order, has fewer than two numbers of tasks at each p. The caller frees. FAULT_SYSTEM:
 * no memory. */
int tasks_table_make(const struct summary_row *rows, size_t count, struct text_table **ret_table,
                     struct fault *fault);

/* That table below the one of the series, with a title; nothing where there is none. FAULT_SYSTEM:
 * no memory. */
int tasks_print(const struct summary_row *rows, size_t count, const struct term *term, FILE *stream,
                struct fault *fault);

#endif
