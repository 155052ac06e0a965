/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/solve_state.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

int solve_design_make(const struct model_law *law, const struct strata *strata,
                      struct solve_design *ret_design, struct fault *fault) {
    size_t cells = strata->cell_count;
    double *values = calloc((2 + 2 * MODEL_SHAPES_MAX) * cells, sizeof *values);
    if (values == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot fit a law to %zu core counts", cells);
    *ret_design = (struct solve_design){.strata = strata, .shape_count = law->shape_count};
    ret_design->base = values;
    ret_design->room = values + (1 + MODEL_SHAPES_MAX) * cells;
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        ret_design->columns[k] = values + (1 + k) * cells;
    for (size_t k = 0; k < law->shape_count; k++) {
        ret_design->least[k] = law->shapes[k].least;
        ret_design->most[k] = law->shapes[k].most;
    }
    for (size_t cell = 0; cell < cells; cell++) {
        double columns[MODEL_SHAPES_MAX];
        law->put(&strata->sites[cell], &ret_design->base[cell], columns);
        for (size_t k = 0; k < law->shape_count; k++)
            ret_design->columns[k][cell] = columns[k];
    }
    return 0;
}

void solve_design_release(struct solve_design *design) {
    free(design->base);
    *design = (struct solve_design){.base = NULL};
}

/* log f of each cell and the columns over f, into the design's room; false where f is not above 0.
 */
static bool evaluate_cells(const struct solve_design *design, const double *shapes) {
    size_t cells = design->strata->cell_count;
    double *log_f = design->room, *slopes = design->room + cells;
    for (size_t cell = 0; cell < cells; cell++) {
        double f = design->base[cell];
        for (size_t k = 0; k < design->shape_count; k++)
            f += shapes[k] * design->columns[k][cell];
        if (!(f > 0) || !isfinite(f))
            return false;
        log_f[cell] = log(f);
        for (size_t k = 0; k < design->shape_count; k++)
            slopes[k * cells + cell] = design->columns[k][cell] / f;
    }
    return true;
}

/* Adds one stratum, its own effect projected out. */
static void add_stratum(const struct solve_design *design, size_t stratum,
                        struct solve_state *state) {
    const struct strata *strata = design->strata;
    const struct strata_entry *entries = strata->entries + strata->first[stratum];
    size_t count = strata->first[stratum + 1] - strata->first[stratum], cells = strata->cell_count;
    const double *log_f = design->room, *slopes = design->room + cells;
    double weight = 0, residual_mean = 0, slope_mean[MODEL_SHAPES_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t cell = entries[i].cell;
        weight += entries[i].weight;
        residual_mean += entries[i].weight * (entries[i].mean - log_f[cell]);
        for (size_t k = 0; k < design->shape_count; k++)
            slope_mean[k] += entries[i].weight * slopes[k * cells + cell];
    }
    residual_mean /= weight;
    for (size_t k = 0; k < design->shape_count; k++)
        slope_mean[k] /= weight;
    for (size_t i = 0; i < count; i++) {
        uint32_t cell = entries[i].cell;
        double w = entries[i].weight, slope[MODEL_SHAPES_MAX];
        double residual = entries[i].mean - log_f[cell] - residual_mean;
        state->lack_ss += w * residual * residual;
        for (size_t k = 0; k < design->shape_count; k++) {
            slope[k] = slopes[k * cells + cell] - slope_mean[k];
            state->gradient[k] += w * residual * slope[k];
            for (size_t j = 0; j <= k; j++)
                state->information[k][j] += w * slope[k] * slope[j];
        }
    }
}

void solve_evaluate(const struct solve_design *design, const double *shapes,
                    struct solve_state *state) {
    *state = (struct solve_state){.lack_ss = INFINITY};
    if (!evaluate_cells(design, shapes))
        return;
    state->lack_ss = 0;
    for (size_t stratum = 0; stratum < design->strata->stratum_count; stratum++)
        add_stratum(design, stratum, state);
    for (size_t k = 0; k < design->shape_count; k++)
        for (size_t j = k + 1; j < design->shape_count; j++)
            state->information[k][j] = state->information[j][k];
}
