/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger of all rounds that are not broken. */
#include "check.h"
#include "explain/experienced.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "parts.h"
#include "stats/ratio_interval.h"

enum { ROUNDS = 20 };

static const struct parts ONE = {.n = 1, .serial_s = 1, .share_s = 9};
static const struct parts TWO = {.n = 2, .serial_s = 1, .share_s = 9};
/* T(2) = 7.5 s for 5.5 s: something else ran for 2 s on a core that all then waited for. */
static const struct parts LATE = {.n = 2, .serial_s = 1, .share_s = 9, .descheduled_s = 2};

/* Two rounds, T(1) = 10 s each: 20/(5.5 + 7.5). Serial 1 s in each, descheduled 2 * 2 s once. */
static void test_by_hand(void) {
    struct sample one = parts_sample(&ONE), two = parts_sample(&TWO), late = parts_sample(&LATE);
    late.validity = SAMPLE_DISTURBED;
    const struct pair pairs[] = {{&two, &one}, {&late, &one}};
    struct experienced met = experienced_make(pairs, 2, &NO_FACTORS);
    CHECK_INT(met.pairs, 2);
    CHECK_INT(met.disturbed, 1);
    CHECK_NEAR(met.speedup, 20.0 / 13, 1e-12);
    CHECK_NEAR(met.loss.serial, 2.0 / 13, 1e-12);
    CHECK_NEAR(met.loss.descheduled, 4.0 / 13, 1e-12);
    CHECK_NEAR(met.loss.unexplained, 0, 1e-12);
    CHECK(isnan(met.loss.inflation) && isnan(met.loss.idle));
    CHECK_NEAR(met.speedup + loss_sum(&met.loss), 2, 1e-12);
    CHECK_NEAR(met.speedup_valid, 10.0 / 5.5, 1e-12);
    CHECK_NEAR(met.loss_valid.serial, 1.0 / 5.5, 1e-12);
    CHECK_NEAR(met.loss_valid.descheduled, 0, 1e-12);
    CHECK_NEAR(met.speedup_valid + loss_sum(&met.loss_valid), 2, 1e-12);
}

/* A T(1) that was disturbed disturbs its pair. */
static void test_disturbed_base(void) {
    struct sample one = parts_sample(&ONE), two = parts_sample(&TWO);
    one.validity = SAMPLE_DISTURBED;
    struct experienced met = experienced_make(&(struct pair){&two, &one}, 1, &NO_FACTORS);
    CHECK_INT(met.disturbed, 1);
    CHECK(isnan(met.speedup_valid) && isnan(met.loss_valid.serial));
}

static void test_none(void) {
    struct experienced met = experienced_make(NULL, 0, &NO_FACTORS);
    CHECK_INT(met.pairs, 0);
    CHECK(isnan(met.speedup) && isnan(met.loss.serial) && isnan(met.loss.unexplained));
    CHECK(isnan(met.speedup_valid) && isnan(met.loss_valid.serial));
}

static const struct ledger_row *find(const struct ledger_row *rows, size_t count, const char *row,
                                     const char *component) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].row, row) == 0 && strcmp(rows[i].component, component) == 0)
            return &rows[i];
    CHECK_REPORT(0, "there is no '%s' of the row '%s'", component, row);
    exit(check_done());
}

/* Adds a round of which T(2) is `two`. */
static void add(struct run *run, uint32_t round, const struct parts *two,
                enum sample_validity validity) {
    struct sample one = parts_sample(&ONE), more = parts_sample(two);
    more.validity = validity;
    parts_add_round(run, round, &one, &more);
}

static size_t make(const struct run *run, struct ledger_row **ret_rows) {
    struct summary_row *summary = NULL;
    size_t summary_count = 0, count = 0;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &summary, &summary_count, &fault), 0);
    CHECK_INT(ledger_rows_make(run->samples, run->count, summary, summary_count, ret_rows, &count,
                               &fault),
              0);
    free(summary);
    return count;
}

/* Of 20 rounds five were disturbed and one more is broken: the valid row knows nothing of them, the
 * one as experienced has the five, and says so; summed over the valid ones, one knows what they
 * cost. */
static void test_rows(void) {
    struct run run = {0};
    struct ledger_row *rows = NULL;
    for (uint32_t round = 0; round < ROUNDS; round++)
        add(&run, round, round % 4 == 1 ? &LATE : &TWO,
            round % 4 == 1 ? SAMPLE_DISTURBED : SAMPLE_VALID);
    add(&run, ROUNDS, &LATE, SAMPLE_BROKEN);
    size_t count = make(&run, &rows);
    const double time_s = 15 * 5.5 + 5 * 7.5;
    CHECK_NEAR(find(rows, count, "valid", "speedup")->value.value, 10 / 5.5, 1e-12);
    CHECK_NEAR(find(rows, count, "valid", "descheduled")->value.value, 0, 1e-12);
    const struct ledger_row *speedup = find(rows, count, "as experienced", "speedup"),
                            *delay = find(rows, count, "as experienced", "descheduled");
    CHECK_NEAR(speedup->value.value, 200 / time_s, 1e-12);
    CHECK_HOLDS(speedup->method, "20 rounds, 5 of them disturbed");
    CHECK_NEAR(delay->value.value, 20 / time_s, 1e-12);
    CHECK(delay->value.lo < delay->value.value && delay->value.value < delay->value.hi);
    double above[ROUNDS], below[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        above[i] = 10;
        below[i] = i % 4 == 1 ? 7.5 : 5.5;
    }
    struct interval expected = stats_ratio_interval(above, below, ROUNDS);
    CHECK_NEAR(speedup->value.lo, expected.lo, 1e-12);
    CHECK_NEAR(speedup->value.hi, expected.hi, 1e-12);
    const struct ledger_row *summed = find(rows, count, "valid summed", "speedup");
    CHECK_NEAR(summed->value.value, 10 / 5.5, 1e-12);
    CHECK_STRING(summed->method, "sum of T(1) / sum of T(n): 15 valid rounds");
    CHECK(isnan(summed->value.lo) && isnan(summed->value.hi)); /* these are all alike */
    CHECK_NEAR(find(rows, count, "valid summed", "descheduled")->value.value, 0, 1e-12);
    free(rows);
    run_free(&run);
}

/* Samples that are slow and not marked move a ratio of sums and no median. They are no disturbed
 * rounds, and nothing is between the two rows of sums: each component, and its interval. */
static void test_unmarked_are_no_disturbed(void) {
    struct run run = {0};
    struct ledger_row *rows = NULL;
    for (uint32_t round = 0; round < ROUNDS; round++)
        add(&run, round, round % 5 == 1 ? &LATE : &TWO, SAMPLE_VALID);
    size_t count = make(&run, &rows), compared = 0;
    CHECK(find(rows, count, "valid", "speedup")->value.value -
              find(rows, count, "as experienced", "speedup")->value.value >
          0.1);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].row, "as experienced") != 0)
            continue;
        const struct ledger_row *summed = find(rows, count, "valid summed", rows[i].component);
        CHECK_NEAR(summed->value.value, rows[i].value.value, 0);
        CHECK_NEAR(summed->value.lo, rows[i].value.lo, 0);
        CHECK_NEAR(summed->value.hi, rows[i].value.hi, 0);
        compared += !isnan(rows[i].value.lo);
    }
    CHECK(compared > 1);
    free(rows);
    run_free(&run);
}

/* Where all were disturbed there is no valid row, and the other one alone. */
static void test_all_disturbed(void) {
    struct run run = {0};
    struct ledger_row *rows = NULL;
    for (uint32_t round = 0; round < ROUNDS; round++)
        add(&run, round, &LATE, SAMPLE_DISTURBED);
    size_t count = make(&run, &rows);
    for (size_t i = 0; i < count; i++)
        CHECK_STRING(rows[i].row, "as experienced");
    CHECK_NEAR(find(rows, count, "as experienced", "speedup")->value.value, 10 / 7.5, 1e-12);
    free(rows);
    run_free(&run);
}

/* Without work there is no speed-up, and no ledger. */
static void test_null(void) {
    struct run run = {0};
    struct ledger_row *rows = NULL;
    for (uint32_t round = 0; round < ROUNDS; round++)
        add(&run, round, &TWO, SAMPLE_VALID);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].units = 0;
    CHECK_INT(make(&run, &rows), 0);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_by_hand();
    test_disturbed_base();
    test_none();
    test_rows();
    test_unmarked_are_no_disturbed();
    test_all_disturbed();
    test_null();
    return check_done();
}
