/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The summary of a foreign program, from runs that are known to the last digit. */
#include "check.h"
#include "explain/ledger.h"
#include "explain/summary.h"
#include "programs.h"

static const struct ledger_factors NO_FACTORS = {{NAN, NAN, NAN}, {NAN, NAN, NAN}};

enum { ROUNDS = 40 };

static struct summary_row *make(const struct run *run, size_t expected) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    size_t count = 0;
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &rows, &count, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, expected);
    return rows;
}

static void test_figures(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, NAN, 0);
    struct summary_row *rows = make(&run, 2);
    const struct summary_row *one = &rows[0], *two = &rows[1];
    CHECK_NEAR(two->speedup.value, 1 / 0.6, 1e-12);
    CHECK_NEAR(two->karp_flatt, 0.2, 1e-12); /* (0.6 - 0.5) / 0.5 */
    CHECK_NEAR(two->karp_flatt_lo, 0.2, 1e-12);
    CHECK(isnan(two->law_speedup) && isnan(two->ratio.value));
    CHECK_STRING(two->verdict, "");
    CHECK_NEAR(one->cpu_s.value, 0.98, 1e-12);
    CHECK_NEAR(two->cpu_s.value, 1.05, 1e-12);
    CHECK_NEAR(two->cpu_s.lo, 1.05, 1e-12);
    CHECK_NEAR(one->idle_s.value, 0.02, 1e-12);
    CHECK_NEAR(two->idle_s.value, 0.15, 1e-12);
    CHECK_NEAR(one->extra_s.value, 0, 0);
    CHECK_NEAR(two->extra_s.value, 0.07, 1e-12);
    CHECK(isnan(one->serial_fraction_seen.value));
    CHECK_NEAR(two->serial_fraction_seen.value, 0.25, 1e-12);
    CHECK_NEAR(one->watch_share, 0.002, 1e-12);
    CHECK_NEAR(two->watch_share, 0.003, 1e-12);
    CHECK_NEAR(two->loss.idle, 0.13 / 0.6, 1e-12);
    CHECK_NEAR(two->loss.inflation, 0.07 / 0.6, 1e-12);
    CHECK_NEAR(two->loss.unexplained, 0, 1e-12);
    CHECK(isnan(two->loss.serial) && isnan(two->loss.fork) && isnan(two->loss.imbalance) &&
          isnan(two->loss.join) && isnan(two->loss.wait) && isnan(two->loss.descheduled));
    CHECK_NEAR(one->speedup.value + loss_sum(&one->loss), 1, 1e-9);
    CHECK_NEAR(two->speedup.value + loss_sum(&two->loss), 2, 1e-9);
    free(rows);
    run_free(&run);
}

/* With noise the losses of the row still sum to n, and everything has an interval that holds it. */
static void test_identity_with_noise(void) {
    struct run run = {.random = 3};
    program_add_rounds(&run, ROUNDS, NAN, 0.05);
    for (size_t i = 0; i < run.count; i += 3)
        run.samples[i].looks_one -= 3 * (double)(i % 2);
    struct summary_row *rows = make(&run, 2);
    for (size_t i = 0; i < 2; i++)
        CHECK_NEAR(rows[i].speedup.value + loss_sum(&rows[i].loss), rows[i].n, 1e-9);
    const struct interval *const held[] = {&rows[1].cpu_s, &rows[1].idle_s, &rows[1].extra_s,
                                           &rows[1].serial_fraction_seen};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        CHECK_REPORT(held[i]->lo < held[i]->value && held[i]->value < held[i]->hi,
                     "%zu: %g [%g, %g]", i, held[i]->value, held[i]->lo, held[i]->hi);
    CHECK(rows[1].karp_flatt_lo < rows[1].karp_flatt && rows[1].karp_flatt < rows[1].karp_flatt_hi);
    free(rows);
    run_free(&run);
}

/* A failed run is never a number; runs too short to be looked at show no serial fraction. */
static void test_left_out(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct program_run took = program_on_two;
        program_add(&run, round, 1, NAN, &program_on_one);
        took.looks = took.looks_one = took.looks_runnable = took.watch_s = 0;
        struct sample *two = program_add(&run, round, 2, NAN, &took);
        if (round % 3 != 0) {
            two->validity = SAMPLE_BROKEN;
            two->time_s = two->user_s = round % 8 == 0 ? NAN : 99;
            two->looks = two->looks_one = two->looks_runnable = two->watch_s = 7;
        }
    }
    struct summary_row *rows = make(&run, 2);
    CHECK_INT(rows[1].invalid, ROUNDS - 14);
    CHECK_INT(rows[1].rounds, 14);
    CHECK_NEAR(rows[1].cpu_s.value, 1.05, 1e-12);
    CHECK_NEAR(rows[1].idle_s.value, 0.15, 1e-12);
    CHECK(isnan(rows[1].serial_fraction_seen.value) && isnan(rows[1].serial_fraction_seen.lo));
    CHECK_NEAR(rows[1].watch_share, 0, 0);
    CHECK_NEAR(rows[1].speedup.value + loss_sum(&rows[1].loss), 2, 1e-9);
    free(rows);
    run_free(&run);
}

/* A p that the program was told has a law: at p = 0.8 Amdahl's is 1/0.6. */
static void test_stated_p(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, 0.8, 0);
    struct summary_row *rows = make(&run, 2);
    CHECK_STRING(rows[1].p_basis, "stated");
    CHECK_NEAR(rows[1].law_speedup, 1 / 0.6, 1e-12);
    CHECK_NEAR(rows[1].ratio.value, 1, 1e-12);
    CHECK_STRING(rows[1].verdict, "agrees");
    CHECK(isnan(rows[1].p_measured.value));
    free(rows);
    run_free(&run);
}

/* A workload's rows have none of these figures, whatever stands in its samples. */
static void test_workload(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++)
        run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.01, .round = round}, 2);
    struct summary_row *rows = make(&run, 2);
    CHECK(isnan(rows[1].cpu_s.value) && isnan(rows[1].idle_s.value) &&
          isnan(rows[1].extra_s.value) && isnan(rows[1].serial_fraction_seen.value) &&
          isnan(rows[1].watch_share) && isnan(rows[1].loss.idle));
    free(rows);
    run_free(&run);
}

/* Less CPU time than on one core, and more than n cores can give, are losses below 0. */
static void test_negative_losses(void) {
    struct sample one = {.series = {.engine = "exec"}, .n = 1, .time_s = 1, .user_s = 1},
                  two = {.series = {.engine = "exec"}, .n = 2, .time_s = 0.4, .user_s = 0.81};
    struct summary_losses loss = ledger_of_pair(&(struct pair){&two, &one}, &NO_FACTORS);
    CHECK_NEAR(loss.inflation, -0.19 / 0.4, 1e-12);
    CHECK_NEAR(loss.idle, -0.01 / 0.4, 1e-12);
    CHECK_NEAR(2.5 + loss_sum(&loss), 2, 1e-12);
}

int main(void) {
    test_figures();
    test_identity_with_noise();
    test_left_out();
    test_stated_p();
    test_workload();
    test_negative_losses();
    return check_done();
}
