/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Rows sorted into cells (one n each) and rounds. Of the room model/ alone. */
#ifndef AMDAHL_LAYOUT_H
#define AMDAHL_LAYOUT_H

#include "fault/fault.h"
#include "model/law.h"
#include "wire/measured.h"

#include <stdint.h>

struct layout {
    size_t rows, cells, rounds; /* rounds: 0 without */
    struct model_site *sites;   /* by cell, ascending n: struct strata has it */
    bool has_capacity, has_clock;
    bool is_blocked; /* the rows of each n stand together: of 3 n and more with repeats */

    /* The rows, round by round and by ascending n in each; without rounds cell by cell, in the
     * order of the group. */
    double *y, *value;      /* value: what was measured, of the unit that it has there */
    uint32_t *cell, *round; /* of each row; rounds are numbered in their order, all 0 without */
    size_t *round_first;    /* round k's rows are round_first[k] … round_first[k + 1] - 1; NULL
                             * without rounds */
    /* Places of the rows above, cell by cell: cell k's are by_cell[cell_first[k]] … */
    uint32_t *by_cell;
    size_t *cell_first;
};

/* y as strata.h has it; of one row at least. A row without a round of its own is a round by itself
 * where others have one. FAULT_SYSTEM: no memory. The caller releases. */
int layout_make(const struct measured_group *group, bool of_rate, struct layout *ret_layout,
                struct fault *fault);
void layout_release(struct layout *layout);

/* How many differences between cells the rows tell: one less than cells, but where no round links
 * some of them to the others. `room` is for as many numbers as cells. */
double layout_differences(const struct layout *layout, uint32_t *room);

#endif
