/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One side of a comparison: the figures of each point of a run, or of another tool's file, in the
 * order in which they were measured. */
#ifndef AMDAHL_COMPARAND_H
#define AMDAHL_COMPARAND_H

#include "fault/fault.h"
#include "wire/measured.h"
#include "wire/sample.h"

#include <stddef.h>
#include <stdint.h>

enum comparand_figure {
    COMPARAND_TIME,    /* seconds of one unit of work, serial and parallel ones alike; of files
                        * that do not state them, of the work of n = 1 */
    COMPARAND_SPEEDUP, /* over the T(1) that the sample is paired with */
};

struct comparand_point {
    struct series series;
    double p, n; /* p NAN: none */
    uint32_t tasks;
    enum measured_quantity quantity; /* that the figure is made of */
    enum measured_scaling scaling;   /* of a file: the kind that the series names */
    bool oversubscribed;             /* more workers than processing units */
    /* A value a round, ascending: the logarithm of the figure, the mean where the round has
     * several, and when it was measured. Borrowed of the comparand. */
    const double *values, *times_s;
    const uint32_t *rounds;
    size_t count;
    size_t samples, invalid; /* of those asked for: taken, and left out with the value they would
                              * have given */
};

struct comparand {
    struct comparand_point *points;
    size_t count;
    double *values, *times_s;
    uint32_t *rounds;
};

/* The points of a run that were asked for; of the speed-up those with n > 1. Samples that are not
 * valid are left out, of the speed-up with their pair. A workload without work counts as one unit.
 * FAULT_SYSTEM: no memory. The caller releases. */
int comparand_of_run(const struct sample *samples, size_t count, enum comparand_figure figure,
                     struct comparand *ret_comparand, struct fault *fault);

/* Whether every group is of times and states the units of work done in them. */
bool comparand_has_units(const struct measured *measured);

/* The same of a file's groups: every row is a round of its own where the file has no rounds, and
 * the next in time; the points of a group by p and n, groups of a kind by their series. A
 * throughput is a time's inverse; a time is that of a unit where `by_units`, which
 * comparand_has_units allows, else of the work that its scaling makes of it. FAULT_USAGE, naming
 * `path`: it holds no such figure. */
int comparand_of_measured(const char *path, const struct measured *measured,
                          enum comparand_figure figure, bool by_units,
                          struct comparand *ret_comparand, struct fault *fault);

/* Frees what it holds, and leaves none. */
void comparand_release(struct comparand *comparand);

#endif
