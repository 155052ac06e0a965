/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "check.h"
#include "stats/order.h"
#include "stats/verdict.h"

#include <gsl/gsl_sort.h>

static void test_median(void) {
    double odd[] = {5, 1, 3}, even[] = {4, 1, 3, 2}, one[] = {7};
    CHECK_NEAR(stats_median(odd, 3), 3, 0);
    CHECK_NEAR(stats_median(even, 4), 2.5, 0);
    CHECK_NEAR(stats_median(one, 1), 7, 0);
    CHECK_NEAR(stats_median(one, 0), NAN, 0);
    CHECK_NEAR(odd[0], 1, 0); /* sorted in place */
}

static void test_ranks_share_their_places(void) {
    double values[] = {3, 1, 3, 2, 3, 1}, ranks[6];
    size_t order[6];
    gsl_sort_index(order, values, 1, 6);
    stats_ranks(values, order, 6, ranks);
    const double expected[] = {4, 0.5, 4, 2, 4, 0.5};
    for (int i = 0; i < 6; i++)
        CHECK_NEAR(ranks[i], expected[i], 0);
}

static void test_elapsed_leaves_pauses_out(void) {
    /* resting rounds (a gap of 4) stay, an hour's pause becomes 8 median gaps */
    const double times_s[] = {10, 11, 12, 13, 14, 18, 3618, 3619};
    const double expected[] = {0, 1, 2, 3, 4, 8, 16, 17};
    double scratch[8], elapsed_s[8];
    stats_elapsed(times_s, 8, scratch, elapsed_s);
    for (int i = 0; i < 8; i++)
        CHECK_NEAR(elapsed_s[i], expected[i], 0);
    stats_elapsed(times_s, 1, scratch, elapsed_s);
    CHECK_NEAR(elapsed_s[0], 0, 0);
}

static void test_verdict(void) {
    static const struct {
        double lo, hi;
        const char *verdict;
    } cases[] = {
        {0.995, 1.005, "agrees"},   {0.99, 1.01, "agrees"},      {0.985, 1.0, "cannot tell"},
        {1.0, 1.02, "cannot tell"}, {0.90, 0.95, "below"},       {1.02, 1.03, "above"},
        {0.9, 1.1, "cannot tell"},  {0.95, 0.99, "cannot tell"}, {1.01, 1.02, "cannot tell"},
        {NAN, NAN, "cannot tell"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval ratio = {1, cases[i].lo, cases[i].hi};
        CHECK_STRING(stats_verdict(&ratio, 0.01), cases[i].verdict);
    }
}

int main(void) {
    test_median();
    test_ranks_share_their_places();
    test_elapsed_leaves_pauses_out();
    test_verdict();
    return check_done();
}
