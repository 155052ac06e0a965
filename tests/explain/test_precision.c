/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "check.h"
#include "explain/precision.h"

static struct summary_row make_row(double p, uint32_t n, double half) {
    struct summary_row row = {
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = p,
        .n = n,
        .time_s = {2, 1, 3},
        .speedup = {1.6, 1.6 - 0.8, 1.6 + 0.8},
        .law_speedup = 2,
        .ratio = {0.8, 0.8 * (1 - half), 0.8 * (1 + half)},
    };
    return row;
}

static void test_of_row(void) {
    struct summary_row row = make_row(0.5, 2, 0.01);
    CHECK_NEAR(precision_of_row(&row), 0.01, 1e-12);
    row.law_speedup = NAN; /* a program */
    CHECK_NEAR(precision_of_row(&row), 0.5, 1e-12);
    row.speedup.value = NAN; /* no work */
    row.time_s = (struct interval){2, 1.9, 2.1};
    CHECK_NEAR(precision_of_row(&row), 0.05, 1e-12);
    row.time_s.lo = NAN;
    CHECK_NEAR(precision_of_row(&row), NAN, 0);
    row.n = 1;
    CHECK_NEAR(precision_of_row(&row), 0, 0);
}

static void test_of_block(void) {
    struct summary_row rows[] = {make_row(0.5, 1, 9), make_row(0.5, 2, 0.01),
                                 make_row(0.5, 4, 0.03), make_row(NAN, 2, 0.2),
                                 make_row(0.9, 2, 0.5)};
    const struct series *series = &rows[0].series;
    CHECK_NEAR(precision_of_block(rows, 5, series, 0.5, 0), 0.03, 1e-12);
    CHECK_NEAR(precision_of_block(rows, 5, series, NAN, 0), 0.2, 1e-12);
    CHECK_NEAR(precision_of_block(rows, 5, series, 0.7, 0), 0, 0);
    CHECK_NEAR(precision_of_block(rows, 1, series, 0.5, 0), 0.5, 1e-12); /* n = 1 alone: T(1) */
    CHECK(precision_worst(rows, 5) == &rows[4]);
    CHECK(precision_worst(rows, 1) == NULL);
    rows[1].ratio.lo = NAN;
    CHECK_NEAR(precision_of_block(rows, 5, series, 0.5, 0), NAN, 0);
    CHECK(precision_worst(rows, 5) == &rows[1]);
    struct series other = *series;
    other.place[0] = 'x';
    CHECK_NEAR(precision_of_block(rows, 5, &other, 0.9, 0), 0, 0);
}

int main(void) {
    test_of_row();
    test_of_block();
    return check_done();
}
