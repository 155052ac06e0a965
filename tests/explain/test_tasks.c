/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tasks dial of a summary: overlap, the bound, and what the sentinel and the law make of fewer
 * tasks than cores. */
#include "check.h"
#include "dial.h"
#include "explain/law.h"
#include "explain/pairs.h"
#include "explain/summary.h"

enum { ROUNDS = 40 };

static struct summary_row *make(const struct run *run, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

static struct run make_run(double p, double wait_s) {
    struct run run = {0};
    const unsigned tasks[] = {16, 1, 4}; /* the order is a round's own */
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < 3; i++)
            dial_add_block(&run, (struct dial_of){
                                     .round = round, .tasks = tasks[i], .p = p, .wait_s = wait_s});
    return run;
}

/* k c = 64 ms and k (L + c) = 640 ms: at n = 1 bounds of 640, 160 and 64 ms, at n = 2 of 640, 160
 * and 40 ms. What is measured is as long. */
static void test_waiting(void) {
    struct run run = make_run(NAN, DIAL_WAIT_S);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    const struct {
        unsigned n, tasks;
        double bound_s, overlap;
    } known[] = {{1, 1, 0.64, 1},   {1, 4, 0.16, 4},   {1, 16, 0.064, 10},
                 {2, 1, 0.64, NAN}, {2, 4, 0.16, NAN}, {2, 16, 0.04, NAN}};
    CHECK_INT(count, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct summary_row *row = dial_row(rows, count, known[i].n, known[i].tasks);
        CHECK_NEAR(row->bound_s, known[i].bound_s, 1e-12);
        CHECK_NEAR(row->time_s.value, known[i].bound_s, 1e-12);
        CHECK_NEAR(row->overlap.value, known[i].overlap, 1e-9);
        CHECK_NEAR(row->overlap.lo, known[i].overlap, 1e-9);
        CHECK_NEAR(row->overlap.hi, known[i].overlap, 1e-9);
        CHECK_INT(row->units, DIAL_UNITS);
    }
    CHECK_NEAR(dial_row(rows, count, 2, 16)->speedup.value, 1.6, 1e-9);
    CHECK_NEAR(dial_row(rows, count, 2, 1)->law_speedup, 1, 1e-12); /* min(n, t) */
    free(rows);
    run_free(&run);
}

/* Without waits the bound is k c over the lesser of n and t; at p below 1, and without tasks, there
 * is none. */
static void test_computing(void) {
    struct run run = make_run(1, 0);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(dial_row(rows, count, 1, 16)->bound_s, 0.064, 1e-12);
    CHECK_NEAR(dial_row(rows, count, 2, 16)->bound_s, 0.032, 1e-12);
    CHECK_NEAR(dial_row(rows, count, 2, 1)->bound_s, 0.064, 1e-12);
    CHECK_NEAR(dial_row(rows, count, 1, 16)->overlap.value, 1, 1e-12);
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].p = 0.9;
    rows = make(&run, &count);
    CHECK_NEAR(dial_row(rows, count, 2, 16)->bound_s, NAN, 0);
    CHECK_NEAR(dial_row(rows, count, 1, 16)->overlap.value, 1, 1e-12);
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].tasks = 0;
    rows = make(&run, &count);
    CHECK_INT(count, 2);
    CHECK_NEAR(rows[0].overlap.value, NAN, 0);
    CHECK_NEAR(rows[0].bound_s, NAN, 0);
    CHECK_INT(rows[0].units, DIAL_UNITS);
    free(rows);
    run_free(&run);
}

/* A round counts once however often its block timed T(1), by its own T(1, 1) and not by another
 * round's; a disturbed T(1, 1) is no base, and rounds without one give no overlap. */
static void test_pairs_within_rounds(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double stretch = round; /* the machine gets slower all the time */
        struct dial_of of = {
            .round = round, .n = 1, .p = NAN, .wait_s = DIAL_WAIT_S, .stretch = stretch};
        for (of.tasks = 1; of.tasks <= 16; of.tasks *= 16) {
            struct sample sample = dial_sample(&of);
            bool is_one = of.tasks == 1;
            for (int again = 0; again < (is_one ? 3 : 2); again++) {
                /* Of three T(1, 1) one is disturbed, the others are 1 % off to each side;
                 * of two T(1, 16) each is 2 % off. */
                struct sample *added = run_add(&run, &sample);
                added->base_id = added->id;
                if (is_one && again == 0)
                    added->validity = SAMPLE_DISTURBED;
                if (is_one)
                    added->time_s *= again == 0 ? 5 : again == 1 ? 0.99 : 1.01;
                else
                    added->time_s *= again == 0 ? 0.98 : 1.02;
            }
        }
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    const struct summary_row *row = dial_row(rows, count, 1, 16);
    CHECK_NEAR(row->overlap.value, 10, 1e-9);
    CHECK_NEAR(row->overlap.lo, 10, 1e-9);
    CHECK_NEAR(row->overlap.hi, 10, 1e-9);
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].tasks == 1)
            run.samples[i].validity = SAMPLE_DISTURBED;
    rows = make(&run, &count);
    CHECK_NEAR(dial_row(rows, count, 1, 16)->overlap.value, NAN, 0);
    CHECK_NEAR(dial_row(rows, count, 1, 1)->overlap.value, NAN, 0);
    /* c is then of those tasks that have a valid sample. */
    CHECK_NEAR(dial_row(rows, count, 1, 1)->compute_s, dial_row(rows, count, 1, 16)->compute_s, 0);
    CHECK(dial_row(rows, count, 1, 16)->compute_s > 0);
    free(rows);
    run_free(&run);
}

/* Waits that hold their worker are in no wait_s: they are no computing all the same. */
static void test_worker_held(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        dial_add_block(
            &run, (struct dial_of){.round = round, .tasks = 1, .p = NAN, .wait_s = DIAL_WAIT_S});
        run.samples[run.count - 1].wait_s = run.samples[run.count - 2].wait_s = 0;
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[0].compute_s, DIAL_COMPUTE_S, 1e-12);
    CHECK_NEAR(rows[0].bound_s, rows[0].time_s.value, 1e-12);
    free(rows);
    run_free(&run);
}

/* Handing over costs most where tasks are few: the least computing of all t is c, or a T with more
 * tasks would lie below its bound. */
static void test_least_computing(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        dial_add_block(&run,
                       (struct dial_of){.round = round, .tasks = 1, .p = NAN, .stretch = 0.2});
        dial_add_block(&run, (struct dial_of){.round = round, .tasks = 16, .p = NAN});
        dial_add_block(&run,
                       (struct dial_of){.round = round, .tasks = 64, .p = NAN, .stretch = 0.1});
    }
    for (size_t i = 0; i < run.count; i++) /* what it takes longer is no wait */
        run.samples[i].wait_s = run.samples[i].wait_io_s = 0;
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    for (size_t i = 0; i < count; i++) {
        CHECK_NEAR(rows[i].compute_s, DIAL_COMPUTE_S, 1e-12);
        CHECK(rows[i].bound_s <= rows[i].time_s.value * (1 + 1e-12));
    }
    free(rows);
    run_free(&run);
}

/* Of what waits: the least time of more tasks on as many cores. */
static void test_more_tasks(void) {
    struct run run = make_run(NAN, DIAL_WAIT_S);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(dial_row(rows, count, 2, 1)->more_tasks_s, 0.04, 1e-12);
    CHECK_NEAR(dial_row(rows, count, 1, 4)->more_tasks_s, 0.064, 1e-12);
    CHECK_NEAR(dial_row(rows, count, 2, 16)->more_tasks_s, NAN, 0);
    free(rows);
    run_free(&run);
    run = make_run(NAN, 0);
    rows = make(&run, &count);
    CHECK_NEAR(dial_row(rows, count, 2, 1)->more_tasks_s, NAN, 0);
    free(rows);
    run_free(&run);
}

/* No more tasks than units are in flight, and no more cores at work than there are. */
static void test_bound(void) {
    struct sample sample = {.n = 8, .tasks = 1000, .units = 10, .unit_wait_s = 5};
    CHECK_NEAR(law_bound_s(&sample, 1), 6, 1e-12);
    sample.unit_wait_s = NAN;
    CHECK_NEAR(law_bound_s(&sample, 1), 10.0 / 8, 1e-12);
    sample.oversubscribed = true;
    sample.pus = 2;
    CHECK_NEAR(law_bound_s(&sample, 1), 5, 1e-12);
    CHECK_NEAR(law_bound_s(&sample, NAN), NAN, 0);
    sample.units = 0;
    CHECK_NEAR(law_bound_s(&sample, 1), NAN, 0);
    CHECK(law_is_held_by_waiting(2, 4, 1, 9)); /* 10/4 is more than 1/2 */
    CHECK(!law_is_held_by_waiting(2, 20, 1, 8));
    CHECK(!law_is_held_by_waiting(2, 1, 1, NAN));
}

/* A sentinel has no tasks and is that of every block; of four cores three have no task. */
static void test_attainable(void) {
    struct run run = {0};
    struct sample sentinel = dial_sample(&(struct dial_of){.n = 4, .tasks = 1, .p = NAN});
    sentinel.role = SAMPLE_SENTINEL;
    sentinel.tasks = 0;
    run_add(&run, &sentinel);
    struct sample asked = dial_sample(&(struct dial_of){.n = 4, .tasks = 1, .p = 1});
    run_add(&run, &asked);
    struct pairs *pairs = NULL;
    CHECK_INT(pairs_make(run.samples, run.count, &pairs, NULL), 0);
    CHECK_INT(pairs_find_role(pairs, SAMPLE_SENTINEL, &asked, NAN, 4).count, 1);
    CHECK_INT(pairs_find(pairs, &asked, 1, 4).count, 1);
    asked.tasks = 2;
    CHECK_INT(pairs_find(pairs, &asked, 1, 4).count, 0);
    CHECK_NEAR(law_attainable(&asked, 1, 3.6, 1), 1.8, 1e-12);
    CHECK_INT(law_cores(&asked), 2);
    asked.tasks = 8;
    CHECK_NEAR(law_attainable(&asked, 1, 3.6, 1), 3.6, 1e-12);
    CHECK_INT(law_cores(&asked), 4);
    pairs_free(pairs);
    run_free(&run);
}

int main(void) {
    test_waiting();
    test_computing();
    test_pairs_within_rounds();
    test_worker_held();
    test_least_computing();
    test_more_tasks();
    test_bound();
    test_attainable();
    return check_done();
}
