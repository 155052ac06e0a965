/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The intervals of what hardware counters tell. */
#include "check.h"
#include "made.h"
#include "parts.h"

enum { ROUNDS = 40 };

/* T(2) = 6 s, or with `jitter` up to that share more, and T(1) = 10 s; `counted` rounds, in which
 * cycles an instruction are 1, 1.01, 1.02, … times those of T(1). */
static struct made make_counted(struct run *run, uint32_t counted, double jitter) {
    const struct sample one = parts_sample(&(struct parts){.n = 1, .serial_s = 1, .share_s = 9});
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double longer_s = 12 * jitter * fabs(run_random(run));
        struct sample two =
            parts_sample(&(struct parts){.n = 2, .serial_s = 1, .share_s = 10 + longer_s});
        parts_add_round(run, round, &one, &two);
        if (round >= counted)
            continue;
        struct sample counted_one = one, counted_two = two;
        parts_count(&counted_one, 1e9, 1e9);
        parts_count(&counted_two, 1e9, (1 + 0.01 * round) * 1e9);
        parts_add_round(run, round, &counted_one, &counted_two);
    }
    return make(run);
}

/* Of ten counted rounds the median is 1.045 and its interval [1.01, 1.08]. All others are alike, so
 * that their scatter hides no error: it is that of the counted ones alone, in `inflation` too, and
 * in `unexplained` the other way round. */
static void test_error_of_the_factors(void) {
    struct run run = {0};
    struct made made = make_counted(&run, 10, 0);
    const double one = 10.0 / 6;
    static const char *const components[] = {"memory", "inflation"};
    for (int i = 0; i < 2; i++) {
        const struct interval value = find(&made, VALID, components[i])->value;
        CHECK_NEAR(value.value, 0.045 * one, 1e-12);
        CHECK_NEAR(value.lo, 0.01 * one, 1e-12);
        CHECK_NEAR(value.hi, 0.08 * one, 1e-12);
    }
    const struct interval extra = find(&made, VALID, "extra work")->value,
                          rest = find(&made, VALID, "unexplained")->value;
    CHECK_NEAR(extra.lo, 0, 1e-12);
    CHECK_NEAR(extra.hi, 0, 1e-12);
    CHECK_NEAR(rest.value, 1.0 / 6 - 0.045 * one, 1e-12);
    CHECK_NEAR(rest.lo, 1.0 / 6 - 0.08 * one, 1e-12);
    CHECK_NEAR(rest.hi, 1.0 / 6 - 0.01 * one, 1e-12);
    free_both(&made, &run);
}

/* Where the others scatter it comes on top, in the sums' rows too. */
static void test_error_beside_the_scatter(void) {
    static const char *const kinds[] = {VALID, SUMMED, EXPERIENCED};
    static const char *const components[] = {"memory", "inflation", "unexplained"};
    struct run run = {.random = 8};
    struct made made = make_counted(&run, 10, 0.05);
    for (int kind = 0; kind < 3; kind++)
        for (int i = 0; i < 3; i++) {
            const struct interval value = find(&made, kinds[kind], components[i])->value;
            double least = 0.035 * 10.0 / 6 / 1.1;
            CHECK_REPORT(value.value - value.lo > least && value.hi - value.value > least,
                         "%s %s: %g [%g, %g]", kinds[kind], components[i], value.value, value.lo,
                         value.hi);
        }
    free_both(&made, &run);
}

/* Fewer than six counted rounds: values, and no interval of whatever they go into. */
static void test_factors_without_interval(void) {
    static const char *const kinds[] = {VALID, SUMMED, EXPERIENCED};
    static const char *const components[] = {"memory", "extra work", "inflation", "unexplained"};
    struct run run = {.random = 8};
    struct made made = make_counted(&run, 5, 0.05);
    for (int kind = 0; kind < 3; kind++) {
        for (int i = 0; i < 4; i++) {
            const struct ledger_row *row = find(&made, kinds[kind], components[i]);
            CHECK(!isnan(row->value.value));
            CHECK_REPORT(isnan(row->value.lo) && isnan(row->value.hi), "%s %s: [%g, %g]",
                         kinds[kind], components[i], row->value.lo, row->value.hi);
        }
        CHECK(!isnan(find(&made, kinds[kind], "serial")->value.lo));
    }
    CHECK_STRING(find(&made, VALID, "memory")->method,
                 "counted samples: cycles an instruction, n to 1, too few for an interval");
    free_both(&made, &run);
}

int main(void) {
    test_error_of_the_factors();
    test_error_beside_the_scatter();
    test_factors_without_interval();
    return check_done();
}
