/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up rows for the tests of tables and exports. */
#ifndef AMDAHL_TEST_ROWS_H
#define AMDAHL_TEST_ROWS_H

#include "record/difference_row.h"
#include "record/summary_row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* On one core, T = 20 ms; on two S = 1.9 [1.86, 1.91], the law says 1.818. */
static inline struct summary_row rows_make(double p, unsigned n) {
    struct summary_row row = {
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = p,
        .p_work = p,
        .p_measured = {NAN, NAN, NAN},
        .p_basis = "work",
        .n = n,
        .samples = 40,
        .time_s = {0.02, 0.0199, 0.0203},
        .speedup = {1, 1, 1},
        .law_speedup = 1,
        .ratio = {1, 1, 1},
        .efficiency = 1,
        .karp_flatt = NAN,
        .serial_fraction_rel = {NAN, NAN, NAN},
        .overlap = {NAN, NAN, NAN},
        .bound_s = NAN,
        .compute_s = NAN,
        .unit_wait_s = NAN,
        .rounds = 40,
        .interval_kind = "time blocks",
        .loss = {0, 0, 0, 0, NAN, NAN, NAN, 0, NAN},
        .capacity = {NAN, NAN, NAN},
        .clock = NAN,
        .clock_lo = NAN,
        .clock_hi = NAN,
        .attainable_speedup = NAN,
        .attainable_lo = NAN,
        .attainable_hi = NAN,
        .bytes_per_s = NAN,
    };
    if (n == 1)
        return row;
    row.time_s = (struct interval){0.0105263, 0.01041, 0.01063};
    row.speedup = (struct interval){1.9, 1.86, 1.91};
    row.law_speedup = 1 / 0.55;
    row.ratio = (struct interval){1.045, 1.034, 1.0505};
    row.efficiency = 0.95;
    row.karp_flatt = 0.0526316;
    snprintf(row.verdict, sizeof row.verdict, "above");
    return row;
}

static inline struct difference_row rows_make_difference(void) {
    return (struct difference_row){
        .series = {"spin", "", "threads", "strong", "compact", "block"},
        .factor = "place",
        .reference = "spread",
        .p = 0.9,
        .n = 2,
        .speedup_ratio = {0.81234, 0.80934, 0.81434},
        .rounds = 40,
        .correlation_s = 0.5,
        .interval_kind = "time blocks",
        .verdict = "lower",
    };
}

#endif
