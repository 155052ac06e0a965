/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Sides that are files: what of a row is compared, the order of points, what has nothing in common.
 */
#include "check.h"
#include "explain/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Of a file: a throughput that doubles is half the time; rows of one round are one value. */
static void test_figures(void) {
    struct measured_row rows[] = {
        {1, 10, 1, NAN, NAN, 0}, {2, 20, 1, NAN, NAN, 0}, {1, 40, 1, NAN, NAN, 0},
        {1, 10, 1, NAN, NAN, 1}, {2, 20, 1, NAN, NAN, 1},
    };
    struct measured_group group = {.p = NAN,
                                   .quantity = MEASURED_THROUGHPUT,
                                   .rows = rows,
                                   .count = sizeof rows / sizeof rows[0]};
    const struct measured measured = {&group, 1};
    struct comparand comparand = {.points = NULL};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(comparand_of_measured("f.csv", &measured, COMPARAND_TIME, false, &comparand, NULL),
              0);
    CHECK_INT(comparand.count, 2);
    CHECK_INT(comparand.points[0].count, 2);
    CHECK_NEAR(exp(comparand.points[0].values[0]), 0.05, 1e-12); /* of 1/10 and 1/40 */
    CHECK_NEAR(exp(comparand.points[1].values[0]), 0.05, 1e-12);
    comparand_release(&comparand);
    for (size_t i = 0; i < group.count; i++)
        rows[i].round = MEASURED_NO_ROUND;
    CHECK_INT(comparand_of_measured("f.csv", &measured, COMPARAND_TIME, false, &comparand, NULL),
              0);
    CHECK_INT(comparand.points[0].count, 3);
    comparand_release(&comparand);
    CHECK_INT(
        comparand_of_measured("f.csv", &measured, COMPARAND_SPEEDUP, false, &comparand, &fault),
        -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "f.csv holds no speed-ups");
    /* A time is of the work that was done in it. */
    group.quantity = MEASURED_TIME;
    rows[1].work = 2;
    CHECK_INT(comparand_of_measured("f.csv", &measured, COMPARAND_TIME, false, &comparand, NULL),
              0);
    CHECK_NEAR(exp(comparand.points[1].values[0]), 10, 1e-12);
    CHECK_NEAR(exp(comparand.points[1].values[1]), 20, 1e-12);
    comparand_release(&comparand);
}

static void check_order(const struct measured *measured, enum comparand_figure figure,
                        const char *expected) {
    struct comparand comparand = {.points = NULL};
    char text[256] = "";
    CHECK_INT(comparand_of_measured("f.csv", measured, figure, false, &comparand, NULL), 0);
    for (size_t i = 0; i < comparand.count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s %g %g; ",
                 comparand.points[i].series.scaling, comparand.points[i].p, comparand.points[i].n);
    CHECK_STRING(text, expected);
    comparand_release(&comparand);
}

/* However the rows were drawn, points stand by series, p and n; a speed-up has none at 1. */
static void test_order(void) {
    struct measured_row rows[] = {{4, 1, 1, NAN, NAN, 0}, {1, 2, 1, NAN, NAN, 0}};
    struct measured_group groups[3];
    const struct measured measured = {groups, 3};
    for (size_t i = 0; i < 3; i++) {
        groups[i] = (struct measured_group){.series = {.workload = "spin"},
                                            .p = i == 1 ? 0.5 : 0.9,
                                            .scaling = i == 0 ? MEASURED_WEAK : MEASURED_STRONG,
                                            .rows = rows,
                                            .count = 2};
        snprintf(groups[i].series.scaling, sizeof groups[i].series.scaling, "%s",
                 measured_scaling_name(groups[i].scaling));
    }
    check_order(&measured, COMPARAND_TIME,
                "strong 0.5 1; strong 0.5 4; strong 0.9 1; strong 0.9 4; weak 0.9 1; weak 0.9 4; ");
    for (size_t i = 0; i < 3; i++)
        groups[i].quantity = MEASURED_SPEEDUP;
    check_order(&measured, COMPARAND_SPEEDUP, "strong 0.5 4; strong 0.9 4; weak 0.9 4; ");
}

/* Twice the units in twice the time is the same time of a unit; where one group has none, none
 * count. */
static void test_units(void) {
    struct measured_row rows[] = {{1, 10, 1, NAN, NAN, 0}, {1, 20, 1, NAN, NAN, 1}};
    const double units[] = {100, 200};
    struct measured_group groups[] = {{.p = NAN, .rows = rows, .count = 2, .units = units},
                                      {.p = 0.5, .rows = rows, .count = 2}};
    const struct measured with = {groups, 1}, without = {groups, 2};
    struct comparand comparand = {.points = NULL};
    CHECK(comparand_has_units(&with));
    CHECK(!comparand_has_units(&without));
    CHECK_INT(comparand_of_measured("f.csv", &with, COMPARAND_TIME, true, &comparand, NULL), 0);
    CHECK_NEAR(exp(comparand.points[0].values[0]), 0.1, 1e-12);
    CHECK_NEAR(exp(comparand.points[0].values[1]), 0.1, 1e-12);
    comparand_release(&comparand);
    groups[0].quantity = MEASURED_THROUGHPUT;
    CHECK(!comparand_has_units(&with));
}

/* A time beside the inverse of a throughput is no point in common, and no p is none. */
static void test_strangers(void) {
    struct measured_row rows[] = {{2, 10, 1, NAN, NAN, 0}};
    struct measured_group times = {.p = NAN, .rows = rows, .count = 1}, rates = times;
    rates.quantity = MEASURED_THROUGHPUT;
    const struct measured one = {&times, 1}, other = {&rates, 1};
    struct comparand first, second;
    struct compare_table table = {.rows = NULL};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(comparand_of_measured("a", &one, COMPARAND_TIME, false, &first, NULL), 0);
    CHECK_INT(comparand_of_measured("b", &other, COMPARAND_TIME, false, &second, NULL), 0);
    const struct compare_request request = {.first = {.name = "a", .comparand = &first},
                                            .second = {.name = "b", .comparand = &second},
                                            .tolerance = 0.03};
    CHECK_INT(compare_make(&request, &table, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "the one has n = 2 and so on, the other n = 2;");
    comparand_release(&first);
    comparand_release(&second);
}

int main(void) {
    test_figures();
    test_order();
    test_units();
    test_strangers();
    return check_done();
}
