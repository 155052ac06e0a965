/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run's charts, or those of a fit or a prediction, drawn by gnuplot from the CSV files of its
 * directory alone. The scripts of plots/ are part of this program, so nothing but gnuplot must be
 * found on disk. gnuplot is started without a shell, without the user's settings for it, and within
 * a time limit; no word of a file becomes a command. */
#ifndef AMDAHL_CHARTS_H
#define AMDAHL_CHARTS_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stdio.h>

/* A chart's number; its bit in a set of charts is 1u << number. */
enum chart {
    CHART_SPEEDUP,
    CHART_RATIO,
    CHART_EFFICIENCY,
    CHART_KARP_FLATT,
    CHART_LEDGER,
    CHART_WEAK,
    CHART_SAMPLES,
    CHART_RUNNABLE,
    CHART_TASKS,      /* time against tasks in flight */
    CHART_HEAT,       /* tasks x cores */
    CHART_OPERATIONS, /* time of a unit, workloads beside each other */
    CHART_FIT,        /* laws fitted to measurements */
    CHART_PREDICTION, /* laws alone */
    CHART_COUNT
};

enum {
    CHARTS_ALL = (1u << CHART_COUNT) - 1,
    /* Those that a terminal shows where nothing else is asked for, and all that have such a form.
     */
    CHARTS_USUAL_OF_TERMINAL = 1u << CHART_SPEEDUP | 1u << CHART_WEAK,
    CHARTS_OF_TERMINAL = CHARTS_USUAL_OF_TERMINAL | 1u << CHART_EFFICIENCY |
                         1u << CHART_KARP_FLATT | 1u << CHART_TASKS,
};

/* The formats of the files, bits of a set. */
enum { CHARTS_SVG = 1, CHARTS_PNG = 2, CHARTS_PDF = 4 };

/* The name of a chart, which its files have: "karp-flatt". A literal. */
const char *charts_name(enum chart chart);

/* Whether gnuplot stands in a directory of PATH. Without it the two functions below give a
 * FAULT_SYSTEM that says how to install it; a caller for whom charts are a by-product asks first.
 */
bool charts_available(void);

struct charts_request {
    const char *run_path;     /* DIR, the run directory, or where a fit's files are */
    const char *machine_line; /* opens the captions, in UTF-8; NULL or "": none */
    unsigned charts;          /* a set of charts */
    unsigned formats;         /* a set of formats */
    bool is_by_name;          /* asked for by name: also `operations` of a run that is not of
                                 several workloads with tasks */
};

/* Draws DIR/charts/NAME.svg and so on of each chart asked for, and leaves beside them the NAME.gp
 * that draws them again: `cd DIR/charts && gnuplot NAME.gp`. A chart for which the run has no rows
 * is not drawn, and its files of an earlier time are removed. `ret_drawn`, not NULL, takes the set
 * of charts that were drawn, also on a fault: a chart that cannot be drawn keeps no picture and
 * does not keep the others from being drawn; the first fault is given. FAULT_INPUT when the
 * directory has no summary.csv that can be read, nor the curves of a fit or a prediction that is
 * asked for, FAULT_TIME_LIMIT, and FAULT_SYSTEM with gnuplot's own words. Starts processes; any
 * thread may call it, one at a time for a directory. */
int charts_draw(const struct charts_request *request, unsigned *ret_drawn, struct fault *fault);

/* What a terminal chart is drawn for. */
struct charts_screen {
    unsigned columns, rows; /* of one panel, one panel a series; 0: 80 and 24; at least 40 and 12 */
    bool utf8;              /* else ASCII only */
    bool color;             /* ANSI colours may be used */
    unsigned charts;        /* of these those in CHARTS_OF_TERMINAL; 0: CHARTS_USUAL_OF_TERMINAL */
};

/* Writes charts to `stream` as text, one panel a series, and leaves no file behind. A chart without
 * rows is left out. Faults as charts_draw, and FAULT_SYSTEM when the stream cannot be written. */
int charts_print(const char *run_path, FILE *stream, const struct charts_screen *screen,
                 struct fault *fault);

#endif
