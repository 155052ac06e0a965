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
                                .n_last = MODEL_CORES_MAX,
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

static struct model_curve ending_curve_of(const struct known *known) {
    struct model_curve curve = curve_of(known);
    curve.n_last = model_curve_last(&curve);
    return curve;
}

/* A serial part below 0, as an unbounded fit may have it: 1/n + s (1 - 1/n) is 0 at n = 1 - 1/s =
 * 345.8, where the speed-up has no end, and below 0 past it. */
static void test_end_of_time(void) {
    const struct known known = {&model_amdahl, {-0.0029}, 0};
    const struct known plain = {&model_usl, {0.02, 1e-4}, 0}, dip = {&model_usl, {-0.1, 0.001}, 0};
    struct model_curve curve = ending_curve_of(&known);
    CHECK_NEAR(curve.n_last, 345, 0);
    CHECK(isinf(model_answer(&curve, MODEL_EFFICIENCY, 0.5).n));
    CHECK(isinf(model_answer(&curve, MODEL_GAIN, 0.1).n));
    const struct model_answer answer = model_answer(&curve, MODEL_SPEEDUP, 400);
    CHECK(speedup(&known, answer.n) >= 400 && speedup(&known, answer.n - 1) < 400);
    struct model_estimate figure = {speedup(&known, 400), NAN, NAN, NAN, MODEL_NO_INTERVAL};
    CHECK_INT(model_range_at(&curve, 400, &figure), MODEL_REFUSED);
    curve = ending_curve_of(&plain);
    CHECK_NEAR(curve.n_last, MODEL_CORES_MAX, 0);
    /* 1 - 0.1 (n - 1) + 0.001 n (n - 1) is below 0 from 12.6 to 88.4: what comes back is no more
     * to be believed. */
    curve = ending_curve_of(&dip);
    CHECK_NEAR(curve.n_last, 12, 0);
    figure.value = speedup(&dip, 100);
    CHECK(figure.value > 0);
    CHECK_INT(model_range_at(&curve, 100, &figure), MODEL_REFUSED);
}

/* Amdahl's law, s = 0.05, or Gunther's with kappa, at 1 … 16 cores; a thousandth of scatter. */
static struct model_analysis *analyse(double kappa) {
    struct measured_row rows[30];
    struct measured_group group = {.p = NAN, .scaling_is_known = true, .rows = rows};
    struct model_analysis *analysis = NULL;
    for (int round = 0; round < 6; round++)
        for (double n = 1; n <= 16; n *= 2)
            rows[group.count++] = (struct measured_row){
                .n = n,
                .value = (0.05 + 0.95 / n + kappa * (n - 1)) * (1 + (round % 2 ? 1e-3 : -1e-3)),
                .work = 1,
                .capacity = NAN,
                .clock = NAN,
                .round = MEASURED_NO_ROUND};
    const struct model_request request = {
        .group = &group, .method = MODEL_LOG, .interval = MODEL_PROFILE, .margin = 0.01};
    CHECK_INT(model_analyse(&request, &analysis, NULL), 0);
    return analysis;
}

static const struct model_fit *fit_of(const struct model_analysis *analysis,
                                      const struct model_law *law) {
    const struct model_report *report = model_analysis_report(analysis);
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].law == law)
            return &report->fits[i];
    return NULL;
}

/* Of one shape the band is that of the shape's ends. */
static void test_change_of_one(void) {
    struct model_analysis *analysis = analyse(0);
    const struct model_fit *fit = fit_of(analysis, &model_amdahl);
    const struct model_site site = {64, 64, 1};
    const struct model_estimate s = fit->shapes[0];
    const struct model_change half = {.law = &model_amdahl, .factor = {0.5}};
    struct model_estimate figure = model_speedup_if(analysis, fit, &half, &site);
    CHECK_NEAR(figure.value, 1 / (1. / 64 + 0.5 * s.value * 63 / 64), 1e-9);
    CHECK_NEAR(figure.lo, 1 / (1. / 64 + 0.5 * s.hi * 63 / 64), 1e-6);
    CHECK_NEAR(figure.hi, 1 / (1. / 64 + 0.5 * s.lo * 63 / 64), 1e-6);
    CHECK(figure.lo < figure.value && figure.value < figure.hi);
    /* By the law that contains it: kappa is 0.001, and s as it was fitted. */
    const struct model_change wider = {.law = &model_usl, .factor = {1}, .fixed = {0, 0.001}};
    figure = model_speedup_if(analysis, fit, &wider, &site);
    CHECK_NEAR(figure.value, 1 / (1. / 64 + s.value * 63 / 64 + 0.063), 1e-9);
    CHECK_NEAR(figure.lo, 1 / (1. / 64 + s.hi * 63 / 64 + 0.063), 1e-6);
    /* Nothing estimated is left in it. */
    const struct model_change given = {.law = &model_amdahl, .fixed = {0.1}};
    figure = model_speedup_if(analysis, fit, &given, &site);
    CHECK_NEAR(figure.value, 1 / (1. / 64 + 0.1 * 63 / 64), 1e-9);
    CHECK(figure.lo == figure.value && figure.hi == figure.value);
    model_analysis_free(analysis);
}

/* Of two shapes, which are correlated: as fitted it is the band of the fit, and without kappa that
 * of sigma. */
static void test_change_of_two(void) {
    struct model_analysis *analysis = analyse(1e-3);
    const struct model_fit *fit = fit_of(analysis, &model_usl);
    const struct model_site site = {32, 32, 1};
    const struct model_estimate sigma = fit->shapes[0];
    const struct model_change none = {.law = &model_usl, .factor = {1, 1, 1}};
    const struct model_change free_of_kappa = {.law = &model_usl, .factor = {1}};
    struct model_estimate same = model_speedup_if(analysis, fit, &none, &site);
    struct model_estimate as_fitted = model_speedup_at(analysis, fit, &site);
    CHECK(same.value == as_fitted.value && same.lo == as_fitted.lo && same.hi == as_fitted.hi);
    CHECK(same.lo < same.value && same.value < same.hi);
    struct model_estimate figure = model_speedup_if(analysis, fit, &free_of_kappa, &site);
    CHECK_NEAR(figure.value, 1 / (1. / 32 + sigma.value * 31 / 32), 1e-9);
    CHECK_NEAR(figure.lo, 1 / (1. / 32 + sigma.hi * 31 / 32), 1e-5);
    CHECK_NEAR(figure.hi, 1 / (1. / 32 + sigma.lo * 31 / 32), 1e-5);
    model_analysis_free(analysis);
}

int main(void) {
    test_amdahl();
    test_linear();
    test_usl_peak();
    test_round_trips();
    test_bands();
    test_ranges();
    test_end_of_time();
    test_change_of_one();
    test_change_of_two();
    test_work_span();
    return check_done();
}
