/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How often the interval of a difference between two runs holds the truth, and how often a table of
 * equal points shows a difference: seeded simulations. */
#include "check.h"
#include "process.h"
#include "stats/difference_of_medians.h"

#include <stdbool.h>

enum { ROUNDS_MAX = 960, RUN_S = 60 };

struct scene {
    const char *name;
    struct process process;
    size_t rounds, other_rounds;
    bool paired;
    double least; /* of the share of 95 % intervals that hold */
};

static const struct scene SCENES[] = {
    {"white, 6 and 6 rounds", {.kind = PROCESS_NORMAL}, 6, 6, false, 0.93},
    {"white, 12 and 60", {.kind = PROCESS_NORMAL}, 12, 60, false, 0.93},
    {"white, 60 and 60", {.kind = PROCESS_NORMAL}, 60, 60, false, 0.935},
    {"white, paired, 60", {.kind = PROCESS_NORMAL}, 60, 60, true, 0.935},
    {"skewed, 30 and 300", {.kind = PROCESS_ONE_SIDED}, 30, 300, false, 0.93},
    /* The median of six of so skewed a process is off by more than that of sixty. */
    {"skewed, 96 and 960", {.kind = PROCESS_ONE_SIDED}, 96, 960, false, 0.88},
    {"AR(1) of 1/60 of the run", {.kind = PROCESS_AR1, .correlation_s = 1}, 200, 200, false, 0.93},
    {"AR(1) of 1/20 of the run", {.kind = PROCESS_AR1, .correlation_s = 3}, 200, 200, false, 0.90},
    {"the same, paired", {.kind = PROCESS_AR1, .correlation_s = 3}, 200, 200, true, 0.90},
    {"30 % wander of 1/60", {.kind = PROCESS_WANDER, .correlation_s = 1}, 200, 200, false, 0.92},
};

/* Two runs of the same process: the true difference is 0. */
static struct stats_difference draw(const struct scene *scene, gsl_rng *random) {
    double values[2][ROUNDS_MAX], times_s[2][ROUNDS_MAX];
    size_t counts[2] = {scene->rounds, scene->other_rounds};
    struct stats_difference difference = {0};
    for (int side = 0; side < 2; side++) {
        process_draw(&scene->process, RUN_S, counts[side], random, values[side], times_s[side]);
    }
    const struct stats_series first = {values[0], times_s[0], counts[0]},
                              second = {values[1], times_s[1], counts[1]};
    if (scene->paired)
        CHECK_INT(stats_median_difference(&first, &difference, NULL), 0);
    else
        CHECK_INT(stats_difference_of_medians(&first, &second, &difference, NULL), 0);
    return difference;
}

/* 1000 trials of 95 % scatter by 0.7 %: the floors leave two to three times that. */
static void test_scene(const struct scene *scene, size_t trials, gsl_rng *random) {
    size_t held = 0;
    for (size_t trial = 0; trial < trials; trial++) {
        struct stats_difference difference = draw(scene, random);
        struct interval interval = stats_difference_interval(&difference, 0.05);
        held += interval.lo <= 0 && 0 <= interval.hi;
    }
    double share = (double)held / (double)trials;
    printf("%-28s %.1f %% hold\n", scene->name, 100 * share);
    CHECK_REPORT(share >= scene->least && share <= 0.985, "%s: %g of the intervals hold",
                 scene->name, share);
}

/* A table of 20 points that do not differ: how often one of them is said to, at 5 % by either way.
 */
static void test_family(const struct process *process, size_t tables, gsl_rng *random) {
    enum { POINTS = 20 };
    const struct scene scene = {"", *process, 60, 60, false, 0};
    size_t by_interval = 0, by_holm = 0;
    for (size_t table = 0; table < tables; table++) {
        double p[POINTS];
        bool is_beside = false, is_rejected = false;
        for (size_t i = 0; i < POINTS; i++) {
            struct stats_difference difference = draw(&scene, random);
            struct interval interval = stats_difference_interval(&difference, 0.05 / POINTS);
            is_beside = is_beside || interval.lo > 0 || interval.hi < 0;
            p[i] = difference.p;
        }
        CHECK_INT(stats_adjust_holm(p, POINTS, p, NULL), 0);
        for (size_t i = 0; i < POINTS; i++)
            is_rejected = is_rejected || p[i] < 0.05;
        by_interval += is_beside;
        by_holm += is_rejected;
    }
    printf("20 equal points: in %.1f %% of the tables an interval is beside 1, in %.1f %% by p\n",
           100.0 * (double)by_interval / (double)tables, 100.0 * (double)by_holm / (double)tables);
    CHECK((double)by_interval / (double)tables <= 0.07);
    CHECK((double)by_holm / (double)tables <= 0.07);
}

int main(int argc, char **argv) {
    size_t trials = argc > 1 && strcmp(argv[1], "--short") == 0 ? 1000 : 10000;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 11);
    for (size_t i = 0; i < sizeof SCENES / sizeof SCENES[0]; i++)
        test_scene(&SCENES[i], trials, random);
    test_family(&(struct process){.kind = PROCESS_NORMAL}, trials / 2, random);
    gsl_rng_free(random);
    return check_done();
}
