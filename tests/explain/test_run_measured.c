/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From samples to the groups that the laws are fitted to: which samples, in which group, with what
 * work, and what was left out. */
#include "check.h"
#include "explain/run_measured.h"
#include "explain/summary.h"
#include "samples.h"

#include <stdlib.h>

/* The samples' summary and groups. */
struct made_groups {
    struct summary_row *rows;
    size_t row_count;
    struct measured measured;
};

static struct made_groups make(const struct run *run) {
    struct made_groups made = {.rows = NULL};
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &made.rows, &made.row_count, &fault), 0);
    CHECK_INT(run_measured_make(run->samples, run->count, made.rows, made.row_count, &made.measured,
                                &fault),
              0);
    CHECK_STRING(fault.text, "");
    return made;
}

static void release(struct made_groups *made, struct run *run) {
    measured_release(&made->measured);
    free(made->rows);
    run_free(run);
}

static const struct measured_group *group_at(const struct made_groups *made, size_t index) {
    CHECK_REPORT(index < made->measured.count, "there is no group %zu", index);
    if (index >= made->measured.count)
        exit(check_done());
    return &made->measured.groups[index];
}

/* Two p that were asked for, an anchor that was not, on 1, 2 and 4 cores in three rounds. */
static void test_groups(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 3; round++) {
        run_add_block(&run, &(struct block){.p = 0.5, .work_s = 0.02, .round = round}, 4);
        run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.03, .round = round}, 4);
        run_add_block(
            &run, &(struct block){.p = 0, .work_s = 0.01, .round = round, .role = SAMPLE_ANCHOR},
            4);
    }
    struct made_groups made = make(&run);
    CHECK_INT(made.measured.count, 2);
    const struct measured_group *half = group_at(&made, 0), *most = group_at(&made, 1);
    CHECK_STRING(half->name, "spin, p = 0.5");
    CHECK_STRING(most->name, "spin, p = 0.9");
    CHECK_NEAR(most->p, 0.9, 0);
    CHECK_INT(half->count, 9);
    CHECK_INT(half->quantity, MEASURED_TIME);
    CHECK_INT(half->scaling, MEASURED_STRONG);
    CHECK(half->scaling_is_known);
    for (size_t i = 0; i < half->count; i++) {
        double n = (double)(1u << i % 3);
        CHECK_NEAR(half->rows[i].n, n, 0);
        CHECK_INT(half->rows[i].round, i / 3);
        CHECK_NEAR(half->rows[i].value, 0.02 * (0.5 + 0.5 / n), 1e-15);
        CHECK_NEAR(half->rows[i].work, 1, 0);
        CHECK(isnan(half->rows[i].capacity) && isnan(half->rows[i].clock));
    }
    /* The serial part and one of the parallel units. */
    CHECK_NEAR(half->span, 0.5 + 1 / (double)run.samples[0].units, 1e-15);
    CHECK_NEAR(most->span, 0.1 + 1 / (double)run.samples[0].units, 1e-12);
    release(&made, &run);
}

/* The work that the scaling kind makes of it: 1 - p + p n, and n. */
static void test_work(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 2; round++) {
        run_add_block(
            &run, &(struct block){.p = 0.8, .work_s = 0.02, .round = round, .scaling = "weak"}, 4);
        run_add_block(
            &run,
            &(struct block){
                .p = 1, .work_s = 0.02, .round = round, .scaling = "throughput", .has_no_p = true},
            4);
    }
    struct made_groups made = make(&run);
    CHECK_INT(made.measured.count, 2);
    for (size_t g = 0; g < made.measured.count; g++) {
        const struct measured_group *group = group_at(&made, g);
        bool is_weak = group->scaling == MEASURED_WEAK;
        CHECK(is_weak || group->scaling == MEASURED_COPIES);
        CHECK_INT(isnan(group->p), !is_weak);
        for (size_t i = 0; i < group->count; i++) {
            double n = group->rows[i].n;
            CHECK_NEAR(group->rows[i].work, is_weak ? 0.2 + 0.8 * n : n, 1e-12);
        }
    }
    release(&made, &run);
}

/* Where the clocks tell p, the work of weak scaling is by what they say. */
static void test_work_by_the_clocks(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 8; round++)
        run_add_block(&run,
                      &(struct block){.p = 0.8,
                                      .p_work = 0.6,
                                      .work_s = 0.02,
                                      .round = round,
                                      .scaling = "weak",
                                      .p_basis = "measured"},
                      4);
    for (size_t i = 0; i < run.count; i++) /* the units would make it another one */
        run.samples[i].p_work = 0.3;
    struct made_groups made = make(&run);
    const struct measured_group *group = group_at(&made, 0);
    for (size_t i = 0; i < group->count; i++)
        CHECK_NEAR(group->rows[i].work, 0.4 + 0.6 * group->rows[i].n, 1e-9);
    release(&made, &run);
}

/* Disturbed, broken and oversubscribed samples are counted and left out; other roles and workloads
 * without work are no rows. */
static void test_left_out(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 4; round++)
        run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.02, .round = round}, 4);
    run_find(&run, 1, 0.9, 2)->validity = SAMPLE_DISTURBED;
    run_find(&run, 2, 0.9, 2)->validity = SAMPLE_BROKEN;
    run_find(&run, 3, 0.9, 1)->role = SAMPLE_WARMUP;
    for (uint32_t round = 0; round < 4; round++)
        run_find(&run, round, 0.9, 4)->oversubscribed = true;
    size_t first = run.count;
    run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.02, .workload = "null"}, 2);
    for (size_t i = first; i < run.count; i++)
        run.samples[i].units = 0;
    struct made_groups made = make(&run);
    CHECK_INT(made.measured.count, 1);
    const struct measured_group *group = group_at(&made, 0);
    CHECK_INT(group->count, 5); /* 3 of n = 1, 2 of n = 2 */
    const struct run_left_out left_out = run_measured_left_out(run.samples, run.count, group);
    CHECK_INT(left_out.oversubscribed, 4);
    CHECK_INT(left_out.invalid, 2);
    release(&made, &run);
}

/* Cores for which there is no task are not at work; what tasks do one after the other no unit says;
 * and a unit's wait is that of its own samples. */
static void test_tasks(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 4; round++)
        run_add_block(&run, &(struct block){.p = 1, .work_s = 0.02, .round = round}, 4);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].tasks = 2;
    run_find(&run, 1, 1, 4)->validity = SAMPLE_DISTURBED;
    run_find(&run, 2, 1, 2)->validity = SAMPLE_DISTURBED;
    struct made_groups made = make(&run);
    CHECK_INT(made.measured.count, 1);
    struct measured_group group = *group_at(&made, 0);
    CHECK_INT(group.count, 7); /* 4 of n = 1, 3 of n = 2 */
    CHECK_NEAR(group.span, 0, 0);
    const struct run_left_out left_out = run_measured_left_out(run.samples, run.count, &group);
    CHECK_INT(left_out.few_tasks, 4);
    CHECK_INT(left_out.invalid, 1);
    CHECK_NEAR(run_measured_unit_wait_s(run.samples, run.count, &group), 0, 0);
    run.samples[1].unit_wait_s = 5e-3;
    CHECK_NEAR(run_measured_unit_wait_s(run.samples, run.count, &group), 5e-3, 0);
    group.tasks = 8;
    CHECK_NEAR(run_measured_unit_wait_s(run.samples, run.count, &group), 0, 0);
    release(&made, &run);
}

/* What the sentinel said of the cores stands in the rows of their n. */
static void test_cores(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 2; round++)
        run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.02, .round = round}, 2);
    struct summary_row *rows = NULL;
    size_t row_count = 0;
    struct measured measured = {.groups = NULL};
    CHECK_INT(summary_make(run.samples, run.count, 0.01, &rows, &row_count, NULL), 0);
    for (size_t i = 0; i < row_count; i++) {
        rows[i].capacity.value = rows[i].n == 1 ? 1 : 1.75;
        rows[i].clock = rows[i].n == 1 ? 1 : 0.9;
    }
    CHECK_INT(run_measured_make(run.samples, run.count, rows, row_count, &measured, NULL), 0);
    CHECK_INT(measured.count, 1);
    CHECK_NEAR(measured.groups[0].rows[0].capacity, 1, 0);
    CHECK_NEAR(measured.groups[0].rows[1].capacity, 1.75, 0);
    CHECK_NEAR(measured.groups[0].rows[3].clock, 0.9, 0);
    measured_release(&measured);
    free(rows);
    run_free(&run);
}

/* A long run of many points: every sample is in the group of its p, once. */
static void test_many(void) {
    enum { ROUNDS = 400, FRACTIONS = 10, ROWS = ROUNDS * 5 };
    struct run run = {0};
    struct summary_row rows[FRACTIONS * 5] = {{.p = 0}};
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (int k = 0; k < FRACTIONS; k++)
            run_add_block(
                &run, &(struct block){.p = 0.1 * k, .work_s = 0.01 * (k + 1), .round = round}, 16);
    for (size_t i = 0; i < FRACTIONS * 5; i++)
        rows[i] = (struct summary_row){
            .series = run.samples[i].series, .p = run.samples[i].p, .n = run.samples[i].n};
    struct measured measured = {.groups = NULL};
    CHECK_INT(run_measured_make(run.samples, run.count, rows, FRACTIONS * 5, &measured, NULL), 0);
    CHECK_INT(measured.count, FRACTIONS);
    size_t wrong = 0;
    for (size_t g = 0; g < measured.count; g++) {
        CHECK_INT(measured.groups[g].count, ROWS);
        for (size_t i = 0; i < measured.groups[g].count; i++) {
            const struct measured_row *row = &measured.groups[g].rows[i];
            double p = 0.1 * (double)g;
            wrong += fabs(row->value - 0.01 * (double)(g + 1) * (1 - p + p / row->n)) > 1e-12;
        }
    }
    CHECK_INT(wrong, 0);
    measured_release(&measured);
    run_free(&run);
}

int main(void) {
    test_groups();
    test_work();
    test_work_by_the_clocks();
    test_left_out();
    test_tasks();
    test_cores();
    test_many();
    return check_done();
}
