/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Rows made up for the tests of strata. */
#ifndef AMDAHL_TESTS_STRATA_ROWS_H
#define AMDAHL_TESTS_STRATA_ROWS_H

#include "model/strata.h"

#include <math.h>

enum { ROWS_MOST = 4096 };

struct made_rows {
    struct measured_row rows[ROWS_MOST];
    size_t count;
};

/* A time whose logarithm is y. */
static inline void add_row(struct made_rows *made, double n, double y, uint32_t round) {
    made->rows[made->count++] = (struct measured_row){
        .n = n, .value = exp(y), .work = 1, .capacity = NAN, .clock = NAN, .round = round};
}

static inline int make_strata(struct made_rows *made, struct strata *ret_strata) {
    struct measured_group group = {
        .quantity = MEASURED_TIME, .rows = made->rows, .count = made->count};
    return strata_make(&group, false, ret_strata, NULL);
}

#endif
