/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/solve_state.h"

#include <math.h>
#include <string.h>

/* The line of shapes that fulfil the constraint: of[k] + t way[k], t in least … most. */
struct line {
    double of[MODEL_SHAPES_MAX], way[MODEL_SHAPES_MAX];
    double least, most;
    size_t searched; /* the shape that t is */
};

static void shapes_on(const struct line *line, double t, size_t count, double *shapes) {
    for (size_t k = 0; k < count; k++)
        shapes[k] = line->of[k] + t * line->way[k];
}

/* t is the shape that is searched. The other one, whose part in the constraint is the larger, is
 * what is left: its bounds are bounds of t, too. */
static struct line line_of(const struct solve_design *design, const double *direction,
                           double level) {
    size_t left = fabs(direction[0]) >= fabs(direction[1]) ? 0 : 1, searched = 1 - left;
    struct line line = {
        .least = design->least[searched], .most = design->most[searched], .searched = searched};
    double slope = -direction[searched] / direction[left];
    line.of[left] = level / direction[left];
    line.way[left] = slope;
    line.way[searched] = 1;
    if (slope == 0) {
        if (line.of[left] < design->least[left] || line.of[left] > design->most[left])
            line.most = -INFINITY; /* nothing fulfils it */
        return line;
    }
    double one = (design->least[left] - line.of[left]) / slope;
    double other = (design->most[left] - line.of[left]) / slope;
    line.least = fmax(line.least, fmin(one, other));
    line.most = fmin(line.most, fmax(one, other));
    return line;
}

static double clamp(double t, const struct line *line) {
    return fmax(line->least, fmin(line->most, t));
}

/* The step of Gauss and Newton along the line. */
static double step_along(const struct solve_state *state, const struct line *line, size_t count,
                         double *ret_metric) {
    double gradient = 0, metric = 0;
    for (size_t k = 0; k < count; k++) {
        gradient += state->gradient[k] * line->way[k];
        for (size_t j = 0; j < count; j++)
            metric += line->way[k] * state->information[k][j] * line->way[j];
    }
    *ret_metric = metric;
    return metric > 0 ? gradient / metric : 0;
}

/* Steps that are halved until they lead down and end at the line's ends. */
static void descend(const struct solve_design *design, const struct line *line, double t,
                    struct solve_answer *answer) {
    struct solve_state state, next;
    double shapes[MODEL_SHAPES_MAX] = {0}, metric;
    shapes_on(line, t, design->shape_count, answer->shapes);
    solve_evaluate(design, answer->shapes, &state);
    for (int i = 0; i < SOLVE_STEPS_MOST && !answer->converged && !isinf(state.lack_ss); i++) {
        double whole = step_along(&state, line, design->shape_count, &metric), share = 1, to = t;
        bool is_last =
            whole * whole * metric <= SOLVE_STEP_LEAST * fmax(SOLVE_STEP_LEAST, state.lack_ss);
        int halving = 0;
        for (; halving < SOLVE_HALVINGS_MOST; halving++, share /= 2) {
            to = clamp(t + share * whole, line);
            shapes_on(line, to, design->shape_count, shapes);
            solve_evaluate(design, shapes, &next);
            if (next.lack_ss <= state.lack_ss || (is_last && !isinf(next.lack_ss)))
                break; /* of the last step the sum of squares shows only its rounding */
        }
        /* Where no part of a step makes it smaller, only rounding is left of it. */
        answer->converged = is_last || halving == SOLVE_HALVINGS_MOST || to == t ||
                            (halving > 0 && next.lack_ss == state.lack_ss);
        if (halving == SOLVE_HALVINGS_MOST)
            break;
        t = to;
        state = next;
        memcpy(answer->shapes, shapes, sizeof shapes);
    }
    answer->lack_ss = state.lack_ss;
    memcpy(answer->information, state.information, sizeof state.information);
}

/* The eliminated shape may be beyond its bound by rounding. */
static void mark_bounds(const struct solve_design *design, struct solve_answer *answer) {
    for (size_t k = 0; k < design->shape_count; k++) {
        answer->shapes[k] = fmax(design->least[k], fmin(design->most[k], answer->shapes[k]));
        answer->at_bound[k] =
            answer->shapes[k] == design->least[k] || answer->shapes[k] == design->most[k];
    }
}

static void evaluate_at(const struct solve_design *design, double shape,
                        struct solve_answer *answer) {
    struct solve_state state;
    if (!(shape >= design->least[0] && shape <= design->most[0]))
        return;
    answer->shapes[0] = shape;
    solve_evaluate(design, answer->shapes, &state);
    answer->lack_ss = state.lack_ss;
    answer->converged = !isinf(state.lack_ss);
    memcpy(answer->information, state.information, sizeof state.information);
}

void solve_minimise_on(const struct solve_design *design, const double *direction, double level,
                       const double *start, struct solve_answer *ret_answer) {
    double linear[MODEL_SHAPES_MAX];
    *ret_answer = (struct solve_answer){.lack_ss = INFINITY};
    if (design->shape_count == 1) {
        evaluate_at(design, level / direction[0], ret_answer);
        if (ret_answer->converged)
            mark_bounds(design, ret_answer);
        return;
    }
    struct line line = line_of(design, direction, level);
    if (!(line.least <= line.most))
        return;
    if (start == NULL)
        solve_start(design, linear);
    double t = (start != NULL ? start : linear)[line.searched];
    descend(design, &line, clamp(t, &line), ret_answer);
    mark_bounds(design, ret_answer);
}
