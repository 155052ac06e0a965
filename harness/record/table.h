/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A CSV file as a list of columns over an array of structs. One list drives the header row, the
 * writer and the reader. RFC 4180 quoting; a row is always one line, so that a file can be cut at
 * its last newline. */
#ifndef AMDAHL_RECORD_TABLE_H
#define AMDAHL_RECORD_TABLE_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct column;

/* How a field stands in a cell. */
struct cell_form {
    /* Writes the cell without a NUL and gives its length. */
    size_t (*write)(const struct column *column, const void *row, char *text);
    /* Fills the field of a row that began as zeros; false if the text is not what the form expects.
     */
    bool (*read)(const struct column *column, const char *text, void *row);
    const char *expects; /* for the fault: "a number or empty" */
};

struct column {
    const char *name;
    size_t offset, bytes; /* of the field in the row's struct */
    const struct cell_form *form;
    const char *absent; /* the cell of a file made before there was the column; NULL: there always
                         * was */
};

/* The column of a field that bears its name, or another one. */
#define COLUMN(name, type, field, form)                                                            \
    { name, offsetof(type, field), sizeof(((type *)NULL)->field), &(form), NULL }
/* One that older files do not have. */
#define COLUMN_ADDED(name, type, field, form, absent)                                              \
    { name, offsetof(type, field), sizeof(((type *)NULL)->field), &(form), absent }

extern const struct cell_form cell_text;          /* char[]; line breaks become spaces */
extern const struct cell_form cell_count;         /* uint32_t */
extern const struct cell_form cell_count_or_none; /* uint32_t, 0 is an empty cell */
extern const struct cell_form cell_long;          /* uint64_t */
extern const struct cell_form cell_long_or_none;  /* uint64_t, 0 is an empty cell */
extern const struct cell_form cell_index_or_none; /* int32_t, -1 is an empty cell */
extern const struct cell_form cell_real;          /* double, NAN is an empty cell */
extern const struct cell_form cell_flag;          /* bool, 1 or 0 */

/* For forms that put a prefix before a text. */
size_t cell_write_text(char *text, const char *value);
size_t
cell_text_max(size_t field_bytes); /* the most characters that a text of such a field becomes */

struct table {
    const char *file; /* its name in the run directory */
    const struct column *columns;
    size_t column_count;
    size_t row_bytes; /* of the row's struct */
};

extern const struct table table_samples;     /* struct sample */
extern const struct table table_workers;     /* struct worker_span */
extern const struct table table_summary;     /* struct summary_row */
extern const struct table table_differences; /* struct difference_row */
extern const struct table table_capacity;    /* struct capacity_row */
extern const struct table table_drift;       /* struct drift_row */
extern const struct table table_placement;   /* struct placement_row */
extern const struct table table_ledger;      /* struct ledger_row */
extern const struct table table_runnable;    /* struct runnable_row */
extern const struct table table_threads;     /* struct thread_row */
extern const struct table table_fits;        /* struct fit_row */
extern const struct table table_curves;      /* struct curve_row */
extern const struct table table_levels;      /* struct level_row */

/* The most characters that the header, or a row with its newline, can need. */
size_t table_line_max(const struct table *table);
/* Each writes one line with its newline and without a NUL, at most table_line_max characters; gives
 * their number. */
size_t table_write_header(const struct table *table, char *text);
size_t table_write_row(const struct table *table, const void *row, char *text);

/* Puts DIRECTORY/FILE in place whole. FAULT_SYSTEM when it cannot be written. */
int table_replace(const struct table *table, const char *directory, const void *rows, size_t count,
                  struct fault *fault);

/* Reads DIRECTORY/FILE: `#` lines before the header are passed over, and so are unknown columns.
 * FAULT_INPUT names file, line and column of a missing column that was always there, a cell that
 * its form does not take, a row with more or fewer cells than the header, or a last row without its
 * newline; if `ret_torn` is not NULL, the latter is left out and reported there instead. The caller
 * frees *ret_rows. */
int table_read(const struct table *table, const char *directory, void **ret_rows, size_t *ret_count,
               bool *ret_torn, struct fault *fault);

/* Which rows are kept. */
struct table_filter {
    bool (*keeps)(const void *row, const void *context);
    const void *context;
};
/* The same of the rows that the filter keeps, NULL all: no other takes memory, but each is checked.
 */
int table_read_some(const struct table *table, const char *directory,
                    const struct table_filter *filter, void **ret_rows, size_t *ret_count,
                    bool *ret_torn, struct fault *fault);

#endif
