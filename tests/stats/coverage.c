/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How often the stated 95 % interval of the median holds the long-run median, and how often a run
 * that is too short to say is marked `this run only`: simulated sweeps of 60 s, 500 for each row.
 *
 *     interval_coverage [--short] [SEED]
 *
 * A row with a goal of coverage is a run of at least 20 correlation times: at least 92 % of the
 * intervals must hold the median. A row with a goal of marking is a shorter one: at least 90 % must
 * be marked. Rows without a goal show the limits: what such a run cannot know; those below 92 % say
 * that they fall short, and are counted. Exit 1 if a goal is missed. */
#include "process.h"

#include "stats/median_interval.h"
#include "stats/order.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 3000, SWEEPS = 500, ROW_ROUNDS_MAX = 8 };
static const double span_s = 60, coverage_goal = 0.92, marked_goal = 0.90;

enum goal { GOAL_COVERAGE, GOAL_MARKED, GOAL_NONE };
static const char *const goal_names[] = {"coverage", "marked", "-"};

enum { IN_SHORT = 1, RESTING = 2 };

struct row {
    const char *name;
    enum process_kind kind;
    double duty;
    double run_length; /* in correlation times; 0: no correlation */
    enum goal goal;
    unsigned flags;
    size_t rounds[ROW_ROUNDS_MAX];
};

#define ALL_ROUNDS                                                                                 \
    { 6, 8, 12, 18, 30, 100, 1000, 3000 }
static const struct row rows[] = {
    {"normal", PROCESS_NORMAL, 0, 0, GOAL_COVERAGE, IN_SHORT, ALL_ROUNDS},
    {"t, 2 degrees", PROCESS_HEAVY, 0, 0, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"one-sided outliers", PROCESS_ONE_SIDED, 0, 0, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"discrete", PROCESS_DISCRETE, 0, 0, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"two modes", PROCESS_TWO_MODES, 0, 0, GOAL_COVERAGE, 0, ALL_ROUNDS},

    {"AR(1)", PROCESS_AR1, 0, 5, GOAL_MARKED, 0, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 10, GOAL_MARKED, IN_SHORT, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 15, GOAL_MARKED, 0, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 18, GOAL_MARKED, 0, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 20, GOAL_COVERAGE, IN_SHORT, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 40, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"AR(1)", PROCESS_AR1, 0, 100, GOAL_COVERAGE, 0, ALL_ROUNDS},

    {"normal, resting", PROCESS_NORMAL, 0, 0, GOAL_COVERAGE, RESTING, ALL_ROUNDS},
    {"AR(1), resting", PROCESS_AR1, 0, 10, GOAL_MARKED, RESTING, ALL_ROUNDS},
    {"AR(1), resting", PROCESS_AR1, 0, 20, GOAL_COVERAGE, RESTING, ALL_ROUNDS},
    {"AR(1), resting", PROCESS_AR1, 0, 60, GOAL_COVERAGE, RESTING, ALL_ROUNDS},

    {"wander under noise", PROCESS_WANDER, 0, 10, GOAL_MARKED, 0, {300, 1000, 3000}},
    {"wander under noise", PROCESS_WANDER, 0, 15, GOAL_MARKED, 0, {300, 1000, 3000}},
    {"wander under noise", PROCESS_WANDER, 0, 20, GOAL_COVERAGE, IN_SHORT, ALL_ROUNDS},
    {"wander under noise", PROCESS_WANDER, 0, 40, GOAL_COVERAGE, 0, ALL_ROUNDS},
    /* the noise hides the wander, and makes most of the error of so few rounds */
    {"wander, few rounds", PROCESS_WANDER, 0, 15, GOAL_NONE, 0, {30, 100}},

    {"switching 50 : 50", PROCESS_SWITCHING, 0.5, 10, GOAL_MARKED, 0, {12, 100, 1000, 3000}},
    {"switching 50 : 50", PROCESS_SWITCHING, 0.5, 20, GOAL_COVERAGE, IN_SHORT, ALL_ROUNDS},
    {"switching 50 : 50", PROCESS_SWITCHING, 0.5, 60, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"switching 60 : 40", PROCESS_SWITCHING, 0.4, 15, GOAL_MARKED, 0, {12, 100, 1000, 3000}},
    {"switching 60 : 40", PROCESS_SWITCHING, 0.4, 20, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"switching 60 : 40", PROCESS_SWITCHING, 0.4, 60, GOAL_COVERAGE, 0, ALL_ROUNDS},
    /* exp(-2.5) of such runs see one mode only */
    {"switching, seen once", PROCESS_SWITCHING, 0.5, 5, GOAL_NONE, 0, {100, 1000}},

    /* a tenth of the time, T/tau * 0.1 / 0.9 a run */
    {"bursts, 22 a run", PROCESS_SWITCHING, 0.1, 200, GOAL_COVERAGE, 0, ALL_ROUNDS},
    {"bursts, 15 a run", PROCESS_SWITCHING, 0.1, 135, GOAL_COVERAGE, 0, ALL_ROUNDS},
    /* a run with fewer bursts than its due has both a lower median and less to show for it; one in
     * nine of the last row's runs has none at all */
    {"bursts, 11 a run", PROCESS_SWITCHING, 0.1, 100, GOAL_NONE, 0, ALL_ROUNDS},
    {"bursts, 4 a run", PROCESS_SWITCHING, 0.1, 40, GOAL_NONE, 0, ALL_ROUNDS},
    {"bursts, 2 a run", PROCESS_SWITCHING, 0.1, 20, GOAL_NONE, 0, ALL_ROUNDS},

    {"drift", PROCESS_DRIFT, 0, 0, GOAL_MARKED, IN_SHORT, {12, 30, 100, 1000, 3000}},
};

struct figures {
    double coverage, marked, half_width;
};

static int sweeps_simulate(const struct row *row, size_t rounds, gsl_rng *random,
                           struct figures *ret_figures) {
    static double values[ROUNDS_MAX], times_s[ROUNDS_MAX], half_widths[SWEEPS];
    double correlation_s = row->run_length > 0 ? span_s / row->run_length : 0;
    struct process process = {row->kind, correlation_s, row->duty, row->flags & RESTING};
    double truth = process_median(&process);
    int held = 0, marked = 0;
    for (int i = 0; i < SWEEPS; i++) {
        struct stats_median median;
        process_draw(&process, span_s, rounds, random, values, times_s);
        if (stats_median_interval(values, times_s, rounds, &median, NULL) < 0)
            return -1;
        held += median.interval.lo <= truth && truth <= median.interval.hi;
        marked += strcmp(median.kind, "this run only") == 0;
        half_widths[i] = (median.interval.hi - median.interval.lo) / 2;
    }
    *ret_figures = (struct figures){(double)held / SWEEPS, (double)marked / SWEEPS,
                                    stats_median(half_widths, SWEEPS)};
    return 0;
}

static bool goal_is_met(enum goal goal, const struct figures *figures) {
    switch (goal) {
    case GOAL_COVERAGE:
        return figures->coverage >= coverage_goal;
    case GOAL_MARKED:
        return figures->marked >= marked_goal;
    case GOAL_NONE:
        break;
    }
    return true;
}

struct tally {
    int missed;        /* goals */
    int short_of_goal; /* lines without a goal, below that of coverage */
};

static void row_simulate(const struct row *row, gsl_rng *random, struct tally *tally) {
    for (size_t i = 0; i < ROW_ROUNDS_MAX && row->rounds[i] > 0; i++) {
        struct figures figures;
        if (sweeps_simulate(row, row->rounds[i], random, &figures) < 0) {
            tally->missed++;
            return;
        }
        bool falls_short = row->goal == GOAL_NONE && figures.coverage < coverage_goal;
        bool met = goal_is_met(row->goal, &figures);
        printf("%-20s %6g %6zu %9.1f %9.1f %10.4f  %-11s %s\n", row->name, row->run_length,
               row->rounds[i], 100 * figures.coverage, 100 * figures.marked, figures.half_width,
               falls_short ? "falls short" : goal_names[row->goal], met ? "" : "MISSED");
        tally->missed += !met;
        tally->short_of_goal += falls_short;
    }
    fflush(stdout);
}

int main(int argc, char **argv) {
    bool in_short = argc > 1 && strcmp(argv[1], "--short") == 0;
    unsigned long seed = argc > 1 + in_short ? strtoul(argv[1 + in_short], NULL, 10) : 1;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct tally tally = {0, 0};
    printf("%-20s %6s %6s %9s %9s %10s  %s\n", "process", "T/tau", "rounds", "coverage%", "marked%",
           "half-width", "goal");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (in_short && !(rows[i].flags & IN_SHORT))
            continue;
        gsl_rng_set(random, seed + i);
        row_simulate(&rows[i], random, &tally);
    }
    printf("%d goals missed, %d rows fall short of %.0f %%\n", tally.missed, tally.short_of_goal,
           100 * coverage_goal);
    gsl_rng_free(random);
    return tally.missed > 0;
}
