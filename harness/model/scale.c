/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/scale.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* A standard deviation in medians of absolute deviations, of normal noise. */
static const double PER_MEDIAN = 1.4826;
/* Multiples of a step are off it by what printing and reading them leaves, in the largest value;
 * steps below the least are found between any numbers by chance, in one of a thousand cases. */
static const double STEP_ROUNDING = 1e-9, TICK_LEAST = 1e-6;

static double residual(const struct layout *layout, const struct additive *fit, size_t row) {
    return layout->y[row] - fit->cell_levels[layout->cell[row]] -
           fit->round_effects[layout->round[row]];
}

static double cell_rows(const struct layout *layout, uint32_t cell) {
    return (double)(layout->cell_first[cell + 1] - layout->cell_first[cell]);
}

/* Of two rows of one round: the difference of their residuals over its standard deviation in units
 * of the noise, of which their cells' levels took a part. NAN where they took all of it. */
static double difference(const struct layout *layout, const struct additive *fit, size_t one,
                         size_t other) {
    double variance = 2;
    if (layout->cell[one] != layout->cell[other])
        variance -=
            1 / cell_rows(layout, layout->cell[one]) + 1 / cell_rows(layout, layout->cell[other]);
    if (!(variance > 0.5)) /* a cell of one row: no noise is left in its residual */
        return NAN;
    return fabs(residual(layout, fit, one) - residual(layout, fit, other)) / sqrt(variance);
}

/* Each row of a group is compared with another, from the next one to the one before it in turns: in
 * a cell rows stand in the order of time, and slow disturbances are to be seen as they are. */
static size_t add_differences(const struct layout *layout, const struct additive *fit, size_t first,
                              size_t end, double *room, size_t count) {
    size_t rows = end - first;
    for (size_t i = 0; i < rows && rows > 1; i++) {
        size_t step = rows > 3 ? 1 + i % (rows - 1) : 1;
        double value = difference(layout, fit, first + i, first + (i + step) % rows);
        if (!isnan(value))
            room[count++] = value;
    }
    return count;
}

/* The largest step that both are multiples of: Euclid's, with what rounding leaves taken for 0. */
static double common_step(double one, double other, double least) {
    while (other > least) {
        double left = fabs(remainder(one, other));
        one = other;
        other = left;
    }
    return one;
}

/* The largest step that all values are multiples of: of times that a clock of few digits gave, its
 * tick or some of them. 0: they are multiples of none. */
static double find_tick(const struct layout *layout) {
    double most = 0, tick = 0;
    for (size_t row = 0; row < layout->rows; row++)
        most = fmax(most, layout->value[row]);
    for (size_t row = 0; row < layout->rows && (row == 0 || tick > 0); row++) {
        tick = common_step(layout->value[row], tick, STEP_ROUNDING * most);
        tick = tick > TICK_LEAST * most ? tick : 0;
    }
    return tick;
}

double scale_of_tick(const struct layout *layout, const struct additive *fit, size_t row) {
    return fit->tick / 2 / layout->value[row];
}

/* Most rows are alike, but not all: where they were rounded, the noise is no less than that. */
static void take_ticks(const struct layout *layout, struct additive *fit) {
    double square = 0;
    fit->tick = find_tick(layout);
    for (size_t row = 0; row < layout->rows; row++) {
        double step = scale_of_tick(layout, fit, row);
        square += step * step / (double)layout->rows;
    }
    fit->scale = sqrt(square / 3); /* of what is within half a tick with equal chance */
}

/* Differences, since they have the noise's scale however few rows a group has; residuals about a
 * median of three would be 0 in a third of the rows. Within rounds, cells' levels are between: the
 * medians go through as many differences as there are levels, and these least ones do not count. */
void scale_find(const struct layout *layout, struct additive *fit, double *room) {
    bool has_rounds = layout->rounds > 0;
    const size_t *first = has_rounds ? layout->round_first : layout->cell_first;
    size_t groups = has_rounds ? layout->rounds : layout->cells, count = 0;
    for (size_t k = 0; k < groups; k++)
        count = add_differences(layout, fit, first[k], first[k + 1], room, count);
    fit->scale = fit->tick = 0;
    if (count == 0)
        return;
    gsl_sort(room, 1, count);
    double taken = has_rounds ? fit->differences / (double)(layout->rows - layout->rounds) : 0;
    size_t met = (size_t)(taken * (double)count);
    met = met < count ? met : count - 1;
    double scale = PER_MEDIAN * gsl_stats_median_from_sorted_data(room + met, 1, count - met);
    if (scale > SCALE_LOG_LEAST)
        fit->scale = scale;
    else if (room[count - 1] > SCALE_LOG_LEAST)
        take_ticks(layout, fit);
}
