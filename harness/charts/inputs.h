/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What every drawing needs first: the file that it is drawn from, and gnuplot. */
#ifndef AMDAHL_CHARTS_INPUTS_H
#define AMDAHL_CHARTS_INPUTS_H

#include "fault/fault.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Seconds that gnuplot may take over one chart: many times what that of the largest sweep takes. A
 * CSV file that never ends must not hold the program. */
#define INPUTS_DRAWING_LIMIT_S 20.0

/* `directory`/`name`, for a path of PATH_MAX bytes; FAULT_INPUT when it is longer. */
int inputs_join_path(const char *directory, const char *name, char ret_path[PATH_MAX],
                     struct fault *fault);

/* FAULT_INPUT unless the run directory's file can be read, and is nothing that reading would wait
 * for. */
int inputs_check_file(const char *run_path, const char *name, struct fault *fault);

/* Whether the run directory has a file of that name. */
bool inputs_has_file(const char *run_path, const char *name);

/* Finds gnuplot; the FAULT_SYSTEM says how to install it and draw `run_path` then. */
int inputs_find_gnuplot(const char *run_path, char *ret_program, size_t bytes, struct fault *fault);

#endif
