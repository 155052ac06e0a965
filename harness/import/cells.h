/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* CSV as people and tools write it: a header, then rows of as many cells. Of the room import/
 * alone. */
#ifndef AMDAHL_IMPORT_CELLS_H
#define AMDAHL_IMPORT_CELLS_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct cells_row {
    const char *const *cell; /* until the next row */
    size_t count;
    uint64_t line; /* where it ends in the file, from 1 */
};

/* Who takes what is read, each a code of fault.h. */
struct cells_taker {
    int (*take_header)(void *context, const struct cells_row *header, struct fault *fault);
    int (*take_row)(void *context, const struct cells_row *row, struct fault *fault);
    void *context;
};

/* Reads RFC 4180 in chunks, rows of any length; separated by commas, semicolons or tabs, whichever
 * the header has first outside quotes. Passed over are a byte order mark, blank lines, blanks
 * around a cell and `#` lines before the header; the last row needs no newline. `path` is for
 * sentences. FAULT_INPUT: no header, a row with more or fewer cells than it, a quote out of place,
 * a taker's own. FAULT_SYSTEM: no memory. */
int cells_read(const char *path, FILE *file, const struct cells_taker *taker, struct fault *fault);

enum cells_number { CELLS_NONE, CELLS_NUMBER, CELLS_NO_NUMBER };
/* A cell as a number: none where it is empty, "NA" or "nan", as R and Python write what does not
 * exist. Hexadecimal and what is not finite are no numbers. */
enum cells_number cells_number(const char *cell, double *ret_value);

#endif
