/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Cores of several kinds, and Hill and Marty's chips. */
#include "check.h"
#include "model/capacity_kinds.h"
#include "model/hill_marty.h"

static struct capacity_kinds parse(const char *text) {
    struct capacity_kinds kinds = {.count = 0};
    struct fault fault = {0};
    CHECK_INT(capacity_kinds_parse("--capacity", text, &kinds, &fault), 0);
    CHECK_STRING(fault.text, "");
    return kinds;
}

static void test_parse(void) {
    struct capacity_kinds kinds = parse("6,8@0.6");
    CHECK_INT(kinds.count, 2);
    CHECK_NEAR(kinds.kinds[0].count, 6, 0);
    CHECK_NEAR(kinds.kinds[0].speed, 1, 0);
    CHECK_NEAR(kinds.kinds[1].count, 8, 0);
    CHECK_NEAR(kinds.kinds[1].speed, 0.6, 0);
    CHECK(!capacity_kinds_are_open(&kinds));
    kinds = parse("2@1,4@0.5,2");
    CHECK_INT(kinds.count, 3);
    CHECK(isnan(kinds.kinds[2].speed) && capacity_kinds_are_open(&kinds));
    kinds = parse("4");
    CHECK(!capacity_kinds_are_open(&kinds));
    CHECK_INT(parse("1,1@1,1@1,1@1,1@1,1@1,1@1,1@1").count, 8);
}

static void test_parse_refuses(void) {
    static const char *const wrong[][2] = {
        {"", "whole number"},          {"0", "whole number"},
        {"-4", "not a list"},          {"1.5,2", "whole number"},
        {"6,", "whole number"},        {"six", "not a list"},
        {"6;8", "not a list"},         {"6,8@", "above 0"},
        {"6,8@0", "above 0"},          {"6,8@-1", "above 0"},
        {"6,8@nan", "above 0"},        {"6,8@1.2", "faster"},
        {"6,8@0.5,2@0.6", "faster"},   {"6,8,2@0.5", "only the last"},
        {"6@0.9,8@0.6", "first kind"}, {"6,8@0.6 ", "not a list"},
        {"1e9", "whole number"},       {"1,1@1,1@1,1@1,1@1,1@1,1@1,1@1,1@1", "more than 8"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct capacity_kinds kinds;
        struct fault fault = {0};
        CHECK_INT(capacity_kinds_parse("--capacity", wrong[i][0], &kinds, &fault), -FAULT_USAGE);
        CHECK_HOLDS(fault.text, "--capacity ");
        CHECK_HOLDS(fault.text, wrong[i][1]);
    }
}

static void test_capacity(void) {
    struct capacity_kinds kinds = parse("6,8@0.6");
    static const double table[][3] = {/* n, handed out as asked for, equal shares */
                                      {1, 1, 1},       {6, 6, 6},       {7, 6.6, 4.2},
                                      {14, 10.8, 8.4}, {20, 10.8, 8.4}, {2.5, 2.5, 2.5},
                                      {6.5, 6.3, 3.9}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        CHECK_NEAR(capacity_kinds_dynamic(&kinds, table[i][0]), table[i][1], 1e-12);
        CHECK_NEAR(capacity_kinds_static(&kinds, table[i][0]), table[i][2], 1e-12);
    }
    kinds = parse("6,8");
    CHECK_NEAR(capacity_kinds_dynamic(&kinds, 6), 6, 0);
    CHECK(isnan(capacity_kinds_dynamic(&kinds, 7)));
    struct measured_row rows[2] = {{.n = 4}, {.n = 8}};
    struct measured_group group = {.rows = rows, .count = 2};
    kinds = parse("6,8@0.5");
    capacity_kinds_apply(&kinds, &group);
    CHECK_NEAR(rows[0].capacity, 4, 0);
    CHECK_NEAR(rows[1].capacity, 7, 0);
}

enum { ROWS_MOST = 80 };

/* Times of Amdahl's law on 6 cores and 8 slower ones, `repeats` at each count, that scatter. */
static struct measured_group times_of(struct measured_row *rows, const double *counts, size_t count,
                                      double speed, double scatter) {
    struct capacity_kinds kinds = parse("6,8");
    kinds.kinds[1].speed = speed;
    for (size_t i = 0; i < count; i++) {
        double golden = 0.6180339887498949 * (double)(i + 1);
        double noise = scatter * (golden - floor(golden) - 0.5) * 3.4641; /* of that deviation */
        double capacity = capacity_kinds_dynamic(&kinds, counts[i]);
        rows[i] = (struct measured_row){
            counts[i], 3 * (0.02 + 0.98 / capacity) * exp(noise), 1, NAN, NAN, MEASURED_NO_ROUND};
    }
    return (struct measured_group){
        .p = NAN, .quantity = MEASURED_TIME, .rows = rows, .count = count};
}

static struct model_estimate find(struct measured_group *group, const char *text,
                                  const char *words) {
    struct capacity_kinds kinds = parse(text);
    struct model_estimate speed;
    struct fault fault = {0};
    char found[MODEL_WORDS_BYTES];
    CHECK_INT(model_fit_kinds(group, &kinds, &speed, found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_HOLDS(found, words);
    CHECK_INT(found[0] == '\0', words[0] == '\0');
    CHECK_NEAR(kinds.kinds[kinds.count - 1].speed, speed.value, 0);
    return speed;
}

static void test_speed_is_found(void) {
    double counts[70];
    struct measured_row rows[ROWS_MOST];
    for (int i = 0; i < 70; i++)
        counts[i] = 1 + i % 14;
    static const double speeds[] = {0.05, 0.33, 0.6, 1, 1.2};
    for (int i = 0; i < 5; i++) {
        struct measured_group group = times_of(rows, counts, 14, speeds[i], 0);
        CHECK_NEAR(find(&group, "6,8", "").value, speeds[i], 1e-6);
        group = times_of(rows, counts, 70, speeds[i], 0.01);
        struct model_estimate speed = find(&group, "6,8", "");
        CHECK_INT(speed.kind, MODEL_PROFILE);
        CHECK(speed.lo < speed.value && speed.value < speed.hi);
        CHECK_NEAR(speed.value, speeds[i], 0.04);
        CHECK(speed.lo - 0.03 < speeds[i] && speeds[i] < speed.hi + 0.03);
        CHECK(speed.hi - speed.lo < 0.12);
    }
}

static void test_speed_is_refused(void) {
    struct measured_row rows[ROWS_MOST];
    struct measured_group group;
    static const double few_past[] = {1, 2, 4, 6, 8}, few_within[] = {1, 8, 10, 12},
                        full[] = {1, 2, 4, 14, 20}, none[] = {1, 2, 4};
    group = times_of(rows, few_past, 5, 0.6, 0);
    CHECK(isnan(find(&group, "6,8", "reach cores of the kind").value));
    group = times_of(rows, few_within, 4, 0.6, 0);
    CHECK(isnan(find(&group, "6,8", "within the cores whose speed is given").value));
    group = times_of(rows, full, 5, 0.6, 0);
    CHECK(isnan(find(&group, "6,8", "reach cores of the kind").value));
    group = times_of(rows, none, 3, 0.6, 0);
    CHECK(isnan(find(&group, "6,8", "reach cores of the kind").value));
}

/* What the formulas are where one can reckon it: r = 1 is Amdahl's law with n cores, three times.
 */
static void test_hill_marty(void) {
    for (double f = 0; f <= 1; f += 0.125)
        for (double n = 1; n <= 256; n *= 4) {
            double amdahl = 1 / ((1 - f) + f / n);
            CHECK_NEAR(hill_marty_symmetric(f, n, 1), amdahl, 1e-12 * amdahl);
            CHECK_NEAR(hill_marty_asymmetric(f, n, 1), amdahl, 1e-12 * amdahl);
            CHECK_NEAR(hill_marty_dynamic(f, n, 1), amdahl, 1e-12 * amdahl);
            /* One core takes the whole chip: it runs all at sqrt(n). */
            CHECK_NEAR(hill_marty_symmetric(f, n, n), sqrt(n), 1e-12 * n);
            CHECK_NEAR(hill_marty_asymmetric(f, n, n), sqrt(n), 1e-12 * n);
        }
    /* Sixteen base cores, one of 4 (twice as fast): (1/2)/2 + (1/2)/(2 + 12), 4 cores of 4, and 16.
     */
    CHECK_NEAR(hill_marty_asymmetric(0.5, 16, 4), 1 / (0.25 + 0.5 / 14), 1e-12);
    CHECK_NEAR(hill_marty_symmetric(0.5, 16, 4), 1 / (0.25 + 0.5 / 8), 1e-12);
    CHECK_NEAR(hill_marty_dynamic(0.5, 16, 4), 1 / (0.25 + 0.5 / 16), 1e-12);
}

/* The paper's corollaries: dynamic is never slower than asymmetric, nor that than symmetric; the
 * best symmetric core is larger where more is serial; for f = 0.5 one core should take all. */
static void test_hill_marty_order(void) {
    static const double shares[] = {0.999, 0.99, 0.975, 0.9, 0.5};
    double best_r_before = 0;
    for (int i = 0; i < 5; i++) {
        double f = shares[i], best = 0, best_r = 0;
        for (double r = 1; r <= 256; r *= 2) {
            double symmetric = hill_marty_symmetric(f, 256, r);
            CHECK(symmetric <= hill_marty_asymmetric(f, 256, r) * (1 + 1e-12));
            CHECK(hill_marty_asymmetric(f, 256, r) <= hill_marty_dynamic(f, 256, r) * (1 + 1e-12));
            if (symmetric > best) {
                best = symmetric;
                best_r = r;
            }
        }
        CHECK(best_r >= best_r_before);
        best_r_before = best_r;
    }
    CHECK_NEAR(best_r_before, 256, 0);
}

int main(void) {
    test_parse();
    test_parse_refuses();
    test_capacity();
    test_speed_is_found();
    test_speed_is_refused();
    test_hill_marty();
    test_hill_marty_order();
    return check_done();
}
