/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The words of a fit's figures: rounded to their intervals, limits to the side on which they hold,
 * and never an infinite one. */
#include "check.h"
#include "cli/fit_words.h"
#include "explain/fit_made.h"
#include "model/limit_words.h"

static void check_interval(double value, double lo, double hi, const char *expected) {
    char text[96];
    fit_words_interval(value, lo, hi, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void check_estimate(struct model_estimate estimate, const char *expected) {
    char text[96];
    fit_words_estimate("s", &estimate, 0, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_intervals(void) {
    check_interval(0.0331, 0.0310, 0.0352, "0.0331 \u00b1 0.0021");
    check_interval(0.0331, 0.0184, 0.0575, "0.033 [0.018, 0.058]");
    check_interval(1.151e-4, 0.72e-4, 1.58e-4, "(1.2 \u00b1 0.4)e-4");
    check_interval(1.151e-4, NAN, NAN, "1.151e-4");
    check_interval(12.34567, NAN, NAN, "12.35");
    check_interval(-0.012, -0.014, -0.010, "-0.0120 \u00b1 0.0020");
    check_interval(NAN, NAN, NAN, "");
    check_interval(1, 1, 1, "1");
    /* Large figures as small ones, and no digit that the interval does not have. */
    check_interval(146695, 96738, 196652, "(1.5 \u00b1 0.5)e5");
    check_interval(2606530, 2060581, 3152479, "(2.6 \u00b1 0.5)e6");
    check_interval(12345, 11900, 12790, "12300 \u00b1 400");
    check_interval(1234, 1050, 1418, "1230 \u00b1 180");
    check_interval(12345, 12000, 13500, "12300 [12000, 13500]");
    check_interval(1e300, 0.9e300, 1.1e300, "(1.00 \u00b1 0.10)e300");
    /* Never an infinite one. */
    check_interval(INFINITY, 1, INFINITY, "");
    check_interval(3, 1, INFINITY, "3");
}

/* Never "s = 0.001 +- 0.003": what reaches the bound is a limit, rounded to where it still holds.
 */
static void test_estimates(void) {
    check_estimate((struct model_estimate){0.1, 0.001, 0.098, 0.102, MODEL_PROFILE},
                   "s = 0.1000 \u00b1 0.0020");
    check_estimate((struct model_estimate){0, NAN, 0, 0.00301, MODEL_UPPER}, "s <= 0.0031 (95 %)");
    check_estimate((struct model_estimate){0.001, 0.001, 0, 0.00301, MODEL_PROFILE},
                   "s <= 0.0031 (95 %)");
    check_estimate((struct model_estimate){NAN, NAN, 34.9, INFINITY, MODEL_LOWER}, "s > 34 (95 %)");
    check_estimate((struct model_estimate){-0.05, 0.01, -0.07, -0.03, MODEL_WALD},
                   "s = -0.050 \u00b1 0.020");
    check_estimate(fit_none, "");
    /* An end at the bound, or one that is infinite, limits nothing. */
    check_estimate((struct model_estimate){0, NAN, 0, 0, MODEL_BOOTSTRAP}, "s = 0");
    check_estimate((struct model_estimate){NAN, NAN, INFINITY, INFINITY, MODEL_BOOTSTRAP}, "");
    check_estimate((struct model_estimate){INFINITY, NAN, NAN, NAN, MODEL_BOOTSTRAP}, "");
}

static void check_round_limit(double limit, bool is_upper, const char *expected) {
    char text[32];
    limit_words_put(limit, is_upper, text, sizeof text);
    CHECK_STRING(text, expected);
}

/* Two digits, to the side on which the limit holds. */
static void test_round_limit(void) {
    check_round_limit(0.001601, true, "0.0017");
    check_round_limit(0.0016, true, "0.0016"); /* whatever 0.0016/1e-4 comes to */
    check_round_limit(2.31e-9, true, "2.4e-09");
    check_round_limit(89.9, false, "89");
    check_round_limit(20600, false, "20000");
    check_round_limit(20600, true, "21000");
    check_round_limit(206000, false, "2e5");
    check_round_limit(-0.0123, true, "-0.012");
    check_round_limit(0, true, "0");
    check_round_limit(INFINITY, true, "");
    check_round_limit(NAN, false, "");
}

static void test_limits(void) {
    struct fit_made made;
    char text[96];
    fit_made_fill(&made);
    fit_words_limit(&made.report.fits[0], text, sizeof text);
    CHECK_STRING(text, "");
    fit_words_limit(&made.report.fits[1], text, sizeof text);
    CHECK_STRING(text, "S < 10.00 \u00b1 0.20");
    fit_words_limit(&made.report.fits[2], text, sizeof text);
    CHECK_STRING(text, "no peak seen; N* > 65 (95 %)");
    made.report.fits[2].peak_n = (struct model_estimate){92.6, NAN, 75, 131, MODEL_PROFILE};
    fit_words_limit(&made.report.fits[2], text, sizeof text);
    CHECK_STRING(text, "N* = 93 [75, 131]");
    made.report.fits[1].ceiling =
        (struct model_estimate){INFINITY, NAN, 312, INFINITY, MODEL_LOWER};
    fit_words_limit(&made.report.fits[1], text, sizeof text);
    CHECK_STRING(text, "ceiling > 310 (95 %)");
    made.report.fits[1].ceiling =
        (struct model_estimate){INFINITY, NAN, INFINITY, INFINITY, MODEL_LOWER};
    fit_words_limit(&made.report.fits[1], text, sizeof text);
    CHECK_STRING(text, "no ceiling");
    made.report.fits[1].ceiling = (struct model_estimate){-344, NAN, -700, -250, MODEL_WALD};
    fit_words_limit(&made.report.fits[1], text, sizeof text); /* of s = -0.0029 */
    CHECK_STRING(text, "no ceiling");
    made.report.fits[1].ceiling = (struct model_estimate){0.118, 0.01, 0.1, 0.14, MODEL_PROFILE};
    fit_words_limit(&made.report.fits[1], text, sizeof text); /* of s = 8.46 */
    CHECK_STRING(text, "S <= 1");
    made.report.fits[1].identifiable = false;
    fit_words_limit(&made.report.fits[1], text, sizeof text);
    CHECK_STRING(text, "");
    made.report.fits[2].peak_n =
        (struct model_estimate){INFINITY, NAN, INFINITY, INFINITY, MODEL_BOOTSTRAP};
    fit_words_limit(&made.report.fits[2], text, sizeof text);
    CHECK_STRING(text, "no peak seen");
}

/* Times are seconds, whoever measured them. */
static void test_values(void) {
    struct fit_made made;
    char text[64];
    fit_made_fill(&made);
    fit_words_value(1.9834, MEASURED_TIME, text, sizeof text);
    CHECK_STRING(text, "1.983 s");
    fit_words_value(20, MEASURED_THROUGHPUT, text, sizeof text);
    CHECK_STRING(text, "20");
    fit_words_value(12345678, MEASURED_THROUGHPUT, text, sizeof text);
    CHECK_STRING(text, "1.2346e7");
    fit_words_scale(&made.report.fits[0], MEASURED_TIME, text, sizeof text);
    CHECK_STRING(text, "T(1) = 20.00 \u00b1 0.20 ms");
    fit_words_scale(&made.report.fits[0], MEASURED_SPEEDUP, text, sizeof text);
    CHECK_STRING(text, "S(1) = 0.02000 \u00b1 0.00020");
}

int main(void) {
    test_intervals();
    test_estimates();
    test_round_limit();
    test_limits();
    test_values();
    return check_done();
}
