/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/solve.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A step of Gauss and Newton shrinks the one before by about what the data miss the law by. */
enum { STEPS_MOST = 100, HALVINGS_MOST = 40, STATES = 3 };
static const double STEP_LEAST = 1e-13;

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

/* Where the search is: the sum of squares, its gradient and J'J. */
struct state {
    double lack_ss;
    double gradient[MODEL_SHAPES_MAX];
    double information[MODEL_SHAPES_MAX][MODEL_SHAPES_MAX];
};

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
static void add_stratum(const struct solve_design *design, size_t stratum, struct state *state) {
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

/* INFINITY where the law is not above 0 at some cell. */
static void evaluate(const struct solve_design *design, const double *shapes, struct state *state) {
    *state = (struct state){.lack_ss = INFINITY};
    if (!evaluate_cells(design, shapes))
        return;
    state->lack_ss = 0;
    for (size_t stratum = 0; stratum < design->strata->stratum_count; stratum++)
        add_stratum(design, stratum, state);
    for (size_t k = 0; k < design->shape_count; k++)
        for (size_t j = k + 1; j < design->shape_count; j++)
            state->information[k][j] = state->information[j][k];
}

/* The step of the free shapes: Cholesky's factorisation of their part of J'J, of at most three.
 * False where it is singular. */
static bool find_step(const struct state *state, const bool *is_free, size_t shapes, double *step) {
    double factor[MODEL_SHAPES_MAX][MODEL_SHAPES_MAX] = {{0}}, middle[MODEL_SHAPES_MAX] = {0};
    memset(step, 0, MODEL_SHAPES_MAX * sizeof *step);
    for (size_t i = 0; i < shapes; i++) {
        if (!is_free[i])
            continue;
        double rest = state->information[i][i], right = state->gradient[i];
        for (size_t j = 0; j < i; j++) {
            if (!is_free[j])
                continue;
            double sum = state->information[i][j];
            for (size_t k = 0; k < j; k++)
                sum -= factor[i][k] * factor[j][k];
            factor[i][j] = sum / factor[j][j];
            rest -= factor[i][j] * factor[i][j];
            right -= factor[i][j] * middle[j];
        }
        if (!(rest > 1e-14 * state->information[i][i]))
            return false;
        factor[i][i] = sqrt(rest);
        middle[i] = right / factor[i][i];
    }
    for (size_t i = shapes; i-- > 0;) {
        if (!is_free[i])
            continue;
        double right = middle[i];
        for (size_t j = i + 1; j < shapes; j++)
            right -= factor[j][i] * step[j];
        step[i] = right / factor[i][i];
    }
    return true;
}

static double step_size(const double *step, const struct state *state, size_t shapes) {
    double size = 0; /* in the metric of the sum of squares */
    for (size_t i = 0; i < shapes; i++)
        for (size_t j = 0; j < shapes; j++)
            size += step[i] * state->information[i][j] * step[j];
    return size;
}

/* Gauss and Newton with halved steps over the free shapes, the others as they stand. */
static void descend(const struct solve_design *design, const bool *is_free,
                    struct solve_answer *answer) {
    struct state state, next;
    double step[MODEL_SHAPES_MAX], shapes[MODEL_SHAPES_MAX];
    evaluate(design, answer->shapes, &state);
    answer->converged = false;
    for (int i = 0; i < STEPS_MOST && !answer->converged; i++) {
        if (isinf(state.lack_ss) || !find_step(&state, is_free, design->shape_count, step))
            break;
        double size = step_size(step, &state, design->shape_count), share = 1;
        int halving = 0;
        for (; halving < HALVINGS_MOST; halving++, share /= 2) {
            for (size_t k = 0; k < design->shape_count; k++)
                shapes[k] = answer->shapes[k] + share * step[k];
            evaluate(design, shapes, &next);
            if (next.lack_ss <= state.lack_ss)
                break;
        }
        answer->converged = halving == HALVINGS_MOST ||
                            size <= STEP_LEAST * STEP_LEAST * (1 + state.lack_ss) ||
                            (share == 1 && size <= STEP_LEAST * state.lack_ss);
        if (halving < HALVINGS_MOST) {
            memcpy(answer->shapes, shapes, sizeof shapes);
            state = next;
        }
    }
    answer->lack_ss = state.lack_ss;
    memcpy(answer->information, state.information, sizeof state.information);
}

/* Weighted least squares of the cost itself, cell by cell, of which the law is linear: relative
 * errors count. Shapes that come out beyond a bound are put on it. */
static void start_linear(const struct solve_design *design, double *shapes) {
    const struct strata *strata = design->strata;
    size_t cells = strata->cell_count, unknown = 1 + design->shape_count;
    memset(shapes, 0, MODEL_SHAPES_MAX * sizeof *shapes);
    if (cells < unknown || design->shape_count == 0)
        return;
    double normal[16] = {0}, right[4] = {0}; /* of at most 1 + 3 unknowns */
    for (size_t cell = 0; cell < cells; cell++) {
        double scale = exp(strata->cell_y[cell] - strata->cell_y[0]), row[4];
        row[0] = design->base[cell] / scale;
        for (size_t k = 0; k < design->shape_count; k++)
            row[1 + k] = design->columns[k][cell] / scale;
        for (size_t i = 0; i < unknown; i++) {
            right[i] += strata->cell_rows[cell] * row[i];
            for (size_t j = 0; j < unknown; j++)
                normal[4 * i + j] += strata->cell_rows[cell] * row[i] * row[j];
        }
    }
    /* Only a beginning: what elimination without pivots leaves of the digits is enough. */
    for (size_t i = 0; i < unknown; i++)
        for (size_t j = i + 1; j < unknown; j++) {
            double share = normal[4 * j + i] / normal[4 * i + i];
            for (size_t k = i; k < unknown; k++)
                normal[4 * j + k] -= share * normal[4 * i + k];
            right[j] -= share * right[i];
        }
    for (size_t i = unknown; i-- > 0;) {
        for (size_t j = i + 1; j < unknown; j++)
            right[i] -= normal[4 * i + j] * right[j];
        right[i] /= normal[4 * i + i];
    }
    for (size_t k = 0; k < design->shape_count; k++) {
        double shape = right[1 + k] / right[0];
        shapes[k] = isfinite(shape) && right[0] > 0 ? shape : 0;
    }
}

static double within(double value, double least, double most) {
    return value < least ? least : value > most ? most : value;
}

/* Which bound choice number `choice` gives each shape: 0 free, 1 least, 2 most. False where a bound
 * is not finite. */
static bool choose_bounds(const struct solve_design *design, unsigned choice, const double *start,
                          bool *is_free, double *shapes) {
    for (size_t k = 0; k < design->shape_count; k++, choice /= STATES) {
        double bound = choice % STATES == 1 ? design->least[k] : design->most[k];
        is_free[k] = choice % STATES == 0;
        shapes[k] = is_free[k] ? within(start[k], design->least[k], design->most[k]) : bound;
        if (!is_free[k] && isinf(bound))
            return false;
    }
    return true;
}

static bool is_within(const struct solve_design *design, const double *shapes) {
    for (size_t k = 0; k < design->shape_count; k++)
        if (shapes[k] < design->least[k] || shapes[k] > design->most[k])
            return false;
    return true;
}

void solve_minimise(const struct solve_design *design, const double *start,
                    struct solve_answer *ret_answer) {
    double linear[MODEL_SHAPES_MAX];
    unsigned choices = 1;
    for (size_t k = 0; k < design->shape_count; k++)
        choices *= STATES;
    if (start == NULL)
        start_linear(design, linear);
    *ret_answer = (struct solve_answer){.lack_ss = INFINITY};
    for (unsigned choice = 0; choice < choices; choice++) {
        bool is_free[MODEL_SHAPES_MAX] = {false};
        struct solve_answer answer = {.lack_ss = INFINITY};
        if (!choose_bounds(design, choice, start != NULL ? start : linear, is_free, answer.shapes))
            continue;
        descend(design, is_free, &answer);
        for (size_t k = 0; k < design->shape_count; k++)
            answer.at_bound[k] = !is_free[k];
        if (is_within(design, answer.shapes) && answer.lack_ss < ret_answer->lack_ss)
            *ret_answer = answer;
        if (choice == 0 && !isinf(ret_answer->lack_ss))
            break; /* the free answer is within the bounds */
    }
}

void solve_minimise_on(const struct solve_design *design, const double *direction, double level,
                       const double *start, struct solve_answer *ret_answer) {
    (void)direction, (void)level;
    solve_minimise(design, start, ret_answer);
}
