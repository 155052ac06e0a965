/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a point's ledger says, for made-up ledgers whose answer is plain. */
#include "check.h"
#include "explain/words_ledger.h"
#include "samples.h"

enum { TEXT_BYTES = 2048, ROWS_MAX = 16 };

/* A point at n = 4, p = 0.9, S = 3 [2.9, 3.1], and its rows. */
struct made {
    struct summary_row point;
    struct ledger_row rows[ROWS_MAX];
    size_t count;
    struct words_samples samples;
    char text[TEXT_BYTES];
};

static struct made make(void) {
    return (struct made){.point = {.series = {.workload = "spin"},
                                   .p = 0.9,
                                   .n = 4,
                                   .speedup = {3, 2.9, 3.1},
                                   .law_speedup = NAN}};
}

static void add(struct made *made, const char *row, const char *parent, const char *component,
                struct interval value) {
    struct ledger_row *added = &made->rows[made->count++];
    *added = (struct ledger_row){.series = made->point.series,
                                 .p = made->point.p,
                                 .n = made->point.n,
                                 .tasks = made->point.tasks,
                                 .value = value};
    snprintf(added->row, sizeof added->row, "%s", row);
    snprintf(added->parent, sizeof added->parent, "%s", parent);
    snprintf(added->component, sizeof added->component, "%s", component);
}

static void add_loss(struct made *made, const char *component, double value, double lo, double hi) {
    add(made, "valid", "", component, (struct interval){value, lo, hi});
}

static const char *words(struct made *made) {
    const struct ledger_point ledger = ledger_point_find(&made->point, made->rows, made->count);
    words_ledger(&ledger, &made->samples, made->text, sizeof made->text);
    return made->text;
}

static void check_holds_not(const char *text, const char *part) {
    CHECK_REPORT(strstr(text, part) == NULL, "'%s' holds '%s'", text, part);
}

/* S n/(n - x): 3 x 4/(4 - 0.5) without the serial part, 3 x 4/(4 - 0.4) without the fork. */
static void test_sure(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.5, 0.49, 0.51);
    add_loss(&made, "fork", 0.4, 0.35, 0.45);
    add_loss(&made, "join", 0.1, 0.05, 0.15);
    add_loss(&made, "unexplained", 0.00001, -0.001, 0.001);
    CHECK_STRING(words(&made),
                 "spin: on 4 cores at p = 0.9 the speed-up is 3 [2.9, 3.1]; 1 of 4 is lost. The "
                 "serial part costs 0.5 [0.49, 0.51] of 4, which is Amdahl's own; without it the "
                 "speed-up would be 3.429. Beside it most is lost to fork, 0.4 [0.35, 0.45] of 4; "
                 "that it is the largest is sure: its interval lies above all others. Without it "
                 "the speed-up would be 3.333, all else equal and its time spread evenly over the "
                 "cores.");
}

/* The serial part is the largest of all, and is not the answer; those that the largest cannot be
 * told from are named, those below it are not. */
static void test_unsure(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.9, 0.89, 0.91);
    add_loss(&made, "imbalance", 0.05, 0.02, 0.08);
    add_loss(&made, "wait", 0.015, 0.01, 0.06);
    add_loss(&made, "descheduled", 0.03, NAN, NAN);
    add_loss(&made, "join", 0.01, 0.005, 0.019);
    CHECK_HOLDS(words(&made), "most is lost to imbalance, 0.05 [0.02, 0.08] of 4; it cannot be "
                              "told from waiting, descheduling. Without it");
    made.rows[1].value = (struct interval){0.05, -0.01, 0.08};
    CHECK_HOLDS(words(&made), "told from waiting, descheduling, join, and it may be none, for its "
                              "interval holds 0. Without it");
    made.rows[1].value = (struct interval){0.05, NAN, NAN};
    CHECK_HOLDS(words(&made), "imbalance, 0.05 of 4; without intervals nobody can be sure of that");
}

static void test_nothing_lost(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.9, 0.89, 0.91);
    add_loss(&made, "join", 0.00001, 0, 0.00002);
    CHECK_HOLDS(words(&made), "Beside it nothing is lost.");
    made.rows[0].value.value = 0.00001;
    check_holds_not(words(&made), "Amdahl's own");
}

/* A loss below 0 is a gain; the other rows and the parts are none. */
static void test_gains(void) {
    struct made made = make();
    made.point.speedup = (struct interval){4.2, 4.1, 4.3};
    add_loss(&made, "serial", 0.1, 0.09, 0.11);
    add_loss(&made, "inflation", -0.25, -0.3, -0.2);
    add(&made, "valid", "inflation", "memory", (struct interval){-0.25, -0.3, -0.2});
    add_loss(&made, "unexplained", -0.05, -0.1, 0.01);
    add(&made, "as experienced", "", "fork", (struct interval){-0.7, -0.8, -0.6});
    CHECK_HOLDS(words(&made), "; that is 0.2 more than 4.");
    CHECK_HOLDS(made.text, " Beside it nothing is lost. Gained, not lost: inflation of the work, "
                           "0.25; what no clock explains, 0.05 (or none: its interval holds 0).");
    check_holds_not(made.text, "fork");
    check_holds_not(made.text, "memory");
}

static void test_parts(void) {
    struct made made = make();
    add_loss(&made, "inflation", 0.3, 0.28, 0.32);
    add(&made, "valid", "inflation", "clock", (struct interval){0.1, 0.09, 0.11});
    add(&made, "valid", "inflation", "memory", (struct interval){0.2, 0.19, 0.21});
    add(&made, "as experienced", "inflation", "extra work", (struct interval){0.9, 0.8, 1});
    CHECK_HOLDS(words(&made), "Most is lost to inflation of the work, 0.3 [0.28, 0.32] of 4 (its "
                              "largest part: memory, 0.2); that it is");
    snprintf(made.point.series.engine, sizeof made.point.series.engine, "exec");
    made.rows[0].series = made.point.series;
    made.count = 1;
    CHECK_HOLDS(words(&made), "Most is lost to work that one core does not need, 0.3");
}

/* What no clock explains may be memory only where memory is moved and no counter could tell. */
static void test_unexplained(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.1, 0.09, 0.11);
    add_loss(&made, "unexplained", 0.3, 0.28, 0.32);
    made.samples.moves_bytes = true;
    CHECK_HOLDS(words(&made), "what no clock explains, 0.3 [0.28, 0.32] of 4, which is memory, or "
                              "unknown: no hardware counters here; that it is");
    made.samples.moves_bytes = false;
    CHECK_HOLDS(words(&made), "of 4, which is unknown: no hardware counters here; that it is");
    made.samples.moves_bytes = made.samples.has_counters = true;
    CHECK_HOLDS(words(&made), "of 4, which is unknown; that it is");
}

static void test_experienced(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.1, 0.09, 0.11);
    add(&made, "as experienced", "", "speedup", (struct interval){2.5, 2.3, 2.7});
    check_holds_not(words(&made), "As experienced"); /* no sample was disturbed */
    made.samples.disturbed = 12;
    made.samples.causes[0] = (struct words_cause){"run delay", 8};
    made.samples.causes[1] = (struct words_cause){"migrated", 3};
    made.samples.cause_count = 2;
    CHECK_HOLDS(words(&made),
                " As experienced, with the disturbed samples, the speed-up is 2.5 [2.3, 2.7]: they "
                "cost 0.5 (12 samples: run delay 8, migrated 3, others 1).");
    made.rows[1].value = (struct interval){3.5, 3.4, 3.6};
    CHECK_HOLDS(words(&made), "they add 0.5, T(1) being disturbed too (12 samples");
    made.rows[1].value = (struct interval){2.8, 2.5, 3.2}; /* which holds 3 */
    check_holds_not(words(&made), "As experienced");
    made.rows[1].value = (struct interval){2.95, 2.94, 2.96}; /* 3's interval holds it */
    check_holds_not(words(&made), "As experienced");
    made.rows[1].value = (struct interval){2.5, NAN, NAN};
    CHECK_HOLDS(words(&made), "the speed-up is 2.5: they cost 0.5");
}

/* Rows of other points around those of one. */
static void test_point(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.9, NAN, NAN);
    add_loss(&made, "serial", 0.2, NAN, NAN);
    add_loss(&made, "join", 0.1, NAN, NAN);
    add_loss(&made, "join", 0.3, NAN, NAN);
    made.rows[0].n = 2;
    made.rows[3].p = NAN;
    const struct ledger_point ledger = ledger_point_find(&made.point, made.rows, made.count);
    CHECK_INT(ledger.count, 2);
    CHECK_NEAR(ledger_point_value(&ledger, "valid", "serial").value, 0.2, 0);
    CHECK(isnan(ledger_point_value(&ledger, "valid", "fork").value));
    CHECK(isnan(ledger_point_speedup(&ledger, LEDGER_EXPERIENCED).value));
    CHECK_NEAR(ledger_point_speedup(&ledger, LEDGER_VALID).value, 3, 0);
    CHECK_INT(ledger_point_find(&made.point, made.rows, 1).count, 0);
}

static void disturb(struct run *run, uint32_t round, double p, unsigned n, const char *cause) {
    struct sample *sample = run_find(run, round, p, n);
    sample->validity = SAMPLE_DISTURBED;
    snprintf(sample->cause, sizeof sample->cause, "%s", cause);
}

static void test_look(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 9; round++)
        for (unsigned i = 0; i < 2; i++)
            run_add_block(
                &run, &(struct block){.p = i == 0 ? 0.5 : 0.9, .work_s = 1e-3, .round = round}, 4);
    disturb(&run, 1, 0.9, 4, "run delay");
    disturb(&run, 2, 0.9, 1, "run delay"); /* its T(1) */
    disturb(&run, 3, 0.9, 4, "migrated");
    disturb(&run, 4, 0.9, 2, "run delay"); /* other points */
    disturb(&run, 5, 0.5, 4, "run delay");
    run_find(&run, 6, 0.9, 4)->validity = SAMPLE_BROKEN;
    const struct summary_row point = {.series = run.samples[0].series, .p = 0.9, .n = 4};
    struct words_samples found = words_look(run.samples, run.count, &point);
    CHECK_INT(found.disturbed, 3);
    CHECK_INT(found.cause_count, 2);
    CHECK_STRING(found.causes[0].cause, "run delay");
    CHECK_INT(found.causes[0].count, 2);
    CHECK_INT(found.causes[1].count, 1);
    CHECK(!found.has_counters && !found.moves_bytes);

    struct sample counted = *run_find(&run, 7, 0.5, 4);
    counted.role = SAMPLE_COUNTED;
    counted.cycles = NAN;
    run_add(&run, &counted);
    CHECK(!words_look(run.samples, run.count, &point).has_counters);
    counted.cycles = 1e6;
    run_add(&run, &counted);
    run_find(&run, 7, 0.9, 4)->bytes = 64;
    found = words_look(run.samples, run.count, &point);
    CHECK(found.has_counters && found.moves_bytes);
    run_free(&run);
}

static void test_no_ledger(void) {
    char text[TEXT_BYTES];
    struct summary_row row = {
        .series = {.workload = "null"}, .n = 2, .speedup = {NAN, NAN, NAN}, .law_speedup = NAN};
    words_no_ledger(&row, 1, text, sizeof text);
    CHECK_STRING(text, "null: without work there is no speed-up, and so no ledger.");
    row.n = 1;
    snprintf(row.p_basis, sizeof row.p_basis, "work");
    words_no_ledger(&row, 1, text, sizeof text);
    CHECK_HOLDS(text, "one core only");
}

/* Too small a text is cut, and not overrun. */
static void test_cut(void) {
    struct made made = make();
    char text[10] = "123456789";
    add_loss(&made, "serial", 0.5, 0.49, 0.51);
    const struct ledger_point ledger = ledger_point_find(&made.point, made.rows, made.count);
    words_ledger(&ledger, &made.samples, text, 5);
    CHECK_STRING(text, "spin");
    CHECK_INT(text[5], '6');
}

int main(void) {
    test_sure();
    test_unsure();
    test_nothing_lost();
    test_gains();
    test_parts();
    test_unexplained();
    test_experienced();
    test_point();
    test_look();
    test_no_ledger();
    test_cut();
    return check_done();
}
