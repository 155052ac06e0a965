/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One run of gnuplot: no shell, no settings of the user's, a time limit. */
#ifndef AMDAHL_CHARTS_GNUPLOT_H
#define AMDAHL_CHARTS_GNUPLOT_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Finds gnuplot in the absolute directories of PATH: a relative one would be looked up in the run
 * directory, where anybody's file may lie. Returns whether there is one that can be executed. */
bool gnuplot_find(char *ret_path, size_t bytes);

struct gnuplot_call {
    const char *program;   /* as gnuplot_find gave it */
    const char *directory; /* where it runs */
    const char *script;    /* a path there, or "-": standard input */
    int input_fd;          /* its standard input; -1: none. Stays the caller's */
    FILE *text;            /* takes what it prints; stays the caller's */
    double limit_s;
};

/* Runs it to its end. FAULT_TIME_LIMIT when it takes longer, and is killed; FAULT_SYSTEM when it
 * cannot be started, ends by a signal or exits other than 0, with the first line of its own
 * complaint. */
int gnuplot_run(const struct gnuplot_call *call, struct fault *fault);

#endif
