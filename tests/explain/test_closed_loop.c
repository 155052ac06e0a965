/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The closed loop holds, misses, or cannot tell. */
#include "check.h"
#include "explain/closed_loop.h"
#include "samples.h"

static const double MARGIN = 0.01;
static const struct loop_tolerance TOLERANCE = {
    .ratio = 0.005, .fraction = 0.001, .fraction_width = 0.004, .fraction_from = 0.9};

enum { ROUNDS = 40, POINTS = 4 };

/* Blocks of p = 0.5 and 0.95, as `block` says, and their p = 1 anchor, at n = 1, 2 and 4. */
static struct run make_run(unsigned rounds, struct block block) {
    struct run run = {.random = 3};
    static const double fractions[] = {0.5, 0.95, 1};
    for (unsigned round = 0; round < rounds; round++)
        for (int i = 0; i < 3; i++) {
            block.p = fractions[i];
            block.round = round;
            block.role = i < 2 ? SAMPLE_ASKED : SAMPLE_ANCHOR;
            run_add_block(&run, &block, 4);
        }
    return run;
}

/* The four points: p = 0.5 at n = 2 and 4, p = 0.95 at n = 2 and 4. */
static enum loop_outcome judge(const struct run *run, struct loop_point *ret_points) {
    struct loop_point *points = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(
        closed_loop_judge(run->samples, run->count, MARGIN, &TOLERANCE, &points, &count, &fault),
        0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, POINTS);
    memcpy(ret_points, points, POINTS * sizeof *points);
    enum loop_outcome outcome = closed_loop_outcome(points, count);
    free(points);
    return outcome;
}

static void test_holds(void) {
    struct run run = make_run(ROUNDS, (struct block){.work_s = 0.01, .jitter = 0.002});
    struct loop_point points[POINTS];
    CHECK_INT(judge(&run, points), LOOP_HOLDS);
    for (int i = 0; i < POINTS; i++) {
        CHECK_NEAR(points[i].p, i < 2 ? 0.5 : 0.95, 0);
        CHECK_INT(points[i].n, i % 2 == 0 ? 2 : 4);
        CHECK_INT(points[i].law, LOOP_HOLDS);
        CHECK_INT(points[i].fraction, LOOP_HOLDS);
        CHECK_NEAR(points[i].booked, 0, 1e-12);
        CHECK_NEAR(points[i].ratio_net.value, 1, 0.002);
    }
    run_free(&run);
}

/* Fork, imbalance and join are no part of the law: 0.6 ms of 10 ms. As measured the ratio is far
 * off, net of what the clocks book to them it is 1. p = 0.5, n = 2: booked 0.6 of 8.1 ms. */
static void test_booked_is_taken_out(void) {
    struct run run = make_run(
        ROUNDS,
        (struct block){.work_s = 0.01, .fork_s = 1e-4, .imbalance_s = 2e-4, .join_s = 3e-4});
    struct loop_point points[POINTS];
    judge(&run, points);
    for (int i = 0; i < POINTS; i++) {
        CHECK(points[i].ratio.hi < 0.93);
        CHECK_NEAR(points[i].ratio_net.value, 1, 1e-9);
        CHECK_INT(points[i].law, LOOP_HOLDS);
    }
    CHECK_NEAR(points[0].booked, 0.6 / 8.1, 1e-9);
    run_free(&run);
}

/* Nor are waits and run delay, where they are known: of p = 0.5 at n = 2 0.7 of 8.2 ms, 0.2 of them
 * in the serial part, and of T(1) nothing. */
static void test_delays_are_taken_out(void) {
    struct run run = make_run(ROUNDS, (struct block){.work_s = 0.01});
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        double scale = sample->n > 1;
        sample->wait_s = 3e-4 * scale;
        sample->descheduled_s = 2e-4 * scale;
        sample->serial_delay_s = 2e-4 * scale;
        sample->serial_s += sample->serial_delay_s;
        sample->time_s += 7e-4 * scale;
    }
    struct loop_point points[POINTS];
    judge(&run, points);
    for (int i = 0; i < POINTS; i++) {
        CHECK(points[i].ratio.hi < 0.95);
        CHECK_NEAR(points[i].ratio_net.value, 1, 1e-9);
        CHECK_INT(points[i].law, LOOP_HOLDS);
    }
    CHECK_NEAR(points[0].booked, 0.7 / 8.2, 1e-9);
    run_free(&run);
}

/* The work itself grows by 3 % on several cores: no clock books it, so the law is missed. The
 * serial fraction relative to the anchor, which grows likewise, holds. */
static void test_misses_the_law(void) {
    struct run run = make_run(ROUNDS, (struct block){.work_s = 0.01, .growth = 0.03});
    struct loop_point points[POINTS];
    CHECK_INT(judge(&run, points), LOOP_MISSES);
    for (int i = 0; i < POINTS; i++) {
        CHECK_INT(points[i].law, LOOP_MISSES);
        CHECK_INT(points[i].fraction, LOOP_HOLDS);
    }
    run_free(&run);
}

/* The samples at p = 0.95 say that 0.93 was injected: at n = 4 S is 1/(0.07 + 0.93/4). */
static void test_misses_the_fraction(void) {
    struct run run = make_run(ROUNDS, (struct block){.work_s = 0.01});
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].p == 0.95)
            run.samples[i].time_s = 0.01 * (0.07 + 0.93 / run.samples[i].n);
    struct loop_point points[POINTS];
    CHECK_INT(judge(&run, points), LOOP_MISSES);
    CHECK_INT(points[0].fraction, LOOP_HOLDS); /* p = 0.5 is not judged by it */
    CHECK_INT(points[3].fraction, LOOP_MISSES);
    CHECK_NEAR(points[3].serial_fraction_rel.value, 0.07, 1e-9);
    CHECK_INT(points[3].law, LOOP_MISSES);
    run_free(&run);
}

/* 20 % noise: the intervals would hold anything. Below 6 rounds there is none. */
static void test_untold(void) {
    struct loop_point points[POINTS];
    struct run run = make_run(ROUNDS, (struct block){.work_s = 0.01, .jitter = 0.2});
    CHECK_INT(judge(&run, points), LOOP_UNTOLD);
    for (int i = 0; i < POINTS; i++)
        CHECK_INT(points[i].law, LOOP_UNTOLD);
    CHECK_INT(points[1].fraction, LOOP_HOLDS);
    CHECK_INT(points[2].fraction, LOOP_UNTOLD);
    run_free(&run);
    run = make_run(5, (struct block){.work_s = 0.01});
    CHECK_INT(judge(&run, points), LOOP_UNTOLD);
    CHECK_NEAR(points[0].ratio_net.value, 1, 1e-9);
    run_free(&run);
}

static void test_worst_outcome(void) {
    struct loop_point points[3] = {{.law = LOOP_HOLDS, .fraction = LOOP_HOLDS},
                                   {.law = LOOP_HOLDS, .fraction = LOOP_HOLDS},
                                   {.law = LOOP_HOLDS, .fraction = LOOP_HOLDS}};
    CHECK_INT(closed_loop_outcome(points, 0), LOOP_UNTOLD);
    CHECK_INT(closed_loop_outcome(points, 3), LOOP_HOLDS);
    points[0].fraction = LOOP_UNTOLD;
    CHECK_INT(closed_loop_outcome(points, 3), LOOP_UNTOLD);
    points[2].law = LOOP_MISSES;
    CHECK_INT(closed_loop_outcome(points, 3), LOOP_MISSES);
    points[2].law = LOOP_HOLDS;
    points[1].fraction = LOOP_MISSES;
    CHECK_INT(closed_loop_outcome(points, 3), LOOP_MISSES);
}

int main(void) {
    test_holds();
    test_booked_is_taken_out();
    test_delays_are_taken_out();
    test_misses_the_law();
    test_misses_the_fraction();
    test_untold();
    test_worst_outcome();
    return check_done();
}
