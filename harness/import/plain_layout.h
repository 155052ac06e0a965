/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which columns of a plain table hold what, and the series that a row belongs to. Of the room
 * import/ alone. */
#ifndef AMDAHL_IMPORT_PLAIN_LAYOUT_H
#define AMDAHL_IMPORT_PLAIN_LAYOUT_H

#include "import/columns.h"
#include "import/format.h"

enum { PLAIN_LABELS_MAX = 16 };

struct plain_layout {
    size_t at[COLUMN_ROLES];                    /* the column of each role; SIZE_MAX: none */
    char name[COLUMN_ROLES][COLUMN_NAME_BYTES]; /* as the header has it, for sentences; cut */
    enum column_role value;                     /* the role of the quantity */
    double unit;                                /* of its cells */
    bool has_unit;                              /* as the header says */
    size_t counts;                              /* columns that could be the count of cores */
    enum measured_quantity quantity;
    size_t labels[PLAIN_LABELS_MAX];
    size_t label_count;
};

/* FAULT_INPUT: there is no count of cores, or no quantity; the sentence lists what there is. */
int plain_layout_find(struct import_job *job, const struct cells_row *header,
                      struct plain_layout *ret_layout);

/* The cell of a role in a row; "" where there is no such column. */
static inline const char *plain_cell(const struct plain_layout *layout, const struct cells_row *row,
                                     enum column_role role) {
    return layout->at[role] == SIZE_MAX ? "" : row->cell[layout->at[role]];
}

/* The cells that tell groups apart, one after the other, each with its NUL: at most `bytes` of them
 * are written; gives how many they need. */
size_t plain_key(const struct plain_layout *layout, const struct cells_row *row, char *key,
                 size_t bytes);

/* Fills a new group from its first row. FAULT_INPUT: p, tasks or scaling is none. */
int plain_describe(struct import_job *job, const struct plain_layout *layout,
                   const struct cells_row *row, struct measured_group *group);

/* "LINE: column NAME", for sentences about a cell of that role. */
struct plain_where {
    char text[112];
};
struct plain_where plain_where(const struct plain_layout *layout, const struct cells_row *row,
                               enum column_role role);

#endif
