/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a column is, by its name. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_COLUMNS_H
#define AMDAHL_IMPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum column_role {
    COLUMN_OTHER, /* not read */
    COLUMN_COUNT, /* of cores */
    COLUMN_TIME,
    COLUMN_THROUGHPUT,
    COLUMN_SPEEDUP,
    COLUMN_ROUND,
    COLUMN_WORK,
    COLUMN_CAPACITY,
    COLUMN_CLOCK,
    /* What a row is worth: `valid` 1, `oversubscribed` 0, `role` asked or anchor, `units` above 0.
     */
    COLUMN_VALID,
    COLUMN_OVERSUBSCRIBED,
    COLUMN_ROLE,
    COLUMN_UNITS,
    /* Rows that differ in one of these are of different groups. */
    COLUMN_SCALING,
    COLUMN_WORKLOAD,
    COLUMN_PARAMS,
    COLUMN_ENGINE,
    COLUMN_PLACE,
    COLUMN_IDLE,
    COLUMN_P, /* the parallel fraction: never a count */
    COLUMN_TASKS,
    COLUMN_LABEL, /* any other name of a series */
    COLUMN_P_WORK,
    COLUMN_ROLES
};

struct column_meaning {
    enum column_role role;
    unsigned rank; /* of two columns of one role the lower is read; all labels are */
    double unit;   /* of a time, in seconds; else 1 */
    bool has_unit; /* the name of a time says so; else it is taken for seconds */
};

enum { COLUMN_NAME_BYTES = 64 };

/* Lower case, with a "_" for all that is neither a letter nor a digit, and none at the ends:
 * "Time (ms)" is time_ms. Cut to COLUMN_NAME_BYTES. */
void column_spell(const char *name, char ret_spelt[COLUMN_NAME_BYTES]);

struct column_meaning column_meaning(const char *name);

/* Whether a column, a parameter or an option of that name counts cores. */
bool column_is_count(const char *name);

/* For sentences about a file without a count or a quantity: what would be one. */
extern const char column_counts[], column_quantities[];

#endif
