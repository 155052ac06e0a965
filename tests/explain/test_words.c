/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A sentence for each situation. */
#include "check.h"
#include "explain/words.h"
#include "samples.h"

enum { TEXT_BYTES = 768 };

/* A row on two cores that agrees: S = 1.9 [1.89, 1.91] where the law says 1.9. */
static struct summary_row make_row(double p, unsigned n) {
    return (struct summary_row){
        .series = {.workload = "spin"},
        .p = p,
        .n = n,
        .samples = 100,
        .speedup = {1.9, 1.89, 1.91},
        .law_speedup = 1.9,
        .ratio = {1, 0.995, 1.005},
        .rounds = 100,
        .interval_kind = "time blocks",
        .verdict = "agrees",
        .loss = {0.05, 0.001, 0.02, 0.003, NAN, NAN, NAN, 0.026, NAN},
    };
}

static const char *words(const struct summary_row *rows, size_t count) {
    static char text[TEXT_BYTES];
    words_result(rows, count, 0.01, text, sizeof text);
    return text;
}

static void test_agrees(void) {
    struct summary_row rows[3] = {make_row(0.9, 1), make_row(0.5, 2), make_row(0.9, 2)};
    rows[0].verdict[0] = '\0';
    CHECK_STRING(words(rows, 3),
                 "spin: on 2 cores at p = 0.9 the speed-up is 1.9 [1.89, 1.91], as Amdahl's law "
                 "has it (1.9); 2 of 2 points agree within 1 %; beside the serial part the "
                 "largest loss there is what no clock explains, 0.026 of 2.");
}

/* The largest n first, and of those the largest p; a row without a figure is passed over. */
static void test_row_of_interest(void) {
    struct summary_row rows[] = {make_row(0.5, 8), make_row(0.95, 4), make_row(0.9, 8),
                                 make_row(1, 8), make_row(1, 1)};
    rows[3].speedup = (struct interval){NAN, NAN, NAN};
    CHECK_HOLDS(words(rows, 5), "on 8 cores at p = 0.9 the");
}

static void set_verdict(struct summary_row *row, const char *verdict, double ratio) {
    snprintf(row->verdict, sizeof row->verdict, "%s", verdict);
    row->ratio.value = ratio;
}

static void test_below_and_above(void) {
    struct summary_row rows[6];
    for (unsigned i = 0; i < 6; i++)
        rows[i] = make_row(0.1 * i, 2);
    set_verdict(&rows[0], "above", 1.05);
    set_verdict(&rows[1], "below", 0.9);
    set_verdict(&rows[2], "below", 0.9);
    set_verdict(&rows[3], "cannot tell", 1);
    set_verdict(&rows[5], "below", 0.9766);
    CHECK_HOLDS(words(rows, 6), ", 2.3 % below Amdahl's 1.9; 1 of 6 points agree within 1 %, 3 lie "
                                "below, 1 lies above, 1 cannot be told;");
    set_verdict(&rows[1], "agrees", 1);
    set_verdict(&rows[2], "above", 1.1);
    set_verdict(&rows[5], "above", 2.505);
    CHECK_HOLDS(words(rows, 6), ", 150 % above Amdahl's 1.9; 2 of 6 points agree within 1 %, 3 lie "
                                "above, 1 cannot be told;");
}

/* The law's owner is named, and where there is no p none is. */
static void test_other_scalings(void) {
    struct summary_row row = make_row(0.9, 2);
    snprintf(row.series.scaling, sizeof row.series.scaling, "weak");
    CHECK_HOLDS(words(&row, 1), "spin (weak scaling): on 2 cores at p = 0.9 the scaled speed-up is "
                                "1.9 [1.89, 1.91], as Gustafson's law has it (1.9)");
    snprintf(row.series.scaling, sizeof row.series.scaling, "throughput");
    row.p = NAN;
    set_verdict(&row, "below", 0.95);
    row.law_speedup = 2;
    CHECK_HOLDS(words(&row, 1), "spin (throughput scaling): on 2 cores the scaled speed-up is 1.9 "
                                "[1.89, 1.91], 5 % below the ideal 2; 0 of 1 points");
}

static void test_own_p(void) {
    struct summary_row row = make_row(NAN, 2);
    snprintf(row.p_basis, sizeof row.p_basis, "measured");
    row.p_measured.value = 0.83125;
    set_verdict(&row, "below", 0.97);
    CHECK_HOLDS(words(&row, 1), "spin: on 2 cores at its own p = 0.8313 the speed-up is 1.9 [1.89, "
                                "1.91], 3 % below Amdahl's 1.9; 0 of 1 points");
}

static void test_few_rounds(void) {
    struct summary_row row = make_row(0.5, 2);
    row.speedup.lo = row.speedup.hi = NAN;
    set_verdict(&row, "cannot tell", 1);
    const char *text = words(&row, 1);
    CHECK_HOLDS(text, "the speed-up is 1.9, as Amdahl's law");
    CHECK_HOLDS(text, "0 of 1 points agree within 1 %, 1 cannot be told");
    CHECK_HOLDS(text, "Too few rounds for an interval: 6 are the least.");
}

static void test_this_run_only(void) {
    struct summary_row rows[3] = {make_row(0, 2), make_row(0.5, 2), make_row(1, 2)};
    CHECK(strstr(words(rows, 3), "this run only") == NULL);
    for (int i = 0; i < 2; i++)
        snprintf(rows[i].interval_kind, sizeof rows[i].interval_kind, "this run only");
    CHECK_HOLDS(words(rows, 3), " 2 of the intervals speak of this run only");
}

/* docs/definitions.md, "Validity": more than half disturbed is said. */
static void test_mostly_disturbed(void) {
    struct summary_row rows[2] = {make_row(0.5, 2), make_row(1, 2)};
    rows[0].rounds = rows[0].samples / 2;
    CHECK(strstr(words(rows, 2), "disturbed") == NULL);
    rows[0].rounds--;
    CHECK_HOLDS(words(rows, 2), " At 1 of the points more than half of the samples were disturbed");
}

static void test_nothing_to_compare(void) {
    struct summary_row rows[2] = {make_row(0.5, 1), make_row(1, 1)};
    CHECK_STRING(words(rows, 2), "spin: one core only, so there is no speed-up to compare.");
    rows[1].n = 2; /* which was all broken */
    rows[1].speedup = (struct interval){NAN, NAN, NAN};
    CHECK_STRING(words(rows, 2), "spin: no sample on several cores could be used with its T(1), so "
                                 "there is no speed-up to compare.");
    CHECK_STRING(words(NULL, 0), "one core only, so there is no speed-up to compare.");
}

static void test_largest_loss(void) {
    double value = 0;
    struct summary_losses loss = {9, 0.1, 0.2, 0.3, NAN, NAN, NAN, -1, NAN};
    CHECK_STRING(words_largest_loss(&loss, &value), "join"); /* serial is Amdahl's own */
    CHECK_NEAR(value, 0.3, 0);
    loss.wait = 0.4;
    CHECK_STRING(words_largest_loss(&loss, &value), "waiting");
    loss.descheduled = 0.5;
    CHECK_STRING(words_largest_loss(&loss, &value), "descheduling");
    loss.inflation = 0.6;
    CHECK_STRING(words_largest_loss(&loss, &value), "inflation of the work");
    loss = (struct summary_losses){9, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    CHECK(words_largest_loss(&loss, &value) == NULL);
    loss = (struct summary_losses){9, -0.2, -0.1, -0.3, NAN, NAN, NAN, -1, NAN};
    CHECK_STRING(words_largest_loss(&loss, &value), "imbalance");
    CHECK_NEAR(value, -0.1, 0);
}

/* A gain is no loss to speak of, and a large one is not written with an exponent. */
static void test_loss_in_words(void) {
    struct summary_row row = make_row(0.5, 256);
    row.loss = (struct summary_losses){9, -0.2, -0.1, -0.3, NAN, NAN, NAN, -1, NAN};
    CHECK(strstr(words(&row, 1), "loss") == NULL);
    row.loss.imbalance = 128.4;
    CHECK_HOLDS(words(&row, 1), "is imbalance, 128 of 256.");
}

static void test_cut_to_the_room(void) {
    const struct summary_row row = make_row(0.5, 2);
    char whole[TEXT_BYTES], part[TEXT_BYTES];
    words_result(&row, 1, 0.01, whole, sizeof whole);
    for (size_t bytes = 1; bytes <= strlen(whole) + 1; bytes++) {
        memset(part, '#', sizeof part);
        words_result(&row, 1, 0.01, part, bytes);
        CHECK_INT(strlen(part), bytes - 1);
        CHECK(strncmp(part, whole, bytes - 1) == 0);
        CHECK(part[bytes] == '#');
    }
    part[0] = '#';
    words_result(&row, 1, 0.01, part, 0);
    CHECK(part[0] == '#');
}

int main(void) {
    test_agrees();
    test_row_of_interest();
    test_below_and_above();
    test_other_scalings();
    test_own_p();
    test_few_rounds();
    test_this_run_only();
    test_mostly_disturbed();
    test_nothing_to_compare();
    test_largest_loss();
    test_loss_in_words();
    test_cut_to_the_room();
    return check_done();
}
