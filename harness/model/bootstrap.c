/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/bootstrap.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double random_of(void *state) {
    return gsl_rng_uniform(state);
}

/* log f by cell. */
static void put_logs(const struct solve_design *design, const double *shapes, double *ret_logs) {
    for (size_t cell = 0; cell < design->strata->cell_count; cell++) {
        double f = design->base[cell];
        for (size_t k = 0; k < design->shape_count; k++)
            f += shapes[k] * design->columns[k][cell];
        ret_logs[cell] = log(f);
    }
}

static size_t block_rounds(const struct strata *strata) {
    return strata->blocks > 0 ? (strata->rounds + strata->blocks - 1) / strata->blocks : 1;
}

/* Degrees of freedom of the scatter that is drawn from. */
static double find_df(const struct solve_design *design) {
    const struct strata *strata = design->strata;
    if (strata->rounds > 0)
        return (double)(strata->blocks > 0 ? strata->blocks : strata->rounds) - 1;
    for (size_t cell = 0; cell < strata->cell_count; cell++)
        if (strata->cell_rows[cell] < 2)
            return (double)strata->rows - 1 - (double)design->shape_count;
    return strata->pure_df;
}

static void draw_all(const struct solve_design *design, const double *fitted_shapes, gsl_rng *rng,
                     double *logs, struct strata *room, struct bootstrap *bootstrap) {
    double *fitted = logs, *drawn_logs = logs + design->strata->cell_count;
    struct solve_design drawn = *design;
    struct solve_answer answer;
    struct strata_draw draw = {
        .from = design->strata,
        .block_rounds = block_rounds(design->strata),
        .fitted = fitted,
        .shape_count = design->shape_count,
        .random = random_of,
        .state = rng,
    };
    drawn.strata = room;
    put_logs(design, fitted_shapes, fitted);
    for (size_t i = 0; i < bootstrap->rounds; i++) {
        double *shapes = bootstrap->shapes + i * MODEL_SHAPES_MAX;
        strata_draw(&draw, room);
        solve_minimise(&drawn, fitted_shapes, &answer);
        memcpy(shapes, answer.shapes, design->shape_count * sizeof *shapes);
        put_logs(design, shapes, drawn_logs);
        bootstrap->levels[i] = strata_level(room, drawn_logs);
    }
}

int bootstrap_make(const struct solve_design *design, const double *fitted_shapes, size_t rounds,
                   uint64_t seed, struct bootstrap *ret_bootstrap, struct fault *fault) {
    struct strata room;
    int status = strata_room_for(design->strata, &room, fault);
    if (status != 0)
        return status;
    struct bootstrap bootstrap = {
        .rounds = rounds,
        .shape_count = design->shape_count,
        .shapes = calloc(rounds * MODEL_SHAPES_MAX, sizeof *bootstrap.shapes),
        .levels = calloc(rounds, sizeof *bootstrap.levels),
        .df = find_df(design),
        .room = calloc(rounds, sizeof *bootstrap.room),
    };
    double *logs = calloc(2 * design->strata->cell_count, sizeof *logs);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (bootstrap.shapes == NULL || bootstrap.levels == NULL || bootstrap.room == NULL ||
        logs == NULL || rng == NULL) {
        status = fault_set(fault, FAULT_SYSTEM, errno, "no memory for %zu drawings", rounds);
        bootstrap_release(&bootstrap);
    } else {
        gsl_rng_set(rng, seed);
        draw_all(design, fitted_shapes, rng, logs, &room, &bootstrap);
        *ret_bootstrap = bootstrap;
    }
    gsl_rng_free(rng);
    free(logs);
    strata_room_release(&room);
    return status;
}

void bootstrap_release(struct bootstrap *bootstrap) {
    free(bootstrap->shapes);
    free(bootstrap->levels);
    free(bootstrap->room);
    *bootstrap = (struct bootstrap){.shapes = NULL};
}

/* The quantile of sorted figures, between two of which it is interpolated; INFINITY as soon as the
 * upper one is. */
static double quantile(const double *sorted, size_t count, double share) {
    double place = share * ((double)count - 1);
    size_t below = (size_t)place;
    double part = place - (double)below;
    if (part == 0 || below + 1 == count)
        return sorted[below];
    return isinf(sorted[below + 1]) ? sorted[below + 1]
                                    : sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

static double deviation(const double *figures, size_t count) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < count; i++) {
        if (isinf(figures[i]))
            return INFINITY;
        double off = figures[i] - mean;
        mean += off / (double)(i + 1);
        square += off * (figures[i] - mean);
    }
    return sqrt(square / ((double)count - 1));
}

struct bootstrap_interval bootstrap_interval(const struct bootstrap *bootstrap,
                                             bootstrap_figure *figure, const void *state) {
    size_t count = 0;
    for (size_t i = 0; i < bootstrap->rounds; i++) {
        double value =
            figure(bootstrap->shapes + i * MODEL_SHAPES_MAX, bootstrap->levels[i], state);
        if (!isnan(value))
            bootstrap->room[count++] = value;
    }
    if (count < 2 || !(bootstrap->df > 0))
        return (struct bootstrap_interval){NAN, NAN, NAN};
    gsl_sort(bootstrap->room, 1, count);
    double tail = gsl_cdf_ugaussian_P(gsl_cdf_tdist_Pinv(0.025, bootstrap->df));
    return (struct bootstrap_interval){
        .se = deviation(bootstrap->room, count),
        .lo = quantile(bootstrap->room, count, tail),
        .hi = quantile(bootstrap->room, count, 1 - tail),
    };
}
