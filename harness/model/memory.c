/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Few blocks say little; of many, each is too short to hold what a drift over the run does. */
enum { BLOCKS_MIN = 6, BLOCKS_MAX = 8, BLOCK_ROUNDS_MIN = 2 };

static const double SEEN_ABOVE = 0.75;

/* A slope of residuals over log n, as sums: slope = score / information. */
struct slope {
    double score, information;
};

static struct slope round_slope(const struct layout *layout, const struct additive *fit,
                                size_t round, double *noise_ss) {
    struct slope slope = {0, 0};
    size_t first = layout->round_first[round], end = layout->round_first[round + 1];
    double mean = 0;
    for (size_t row = first; row < end; row++)
        mean += log(layout->sites[layout->cell[row]].n) / (double)(end - first);
    for (size_t row = first; row < end; row++) {
        double x = log(layout->sites[layout->cell[row]].n) - mean;
        double rest = fit->freed[row] - fit->cell_levels[layout->cell[row]];
        slope.score += x * rest;
        *noise_ss += rest * rest;
        slope.information += x * x;
    }
    return slope;
}

/* score² / information: what the slope takes off the sum of squares. */
static double explained(struct slope slope) {
    return slope.information > 0 ? slope.score * slope.score / slope.information : 0;
}

static void add(struct slope *sum, struct slope slope) {
    sum->score += slope.score;
    sum->information += slope.information;
}

struct memory memory_find(const struct layout *layout, const struct additive *fit) {
    size_t blocks = layout->rounds / BLOCK_ROUNDS_MIN;
    blocks = blocks < BLOCKS_MAX ? blocks : BLOCKS_MAX;
    if (blocks < BLOCKS_MIN || fit->df <= 0)
        return (struct memory){NAN, 0};
    struct slope all = {0, 0};
    double of_blocks = 0, noise_ss = 0;
    size_t told = 0; /* a block of one n has no slope */
    for (size_t b = 0; b < blocks; b++) {
        struct slope block = {0, 0};
        for (size_t k = b * layout->rounds / blocks; k < (b + 1) * layout->rounds / blocks; k++)
            add(&block, round_slope(layout, fit, k, &noise_ss));
        add(&all, block);
        of_blocks += explained(block);
        told += block.information > 0;
    }
    if (told < BLOCKS_MIN || !(noise_ss > 0))
        return (struct memory){NAN, 0};
    double df = (double)told - 1;
    double ratio = (of_blocks - explained(all)) / df / (noise_ss / fit->df);
    if (!(ratio > 1 && gsl_cdf_fdist_P(ratio, df, fit->df) > SEEN_ABOVE))
        return (struct memory){1, 0};
    return (struct memory){ratio, told};
}
