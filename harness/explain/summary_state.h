/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the rows of one run's summary are made with, for the parts of summary_make that have files
 * of their own. */
#ifndef AMDAHL_SUMMARY_STATE_H
#define AMDAHL_SUMMARY_STATE_H

#include "explain/pairs.h"
#include "record/summary_row.h"
#include "stats/median_interval.h"

#define SUMMARY_NO_INTERVAL ((struct interval){NAN, NAN, NAN})

/* Room for the values of the largest point. */
struct summary_workshop {
    double margin;
    const struct pairs *pairs;
    struct pair *pair; /* of the point in hand */
    double *value, *time_s;
    struct fault *fault;
};

/* The median of the first `count` values, taken at time_s, with its interval. FAULT_SYSTEM. */
int summary_find_median(const struct summary_workshop *shop, size_t count,
                        struct stats_median *ret_median);

/* Round by round, the serial fraction beyond the p = 1 anchor's at the same n, relative to what is
 * left; NAN where it has none. FAULT_SYSTEM. */
int summary_find_serial(struct summary_workshop *shop, const struct point *point,
                        struct interval *ret_fraction);

/* The figures that only a foreign program's rows have: CPU time, idle and extra core time, the
 * serial fraction seen, and what looking cost; of a workload's row nothing. FAULT_SYSTEM. */
int summary_fill_program(struct summary_workshop *shop, const struct point *point,
                         size_t pair_count, struct summary_row *row);

/* What the sentinel says of the cores at the point's n, and the law with that. FAULT_SYSTEM. */
int summary_fill_attainable(struct summary_workshop *shop, const struct point *point,
                            struct summary_row *row);

/* The tasks dial, of a point with tasks: overlap at n = 1, the bound of T(n, t) and what that is
 * made of; and the units of a sample, of any point. FAULT_SYSTEM. */
int summary_fill_tasks(struct summary_workshop *shop, const struct point *point,
                       struct summary_row *row);

/* The speed-up over other baselines than T(1), and what parallel code costs at n = 1. FAULT_SYSTEM.
 */
int summary_fill_baselines(struct summary_workshop *shop, const struct point *point,
                           struct summary_row *row);

#endif
