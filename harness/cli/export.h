/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --export-csv, --export-json and --export-markdown. */
#ifndef AMDAHL_EXPORT_H
#define AMDAHL_EXPORT_H

#include "cli/option.h"
#include "record/difference_row.h"
#include "record/summary_row.h"

#include <stdio.h>

/* Before anything is measured: that each file can be written, that no two are the same, "-"
 * included, and that none is a file of the run at `run_path` (NULL: there is none yet). FAULT_USAGE
 * names it. */
int export_check(const struct options *options, const char *run_path, struct fault *fault);

/* Where all else is printed: stderr if "-" was asked for, so that stdout holds the export alone. */
FILE *export_other_stream(const struct options *options);

/* What is exported; borrowed. */
struct export_rows {
    const struct summary_row *rows;
    size_t count;
    const struct difference_row *differences;
    size_t difference_count;
};
/* Writes what was asked for. Each file is tried; the first fault is kept. FAULT_SYSTEM. */
int export_write(const struct options *options, const struct export_rows *rows,
                 struct fault *fault);

#endif
