/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The least squares of logarithms: what made the data is found again, from 1e-8 s to 1e5 s; bounds
 * are exact; and constrained answers are those of golden section and of a grid. */
#include "bed.h"

static void check_found(const struct model_law *law, const double *shapes, double scale,
                        const double *n, size_t count) {
    struct bed bed;
    struct solve_answer answer = {.converged = false};
    bed_lay_law(&bed, law, shapes, scale, n, count);
    solve_minimise(&bed.design, NULL, &answer);
    CHECK(answer.converged);
    for (size_t k = 0; k < law->shape_count && k < MODEL_SHAPES_MAX; k++) {
        CHECK_NEAR(answer.shapes[k], shapes[k], 1e-9 * shapes[k]);
        CHECK_INT(answer.at_bound[k], shapes[k] == 0);
    }
    solve_design_release(&bed.design);
}

static const double doubles[] = {1, 2, 4, 8, 16, 32};
static const double no_one[] = {0.25, 0.5, 1.5, 2.75, 9, 40}; /* fractions, below 1, without 1 */
static const double far[] = {1, 30, 1000, 3e4, 1e6};

/* No noise, any unit. */
static void test_exact(void) {
    static const double scales[] = {1e-8, 1, 1e5};
    static const double amdahl[][MODEL_SHAPES_MAX] = {{0}, {1e-5}, {0.03}, {0.4}, {1}, {1.2}};
    static const double usl[][MODEL_SHAPES_MAX] = {
        {0, 0}, {0.02, 0}, {0, 1e-4}, {0.02, 0.02}, {0.3, 1e-6}};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 6; j++) {
            check_found(&model_amdahl, amdahl[j], scales[i], doubles, 6);
            check_found(&model_amdahl, amdahl[j], scales[i], far, 5);
            if (amdahl[j][0] <= 1) /* below n = 1 a serial part above 1 is no time */
                check_found(&model_amdahl, amdahl[j], scales[i], no_one, 6);
        }
        for (size_t j = 0; j < 5; j++) {
            check_found(&model_usl, usl[j], scales[i], doubles, 6);
            check_found(&model_usl, usl[j], scales[i], no_one, 6);
            check_found(&model_usl, usl[j], scales[i], far, 5);
        }
    }
    check_found(&model_gustafson, (double[MODEL_SHAPES_MAX]){0.3}, 7, doubles, 6);
    check_found(&model_gustafson, (double[MODEL_SHAPES_MAX]){0}, 7, doubles, 6);
}

/* No point of a fine grid around it, and of a coarse one far from it, is lower. */
static void test_grid(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_usl);
    solve_minimise(&bed.design, NULL, &answer);
    CHECK_NEAR(bed_lack(&bed, &model_usl, answer.shapes), answer.lack_ss, 1e-12);
    CHECK(answer.converged);
    size_t lower = 0;
    for (int i = -200; i <= 200; i++)
        for (int j = -200; j <= 200; j++) {
            double near[] = {answer.shapes[0] * (1 + i * 1e-4), answer.shapes[1] * (1 + j * 1e-4)};
            double wide[] = {(i + 200) * 2e-3, (j + 200) * 1e-5};
            lower += bed_lack(&bed, &model_usl, near) < answer.lack_ss - 1e-13;
            lower += bed_lack(&bed, &model_usl, wide) < answer.lack_ss - 1e-13;
        }
    CHECK_INT(lower, 0);
    solve_design_release(&bed.design);
}

/* Faster than n: the bound is the answer, and a free one is below it. */
static void test_bounds(void) {
    static const double costs[] = {1, 0.45, 0.22, 0.105, 0.05, 0.024};
    struct bed bed;
    struct solve_answer answer;
    bed_lay(&bed, &model_usl, doubles, costs, 6);
    solve_minimise(&bed.design, NULL, &answer);
    CHECK(answer.converged && answer.at_bound[0]);
    CHECK_NEAR(answer.shapes[0], 0, 0);
    bed.design.least[0] = bed.design.least[1] = -INFINITY;
    struct solve_answer free_answer;
    solve_minimise(&bed.design, NULL, &free_answer);
    CHECK(free_answer.shapes[0] < 0);
    CHECK(free_answer.lack_ss < answer.lack_ss);
    solve_design_release(&bed.design);
}

/* One core count tells nothing of s, two nothing of sigma and kappa: no endless search. */
static void test_singular(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_law(&bed, &model_amdahl, (double[]){0.1}, 1, (double[]){4}, 1);
    solve_minimise(&bed.design, NULL, &answer);
    CHECK(!answer.converged);
    solve_design_release(&bed.design);
    bed_lay_law(&bed, &model_usl, (double[]){0.1, 0.01}, 1, (double[]){1, 8}, 2);
    solve_minimise(&bed.design, NULL, &answer);
    CHECK(!answer.converged);
    solve_design_release(&bed.design);
}

static void test_constrained(void) {
    static const struct {
        double direction[2], level;
    } cases[] = {{{0, 1}, 1e-4}, {{0, 1}, 0},      {{0, 1}, 3e-3},    {{1, 8100}, 1}, {{1, 400}, 1},
                 {{1, 1e6}, 1},  {{0.9, 99}, 0.2}, {{1e-4, 1}, 1e-4}, {{3, 2}, 0.1}};
    struct bed bed;
    bed_lay_sdm(&bed, &model_usl);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct solve_answer answer;
        const double *direction = cases[i].direction;
        solve_minimise_on(&bed.design, direction, cases[i].level, NULL, &answer);
        double expected = bed_golden(&bed, direction, cases[i].level);
        CHECK(answer.converged);
        CHECK_NEAR(answer.lack_ss, expected, 1e-8 * expected);
        CHECK_NEAR(direction[0] * answer.shapes[0] + direction[1] * answer.shapes[1],
                   cases[i].level, 1e-12);
        CHECK(answer.shapes[0] >= 0 && answer.shapes[1] >= -1e-15);
    }
    /* kappa is at most what it is told to be: sigma is the rest, though a smaller one fits better.
     */
    struct solve_answer most;
    bed.design.most[1] = 1e-5;
    solve_minimise_on(&bed.design, (double[]){1, 1e3}, 0.1, NULL, &most);
    CHECK_NEAR(most.shapes[0], 0.09, 1e-12);
    CHECK(most.shapes[1] <= 1e-5);
    bed.design.most[1] = INFINITY;
    struct solve_answer none;
    solve_minimise_on(&bed.design, (double[]){1, 100}, -1, NULL, &none);
    CHECK(isinf(none.lack_ss));
    solve_minimise_on(&bed.design, (double[]){0, 1}, -1, NULL, &none);
    CHECK(isinf(none.lack_ss));
    solve_design_release(&bed.design);
}

static void test_constrained_single(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_amdahl);
    solve_minimise_on(&bed.design, (double[]){2}, 0.08, NULL, &answer);
    CHECK_NEAR(answer.shapes[0], 0.04, 1e-15);
    CHECK_NEAR(answer.lack_ss, bed_lack(&bed, &model_amdahl, (double[]){0.04}), 1e-12);
    solve_minimise_on(&bed.design, (double[]){2}, -0.08, NULL, &answer);
    CHECK(isinf(answer.lack_ss));
    solve_design_release(&bed.design);
}

int main(void) {
    test_exact();
    test_grid();
    test_bounds();
    test_singular();
    test_constrained();
    test_constrained_single();
    return check_done();
}
