/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a sweep prints: the machine, the plan, the table, and a sentence a workload. */
#ifndef AMDAHL_SWEEP_PRINT_H
#define AMDAHL_SWEEP_PRINT_H

#include "cli/session.h"
#include "cli/term.h"
#include "record/difference_row.h"

#include <stdio.h>

/* What it runs on, what is swept, what was left out, and what would disturb, a line each. */
void sweep_print_machine(const struct session *session, FILE *stream);

/* --dry-run: points, their placement and the time they are expected to take. */
int sweep_print_plan(const struct session *session, const struct term *term, FILE *stream,
                     struct fault *fault);

/* The levels of each factor beside its first one; nothing where there is none. */
int sweep_print_differences(const struct difference_row *rows, size_t count,
                            const struct term *term, FILE *stream, struct fault *fault);

/* One table a series, of the rows of summary.csv, and one of its tasks dial; and a sentence for
 * each, what came out of it. */
int sweep_print_tables(const struct summary_row *rows, size_t count, const struct term *term,
                       FILE *stream, struct fault *fault);
void sweep_print_results(const struct summary_row *rows, size_t count, double margin, FILE *stream);

/* Charts of the run directory at `path`, as text: a set of enum chart, 0: the speed-up. */
int sweep_print_chart(const char *path, unsigned charts, const struct term *term, FILE *stream,
                      struct fault *fault);

/* The charts of the speed-up after the tables of the same rows: where there are more than three,
 * one line that says where they are. */
int sweep_print_few_charts(const char *path, const struct summary_row *rows, size_t count,
                           const struct term *term, FILE *stream, struct fault *fault);

/* -v: what was calibrated, and the units of each fraction. */
void sweep_print_calibration(const struct session *session, FILE *stream);

/* How much was measured, and the directory. */
void sweep_print_end(const struct session *session, FILE *stream);

#endif
