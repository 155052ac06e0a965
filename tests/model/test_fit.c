/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Amdahl's law fitted to times: what made them is found again, and where they are not of the law,
 * what another way of minimising the same sum finds. */
#include "check.h"
#include "model/model.h"

static struct model_amdahl_fit fit(const struct model_time *times, size_t count) {
    struct model_amdahl_fit found = {0, 0};
    struct fault fault = {0};
    CHECK_INT(model_amdahl_fit(times, count, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    return found;
}

static void check_fit(const struct model_time *times, size_t count, double one_s, double serial,
                      double tolerance) {
    struct model_amdahl_fit found = fit(times, count);
    CHECK_NEAR(found.one_s, one_s, tolerance * one_s);
    CHECK_NEAR(found.serial, serial, tolerance);
}

/* Its own times, in any order, of any size. */
static void test_exact(void) {
    static const double serial[] = {0, 0.001, 0.3, 0.999, 1, 1.5};
    for (size_t i = 0; i < sizeof serial / sizeof serial[0]; i++) {
        struct model_time times[5];
        for (int j = 0; j < 5; j++) {
            double n = (double[]){16, 1, 3, 2, 7}[j];
            times[j] = (struct model_time){n, 2e-6 * (serial[i] + (1 - serial[i]) / n)};
        }
        check_fit(times, 5, 2e-6, serial[i], 1e-9);
    }
}

/* Gunther's law, T(n) = T(1) (1 + sigma (n - 1) + kappa n (n - 1)) / n: it costs more than Amdahl's
 * from some n on, so that the line through all of it begins below T(1). Golden sections over s,
 * with the best T(1) for each, in Python's doubles. */
static void test_of_another_law(void) {
    struct model_time times[5];
    for (int i = 0; i < 5; i++) {
        double n = 1 << i;
        times[i] = (struct model_time){n, (1 + 0.05 * (n - 1) + 0.002 * n * (n - 1)) / n};
    }
    check_fit(times, 4, 0.9915805127137657, 0.06627508477506502, 1e-7);
    for (int i = 0; i < 5; i++) {
        double n = 1 << i;
        times[i].time_s = (1 + 0.05 * (n - 1) + 0.02 * n * (n - 1)) / n;
    }
    check_fit(times, 5, 0.8668125050773875, 0.32425715830241364, 1e-7);
    /* A T(1) that is a tenth too slow for the others. */
    static const struct model_time slow[] = {{1, 1.1}, {2, 0.55}, {4, 0.3}};
    check_fit(slow, 3, 1.0863394113772042, 0.03236033744675615, 1e-7);
}

/* Faster than n cores can make it: s would be below 0. With s = 0, T(1) is the geometric mean of
 * n T(n), (1 · 0.9 · 0.8)^(1/3). */
static void test_not_below_nothing(void) {
    static const struct model_time times[] = {{1, 1}, {2, 0.45}, {4, 0.2}};
    check_fit(times, 3, cbrt(0.72), 0, 1e-9);
}

/* Each time of a count that stands there twice counts. */
static void test_relative_errors(void) {
    static const struct model_time times[] = {{1, 1.21}, {1, 1}, {2, 1.1}, {4, 1.1}};
    check_fit(times, 4, 1.1, 1, 1e-9);
}

static void test_too_few(void) {
    static const struct model_time times[] = {{1, 1}, {2, 0.6}, {2, 0.7}, {1, 1.1}};
    for (size_t count = 0; count <= 4; count++) {
        struct model_amdahl_fit found = fit(times, count);
        CHECK(isnan(found.one_s) && isnan(found.serial));
    }
}

int main(void) {
    test_exact();
    test_of_another_law();
    test_not_below_nothing();
    test_relative_errors();
    test_too_few();
    return check_done();
}
