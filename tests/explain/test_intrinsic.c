/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload with serial phases of its own: no p, but one that the clocks measured, and with it a
 * law, a ratio, a verdict, and losses that make up what is missing of n. */
#include "check.h"
#include "explain/summary.h"
#include "explain/words.h"
#include "samples.h"

enum { ROUNDS = 40, MOST = 8 };

static struct summary_row *make(const struct run *run, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

/* Blocks of which the clocks alone know p. */
static struct run make_run(struct block block) {
    struct run run = {.random = 3};
    block.p_basis = "measured";
    block.has_no_p = true;
    block.workload = "sort";
    for (block.round = 0; block.round < ROUNDS; block.round++)
        run_add_block(&run, &block, MOST);
    return run;
}

static void test_law_of_its_own_p(void) {
    struct run run = make_run((struct block){.p = 0.8, .work_s = 0.01});
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 4);
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        double n = (double)(1u << i), speedup = 1 / (0.2 + 0.8 / n);
        CHECK(isnan(row->p) && isnan(row->p_work));
        CHECK_STRING(row->p_basis, "measured");
        CHECK_NEAR(row->p_measured.value, 0.8, 1e-12);
        CHECK_NEAR(row->p_measured.lo, 0.8, 1e-12);
        CHECK_NEAR(row->speedup.value, speedup, 1e-12);
        CHECK_NEAR(row->law_speedup, speedup, 1e-12);
        CHECK_NEAR(row->ratio.value, 1, 1e-12);
        CHECK_NEAR(row->karp_flatt, n == 1 ? NAN : 0.2, 1e-12);
        CHECK(isnan(row->serial_fraction_rel.value)); /* there is no anchor */
        CHECK_STRING(row->verdict, n == 1 ? "" : "agrees");
        CHECK_NEAR(row->loss.serial, (n - 1) * 0.2 * speedup, 1e-9);
        CHECK_NEAR(row->loss.unexplained, 0, 1e-9);
    }
    char text[512];
    words_result(rows, count, 0.01, text, sizeof text);
    CHECK_HOLDS(text, "sort: on 8 cores at its own p = 0.8 the speed-up is 3.333 [3.333, 3.333], "
                      "as Amdahl's law has it (3.333); 3 of 3 points agree");
    free(rows);
    run_free(&run);
}

/* With noise in every time, and all that n workers cost beside the work. */
static void test_losses_make_up_n(void) {
    struct run run = make_run((struct block){.p = 0.6,
                                             .work_s = 0.01,
                                             .growth = 0.2,
                                             .fork_s = 1e-5,
                                             .imbalance_s = 2e-5,
                                             .join_s = 3e-5,
                                             .jitter = 0.02});
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 4);
    for (size_t i = 0; i < count; i++) {
        CHECK_NEAR(rows[i].speedup.value + loss_sum(&rows[i].loss), rows[i].n, 1e-9);
        CHECK_STRING(rows[i].verdict, rows[i].n == 1 ? "" : "below");
        CHECK(rows[i].n == 1 || rows[i].loss.unexplained > 0);
    }
    free(rows);
    run_free(&run);
}

/* Samples that cannot be used have no p, and so no law: but it is no workload without one. */
static void test_nothing_usable(void) {
    struct run run = make_run((struct block){.p = 0.8, .work_s = 0.01});
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].validity = SAMPLE_DISTURBED;
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK(isnan(rows[1].p_measured.value) && isnan(rows[1].law_speedup));
    CHECK_STRING(rows[1].verdict, "cannot tell");
    char text[512];
    words_result(rows, count, 0.01, text, sizeof text);
    CHECK_HOLDS(text, "sort: no sample on several cores could be used with its T(1)");
    free(rows);
    run_free(&run);
}

int main(void) {
    test_law_of_its_own_p();
    test_losses_make_up_n();
    test_nothing_usable();
    return check_done();
}
