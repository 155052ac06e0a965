/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/solve_state.h"

#include <math.h>
#include <string.h>

/* Of a shape: free, at its least, at its most. */
enum { STATES = 3 };
/* In the metric of log f, ten times what the rounding of logarithms leaves of a shape. */
static const double BOUND_NEAR = 1e-12;

/* The step of the free shapes: Cholesky's factorisation of their part of J'J, of at most three.
 * False where it is singular. */
static bool find_step(const struct solve_state *state, const bool *is_free, size_t shapes,
                      double *step) {
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

static double step_size(const double *step, const struct solve_state *state, size_t shapes) {
    double size = 0; /* in the metric of the sum of squares */
    for (size_t i = 0; i < shapes; i++)
        for (size_t j = 0; j < shapes; j++)
            size += step[i] * state->information[i][j] * step[j];
    return size;
}

static double within(double value, double least, double most) {
    return value < least ? least : value > most ? most : value;
}

/* Shapes of 0 are the law without its losses: it is above 0 wherever a beginning is not. */
static void evaluate_first(const struct solve_design *design, const bool *is_free, double *shapes,
                           struct solve_state *state) {
    solve_evaluate(design, shapes, state);
    if (!isinf(state->lack_ss))
        return;
    for (size_t k = 0; k < design->shape_count; k++)
        if (is_free[k])
            shapes[k] = within(0, design->least[k], design->most[k]);
    solve_evaluate(design, shapes, state);
}

/* Gauss and Newton with halved steps over the free shapes, the others as they stand. */
static void descend(const struct solve_design *design, const bool *is_free,
                    struct solve_answer *answer) {
    struct solve_state state, next;
    double step[MODEL_SHAPES_MAX], shapes[MODEL_SHAPES_MAX];
    evaluate_first(design, is_free, answer->shapes, &state);
    answer->converged = false;
    for (int i = 0; i < SOLVE_STEPS_MOST && !answer->converged; i++) {
        if (isinf(state.lack_ss) || !find_step(&state, is_free, design->shape_count, step))
            break;
        double size = step_size(step, &state, design->shape_count), share = 1;
        bool is_last = size <= SOLVE_STEP_LEAST * fmax(SOLVE_STEP_LEAST, state.lack_ss);
        int halving = 0;
        for (; halving < SOLVE_HALVINGS_MOST; halving++, share /= 2) {
            for (size_t k = 0; k < design->shape_count; k++)
                shapes[k] = answer->shapes[k] + share * step[k];
            solve_evaluate(design, shapes, &next);
            if (next.lack_ss <= state.lack_ss || (is_last && !isinf(next.lack_ss)))
                break; /* of the last step the sum of squares shows only its rounding */
        }
        /* Where no part of a step makes it smaller, only rounding is left of it. */
        answer->converged = is_last || halving == SOLVE_HALVINGS_MOST ||
                            (halving > 0 && next.lack_ss == state.lack_ss);
        if (halving < SOLVE_HALVINGS_MOST) {
            memcpy(answer->shapes, shapes, sizeof shapes);
            state = next;
        }
    }
    answer->lack_ss = state.lack_ss;
    memcpy(answer->information, state.information, sizeof state.information);
}

enum { UNKNOWN_MOST = 1 + MODEL_SHAPES_MAX };

/* The normal equations of scale and scale times shapes: relative errors count. */
static void add_normal(const struct solve_design *design, size_t cell,
                       double normal[UNKNOWN_MOST][UNKNOWN_MOST], double *right) {
    const struct strata *strata = design->strata;
    double scale = exp(strata->cell_y[cell] - strata->cell_y[0]), row[UNKNOWN_MOST];
    row[0] = design->base[cell] / scale;
    for (size_t k = 0; k < design->shape_count; k++)
        row[1 + k] = design->columns[k][cell] / scale;
    for (size_t i = 0; i <= design->shape_count; i++) {
        right[i] += strata->cell_rows[cell] * row[i];
        for (size_t j = 0; j <= design->shape_count; j++)
            normal[i][j] += strata->cell_rows[cell] * row[i] * row[j];
    }
}

void solve_start(const struct solve_design *design, double *shapes) {
    const struct strata *strata = design->strata;
    size_t cells = strata->cell_count, unknown = 1 + design->shape_count;
    memset(shapes, 0, MODEL_SHAPES_MAX * sizeof *shapes);
    if (cells < unknown || design->shape_count == 0)
        return;
    double normal[UNKNOWN_MOST][UNKNOWN_MOST] = {{0}}, right[UNKNOWN_MOST] = {0};
    for (size_t cell = 0; cell < cells; cell++)
        add_normal(design, cell, normal, right);
    /* Only a beginning: what elimination without pivots leaves of the digits is enough. */
    for (size_t i = 0; i < unknown; i++)
        for (size_t j = i + 1; j < unknown; j++) {
            double share = normal[j][i] / normal[i][i];
            for (size_t k = i; k < unknown; k++)
                normal[j][k] -= share * normal[i][k];
            right[j] -= share * right[i];
        }
    for (size_t i = unknown; i-- > 0;) {
        for (size_t j = i + 1; j < unknown; j++)
            right[i] -= normal[i][j] * right[j];
        right[i] /= normal[i][i];
    }
    for (size_t k = 0; k < design->shape_count; k++) {
        double shape = right[1 + k] / right[0];
        shapes[k] = isfinite(shape) && right[0] > 0 ? shape : 0;
    }
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

/* What rounding alone keeps from a bound is at it. */
static void settle(const struct solve_design *design, struct solve_answer *answer) {
    for (size_t k = 0; k < design->shape_count; k++) {
        double bound = answer->shapes[k] - design->least[k] < design->most[k] - answer->shapes[k]
                           ? design->least[k]
                           : design->most[k];
        double distance = sqrt(answer->information[k][k]) * fabs(answer->shapes[k] - bound);
        if (!(distance <= BOUND_NEAR))
            continue;
        answer->shapes[k] = bound;
        answer->at_bound[k] = true;
    }
}

void solve_minimise(const struct solve_design *design, const double *start,
                    struct solve_answer *ret_answer) {
    double linear[MODEL_SHAPES_MAX];
    unsigned choices = 1;
    for (size_t k = 0; k < design->shape_count; k++)
        choices *= STATES;
    if (start == NULL)
        solve_start(design, linear);
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
    if (ret_answer->converged)
        settle(design, ret_answer);
}
