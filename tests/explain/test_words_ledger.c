/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a point's ledger says, for made-up ledgers whose answer is plain. */
#include "check.h"
#include "made_ledger.h"

/* S n/(n - x): 3 x 4/(4 - 0.5) without the serial part, 3 x 4/(4 - 0.4) without the fork. */
static void test_sure(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.5, 0.49, 0.51);
    add_loss(&made, "fork", 0.4, 0.35, 0.45);
    add_loss(&made, "join", 0.1, 0.05, 0.15);
    add_loss(&made, "unexplained", 0.00001, -0.001, 0.001);
    CHECK_STRING(words(&made),
                 "spin: on 4 cores at p = 0.9 the speed-up is 3 [2.9, 3.1]; 1.00 of 4 is lost. The "
                 "serial part costs 0.500 [0.490, 0.510] of 4, which is Amdahl's own; were it "
                 "spread evenly over the cores, the speed-up would be 3.429. Beside it most is "
                 "lost to fork, 0.40 [0.35, 0.45] of 4; that it is the largest is sure. Without "
                 "it, its time spread evenly over the cores, the speed-up would be 3.333.");
}

/* The serial part is the largest of all, and is not the answer; those that the largest cannot be
 * told from are named, those below it are not. */
static void test_unsure(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.9, 0.89, 0.91);
    add_loss(&made, "imbalance", 0.05, 0.02, 0.08);
    add_loss(&made, "wait", 0.015, 0.01, 0.06);
    add_loss(&made, "descheduled", 0.03, 0.02, 0.04);
    add_loss(&made, "join", 0.01, 0.005, 0.019);
    CHECK_HOLDS(words(&made), "most is lost to imbalance, 0.05 [0.02, 0.08] of 4; it cannot be "
                              "told from waiting, descheduling. Without it");
    made.rows[1].value = (struct interval){0.05, -0.01, 0.08};
    CHECK_HOLDS(words(&made), "told from waiting, descheduling, join; it may be none, for its "
                              "interval holds 0. Without it");
}

/* One task is on one core at a time, whatever is lost; and a wait is not spread over cores. */
static void test_tasks(void) {
    struct made made = make();
    made.point.speedup = (struct interval){0.9, 0.89, 0.91};
    made.point.tasks = 1;
    add_loss(&made, "imbalance", 2.9, 2.89, 2.91);
    CHECK_HOLDS(words(&made), "the speed-up would be at most 1.");
    made.rows[0].tasks = made.point.tasks = 3;
    CHECK_HOLDS(words(&made), "the speed-up would be at most 3.");
    made.rows[0].tasks = made.point.tasks = 8;
    CHECK_HOLDS(words(&made), "the speed-up would be 3.273.");
    made.point.unit_wait_s = 5e-3;
    CHECK_HOLDS(words(&made), "Most is lost to imbalance");
    check_holds_not(words(&made), "would be");
    made.point.speedup.value = 1.01;
    made.point.unit_wait_s = NAN;
    made.rows[0].tasks = made.point.tasks = 1;
    check_holds_not(words(&made), "would be");
}

/* What has no interval may be anything. */
static void test_no_interval(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.5, 0.49, 0.51);
    add_loss(&made, "fork", 0.4, 0.35, 0.45);
    add_loss(&made, "inflation", 0.1, NAN, NAN);
    add_loss(&made, "join", 0.1, 0.05, 0.15);
    CHECK_HOLDS(words(&made), "fork, 0.40 [0.35, 0.45] of 4; whether it is the largest cannot be "
                              "said: no interval of inflation of the work. Without it");
    made.rows[2].value.value = 0; /* none in any round */
    CHECK_HOLDS(words(&made), "that it is the largest is sure");
    made.rows[2].value.value = -0.2;
    check_holds_not(words(&made), "is sure");
    made.rows[3].value.hi = 0.36;
    CHECK_HOLDS(words(&made), "; it cannot be told from join; no interval of inflation of the work."
                              " Without it");
    made.rows[1].value = (struct interval){0.4, NAN, NAN};
    CHECK_HOLDS(words(&made),
                "fork, 0.400 of 4; whether it is the largest cannot be said: no interval. Without");
}

/* The serial part is the law's own, of which law it is. */
static void test_scalings(void) {
    struct made made = make();
    snprintf(made.point.series.scaling, sizeof made.point.series.scaling, "weak");
    add_loss(&made, "serial", 0.5, 0.49, 0.51);
    CHECK_HOLDS(words(&made), "of 4, which is Gustafson's own; were it spread evenly over the "
                              "cores, the speed-up would be 3.429.");
    check_holds_not(made.text, "Amdahl");
    snprintf(made.point.series.scaling, sizeof made.point.series.scaling, "throughput");
    made.rows[0].series = made.point.series;
    CHECK_HOLDS(words(&made), "0.510] of 4; were it spread evenly");
}

static void test_nothing_lost(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.9, 0.89, 0.91);
    add_loss(&made, "join", 0.00001, 0, 0.00002);
    CHECK_HOLDS(words(&made), "Beside it nothing is lost.");
    made.rows[0].value.value = 0.00001; /* of which nothing is said, so that nothing is beside it */
    CHECK_HOLDS(words(&made), " is lost. Nothing is lost.");
    made.rows[1].value = (struct interval){0.1, 0.05, 0.15};
    CHECK_HOLDS(words(&made), " is lost. Most is lost to join, ");
    check_holds_not(made.text, "Amdahl's own");
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
    CHECK_HOLDS(words(&made), "; that is 0.20 more than 4.");
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
    CHECK_HOLDS(words(&made), "Most is lost to inflation of the work, 0.300 [0.280, 0.320] of 4 "
                              "(its largest part: memory, 0.200); that it is");
    snprintf(made.point.series.engine, sizeof made.point.series.engine, "exec");
    made.rows[0].series = made.point.series;
    made.count = 1;
    CHECK_HOLDS(words(&made), "Most is lost to work that one core does not need, 0.3");
}

/* What no clock explains may be memory only where memory is moved and this point's ledger does not
 * hold it apart. */
static void test_unexplained(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.1, 0.09, 0.11);
    add_loss(&made, "unexplained", 0.3, 0.28, 0.32);
    made.samples.moves_bytes = true;
    CHECK_HOLDS(words(&made), "what no clock explains, 0.300 [0.280, 0.320] of 4, which is memory, "
                              "or unknown: nothing was counted; that it is");
    made.samples.moves_bytes = false;
    CHECK_HOLDS(words(&made), "of 4, which is unknown: nothing was counted; that it is");
    made.samples.moves_bytes = true;
    add(&made, "as experienced", "inflation", "memory", (struct interval){0, -0.01, 0.01});
    CHECK_HOLDS(words(&made), "which is memory, or unknown");
    add(&made, "valid", "inflation", "memory", (struct interval){0, -0.01, 0.01});
    CHECK_HOLDS(words(&made), "of 4, which is unknown; that it is");
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
    test_tasks();
    test_no_interval();
    test_scalings();
    test_nothing_lost();
    test_gains();
    test_parts();
    test_unexplained();
    test_point();
    test_no_ledger();
    test_cut();
    return check_done();
}
