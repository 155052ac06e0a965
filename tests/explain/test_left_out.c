/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is left out of a speed-up, and that it is counted. */
#include "check.h"
#include "explain/summary.h"
#include "samples.h"

static const double MARGIN = 0.01;

/* p = 0.5 at n = 1 and 2, so that S = 4/3 in every round. */
static struct run make_run(unsigned rounds) {
    struct run run = {0};
    for (unsigned round = 0; round < rounds; round++)
        run_add_block(&run, &(struct block){.p = 0.5, .work_s = 1, .round = round}, 2);
    return run;
}

/* Of the points n = 1 and n = 2. */
static void summarise(const struct run *run, struct summary_row *ret_one,
                      struct summary_row *ret_two) {
    struct summary_row *rows = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, MARGIN, &rows, &count, &fault), 0);
    CHECK_INT(count, 2);
    *ret_one = rows[0];
    *ret_two = rows[1];
    CHECK_INT(ret_two->n, 2);
    free(rows);
}

/* A sample that is left out is twice as fast, so that it would be seen if it were not. */
static void spoil(struct sample *sample, enum sample_validity validity) {
    sample->validity = validity;
    sample->time_s /= 2;
}

static void test_left_out_with_its_pair(void) {
    struct summary_row one, two;
    struct run run = make_run(10);
    spoil(run_find(&run, 2, 0.5, 2), SAMPLE_DISTURBED);
    spoil(run_find(&run, 5, 0.5, 2), SAMPLE_BROKEN);
    spoil(run_find(&run, 7, 0.5, 1), SAMPLE_DISTURBED);
    summarise(&run, &one, &two);
    CHECK_INT(two.samples, 10);
    CHECK_INT(two.invalid, 2);
    CHECK_INT(two.rounds, 7); /* the T(1) of round 7 takes its T(2) with it */
    CHECK_INT(one.samples, 10);
    CHECK_INT(one.invalid, 1);
    CHECK_INT(one.rounds, 9);
    CHECK_NEAR(two.speedup.lo, 4.0 / 3, 1e-12);
    CHECK_NEAR(two.speedup.hi, 4.0 / 3, 1e-12);
    CHECK_NEAR(two.time_s.lo, 0.75, 1e-12); /* nor in the times */
    CHECK_NEAR(one.time_s.lo, 1, 1e-12);
    CHECK_NEAR(one.p_measured.value, 0.5, 1e-12);
    CHECK_STRING(two.verdict, "agrees");
    run_free(&run);
}

/* A sample during which the measurer was lost has no times at all. */
static void test_broken_without_times(void) {
    struct summary_row one, two;
    struct run run = make_run(10);
    struct sample *lost = run_find(&run, 4, 0.5, 1);
    lost->validity = SAMPLE_BROKEN;
    lost->start_s = lost->time_s = lost->serial_s = lost->fork_s = lost->join_s = NAN;
    summarise(&run, &one, &two);
    CHECK_INT(one.invalid, 1);
    CHECK_INT(two.rounds, 9);
    CHECK_NEAR(two.speedup.value, 4.0 / 3, 1e-12);
    CHECK_NEAR(one.p_measured.value, 0.5, 1e-12);
    CHECK_NEAR(two.speedup.value + loss_sum(&two.loss), 2, 1e-9);
    run_free(&run);
}

static void test_missing_base(void) {
    struct summary_row one, two;
    struct run run = make_run(10);
    run_find(&run, 3, 0.5, 2)->base_id = 0;
    run_find(&run, 4, 0.5, 2)->base_id = 1000;
    summarise(&run, &one, &two);
    CHECK_INT(two.rounds, 8);
    CHECK_INT(two.invalid, 0);
    CHECK_NEAR(two.speedup.value, 4.0 / 3, 1e-12);
    run_free(&run);
}

/* Half is still a result, more is not. */
static void test_more_than_half_disturbed(void) {
    struct summary_row one, two;
    struct run run = make_run(20);
    for (unsigned round = 0; round < 10; round++)
        spoil(run_find(&run, round, 0.5, 2), SAMPLE_DISTURBED);
    summarise(&run, &one, &two);
    CHECK_STRING(two.verdict, "agrees");
    spoil(run_find(&run, 10, 0.5, 2), SAMPLE_DISTURBED);
    summarise(&run, &one, &two);
    CHECK_STRING(two.verdict, "cannot tell");
    CHECK_INT(two.invalid, 11);
    CHECK_NEAR(two.speedup.value, 4.0 / 3, 1e-12); /* the figure stays */
    CHECK_STRING(one.verdict, "");
    run_free(&run);
}

static void test_nothing_is_left(void) {
    struct summary_row one, two;
    struct run run = make_run(10);
    for (unsigned round = 0; round < 10; round++)
        spoil(run_find(&run, round, 0.5, 2), SAMPLE_BROKEN);
    summarise(&run, &one, &two);
    CHECK_INT(two.rounds, 0);
    CHECK_INT(two.invalid, 10);
    CHECK(isnan(two.speedup.value) && isnan(two.ratio.value) && isnan(two.karp_flatt));
    CHECK(isnan(two.time_s.value) && isnan(two.efficiency) && isnan(two.loss.serial));
    CHECK(isnan(two.loss.unexplained));
    CHECK_NEAR(two.law_speedup, 4.0 / 3, 1e-12);
    CHECK_STRING(two.verdict, "cannot tell");
    CHECK_STRING(two.interval_kind, "");
    run_free(&run);
}

static void test_too_few_rounds(void) {
    struct summary_row one, two;
    struct run run = make_run(5);
    summarise(&run, &one, &two);
    CHECK_NEAR(two.speedup.value, 4.0 / 3, 1e-12);
    CHECK(isnan(two.speedup.lo) && isnan(two.speedup.hi));
    CHECK(isnan(two.ratio.lo) && isnan(two.ratio.hi) && isnan(two.time_s.lo));
    CHECK(isnan(two.correlation_s));
    CHECK_STRING(two.interval_kind, "");
    CHECK_STRING(two.verdict, "cannot tell");
    CHECK_NEAR(two.speedup.value + loss_sum(&two.loss), 2, 1e-9);
    run_free(&run);

    run = make_run(6);
    summarise(&run, &one, &two);
    CHECK_NEAR(two.speedup.lo, 4.0 / 3, 1e-12);
    CHECK_STRING(two.interval_kind, "this run only");
    CHECK_STRING(two.verdict, "agrees");
    run_free(&run);
}

/* The serial fraction takes the rounds in which point and anchor are both whole. In rounds 0 and 1
 * the p = 1 anchor is missing, in round 2 it is disturbed, in round 3 the point is. */
static void test_anchor_by_round(void) {
    struct run run = {0};
    for (unsigned round = 0; round < 10; round++) {
        run_add_block(&run, &(struct block){.p = 0.5, .work_s = 1, .round = round}, 2);
        if (round > 1)
            run_add_block(
                &run, &(struct block){.p = 1, .work_s = 1, .round = round, .role = SAMPLE_ANCHOR},
                2);
    }
    spoil(run_find(&run, 2, 1, 2), SAMPLE_DISTURBED);
    spoil(run_find(&run, 3, 0.5, 2), SAMPLE_DISTURBED);
    struct summary_row one, two;
    summarise(&run, &one, &two);
    CHECK_NEAR(two.serial_fraction_rel.value, 0.5, 1e-12);
    CHECK_NEAR(two.serial_fraction_rel.lo, 0.5, 1e-12); /* of six rounds: 4 … 9 */
    spoil(run_find(&run, 9, 1, 1), SAMPLE_DISTURBED);
    summarise(&run, &one, &two);
    CHECK_NEAR(two.serial_fraction_rel.value, 0.5, 1e-12);
    CHECK(isnan(two.serial_fraction_rel.lo)); /* of five */
    run_free(&run);
}

static void test_no_samples(void) {
    struct summary_row *rows = NULL;
    size_t count = 7;
    CHECK_INT(summary_make(NULL, 0, MARGIN, &rows, &count, NULL), 0);
    CHECK_INT(count, 0);
    free(rows);
}

int main(void) {
    test_left_out_with_its_pair();
    test_broken_without_times();
    test_missing_base();
    test_more_than_half_disturbed();
    test_nothing_is_left();
    test_too_few_rounds();
    test_anchor_by_round();
    test_no_samples();
    return check_done();
}
