/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The scripts of plots/, as they were when this program was built, with what they are told. */
#ifndef AMDAHL_CHARTS_SCRIPT_H
#define AMDAHL_CHARTS_SCRIPT_H

#include "charts/charts.h"

#include <stdio.h>

/* Writes a text as a gnuplot string in single quotes, in which gnuplot expands nothing. A quote
 * becomes a typographic one (gnuplot 5.4 ends a string at a doubled quote that is its first
 * character), control characters are dropped, bytes that are no UTF-8 become "?", and
 * `characters_max` characters are taken. */
void script_put_string(FILE *script, const char *text, size_t characters_max);

/* The script of charts/speedup.gp, to be run in charts/. */
void script_put_speedup(FILE *script, const char *machine_line);
/* The script of the terminal charts, to be run in the run directory. */
void script_put_terminal(FILE *script, const struct charts_screen *screen);

#endif
