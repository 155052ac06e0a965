/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Core counts from curves: against the closed forms, there and back, and where nothing is to be
 * said. */
#include "check.h"
#include "model/predict.h"
#include "model/work_span.h"

#include <stdint.h>

/* A law with its shapes, and with a band where `spread` is not 0. */
struct known {
    const struct model_law *law;
    double shapes[MODEL_SHAPES_MAX];
    double spread; /* the ends are S (1 -+ spread) */
};

static double speedup(const void *context, double n) {
    const struct known *known = context;
    const struct model_site site = {n, n, 1};
    return model_law_speedup(known->law, &site, known->shapes);
}

static struct model_estimate band(const void *context, double n) {
    const struct known *known = context;
    double value = speedup(context, n);
    return (struct model_estimate){value, NAN, value * (1 - known->spread),
                                   value * (1 + known->spread), MODEL_PROFILE};
}

static struct model_curve curve_of(const struct known *known) {
    double ceiling = known->law->ceiling != NULL ? known->law->ceiling(known->shapes) : NAN;
    return (struct model_curve){.speedup = speedup,
                                .band = known->spread > 0 ? band : NULL,
                                .context = known,
                                .n_least = 1,
                                .n_measured = INFINITY,
                                .ceiling = {ceiling, NAN, ceiling, ceiling, MODEL_NO_INTERVAL}};
}

static struct model_answer ask(const struct known *known, enum model_wish wish, double wanted) {
    const struct model_curve curve = curve_of(known);
    return model_answer(&curve, wish, wanted);
}

/* xorshift64*: numbers in 0 … 1. */
static double draw(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 0x2545f4914f6cdd1dULL) >> 11) / 9007199254740992.0;
}

static void test_amdahl(void) {
    const struct known known = {&model_amdahl, {0.02}, 0};
    /* n = 1 + (1/E - 1)/s: 51 for E = 0.5, 13.5 for E = 0.8. */
    CHECK_NEAR(ask(&known, MODEL_EFFICIENCY, 0.5).n, 51, 0);
    CHECK_NEAR(ask(&known, MODEL_EFFICIENCY, 0.8).n, 13, 0);
    CHECK_NEAR(ask(&known, MODEL_EFFICIENCY, 1).n, 1, 0);
    /* n = S (1 - s)/(1 - s S): 49 for S = 25. */
    CHECK_NEAR(ask(&known, MODEL_SPEEDUP, 25).n, 49, 0);
    CHECK_NEAR(ask(&known, MODEL_SPEEDUP, 25.001).n, 50, 0);
    CHECK_NEAR(ask(&known, MODEL_SPEEDUP, 1).n, 1, 0);
    CHECK(isnan(ask(&known, MODEL_SPEEDUP, 50).n));
    CHECK(isnan(ask(&known, MODEL_SPEEDUP, 51).n));
    CHECK(isinf(ask(&known, MODEL_SPEEDUP, 49.99999).n));
    const struct model_answer gain = ask(&known, MODEL_GAIN, 0.1);
    CHECK(speedup(&known, gain.n + 1) - speedup(&known, gain.n) < 0.1);
    CHECK(speedup(&known, gain.n) - speedup(&known, gain.n - 1) >= 0.1);
}

static void test_linear(void) {
    const struct known known = {&model_linear, {0}, 0};
    CHECK(isinf(ask(&known, MODEL_EFFICIENCY, 1).n));
    CHECK(isinf(ask(&known, MODEL_GAIN, 0.99).n));
    CHECK_NEAR(ask(&known, MODEL_SPEEDUP, 777.5).n, 778, 0);
    const struct known weak = {&model_gustafson, {0.1}, 0};
    CHECK(isinf(ask(&weak, MODEL_EFFICIENCY, 0.9).n));
    CHECK_NEAR(ask(&weak, MODEL_EFFICIENCY, 0.91).n, 10, 0); /* 0.1/n + 0.9 */
    CHECK_NEAR(ask(&weak, MODEL_GAIN, 0.95).n, 1, 0);
}

/* The closed inverse, kappa kept: the smaller root of kappa S n^2 + (sigma S - kappa S - 1) n +
 * S (1 - sigma) = 0, as 2c/(-b + sqrt(b^2 - 4 a c)). */
static double usl_root(const double *shapes, double S) {
    double a = shapes[1] * S, b = shapes[0] * S - shapes[1] * S - 1, c = S * (1 - shapes[0]);
    return 2 * c / (-b + sqrt(b * b - 4 * a * c));
}

static void test_usl_peak(void) {
    const struct known known = {&model_usl, {0.02, 1e-4}, 0};
    const struct model_answer above = ask(&known, MODEL_SPEEDUP, 40);
    CHECK(isnan(above.n));
    CHECK_NEAR(above.best_n, 99, 0); /* N* = sqrt(0.98/1e-4) = 98.99 */
    CHECK_NEAR(above.best, speedup(&known, 99), 0);
    CHECK_NEAR(ask(&known, MODEL_SPEEDUP, above.best).n, 99, 1);
    const struct known slower = {&model_usl, {1, 0.5}, 0};
    CHECK_NEAR(ask(&slower, MODEL_SPEEDUP, 2).best_n, 1, 0);
    CHECK_NEAR(ask(&slower, MODEL_GAIN, 0.1).n, 1, 0);
}

static void test_round_trips(void) {
    uint64_t state = 20261122;
    int differing = 0, cases = 0;
    for (int i = 0; i < 400; i++) {
        const struct known known = {
            &model_usl, {0.2 * draw(&state), i % 4 == 0 ? 0 : pow(10, -6 + 4 * draw(&state))}, 0};
        double peak = sqrt((1 - known.shapes[0]) / known.shapes[1]);
        double n = 1 + floor(0.9 * draw(&state) * fmin(peak, 1e4));
        double S = speedup(&known, n);
        struct model_answer answer = ask(&known, MODEL_SPEEDUP, S);
        cases++;
        if (answer.n != n || fabs(usl_root(known.shapes, S) - n) > 1e-6 * n)
            differing++;
        answer = ask(&known, MODEL_EFFICIENCY, S / n);
        if (answer.n != n)
            differing++;
        /* Between two counts: the next whole one above the root. */
        S = (speedup(&known, n) + speedup(&known, n + 1)) / 2;
        if (ask(&known, MODEL_SPEEDUP, S).n != ceil(usl_root(known.shapes, S)))
            differing++;
    }
    CHECK_INT(differing, 0);
    CHECK_INT(cases, 400);
}

static void test_bands(void) {
    const struct known known = {&model_amdahl, {0.02}, 0.1};
    struct model_answer answer = ask(&known, MODEL_EFFICIENCY, 0.5);
    CHECK_NEAR(answer.n, 51, 0);
    CHECK_NEAR(answer.lo, floor(1 + (0.9 / 0.5 - 1) / 0.02), 0); /* 0.9 S/n >= 0.5 */
    CHECK_NEAR(answer.hi, floor(1 + (1.1 / 0.5 - 1) / 0.02), 0);
    answer = ask(&known, MODEL_SPEEDUP, 25);
    CHECK(answer.lo < 49 && answer.hi > 49 && isfinite(answer.hi));
    CHECK(speedup(&known, answer.hi) * 0.9 >= 25 && speedup(&known, answer.hi - 1) * 0.9 < 25);
    CHECK(speedup(&known, answer.lo) * 1.1 >= 25 && speedup(&known, answer.lo - 1) * 1.1 < 25);
    answer = ask(&known, MODEL_SPEEDUP, 47); /* the lower end stays below 45 */
    CHECK(isfinite(answer.n) && isinf(answer.hi));
}

static void check_range(double n_measured, double n, double lo, double hi,
                        enum model_range expected) {
    const struct known known = {&model_linear, {0}, 0.1};
    struct model_curve curve = curve_of(&known);
    curve.n_measured = n_measured;
    const struct model_estimate figure = {10, NAN, lo, hi, MODEL_PROFILE};
    enum model_range range = model_range_at(&curve, n, &figure);
    CHECK_REPORT(range == expected, "n = %g of %g, %g to %g, is %s, expected %s", n, n_measured, lo,
                 hi, model_range_name(range), model_range_name(expected));
}

static void test_ranges(void) {
    check_range(8, 8, 9, 11, MODEL_WITHIN);
    check_range(8, 9, 9, 11, MODEL_EXTRAPOLATED);
    check_range(8, 16, 9, 11, MODEL_EXTRAPOLATED);
    check_range(8, 17, 9, 11, MODEL_FAR);
    check_range(8, 17, 6, 13, MODEL_REFUSED);
    check_range(8, 8, 6, 13, MODEL_REFUSED);
    check_range(8, 4, 6, INFINITY, MODEL_REFUSED);
    check_range(8, 4, NAN, NAN, MODEL_WITHIN);
    check_range(8, 16, NAN, NAN, MODEL_REFUSED);
    check_range(INFINITY, 1000, NAN, NAN, MODEL_BY_FORMULA);
    struct known known = {&model_amdahl, {0.02}, 0.1};
    struct model_curve curve = curve_of(&known);
    curve.n_measured = 64;
    CHECK_INT(model_answer(&curve, MODEL_EFFICIENCY, 0.5).range, MODEL_WITHIN);
    curve.n_measured = 32;
    CHECK_INT(model_answer(&curve, MODEL_EFFICIENCY, 0.5).range, MODEL_EXTRAPOLATED);
    curve.n_measured = 16;
    CHECK_INT(model_answer(&curve, MODEL_EFFICIENCY, 0.5).range, MODEL_FAR);
    CHECK_INT(model_answer(&curve, MODEL_SPEEDUP, 47).range, MODEL_REFUSED);
}

/* T(1) = 10, T(inf) = 0.2: Brent's upper bound is Amdahl's law with s = 0.02. */
static void test_work_span(void) {
    CHECK_NEAR(work_span_parallelism(10, 0.2), 50, 1e-12);
    CHECK_NEAR(work_span_least(10, 0.2, 1), 1, 1e-15);
    CHECK_NEAR(work_span_least(10, 0.2, 16), 1 / (0.02 + 0.98 / 16), 1e-12);
    CHECK_NEAR(work_span_most(10, 0.2, 16), 16, 0);
    CHECK_NEAR(work_span_most(10, 0.2, 64), 50, 1e-12);
    CHECK_NEAR(work_span_least(10, 10, 64), 1, 1e-15);
    for (double n = 1; n < 1000; n *= 3)
        CHECK(work_span_least(10, 0.2, n) <= work_span_most(10, 0.2, n) + 1e-12);
}

int main(void) {
    test_amdahl();
    test_linear();
    test_usl_peak();
    test_round_trips();
    test_bands();
    test_ranges();
    test_work_span();
    return check_done();
}
