/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "stats/sign_test.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

/* Thresholds tried between an end and the middle before going value by value. */
enum { COARSE_STEPS = 32 };

/* The more correlation times a run lasts, the more of its slow cosines are as large as the slowest:
 * five correlation times a cosine keep the worst of 6 in a run of 20 above a half (1 / (1 + (6 pi /
 * 20)^2)), which is then put back. Half as many as there are blocks at most: the fastest would see
 * their neighbours' jitter. */
static size_t cosines_count(double memory, size_t blocks) {
    double count = memory > 0 ? 1 / (5 * memory) : SIGN_TEST_COSINES_MAX;
    double most = fmin(SIGN_TEST_COSINES_MAX, (double)blocks / 2);
    return (size_t)fmax(SIGN_TEST_COSINES_MIN, fmin(most, count));
}

void sign_test_prepare(size_t count, double memory, struct sign_test *ret_test) {
    struct sign_test *test = ret_test;
    test->count = count;
    test->blocks = count < SIGN_TEST_BLOCKS_MAX ? count : SIGN_TEST_BLOCKS_MAX;
    test->cosines = cosines_count(memory, test->blocks);
    test->limit = gsl_cdf_tdist_Pinv(0.975, (double)test->cosines);
    for (size_t b = 0; b < test->blocks; b++) {
        size_t first = b * count / test->blocks, end = (b + 1) * count / test->blocks;
        test->block_rounds[b] = (double)(end - first);
    }
    for (size_t j = 0; j < test->cosines; j++) {
        double wave = M_PI * ((double)j + 1);
        /* the spectrum of a first-order process at this cosine, against that of a long mean */
        double put_back = sqrt(1 + wave * memory * wave * memory);
        double scale = put_back * sqrt(2 / (double)test->cosines);
        for (size_t b = 0; b < test->blocks; b++)
            test->cosine[j][b] = scale * cos(wave * ((double)b + 0.5) / (double)test->blocks);
    }
}

/* The variance of the number of values below a threshold, as their order in time shows it, but with
 * the spread of a single value that the median has. */
static double count_variance(const struct sign_test *test, const double *below, double share) {
    double excess[SIGN_TEST_BLOCKS_MAX], variance = 0;
    for (size_t b = 0; b < test->blocks; b++)
        excess[b] = below[b] - share * test->block_rounds[b];
    for (size_t j = 0; j < test->cosines; j++) {
        double wave = 0;
        for (size_t b = 0; b < test->blocks; b++)
            wave += excess[b] * test->cosine[j][b];
        variance += wave * wave;
    }
    return variance * 0.25 / (share * (1 - share));
}

static bool threshold_is_rejected(const struct sign_test *test, const double *below,
                                  size_t outside) {
    double count = (double)test->count, off = count / 2 - (double)outside;
    double variance = count_variance(test, below, (double)outside / count);
    return off - 0.5 > test->limit * sqrt(variance); /* 0.5: counts are whole */
}

/* Moves the threshold over value number `rank` from an end: `by` is 1 outwards in, -1 back. */
static void threshold_move(const struct sign_test *test, const size_t *order,
                           enum sign_test_end end, size_t rank, double by, double *below) {
    size_t i = order[end == SIGN_TEST_LOWEST ? rank : test->count - 1 - rank];
    size_t block = ((i + 1) * test->blocks - 1) / test->count;
    below[block] += by;
}

size_t sign_test_ranks_outside(const struct sign_test *test, const size_t *order,
                               enum sign_test_end end) {
    double below[SIGN_TEST_BLOCKS_MAX] = {0};
    size_t half = test->count / 2, step = half / COARSE_STEPS + 1, tried = 0;
    while (tried + step <= half) {
        for (size_t k = 0; k < step; k++)
            threshold_move(test, order, end, tried + k, 1, below);
        if (!threshold_is_rejected(test, below, tried + step))
            break;
        tried += step;
    }
    if (tried + step <= half)
        for (size_t k = 0; k < step; k++)
            threshold_move(test, order, end, tried + k, -1, below);
    for (; tried < half; tried++) {
        threshold_move(test, order, end, tried, 1, below);
        if (!threshold_is_rejected(test, below, tried + 1))
            break;
    }
    return tried;
}
