/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `exec` prints beside what a sweep does: the program, and what was seen of its threads. */
#ifndef AMDAHL_PROGRAM_PRINT_H
#define AMDAHL_PROGRAM_PRINT_H

#include "cli/session.h"
#include "record/summary_row.h"

#include <stdio.h>

/* Its command line, the file behind it, and the variables that each run gets. */
void program_print_command(const struct session *session, FILE *stream);

/* What looking at its threads took, and their names at the largest n, from threads.csv of the run
 * at `path`: nothing where that file is not. */
void program_print_seen(const char *path, const struct summary_row *rows, size_t count,
                        FILE *stream);

#endif
