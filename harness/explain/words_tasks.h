/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the tasks dial shows, in words. */
#ifndef AMDAHL_WORDS_TASKS_H
#define AMDAHL_WORDS_TASKS_H

#include "record/summary_row.h"

#include <stddef.h>

/* How many numbers of tasks in flight a series was measured with on one core, at the same p. */
size_t words_count_tasks(const struct summary_row *rows, size_t count, double p);

/* One sentence about one series, at its largest p: what the most tasks in flight bring on one core
 * over one task, whether waits are hidden by them, and what the bound leaves; another number of
 * tasks where that is sure to bring more. "" where there are fewer than two numbers of tasks.
 * `rows` are those of the series in summary order. Cut to `bytes`. */
void words_tasks(const struct summary_row *rows, size_t count, char *text, size_t bytes);

#endif
