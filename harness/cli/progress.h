/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One line on a terminal that says how far things are. It is redrawn only when it is told to, so
 * nothing of it runs while a sample is measured. */
#ifndef AMDAHL_PROGRESS_H
#define AMDAHL_PROGRESS_H

#include "cli/term.h"

#include <stdbool.h>
#include <stdio.h>

struct progress {
    FILE *stream;
    bool shown;       /* whether there is a line to draw on at all */
    bool drawn;       /* whether it stands there now */
    unsigned columns; /* of the terminal */
};

/* For stderr; draws nothing unless `stream` is a terminal that can go back to the start of a line,
 * and never if `quiet`. */
struct progress progress_start(FILE *stream, const struct term *term, bool quiet);

/* Draws the line anew: the share that is done (0 … 1), the seconds that are left (NAN: not known),
 * and a few words, cut to the terminal. Call it between rounds only. */
void progress_update(struct progress *progress, double done, double left_s, const char *text);

/* Takes the line away, before anything else is printed there and at the end. */
void progress_clear(struct progress *progress);

#endif
