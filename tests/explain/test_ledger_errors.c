/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The error of the counters' factors in a ledger's intervals. */
#include "check.h"
#include "explain/ledger_errors.h"

/* Of 2 cores of useful time over T; the amounts and their scatter are worked out by hand. */
static const double TIMES = 2;
static const struct interval NONE = {NAN, NAN, NAN};

static void check_ends(const struct interval *value, double lo, double hi) {
    CHECK_NEAR(value->lo, lo, 1e-12);
    CHECK_NEAR(value->hi, hi, 1e-12);
}

/* e 1.1 [1.08, 1.14], m 1.2 [1.15, 1.25]. By themselves: e - 1 errs by 0.02 below and 0.04 above;
 * e (m - 1) = 0.22 is 1.08 * 0.15 = 0.162 at least and 1.14 * 0.25 = 0.285 at most; e m = 1.32
 * 1.242 and 1.425. */
static void test_combinations(void) {
    const struct ledger_factors factors = {{1.1, 1.08, 1.14}, {1.2, 1.15, 1.25}};
    struct interval extra = {0.2, 0.2, 0.2}, memory = {0.44, 0.44, 0.44},
                    inflation = {0.64, 0.64, 0.64}, rest = {0.1, 0.1, 0.1}, fork = {0.3, 0.3, 0.3};
    ledger_errors_add(LEDGER_EXTRA, TIMES, &factors, &NONE, &extra);
    check_ends(&extra, 0.2 - 0.04, 0.2 + 0.08);
    ledger_errors_add(LEDGER_MEMORY, TIMES, &factors, &NONE, &memory);
    check_ends(&memory, 2 * 0.162, 2 * 0.285);
    ledger_errors_add(LEDGER_INFLATION, TIMES, &factors, &NONE, &inflation);
    check_ends(&inflation, 2 * 0.242, 2 * 0.425);
    ledger_errors_add(LEDGER_UNEXPLAINED, TIMES, &factors, &inflation, &rest);
    check_ends(&rest, 0.1 - 2 * (0.425 - 0.32), 0.1 + 2 * (0.32 - 0.242));
    ledger_errors_add(LEDGER_FORK, TIMES, &factors, &inflation, &fork);
    check_ends(&fork, 0.3, 0.3);
}

/* Fewer cycles an instruction on n cores: m 0.8 [0.7, 0.9]. Then the more instructions the less
 * e (m - 1): from 1.2 * -0.3 to 1 * -0.1. */
static void test_less_memory(void) {
    const struct ledger_factors factors = {{1.1, 1, 1.2}, {0.8, 0.7, 0.9}};
    struct interval memory = {-0.44, -0.44, -0.44};
    ledger_errors_add(LEDGER_MEMORY, TIMES, &factors, &NONE, &memory);
    check_ends(&memory, 2 * -0.36, 2 * -0.1);
}

/* 3 by scatter and 4 by the factors are 5. What is left errs by no less than `inflation` does. */
static void test_quadrature(void) {
    const struct ledger_factors factors = {{1, 1, 1}, {1.5, 1.3, 1.7}};
    struct interval inflation = {1, 1 - 0.3, 1 + 0.3}, rest = {0, -0.1, 0.1};
    ledger_errors_add(LEDGER_INFLATION, TIMES, &factors, &NONE, &inflation);
    check_ends(&inflation, 0.5, 1.5);
    ledger_errors_add(LEDGER_UNEXPLAINED, TIMES, &factors, &inflation, &rest);
    check_ends(&rest, -0.5, 0.5);
    rest = (struct interval){0, -0.9, 0.9};
    ledger_errors_add(LEDGER_UNEXPLAINED, TIMES, &factors, &inflation, &rest);
    check_ends(&rest, -hypot(0.9, 0.4), hypot(0.9, 0.4));
}

static void test_no_ends(void) {
    static const enum ledger_amount amounts[] = {LEDGER_EXTRA, LEDGER_MEMORY, LEDGER_INFLATION,
                                                 LEDGER_UNEXPLAINED};
    const struct ledger_factors factors = {{1, NAN, NAN}, {1.5, NAN, NAN}};
    for (int i = 0; i < 4; i++) {
        struct interval value = {1, 0.9, 1.1};
        ledger_errors_add(amounts[i], TIMES, &factors, &NONE, &value);
        CHECK_NEAR(value.value, 1, 0);
        check_ends(&value, NAN, NAN);
    }
}

int main(void) {
    test_combinations();
    test_less_memory();
    test_quadrature();
    test_no_ends();
    return check_done();
}
