/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The scripts of plots/, as they were when this program was built, with what they are told. */
#ifndef AMDAHL_CHARTS_SCRIPT_H
#define AMDAHL_CHARTS_SCRIPT_H

#include "charts/charts.h"

#include <stdio.h>

/* What a script prints, and nothing else, when the run has no rows for its chart. */
extern const char script_nothing[];

/* Writes a text as a gnuplot string in single quotes, in which gnuplot expands nothing. A quote
 * becomes a typographic one (gnuplot 5.4 ends a string at a doubled quote that is its first
 * character), control characters are dropped, bytes that are no UTF-8 become "?", and
 * `characters_max` characters are taken. */
void script_put_string(FILE *script, const char *text, size_t characters_max);

/* The file of the run directory that a chart is drawn from: "summary.csv". A literal. */
const char *script_csv_name(enum chart chart);
/* The other file that it is drawn from, which stands there where the first does; NULL for none. */
const char *script_second_csv_name(enum chart chart);
/* Whether the chart is of a run, whose directory has a summary.csv; else of a fit or a prediction,
 * of which any directory may have the files. */
bool script_is_of_run(enum chart chart);

/* The script of charts/NAME.gp, to be run in charts/: draws NAME in the formats of the request. */
void script_put_chart(FILE *script, enum chart chart, const struct charts_request *request);
/* The script of a chart's form for a terminal, to be run in the run directory; the chart is in
 * CHARTS_OF_TERMINAL. */
void script_put_terminal(FILE *script, enum chart chart, const struct charts_screen *screen);

#endif
