/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The throughput over core counts, rows of one site together. Used by raw.c alone. */
#ifndef AMDAHL_MODEL_RAW_CELLS_H
#define AMDAHL_MODEL_RAW_CELLS_H

#include "fault/fault.h"
#include "model/law.h"
#include "wire/measured.h"

/* Rows with the same n, capacity and clock. The mean and the count are all that least squares
 * needs of them: what they scatter about the mean is the same for every law. */
struct raw_cell {
    struct model_site site;
    double throughput; /* the mean of work/value of times, else of the value */
    double rows;
    double scatter_ss; /* about the mean */
};

struct raw_cells {
    struct raw_cell *cells; /* by ascending n */
    size_t count;
    size_t counts; /* different n */
    size_t rows;
    double scatter_ss; /* of all */
};

/* FAULT_SYSTEM: no memory. The caller releases. Capacity and clock that are not known are those of
 * cores that are all alike. */
int raw_cells_make(const struct measured_group *group, struct raw_cells *ret_cells,
                   struct fault *fault);
void raw_cells_release(struct raw_cells *cells);

#endif
