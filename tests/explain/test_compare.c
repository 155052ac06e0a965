/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Sides with known figures: which points belong together, the effect, the verdict. */
#include "differences.h"
#include "explain/compare.h"

enum { ROUNDS = 24 };

static const struct level SPREAD = {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2};

/* A run of one level in which every time scatters by some 1e-3, in its own way for each `seed`. */
static struct run scattered(struct level level, unsigned rounds, uint64_t seed) {
    struct run run = levels_run(&level, 1, rounds);
    run.random = seed;
    for (size_t i = 0; i < run.count; i++) {
        run.random = run.random * 6364136223846793005u + 1442695040888963407u;
        run.samples[i].time_s *= 1 + 1e-3 * ((double)(run.random >> 40) / 16777216 - 0.5);
    }
    return run;
}

struct sides {
    struct comparand first, second;
    struct compare_request request;
    struct compare_table table;
};

static int compare_runs(const struct run *a, const struct run *b, enum comparand_figure figure,
                        struct sides *sides, struct fault *fault) {
    CHECK_INT(comparand_of_run(a->samples, a->count, figure, &sides->first, NULL), 0);
    CHECK_INT(comparand_of_run(b->samples, b->count, figure, &sides->second, NULL), 0);
    sides->request.first.name = "A";
    sides->request.first.comparand = &sides->first;
    sides->request.second.name = "B";
    sides->request.second.comparand = &sides->second;
    sides->request.figure = figure;
    if (!(sides->request.tolerance > 0))
        sides->request.tolerance = 0.03;
    return compare_make(&sides->request, &sides->table, fault);
}

static void release(struct sides *sides) {
    compare_release(&sides->table);
    comparand_release(&sides->first);
    comparand_release(&sides->second);
    *sides = (struct sides){.first = {.points = NULL}};
}

/* Ten times as many units in as much more time: a unit lasts `ratio` as long. */
static struct run other_run(double ratio, double speedup, uint64_t seed) {
    struct level level = SPREAD;
    level.base_s = 10 * ratio;
    level.speedup = speedup;
    struct run run = scattered(level, ROUNDS, seed);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].units *= 10;
    return run;
}

static void check_verdict(double ratio, double speedup, enum comparand_figure figure,
                          enum compare_verdict verdict) {
    struct run a = scattered(SPREAD, ROUNDS, 1), b = other_run(ratio, speedup, 2);
    struct sides sides = {.first = {.points = NULL}};
    double expected = figure == COMPARAND_TIME ? ratio * 2 / speedup : speedup / 2;
    CHECK_INT(compare_runs(&a, &b, figure, &sides, NULL), 0);
    CHECK_INT(sides.table.count, figure == COMPARAND_TIME ? 2 : 1);
    const struct compare_row *row = &sides.table.rows[sides.table.count - 1];
    CHECK_NEAR(row->first->n, 2, 0);
    CHECK_NEAR(row->ratio.value, expected, 2e-3);
    CHECK(row->ratio.lo < row->ratio.value && row->ratio.value < row->ratio.hi);
    CHECK_INT(row->verdict, verdict);
    CHECK_INT(sides.table.verdicts[verdict] > 0, 1);
    CHECK_INT(compare_exit_status(&sides.table), verdict == COMPARE_WORSE ? 3 : 0);
    release(&sides);
    run_free(&a);
    run_free(&b);
}

static void test_verdicts(void) {
    check_verdict(1, 2, COMPARAND_TIME, COMPARE_SAME);
    check_verdict(1.1, 2, COMPARAND_TIME, COMPARE_WORSE);
    check_verdict(0.9, 2, COMPARAND_TIME, COMPARE_BETTER);
    check_verdict(1.1, 2, COMPARAND_SPEEDUP, COMPARE_SAME);
    check_verdict(1, 1.8, COMPARAND_SPEEDUP, COMPARE_WORSE);
    check_verdict(1, 2.2, COMPARAND_SPEEDUP, COMPARE_BETTER);
}

/* An interval across an end of the tolerance: on the good side it is no worse, on the bad one
 * nobody can tell. */
static void test_edges(void) {
    struct run a = scattered(SPREAD, ROUNDS, 1);
    struct sides sides = {.first = {.points = NULL}};
    for (int side = 0; side < 2; side++) {
        struct run b = other_run(side == 0 ? 1.03 : 0.97, 2, 2);
        CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
        double value = sides.table.rows[1].ratio.value;
        release(&sides);
        /* The tolerance is where the value is: the interval reaches past it on both sides. */
        sides.request.tolerance = fabs(value - 1);
        CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
        CHECK_INT(sides.table.rows[1].verdict, side == 0 ? COMPARE_UNSURE : COMPARE_NO_WORSE);
        CHECK_INT(compare_exit_status(&sides.table) == 0, side);
        release(&sides);
        run_free(&b);
    }
    run_free(&a);
}

/* The more rows, the wider each interval: all of them hold together. */
static void test_together(void) {
    struct run a = scattered(SPREAD, ROUNDS, 1), b = scattered(SPREAD, ROUNDS, 2);
    struct sides sides = {.first = {.points = NULL}};
    CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
    double wide = sides.table.rows[1].ratio.hi - sides.table.rows[1].ratio.lo;
    CHECK(sides.table.rows[1].p_holm >= sides.table.rows[1].p);
    release(&sides);
    for (size_t i = 0; i < a.count; i++) /* leave n = 2 alone */
        a.samples[i].role = a.samples[i].n == 1 ? SAMPLE_WARMUP : SAMPLE_ASKED;
    CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_INT(sides.table.count, 1);
    CHECK(sides.table.rows[0].ratio.hi - sides.table.rows[0].ratio.lo < wide);
    CHECK_INT(sides.table.only_first_count, 0);
    CHECK_INT(sides.table.only_second_count, 1);
    CHECK_NEAR(sides.table.only_second[0]->n, 1, 0);
    release(&sides);
    run_free(&a);
    run_free(&b);
}

/* The machine gets slower by half over the run: within rounds the two differ by 1 % exactly, and
 * beside each other nobody sees it. A round that one side lacks says nothing. */
static void test_paired(void) {
    struct run run = {0};
    struct level compact = SPREAD;
    snprintf(compact.series.place, sizeof compact.series.place, "compact");
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct level one = SPREAD, other = compact;
        one.base_s = 1 + 0.02 * round;
        other.base_s = 1.01 * one.base_s;
        level_add(&run, &one, round, 0.5);
        if (round % 6 != 1)
            level_add(&run, &other, round, 0.5);
    }
    struct sides sides = {.first = {.points = NULL}};
    sides.request.first.choice.level[COMPARE_PLACE] = "spread";
    sides.request.second.choice.level[COMPARE_PLACE] = "compact";
    sides.request.is_paired = true;
    CHECK_INT(compare_runs(&run, &run, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_INT(sides.table.count, 2);
    CHECK_INT(sides.table.rows[0].rounds, ROUNDS * 5 / 6);
    CHECK_NEAR(sides.table.rows[0].ratio.value, 1.01, 1e-9);
    CHECK_NEAR(sides.table.rows[0].ratio.hi, 1.01, 1e-9);
    CHECK_INT(sides.table.rows[0].verdict, COMPARE_SAME);
    compare_release(&sides.table);
    sides.request.is_paired = false;
    CHECK_INT(compare_make(&sides.request, &sides.table, NULL), 0);
    CHECK(sides.table.rows[0].ratio.hi > 1.05);
    CHECK_INT(sides.table.rows[0].verdict, COMPARE_UNSURE);
    release(&sides);
    run_free(&run);
}

static void test_few_and_disturbed(void) {
    struct run a = scattered(SPREAD, ROUNDS, 1), b = scattered(SPREAD, 5, 2);
    struct sides sides = {.first = {.points = NULL}};
    CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_INT(sides.table.rows[1].verdict, COMPARE_UNSURE);
    CHECK_HOLDS(sides.table.rows[1].why, "too few: 5 values,");
    CHECK(isnan(sides.table.rows[1].ratio.lo) && isnan(sides.table.rows[1].p_holm));
    CHECK_NEAR(sides.table.rows[1].ratio.value, 1, 2e-3);
    CHECK_INT(compare_exit_status(&sides.table), 4);
    release(&sides);
    run_free(&b);
    b = scattered(SPREAD, 1, 2);
    CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_HOLDS(sides.table.rows[1].why, "too few: 1 value,");
    release(&sides);
    run_free(&b);
    b = scattered(SPREAD, ROUNDS, 2);
    for (size_t i = 0; i < b.count; i++) /* T(1) of two thirds of the rounds */
        if (b.samples[i].n == 1 && b.samples[i].round % 3 != 0)
            b.samples[i].validity = SAMPLE_DISTURBED;
    CHECK_INT(compare_runs(&a, &b, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_HOLDS(sides.table.rows[0].why, "more than half of B's samples are disturbed");
    CHECK_INT(sides.table.rows[1].verdict, COMPARE_SAME); /* T(2) is whole */
    release(&sides);
    CHECK_INT(compare_runs(&a, &b, COMPARAND_SPEEDUP, &sides, NULL), 0);
    CHECK_INT(sides.table.rows[0].verdict, COMPARE_UNSURE); /* but has no pair */
    release(&sides);
    run_free(&a);
    run_free(&b);
}

static void test_refused(void) {
    struct level levels[] = {SPREAD, SPREAD};
    snprintf(levels[1].series.place, sizeof levels[1].series.place, "compact");
    struct run one = levels_run(levels, 1, ROUNDS), two = levels_run(levels, 2, ROUNDS);
    struct sides sides = {.first = {.points = NULL}};
    struct fault fault = {.code = FAULT_NONE};
    sides.request.first.choice.level[COMPARE_PLACE] = "spread";
    CHECK_INT(compare_runs(&one, &two, COMPARAND_TIME, &sides, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "B has several series for one of the other side: spin and spin "
                            "(compact)");
    release(&sides);
    fault.code = FAULT_NONE;
    sides.request.second.choice.level[COMPARE_PLACE] = "smt";
    CHECK_INT(compare_runs(&one, &two, COMPARAND_TIME, &sides, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "no series has place=smt; there is 'spread', 'compact'");
    release(&sides);
    fault.code = FAULT_NONE;
    for (size_t i = 0; i < one.count; i++)
        snprintf(one.samples[i].series.workload, WIRE_NAME_BYTES, "sort");
    CHECK_INT(compare_runs(&one, &two, COMPARAND_TIME, &sides, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "no point in common");
    release(&sides);
    run_free(&one);
    run_free(&two);
}

/* Anchors that nobody asked for, and other roles, are no points; those of an asked p are its own.
 */
static void test_roles(void) {
    struct run run = scattered(SPREAD, ROUNDS, 1);
    size_t count = run.count;
    for (size_t i = 0; i < count; i++) {
        struct sample sample = run.samples[i];
        sample.role = i % 2 == 0 ? SAMPLE_ANCHOR : SAMPLE_SENTINEL;
        sample.p = 1;
        run_add(&run, &sample);
    }
    struct sides sides = {.first = {.points = NULL}};
    CHECK_INT(compare_runs(&run, &run, COMPARAND_TIME, &sides, NULL), 0);
    CHECK_INT(sides.table.count, 2);
    CHECK_NEAR(sides.table.rows[0].first->p, 0.5, 0);
    release(&sides);
    run_free(&run);
}

int main(void) {
    test_roles();
    test_verdicts();
    test_edges();
    test_together();
    test_paired();
    test_few_and_disturbed();
    test_refused();
    return check_done();
}
