/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Groups and their rows, as the readers of import/ find them. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_GATHER_H
#define AMDAHL_IMPORT_GATHER_H

#include "fault/fault.h"
#include "wire/measured.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gather_group {
    struct measured_group group;
    size_t capacity; /* rows that there is room for */
    double *units;   /* of each row; NULL: none states any */
    size_t units_capacity;
    uint64_t hash;
    char *key; /* with a NUL behind it */
    size_t key_bytes;
    bool is_wanted; /* groups that are not are left out, unless none is wanted */
};

struct gather {
    struct gather_group *groups;
    size_t count, capacity;
    size_t *slots; /* a hash table of group numbers + 1; 0: empty */
    size_t slot_count;
};

/* The number of the group of that key, a new and empty one if there is none: its p is NAN, its
 * scaling strong and taken for granted, and it is wanted. FAULT_SYSTEM: no memory. */
int gather_group(struct gather *gather, const void *key, size_t key_bytes, size_t *ret_group,
                 bool *ret_is_new, struct fault *fault);

/* Adds a row to a group. Its work may be NAN: gather_finish finds it. FAULT_SYSTEM: no memory. */
int gather_row(struct gather *gather, size_t group, const struct measured_row *row,
               struct fault *fault);

/* Says how many units of work, NAN not known, were done in the row that was added last.
 * FAULT_SYSTEM: no memory. */
int gather_units(struct gather *gather, size_t group, double units, struct fault *fault);

/* A row of which no more than n and the value is known. */
struct measured_row gather_plain_row(double n, double value);

/* Gives the group its name and, cut, its workload. */
void gather_name(struct gather *gather, size_t group, const char *name);

/* The scaling of that name. False: there is none. */
bool gather_scaling(const char *word, enum measured_scaling *ret_scaling);

/* Puts the scaling that was asked for, NULL none, on every group, finds the work of rows that have
 * none, and moves the groups that are wanted and have rows. FAULT_INPUT: there is none.
 * FAULT_USAGE: the scaling asked for is no word for one, or another than the file's. */
int gather_finish(struct gather *gather, const char *path, const char *scaling,
                  struct measured *ret_measured, struct fault *fault);

/* Frees what there is; may be called twice. */
void gather_release(struct gather *gather);

#endif
