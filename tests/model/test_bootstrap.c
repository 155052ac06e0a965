/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "check.h"
#include "model/bootstrap.h"
#include "model/strata_rows.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

static const double EXACT = 1e-12;

/* --- single drawings, with numbers that are known --- */

struct script {
    const double *numbers;
    size_t count, at;
};

static double next_number(void *state) {
    struct script *script = state;
    return script->numbers[script->at++ % script->count];
}

static double effect(uint32_t round) {
    return 0.01 * round;
}

/* Ten rounds of n = 1, 2; in those of number 4 and 9 n = 3 as well, and in 9 it was slower. */
static void make_rounds(struct strata *ret_strata) {
    struct made_rows made = {.count = 0};
    for (uint32_t round = 0; round < 10; round++) {
        add_row(&made, 1, effect(round), round);
        add_row(&made, 2, effect(round) - 0.6, round);
        if (round % 5 == 4)
            add_row(&made, 3, effect(round) - 1 + (round == 9 ? 0.1 : 0), round);
    }
    CHECK_INT(make_strata(&made, ret_strata), 0);
}

static void blocks_of_rounds(void) {
    struct strata strata, room;
    make_rounds(&strata);
    CHECK_INT(strata.stratum_count, 2);
    CHECK_INT(strata_room_for(&strata, &room, NULL), 0);
    /* round 8, 9 and, after the last, 0; 9, 0, 1; three times 0, 1, 2 but one */
    struct script script = {(double[]){0.85, 0.95, 0, 0}, 4, 0};
    const double fitted[] = {0, 0, 0};
    struct strata_draw draw = {&strata, 3, fitted, 1, next_number, &script};
    strata_draw(&draw, &room);
    CHECK_INT(script.at, 4);
    CHECK_INT(room.stratum_count, 2);
    CHECK_NEAR(room.entries[0].weight, 8, 0); /* two rounds of ten were number 9 */
    CHECK_NEAR(room.entries[2].weight, 2, 0);
    CHECK_NEAR(room.entries[1].mean - room.entries[0].mean, -0.6, EXACT);
    double blow = sqrt(10. / 7), mean = (-1 + -0.9) / 2;
    CHECK_NEAR(room.entries[4].mean - room.entries[2].mean, mean + blow * (-0.9 - mean), EXACT);
    /* rounds 8, 9, 0, 9, 0, 1, 0, 1, 2, 0, of 2 rows but 3 of number 9 */
    const double *of = strata.round_effects;
    double drawn = (2 * (of[8] + 4 * of[0] + 2 * of[1] + of[2]) + 3 * 2 * of[9]) / 22;
    CHECK(fabs(drawn) > 1e-3);
    CHECK_NEAR(room.drift, blow * drawn, EXACT);
    strata_room_release(&room);
    strata_release(&strata);
}

/* A pattern that is not drawn is left out. */
static void patterns_that_are_not_drawn(void) {
    struct strata strata, room;
    make_rounds(&strata);
    CHECK_INT(strata_room_for(&strata, &room, NULL), 0);
    struct script script = {(double[]){0.41}, 1, 0};
    const double fitted[] = {0, 0, 0};
    struct strata_draw draw = {&strata, 1, fitted, 1, next_number, &script};
    strata_draw(&draw, &room);
    CHECK_INT(room.stratum_count, 1);
    CHECK_INT(room.first[1], 3);
    CHECK_NEAR(room.entries[2].weight, 10, 0);
    CHECK_INT(room.entries[2].cell, 2);
    script.numbers = (double[]){0};
    strata_draw(&draw, &room);
    CHECK_INT(room.stratum_count, 1);
    CHECK_INT(room.first[1], 2);
    strata_room_release(&room);
    strata_release(&strata);
}

static void rows_within_cells(void) {
    struct made_rows made = {.count = 0};
    struct strata strata, room;
    for (int i = 0; i < 4; i++) {
        add_row(&made, 1, 0, MEASURED_NO_ROUND);
        add_row(&made, 2, i == 3 ? -0.5 : -0.6, MEASURED_NO_ROUND);
    }
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata_room_for(&strata, &room, NULL), 0);
    struct script script = {(double[]){0, 0.3, 0.6, 0.8}, 4, 0};
    const double fitted[] = {0, -0.6};
    struct strata_draw draw = {&strata, 1, fitted, 1, next_number, &script};
    strata_draw(&draw, &room);
    CHECK_NEAR(room.entries[1].mean, -0.575, EXACT); /* each of the four once */
    script.numbers = (double[]){0.999, 0.999, 0, 0};
    strata_draw(&draw, &room);
    CHECK_NEAR(room.entries[1].mean, -0.575 + sqrt(4. / 3) * (-0.55 + 0.575), EXACT);
    CHECK_NEAR(room.entries[0].mean, 0, EXACT);
    strata_room_release(&room);
    strata_release(&strata);
}

static void residuals_without_repeats(void) {
    struct made_rows made = {.count = 0};
    struct strata strata, room;
    const double fitted[] = {0, -0.6, -1, -1.2}, off[] = {0.01, -0.01, 0.03, -0.03};
    for (int n = 1; n <= 4; n++)
        add_row(&made, n, 7 + fitted[n - 1] + off[n - 1], MEASURED_NO_ROUND);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata_room_for(&strata, &room, NULL), 0);
    struct script script = {(double[]){0.6, 0, 0.3, 0.9}, 4, 0};
    struct strata_draw draw = {&strata, 1, fitted, 1, next_number, &script};
    strata_draw(&draw, &room);
    const double drawn[] = {0.03, 0.01, -0.01, -0.03};
    for (size_t cell = 0; cell < 4; cell++)
        CHECK_NEAR(room.entries[cell].mean, 7 + fitted[cell] + sqrt(4. / 2) * drawn[cell], EXACT);
    strata_room_release(&room);
    strata_release(&strata);
}

/* --- many drawings --- */

enum { DRAWINGS = 1000, RUNS = 30 };

static double first_shape(const double *shapes, double level, const void *state) {
    (void)level, (void)state;
    return shapes[0];
}

static double the_level(const double *shapes, double level, const void *state) {
    (void)shapes, (void)state;
    return level;
}

static double ceiling(const double *shapes, double level, const void *state) {
    double least = *(const double *)state;
    (void)level;
    return shapes[0] > least ? 1 / shapes[0] : INFINITY;
}

static double never(const double *shapes, double level, const void *state) {
    (void)shapes, (void)level, (void)state;
    return NAN;
}

/* Amdahl's law with s = 0.05 and noise of 3 % at n = 1, 2, 4, 8; a slow drift with rounds. */
static void simulate(bool has_rounds, struct strata *ret_strata) {
    struct made_rows made = {.count = 0};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (uint32_t run = 0; run < RUNS; run++)
        for (int n = 1; n <= 8; n *= 2)
            add_row(&made, n,
                    log(0.05 + 0.95 / n) + gsl_ran_gaussian(rng, 0.03) +
                        (has_rounds ? effect(run) : 0),
                    has_rounds ? run : MEASURED_NO_ROUND);
    gsl_rng_free(rng);
    CHECK_INT(make_strata(&made, ret_strata), 0);
}

/* The closed form: noise over the root of the runs and of the scatter of (n - 1)/(1 + s (n - 1)).
 */
static double closed_form_se(void) {
    double sum = 0, square = 0;
    for (int n = 1; n <= 8; n *= 2) {
        double g = (n - 1) / (1 + 0.05 * (n - 1));
        sum += g;
        square += g * g;
    }
    return 0.03 / sqrt(RUNS * (square - sum * sum / 4));
}

static void intervals(bool has_rounds) {
    struct strata strata;
    struct solve_design design;
    struct solve_answer answer;
    struct bootstrap bootstrap, again;
    simulate(has_rounds, &strata);
    CHECK_INT(solve_design_make(&model_amdahl, &strata, &design, NULL), 0);
    solve_minimise(&design, NULL, &answer);
    CHECK_INT(bootstrap_make(&design, answer.shapes, DRAWINGS, 7, &bootstrap, NULL), 0);
    struct bootstrap_interval s = bootstrap_interval(&bootstrap, first_shape, NULL);
    CHECK_REPORT(s.se > 0.75 * closed_form_se() && s.se < 1.35 * closed_form_se(),
                 "se is %g, of the closed form %g", s.se, closed_form_se());
    CHECK(s.lo < answer.shapes[0] - 1.6 * s.se && s.lo > answer.shapes[0] - 2.5 * s.se);
    CHECK(s.hi > answer.shapes[0] + 1.6 * s.se && s.hi < answer.shapes[0] + 2.5 * s.se);
    /* the drift of 0.29 over the run is the level's, and of the rounds alone */
    struct bootstrap_interval level = bootstrap_interval(&bootstrap, the_level, NULL);
    CHECK_REPORT(has_rounds ? level.se > 0.012 && level.se < 0.021 : level.se < 0.006,
                 "se of the level is %g", level.se);
    struct bootstrap_interval limit = bootstrap_interval(&bootstrap, ceiling, &answer.shapes[0]);
    CHECK(isinf(limit.hi) && isinf(limit.se) && limit.lo < 1 / answer.shapes[0]);
    struct bootstrap_interval none = bootstrap_interval(&bootstrap, never, NULL);
    CHECK(isnan(none.lo) && isnan(none.hi) && isnan(none.se));
    CHECK_INT(bootstrap_make(&design, answer.shapes, DRAWINGS, 7, &again, NULL), 0);
    CHECK_NEAR(bootstrap_interval(&again, first_shape, NULL).lo, s.lo, 0);
    bootstrap_release(&again);
    CHECK_INT(bootstrap_make(&design, answer.shapes, DRAWINGS, 8, &again, NULL), 0);
    CHECK(bootstrap_interval(&again, first_shape, NULL).lo != s.lo);
    bootstrap_release(&again);
    bootstrap_release(&bootstrap);
    solve_design_release(&design);
    strata_release(&strata);
}

/* Ends lie further out where few rows tell the scatter. */
static void ends_of_few_rows(void) {
    double shapes[DRAWINGS * MODEL_SHAPES_MAX] = {0}, levels[DRAWINGS], room[DRAWINGS];
    for (int i = 0; i < DRAWINGS; i++)
        levels[i] = (i * 7919) % DRAWINGS / (DRAWINGS - 1.0);
    struct bootstrap bootstrap = {DRAWINGS, 1, shapes, levels, 1e6, room};
    struct bootstrap_interval many = bootstrap_interval(&bootstrap, the_level, NULL);
    CHECK_NEAR(many.lo, 0.025, 1e-5);
    CHECK_NEAR(many.hi, 0.975, 1e-5);
    CHECK_NEAR(many.se, sqrt(1 / 12.), 1e-3);
    bootstrap.df = 7; /* t = 2.365, which a normal figure exceeds in 0.9 % */
    CHECK_NEAR(bootstrap_interval(&bootstrap, the_level, NULL).lo, 0.009, 1e-4);
    bootstrap.df = 0;
    CHECK(isnan(bootstrap_interval(&bootstrap, the_level, NULL).lo));
}

int main(void) {
    blocks_of_rounds();
    patterns_that_are_not_drawn();
    rows_within_cells();
    residuals_without_repeats();
    intervals(false);
    intervals(true);
    ends_of_few_rows();
    return check_done();
}
