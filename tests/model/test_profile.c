/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Profile intervals: the published ones, and at each end the sum of squares that golden section
 * finds there is what the F-test allows. */
#include "bed.h"
#include "model/profile.h"

/* t of 4 and 5 degrees of freedom: D. B. Owen, Handbook of Statistical Tables, 1962. */
static const double T_4 = 2.7764451, T_5 = 2.5705818;

static struct profile solved(const struct bed *bed, struct solve_answer *answer) {
    solve_minimise(&bed->design, NULL, answer);
    CHECK(answer->converged);
    return profile_make(&bed->design, answer);
}

static void check_end(const struct bed *bed, const struct profile *profile, const double *direction,
                      bool is_upper, const struct profile_end *end) {
    double allowed = profile->best->lack_ss * (1 + T_4 * T_4 / 4);
    CHECK(end->is_closed);
    CHECK_NEAR(bed_golden(bed, direction, end->level), allowed, 1e-5 * allowed);
    double level =
        direction[0] * profile->best->shapes[0] + direction[1] * profile->best->shapes[1];
    CHECK(is_upper ? end->level > level : end->level < level);
    CHECK_NEAR(direction[0] * end->shapes[0] + direction[1] * end->shapes[1], end->level,
               1e-6 * end->level);
}

static void test_amdahl(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_amdahl);
    struct profile profile = solved(&bed, &answer);
    double direction[] = {1};
    CHECK_NEAR(profile.df, 5, 0);
    CHECK_NEAR(profile.quantile, T_5, 1e-6);
    CHECK_NEAR(answer.shapes[0], 0.0331, 5e-5);
    CHECK_NEAR(profile_error(&profile, direction), 0.0077, 5e-5);
    CHECK_NEAR(profile_end_of(&profile, direction, false, T_5).level, 0.0184, 5e-5);
    CHECK_NEAR(profile_end_of(&profile, direction, true, T_5).level, 0.0575, 5e-5);
    CHECK_NEAR(profile_end_of(&profile, (double[]){-2}, true, T_5).level, -2 * 0.0184, 1e-4);
    solve_design_release(&bed.design);
}

static void test_usl(void) {
    static const double directions[][2] = {{0, 1}, {0.5, 1}, {0.99, 99}, {0.9, 9}};
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_usl);
    struct profile profile = solved(&bed, &answer);
    CHECK_NEAR(profile_error(&profile, (double[]){1, 0}), 0.00404, 5e-6);
    CHECK_NEAR(profile_error(&profile, (double[]){0, 1}), 2.16e-5, 5e-8);
    for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++)
        for (int is_upper = 0; is_upper < 2; is_upper++) {
            struct profile_end end =
                profile_end_of(&profile, directions[i], is_upper != 0, profile.quantile);
            check_end(&bed, &profile, directions[i], is_upper != 0, &end);
        }
    solve_design_release(&bed.design);
}

/* sigma + kappa N² = 1 at the ends of N, and there the sum of squares that is allowed. */
static void test_peak(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_usl);
    struct profile profile = solved(&bed, &answer);
    double allowed = answer.lack_ss * (1 + T_4 * T_4 / 4), n = 92.58;
    for (int is_upper = 0; is_upper < 2; is_upper++) {
        struct profile_end end = profile_peak(&profile, n, 1e8, is_upper != 0, profile.quantile);
        CHECK(end.is_closed);
        CHECK(is_upper ? end.level > n : end.level < n);
        double square = end.level * end.level;
        CHECK_NEAR(bed_golden(&bed, (double[]){1, square}, 1), allowed, 1e-5 * allowed);
    }
    solve_design_release(&bed.design);
}

/* Amdahl's own data with a little noise: no peak is seen, and below some N there is none. */
static void test_no_peak(void) {
    static const double n[] = {1, 2, 4, 8, 16, 32};
    static const double noise[] = {0.01, -0.01, 0.002, 0.008, -0.004, -0.006};
    double costs[6];
    struct bed bed;
    struct solve_answer answer;
    for (int i = 0; i < 6; i++)
        costs[i] = (0.05 + 0.95 / n[i]) * exp(noise[i]);
    bed_lay(&bed, &model_usl, n, costs, 6);
    struct profile profile = solved(&bed, &answer);
    CHECK(answer.at_bound[1]);
    struct profile_end least = profile_peak(&profile, 32, 1e8, false, profile.quantile_1);
    struct profile_end most = profile_peak(&profile, 32, 1e8, true, profile.quantile_1);
    CHECK(least.is_closed);
    CHECK(least.level > 16 && least.level < 500);
    CHECK(!most.is_closed);
    CHECK_NEAR(most.level, INFINITY, 0);
    double excess = bed_golden(&bed, (double[]){1, least.level * least.level}, 1) - answer.lack_ss;
    double allowed = profile.quantile_1 * profile.quantile_1 * profile.variance;
    CHECK_NEAR(excess, allowed, 1e-4 * allowed);
    solve_design_release(&bed.design);
}

/* As many parameters as rows: no interval. Ends at bounds are the bounds. No noise: no width. */
static void test_edges(void) {
    struct bed bed;
    struct solve_answer answer;
    double direction[] = {1};
    bed_lay_law(&bed, &model_amdahl, (double[]){0.2}, 3, (double[]){1, 8}, 2);
    struct profile profile = solved(&bed, &answer);
    CHECK(isnan(profile_end_of(&profile, direction, true, profile.quantile).level));
    solve_design_release(&bed.design);
    bed_lay(&bed, &model_amdahl, (double[]){1, 2, 4}, (double[]){1, 0.49, 0.24}, 3);
    profile = solved(&bed, &answer);
    struct profile_end lo = profile_end_of(&profile, direction, false, profile.quantile_1);
    CHECK_NEAR(lo.level, 0, 0);
    CHECK(!lo.is_closed && profile_end_of(&profile, direction, true, profile.quantile_1).level > 0);
    solve_design_release(&bed.design);
    bed_lay_law(&bed, &model_amdahl, (double[]){0.2}, 3, (double[]){1, 2, 4, 8}, 4);
    profile = solved(&bed, &answer);
    CHECK_NEAR(profile_end_of(&profile, direction, true, profile.quantile).level, 0.2, 1e-10);
    CHECK_NEAR(profile_end_of(&profile, direction, false, profile.quantile).level, 0.2, 1e-10);
    solve_design_release(&bed.design);
}

/* Times that rise with n, and no n = 1: no s is too large. */
static void test_open(void) {
    static const double n[] = {2, 2.2, 2.4, 2.6}, costs[] = {1, 1.2, 1, 1.3};
    struct bed bed;
    struct solve_answer answer;
    bed_lay(&bed, &model_amdahl, n, costs, 4);
    struct profile profile = solved(&bed, &answer);
    struct profile_end end = profile_end_of(&profile, (double[]){1}, true, profile.quantile);
    CHECK(!end.is_closed);
    CHECK_NEAR(end.level, INFINITY, 0);
    solve_design_release(&bed.design);
}

/* Neighbours that share disturbances: what independent rows allow, times the memory. */
static void test_memory(void) {
    struct bed bed;
    struct solve_answer answer;
    bed_lay_sdm(&bed, &model_amdahl);
    double alone = solved(&bed, &answer).variance;
    bed.strata.memory = 4;
    bed.strata.blocks = 4;
    struct profile profile = solved(&bed, &answer);
    CHECK_NEAR(profile.variance, 4 * alone, 1e-12);
    CHECK_NEAR(profile.quantile, 3.1824463, 1e-6); /* t of 3 degrees of freedom */
    solve_design_release(&bed.design);
}

int main(void) {
    test_amdahl();
    test_usl();
    test_peak();
    test_no_peak();
    test_edges();
    test_open();
    test_memory();
    return check_done();
}
