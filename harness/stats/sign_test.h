/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether a threshold can be the median of a series whose values may be correlated:
 * median_interval.h has the method. Used by it alone. */
#ifndef AMDAHL_SIGN_TEST_H
#define AMDAHL_SIGN_TEST_H

#include <stddef.h>

enum { SIGN_TEST_BLOCKS_MAX = 60, SIGN_TEST_COSINES_MIN = 6, SIGN_TEST_COSINES_MAX = 16 };

struct sign_test {
    size_t count, blocks, cosines;
    double limit; /* of Student's t at 95 %, both sides */
    double block_rounds[SIGN_TEST_BLOCKS_MAX];
    double cosine[SIGN_TEST_COSINES_MAX][SIGN_TEST_BLOCKS_MAX];
};

/* For `count` values, at least 16; `memory` is the correlation time as a share of the run, 0 …
 * 1/20. */
void sign_test_prepare(size_t count, double memory, struct sign_test *ret_test);

enum sign_test_end { SIGN_TEST_LOWEST, SIGN_TEST_HIGHEST };

/* How many values at one end lie outside the interval: the thresholds beyond them are rejected.
 * `order` is the permutation that sorts the series, which is in measuring order. */
size_t sign_test_ranks_outside(const struct sign_test *test, const size_t *order,
                               enum sign_test_end end);

#endif
