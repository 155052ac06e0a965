/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run's charts, drawn by gnuplot from DIR/summary.csv alone. The scripts of plots/ are part of
 * this program, so nothing but gnuplot must be found on disk. gnuplot is started without a shell,
 * without the user's settings for it, and within a time limit; no word of a file becomes a command.
 */
#ifndef AMDAHL_CHARTS_H
#define AMDAHL_CHARTS_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stdio.h>

/* Whether gnuplot stands in a directory of PATH. Without it the two functions below give a
 * FAULT_SYSTEM that says how to install it; a caller for whom charts are a by-product asks first.
 */
bool charts_available(void);

/* Draws DIR/charts/speedup.svg and speedup.png, and leaves beside them the speedup.gp that draws
 * them again: `cd DIR/charts && gnuplot speedup.gp`. `run_path` is DIR; `machine_line` opens the
 * caption, in UTF-8, NULL or "" for none. Both are borrowed. Faults: FAULT_INPUT when there is no
 * summary.csv that can be drawn, FAULT_TIME_LIMIT, and FAULT_SYSTEM with gnuplot's own words; then
 * neither picture is there. Starts a process; any thread may call it, one at a time for a
 * directory. */
int charts_draw(const char *run_path, const char *machine_line, struct fault *fault);

/* What the terminal chart is drawn for. */
struct charts_screen {
    unsigned columns, rows; /* of one chart, one chart a series; 0: 80 and 24; at least 40 and 12 */
    bool utf8;              /* else ASCII only */
    bool color;             /* ANSI colours may be used */
};

/* Writes the speed-up charts to `stream` as text, one a series, and leaves no file behind. Faults
 * as charts_draw, and FAULT_SYSTEM when the stream cannot be written. */
int charts_print(const char *run_path, FILE *stream, const struct charts_screen *screen,
                 struct fault *fault);

#endif
