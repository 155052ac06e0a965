/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Rows that were made of a law, for the tests of what is said of them. */
#ifndef AMDAHL_TEST_LAW_ROWS_H
#define AMDAHL_TEST_LAW_ROWS_H

#include "check.h"
#include "model/strata.h"
#include "wire/measured.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>

struct law_rows {
    const double *counts; /* ascending */
    size_t count_of_counts, repeats;
    double noise; /* of the logarithm; 0: none, and no `random` is needed */
    gsl_rng *random;
    double (*cost)(double n, const void *of); /* T(n)/T(1) */
    const void *of;
};

/* The rows in `ret_rows`, of room for all, as times; repeats one after the other. */
static inline struct measured_group law_rows_put(const struct law_rows *law,
                                                 struct measured_row *ret_rows) {
    size_t rows = 0;
    for (size_t repeat = 0; repeat < law->repeats; repeat++)
        for (size_t i = 0; i < law->count_of_counts; i++) {
            double n = law->counts[i];
            double noise = law->noise > 0 ? gsl_ran_gaussian(law->random, law->noise) : 0;
            ret_rows[rows++] = (struct measured_row){
                n, 2.5 * law->cost(n, law->of) * exp(noise), 1, NAN, NAN, MEASURED_NO_ROUND};
        }
    return (struct measured_group){
        .p = NAN, .quantity = MEASURED_TIME, .rows = ret_rows, .count = rows};
}

static inline struct strata law_rows_strata(const struct law_rows *law) {
    struct measured_row *rows = calloc(law->repeats * law->count_of_counts, sizeof *rows);
    struct strata strata = {.sites = NULL};
    CHECK(rows != NULL);
    struct measured_group group = law_rows_put(law, rows);
    CHECK_INT(strata_make(&group, false, &strata, NULL), 0);
    free(rows);
    return strata;
}

#endif
