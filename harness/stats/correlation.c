/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "stats/correlation.h"

#include <math.h>
#include <stdbool.h>

enum {
    ROUNDS_MIN = 6,
    BINS_MAX = 128,
    TIMES = 16,     /* cells of the grid of correlation times, half an octave each */
    TIMES_OVER = 9, /* of them, those above a twentieth of the run: up to 23/20 of it */
};

/* What is left above the limit. Smaller marks more of the runs that have no correlation as too
 * short (at 0.08 a sixth of them, a fifth of those of 30 rounds), larger misses runs that are too
 * short (at 0.1 a tenth of 30 rounds in 19 correlation times): tests/stats/coverage.c. */
static const double limit_share_above = 0.08;
/* The least share of the variance of a long mean that a slow part must make to count. */
static const double slow_part_least = 0.8;

static const double slow_shares[] = {0.02, 0.08, 0.25, 0.5, 0.75, 0.92, 1.0};
enum { SHARES = sizeof slow_shares / sizeof *slow_shares };

/* Means of consecutive rounds. */
struct bins {
    size_t count;
    double rank[BINS_MAX], time_s[BINS_MAX];
    double span_s;
};

static void bins_fill(const double *ranks, const double *elapsed_s, size_t count,
                      struct bins *ret_bins) {
    size_t bins = count < BINS_MAX ? count : BINS_MAX;
    for (size_t i = 0; i < bins; i++) {
        size_t first = i * count / bins, end = (i + 1) * count / bins;
        double rank = 0, time_s = 0;
        for (size_t k = first; k < end; k++) {
            rank += ranks[k];
            time_s += elapsed_s[k];
        }
        ret_bins->rank[i] = rank / (double)(end - first);
        ret_bins->time_s[i] = time_s / (double)(end - first);
    }
    ret_bins->count = bins;
    ret_bins->span_s = elapsed_s[count - 1] * (double)count / ((double)count - 1);
}

/* The logarithm of the restricted likelihood of white noise and a first-order process with `share`
 * of the variance and `decay` from a bin to the next. The filter runs on the ranks and on the
 * constant 1 at once, which gives the generalised least squares of an unknown mean. */
static double process_log_likelihood(const struct bins *bins, double share, const double *decay) {
    double noise = 1 - share, variance = share;
    double state_y = 0, state_1 = 0, log_f = 0, yy = 0, y1 = 0, one = 0, product = 1;
    for (size_t i = 0; i < bins->count; i++) {
        double f = variance + noise, over_f = 1 / f, gain = variance * over_f;
        double innovation_y = bins->rank[i] - state_y, innovation_1 = 1 - state_1;
        yy += innovation_y * innovation_y * over_f;
        y1 += innovation_y * innovation_1 * over_f;
        one += innovation_1 * innovation_1 * over_f;
        product *= f;
        if (product < 1e-200) { /* one logarithm for many factors, none of which is below 1e-7 */
            log_f += log(product);
            product = 1;
        }
        state_y = decay[i] * (state_y + gain * innovation_y);
        state_1 = decay[i] * (state_1 + gain * innovation_1);
        variance = share + decay[i] * decay[i] * (variance * noise * over_f - share);
    }
    double rest = yy - y1 * y1 / one;
    return -0.5 * (log_f + log(product) + ((double)bins->count - 1) * log(rest) + log(one));
}

/* Whether the slow part makes most of the variance of a long mean. */
static bool slow_part_counts(double share, double decay) {
    double slow = share * (1 + decay) / (1 - decay);
    return slow >= slow_part_least * (slow + 1 - share);
}

struct grid {
    double log_likelihood[TIMES][SHARES];
    bool counts[TIMES][SHARES];
    double white, best;
};

/* The time at a place of the grid, in cells: a twentieth of the run is the edge of a cell. */
static double grid_time_s(const struct bins *bins, double cell) {
    return bins->span_s / 20 * exp2((cell - (TIMES - TIMES_OVER)) / 2);
}

static void grid_fill(const struct bins *bins, struct grid *ret_grid) {
    double decay[BINS_MAX] = {0}, bin_s = bins->span_s / (double)bins->count;
    ret_grid->white = ret_grid->best = process_log_likelihood(bins, 0, decay);
    for (int t = 0; t < TIMES; t++) {
        double time_s = grid_time_s(bins, t + 0.5);
        for (size_t i = 0; i + 1 < bins->count; i++)
            decay[i] = exp((bins->time_s[i] - bins->time_s[i + 1]) / time_s);
        for (int s = 0; s < SHARES; s++) {
            double value = process_log_likelihood(bins, slow_shares[s], decay);
            ret_grid->log_likelihood[t][s] = value;
            ret_grid->counts[t][s] = slow_part_counts(slow_shares[s], exp(-bin_s / time_s));
            ret_grid->best = fmax(ret_grid->best, value);
        }
    }
}

/* The time above which lies `share_above` of the weight. */
static double grid_quantile_s(const struct bins *bins, const struct grid *grid,
                              double share_above) {
    /* white noise alone weighs as much as all slow parts together */
    double total = TIMES * SHARES * exp(grid->white - grid->best), mass[TIMES] = {0};
    for (int t = 0; t < TIMES; t++)
        for (int s = 0; s < SHARES; s++) {
            double weight = exp(grid->log_likelihood[t][s] - grid->best);
            total += weight;
            if (grid->counts[t][s])
                mass[t] += weight;
        }
    double above = 0;
    for (int t = TIMES - 1; t >= 0; t--) {
        if (above + mass[t] > share_above * total)
            return grid_time_s(bins, t + 1 - (share_above * total - above) / mass[t]);
        above += mass[t];
    }
    return grid_time_s(bins, 0);
}

static bool ranks_are_equal(const double *ranks, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (ranks[i] != ranks[0])
            return false;
    return true;
}

struct stats_correlation stats_correlation_find(const double *ranks, const double *elapsed_s,
                                                size_t count) {
    if (count < ROUNDS_MIN)
        return (struct stats_correlation){NAN, NAN};
    if (ranks_are_equal(ranks, count) || elapsed_s[count - 1] <= 0)
        return (struct stats_correlation){0, 0};
    struct bins bins;
    struct grid grid;
    bins_fill(ranks, elapsed_s, count, &bins);
    grid_fill(&bins, &grid);
    return (struct stats_correlation){grid_quantile_s(&bins, &grid, 0.5),
                                      grid_quantile_s(&bins, &grid, limit_share_above)};
}
