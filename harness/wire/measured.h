/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Measurements over core counts, whoever made them: what a law is fitted to. */
#ifndef AMDAHL_MEASURED_H
#define AMDAHL_MEASURED_H

#include "wire/sample.h"

#include <stddef.h>
#include <stdint.h>

/* What a value is. */
enum measured_quantity {
    MEASURED_TIME,       /* seconds, or any unit of time */
    MEASURED_THROUGHPUT, /* work a second, in any unit */
    MEASURED_SPEEDUP,    /* over the same base for all rows */
};

/* How the work grows with n: definitions.md, "Scaling kinds". */
enum measured_scaling { MEASURED_STRONG, MEASURED_WEAK, MEASURED_COPIES };

/* A row without a round of its own. */
#define MEASURED_NO_ROUND UINT32_MAX

struct measured_row {
    double n;        /* cores, above 0; fractions are taken */
    double value;    /* above 0 */
    double work;     /* of a time: done in it, in units of that at n = 1 (1; weak: (1 - p) + p n;
                      * throughput: n); 1 for other quantities */
    double capacity; /* what those cores do together, in units of the first one's; NAN: not known */
    double clock;    /* of a core while n work, over its own alone; NAN: not known */
    uint32_t round;  /* rows of one round were measured close together, in an order that was
                      * drawn; ascending with time; MEASURED_NO_ROUND */
};

/* The rows of one series, in the order in which they were measured as far as that is known. */
struct measured_group {
    char name[128]; /* for tables and sentences: "spin, p = 0.9"; "" where the file has none */
    struct series series; /* the key in fits.csv; of a file that is not ours only the workload */
    double p;             /* NAN: none */
    uint32_t tasks;       /* 0: none */
    enum measured_quantity quantity;
    enum measured_scaling scaling;
    bool scaling_is_known; /* else it was taken for granted */
    bool work_is_assumed;  /* weak times without a statement of their work: n times that of one core
                            * was taken */
    bool unit_is_assumed;  /* times of a column that names no unit: taken for seconds */
    char count_column[48]; /* that n was read from, where others could have been it; else "" */
    double span; /* the longest chain of work that must be done in order, as a share of all work at
                  * n = 1; 0: nobody states it */
    struct measured_row *rows;
    size_t count;
    /* For each row, the workload's own units of work done in its time: another run may have more
     * of them. In one allocation with the rows; NULL: nobody states them. */
    const double *units;
    bool units_are_lost; /* times of a run of ours, which has its own number of units of work, in a
                          * file that does not state it: no other run's times are like them */
};

struct measured {
    struct measured_group *groups;
    size_t count;
};

/* Frees the rows and the groups, and leaves none. */
void measured_release(struct measured *measured);

/* "strong", "weak", "throughput": literals. */
const char *measured_scaling_name(enum measured_scaling scaling);

#endif
