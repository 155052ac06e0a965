/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of ledger.csv. */
#include "check.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "programs.h"

enum { ROUNDS = 40 };

struct made {
    struct summary_row *summary;
    struct ledger_row *rows;
    size_t summary_count, count;
};

static struct made make(const struct run *run) {
    struct made made = {NULL, NULL, 0, 0};
    struct fault fault = {0};
    CHECK_INT(
        summary_make(run->samples, run->count, 0.01, &made.summary, &made.summary_count, &fault),
        0);
    CHECK_INT(ledger_rows_make(run->samples, run->count, made.summary, made.summary_count,
                               &made.rows, &made.count, &fault),
              0);
    CHECK_STRING(fault.text, "");
    return made;
}

static void made_free(struct made *made) {
    free(made->summary);
    free(made->rows);
}

/* The sum of the components of a parent, at one point. */
static double sum_of(const struct made *made, const char *parent, double p, unsigned n) {
    double sum = 0;
    for (size_t i = 0; i < made->count; i++)
        if (strcmp(made->rows[i].parent, parent) == 0 && made->rows[i].n == n &&
            (made->rows[i].p == p || isnan(p)))
            sum += made->rows[i].value.value;
    return sum;
}

static const struct ledger_row *find(const struct made *made, const char *component) {
    for (size_t i = 0; i < made->count; i++)
        if (strcmp(made->rows[i].component, component) == 0)
            return &made->rows[i];
    CHECK_REPORT(0, "there is no component '%s'", component);
    return NULL;
}

static void check_value(const struct made *made, const char *component, const char *parent,
                        double value) {
    const struct ledger_row *row = find(made, component);
    if (row == NULL)
        return;
    CHECK_STRING(row->parent, parent);
    CHECK_NEAR(row->value.value, value, 1e-12);
    CHECK_NEAR(row->value.lo, value, 1e-12); /* all rounds are alike here */
    CHECK_NEAR(row->value.hi, value, 1e-12);
    CHECK_STRING(row->row, "valid");
    CHECK(row->method[0] != '\0');
}

/* tests/explain/programs.h: T = 0.6 s; one runnable in 0.4 of the looks leaves one of two cores
 * idle; 0.15 s were idle, of which one core has 0.02 s as well. */
static void test_program(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, NAN, 0);
    struct made made = make(&run);
    CHECK_INT(made.count, 6); /* inflation, idle and its parts, unexplained; none at n = 1 */
    check_value(&made, "inflation", "", 0.07 / 0.6);
    check_value(&made, "idle", "", 0.13 / 0.6);
    check_value(&made, "unexplained", "", 0);
    check_value(&made, "idle at n = 1", "idle", -0.02 / 0.6);
    check_value(&made, "one runnable", "idle", 0.4);
    check_value(&made, "the rest", "idle", 0.15 / 0.6 - 0.4);
    made_free(&made);
    run_free(&run);
}

/* Parts sum to what they are parts of, components to n - S, and every interval holds its value. */
static void test_sums_with_noise(void) {
    struct run run = {.random = 9};
    program_add_rounds(&run, ROUNDS, NAN, 0.05);
    for (size_t i = 1; i < run.count; i += 6)
        run.samples[i].looks_one += 5;
    run.samples[3].looks = run.samples[3].looks_one = run.samples[3].looks_runnable = 0;
    struct made made = make(&run);
    CHECK_NEAR(sum_of(&made, "", NAN, 2), 2 - made.summary[1].speedup.value, 1e-9);
    CHECK_NEAR(sum_of(&made, "idle", NAN, 2), made.summary[1].loss.idle, 1e-9);
    for (size_t i = 0; i < made.count; i++)
        CHECK_REPORT(made.rows[i].value.lo <= made.rows[i].value.value &&
                         made.rows[i].value.value <= made.rows[i].value.hi,
                     "%s: %g [%g, %g]", made.rows[i].component, made.rows[i].value.value,
                     made.rows[i].value.lo, made.rows[i].value.hi);
    made_free(&made);
    run_free(&run);
}

/* Nothing was looked at: what is idle is not taken apart further. */
static void test_program_not_seen(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, NAN, 0);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].looks = run.samples[i].looks_one = run.samples[i].looks_runnable = 0;
    struct made made = make(&run);
    CHECK_INT(made.count, 5);
    check_value(&made, "the rest", "idle", 0.15 / 0.6);
    made_free(&made);
    run_free(&run);
}

/* A workload's are of the clocks; points without a speed-up and anchors have none. */
static void test_workload(void) {
    struct run run = {.random = 5};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = {
            .p = 0.9, .work_s = 0.01, .join_s = 1e-4, .jitter = 0.01, .round = round};
        run_add_block(&run, &block, 4);
        block.p = 1;
        block.role = SAMPLE_ANCHOR;
        run_add_block(&run, &block, 4);
        block.p = 0.5;
        block.role = SAMPLE_ASKED;
        run_add_block(&run, &block, 2);
        run.samples[run.count - 1].validity = SAMPLE_BROKEN;
    }
    struct made made = make(&run);
    CHECK_INT(made.count, 2 * 5); /* serial, fork, imbalance, join and what is left, at n = 2, 4 */
    CHECK_NEAR(sum_of(&made, "", 0.9, 2) +
                   row_find(made.summary, made.summary_count, 0.9, 2)->speedup.value,
               2, 1e-9);
    CHECK_NEAR(sum_of(&made, "", 0.9, 4) +
                   row_find(made.summary, made.summary_count, 0.9, 4)->speedup.value,
               4, 1e-9);
    const struct ledger_row *serial = find(&made, "serial");
    if (serial != NULL)
        CHECK_HOLDS(serial->method, "clocks");
    made_free(&made);
    run_free(&run);
}

/* Too few rounds for an interval. */
static void test_few_rounds(void) {
    struct run run = {0};
    program_add_rounds(&run, 5, NAN, 0.01);
    struct made made = make(&run);
    CHECK_INT(made.count, 6);
    for (size_t i = 0; i < made.count; i++)
        CHECK(isnan(made.rows[i].value.lo) && isnan(made.rows[i].value.hi));
    made_free(&made);
    run_free(&run);
}

int main(void) {
    test_program();
    test_sums_with_noise();
    test_program_not_seen();
    test_workload();
    test_few_rounds();
    return check_done();
}
