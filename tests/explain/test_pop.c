/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* POP's efficiencies, worked out by hand. */
#include "check.h"
#include "explain/pop.h"
#include "parts.h"

enum { ROUNDS = 7 };

/* T(1) = 10.5 s, 10 s useful. */
static const struct parts ONE = {.n = 1, .serial_s = 1, .share_s = 9, .fork_s = 0.5};
/* Useful 1 + 11 s, 7 s of it on worker 0; T(2) = 1 + 5.5 + 1 + 0.5 = 8 s. */
static const struct parts TWO = {
    .n = 2, .serial_s = 1, .share_s = 11, .imbalance_s = 1, .join_s = 0.5, .busy_max_s = 7};

static struct pop_row *make(const struct run *run, size_t expected) {
    struct pop_row *rows = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(pop_make(run->samples, run->count, &rows, &count, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, expected);
    if (count != expected)
        exit(check_done());
    return rows;
}

/* One round of seven is left out, and two are outliers of a median. */
static struct run make_run(const struct parts *two) {
    struct run run = {0};
    struct sample one = parts_sample(&ONE), more = parts_sample(two);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct sample *added = parts_add_round(&run, round, &one, &more);
        if (round == 1)
            added->validity = SAMPLE_DISTURBED;
        if (round == 3 || round == 5)
            added->time_s *= round == 3 ? 2 : 1.5;
    }
    return run;
}

static void test_by_hand(void) {
    struct run run = make_run(&TWO);
    struct pop_row *rows = make(&run, 1);
    CHECK_STRING(rows[0].series.workload, "spin");
    CHECK_INT(rows[0].n, 2);
    CHECK_NEAR(rows[0].p, 0.9, 0);
    CHECK_NEAR(rows[0].load_balance, 6.0 / 7, 1e-12);
    CHECK_NEAR(rows[0].communication, 7.0 / 8, 1e-12);
    CHECK_NEAR(rows[0].parallel, 6.0 / 8, 1e-12);
    CHECK_NEAR(rows[0].computation_scaling, 10.0 / 12, 1e-12);
    CHECK_NEAR(rows[0].global, 10.0 / 16, 1e-12);
    /* S/n = 10.5/16, of which T(1)'s own fork is 0.5. */
    CHECK_NEAR(rows[0].global, 10.5 / 8 / 2 * (10 / 10.5), 1e-12);
    free(rows);
    run_free(&run);
}

/* Weak scaling: the work is w T(1)'s. */
static void test_weak(void) {
    struct parts two = TWO;
    two.share_s = 18;
    struct run run = make_run(&two);
    for (size_t i = 0; i < run.count; i++)
        snprintf(run.samples[i].series.scaling, sizeof run.samples[i].series.scaling, "weak");
    struct pop_row *rows = make(&run, 1);
    CHECK_NEAR(rows[0].computation_scaling, 1.9 * 10 / 19, 1e-12);
    free(rows);
    run_free(&run);
}

/* Without busy_max_s growth alone is known; without work nothing; of a point that no T(1) goes with
 * there is a row all the same, as of a program. */
static void test_not_known(void) {
    struct parts two = TWO;
    two.busy_max_s = 0;
    struct run run = make_run(&two);
    struct pop_row *rows = make(&run, 1);
    CHECK(isnan(rows[0].load_balance) && isnan(rows[0].communication) && isnan(rows[0].parallel) &&
          isnan(rows[0].global));
    CHECK_NEAR(rows[0].computation_scaling, 10.0 / 12, 1e-12);
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].units = 0;
    rows = make(&run, 1);
    CHECK(isnan(rows[0].computation_scaling));
    free(rows);
    for (size_t i = 0; i < run.count; i++) {
        run.samples[i].units = 1000;
        run.samples[i].validity = SAMPLE_BROKEN;
    }
    rows = make(&run, 1);
    CHECK(isnan(rows[0].computation_scaling) && isnan(rows[0].global));
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].role = SAMPLE_ANCHOR;
    rows = make(&run, 0);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_by_hand();
    test_weak();
    test_not_known();
    return check_done();
}
