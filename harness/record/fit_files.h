/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The files of a fit, in a run's directory or in one of their own: fits.csv, fit_curves.csv and
 * fit_points.csv. */
#ifndef AMDAHL_RECORD_FIT_FILES_H
#define AMDAHL_RECORD_FIT_FILES_H

#include "fault/fault.h"
#include "record/fit_row.h"

#include <stddef.h>

struct fit_files {
    struct fit_row *fits;
    struct curve_row *curves;
    struct level_row *levels;
    size_t fit_count, curve_count, level_count;
};

/* Replaces the three files in the directory, each whole. FAULT_SYSTEM when one cannot be written:
 * those after it then stay what they were. */
int fit_files_write(const char *directory, const struct fit_files *files, struct fault *fault);
/* Reads fits.csv alone. FAULT_INPUT as table_read. The caller frees *ret_rows. */
int fit_files_read_fits(const char *directory, struct fit_row **ret_rows, size_t *ret_count,
                        struct fault *fault);
/* Frees the rows. */
void fit_files_release(struct fit_files *files);

#endif
