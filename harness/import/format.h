/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One reader a format. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_FORMAT_H
#define AMDAHL_IMPORT_FORMAT_H

#include "fault/fault.h"
#include "import/cells.h"
#include "import/gather.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* What all readers are given. */
struct import_job {
    const char *path;    /* for sentences */
    const char *scaling; /* that was asked for; NULL */
    struct gather gather;
    struct fault *fault;
};

/* A format of CSV, told by its header. */
struct csv_format {
    const char *name;
    bool (*matches)(const struct cells_row *header);
    /* Each gives 0 or what fault_set gives. `begin` makes *ret_state, which `row` gets, and which
     * `end` frees: after the last row, which is then worth something only if `whole`, or a fault.
     */
    int (*begin)(struct import_job *job, const struct cells_row *header, void **ret_state);
    int (*row)(struct import_job *job, void *state, const struct cells_row *row);
    int (*end)(struct import_job *job, void *state, bool whole);
};
extern const struct csv_format csv_plain, csv_will_it_scale, csv_cilkscale, csv_hyperfine;

/* A format of JSON, told by its root. */
struct json_format {
    const char *name;
    bool (*matches)(const json_t *root);
    int (*read)(struct import_job *job, const json_t *root);
};
extern const struct json_format json_hyperfine, json_gbench, json_plain;

int import_csv(struct import_job *job, FILE *file, const char **ret_format);
int import_json(struct import_job *job, FILE *file, const char **ret_format);

/* `go test -bench`: whether a file that begins so holds its lines, and their reader. */
bool go_matches(const char *text);
int go_read(struct import_job *job, FILE *file);

/* Faults that several formats know: no memory; a value that is not above 0. `where` is a place in
 * the file: "12: column time_s". */
int import_no_memory(struct import_job *job);
int import_bad_value(struct import_job *job, const char *where, const char *what, const char *cell);

#endif
