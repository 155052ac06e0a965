/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is said of a fit: each sentence with its reason only, and once. */
#include "check.h"
#include "cli/fit_sentences.h"
#include "fit_cases.h"

/* Whether one of the sentences holds the text. */
static bool says(const struct fit_case *fit, const char *part) {
    struct fit_sentence sentences[FIT_SENTENCES_MAX];
    size_t count = fit_sentences_make(fit, sentences);
    for (size_t i = 0; i < count; i++)
        if (strstr(sentences[i].text, part) != NULL)
            return true;
    return false;
}

static void test_sentences(void) {
    static const char *const parts[] = {
        "grows with n: that it does not (strong scaling) was taken for granted",
        "the file does not say what work was done: n times that of one core was taken",
        "the file names no unit of its times",
        "n is the column threads",
        "3 samples with more workers than processing units",
        "2 samples with more cores than tasks in flight were left out",
        "each unit waits for 5 ms, by the workload's word: cores do not shorten that",
        "all rows of an n were measured together",
        "no n was measured twice",
        "the variance is 2.5 times",
        "5.5 % of the rows lie far",
        "there is no n = 1: measured speed-ups are over n = 2",
        "the speed-up is above n (superlinear), by up to 1 % at n = 4",
        "slower with every core",
        "n = 16 would tell them apart",
        "amdahl, usl: too few rows",
        "e(n) rises",
    };
    struct fit_made made;
    struct fit_case one;
    fit_made_fill(&made);
    cases_of(&made, &one, 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CHECK_REPORT(!says(&one, parts[i]), "'%s' is said without a reason", parts[i]);
    struct model_report *report = &made.report;
    made.group.scaling_is_known = false;
    made.group.work_is_assumed = made.group.unit_is_assumed = true;
    snprintf(made.group.count_column, sizeof made.group.count_column, "threads");
    one.left_out.oversubscribed = 3;
    one.left_out.few_tasks = 2;
    one.unit_wait_s = 5e-3;
    report->is_blocked = true;
    report->noise = NAN;
    report->rows = report->counts;
    report->memory = 2.5;
    report->drawn_in = 0.055;
    report->base_n = 2;
    for (size_t i = 1; i < 3; i++)
        snprintf(report->fits[i].words, sizeof report->fits[i].words, "too few rows");
    made.cells[2].speedup = 4.04;
    made.cells[2].karp_flatt_hi = -0.002;
    snprintf(report->next_words, sizeof report->next_words, "n = 16 would tell them apart");
    snprintf(report->rise_words, sizeof report->rise_words, "slower with every core");
    report->shape = MODEL_SHAPE_RISING;
    snprintf(report->shape_words, sizeof report->shape_words, "e(n) rises");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CHECK_REPORT(says(&one, parts[i]), "'%s' is not said", parts[i]);
}

/* Laws at their bounds say nothing of speed-ups above n, where each S(n) is below; and where
 * nothing is known of the scatter, an S(n) above n says nothing without them. */
static void test_superlinear(void) {
    struct fit_made made;
    struct fit_case one;
    fit_made_fill(&made);
    cases_of(&made, &one, 1);
    made.report.fits[1].free_shape[0] = -0.012;
    made.report.fits[2].free_shape[1] = -1e-8;
    CHECK(!says(&one, "superlinear") && !says(&one, "without its bound"));
    made.cells[3].karp_flatt = -0.01;
    made.cells[3].karp_flatt_hi = NAN;
    CHECK(says(&one, "superlinear"));
    made.report.fits[1].free_shape[0] = NAN;
    CHECK(!says(&one, "superlinear"));
}

/* What the outcome has said no law says again. */
static void test_said_once(void) {
    struct fit_made made;
    struct fit_case one;
    fit_made_fill(&made);
    cases_of(&made, &one, 1);
    snprintf(made.report.words, sizeof made.report.words, "one core count");
    snprintf(made.report.fits[0].words, sizeof made.report.fits[0].words, "one core count");
    CHECK(says(&one, "one core count") && !says(&one, "linear: one core count"));
}

/* Work and span: two bounds; what is measured below both is overhead, unless the interval holds
 * it. */
static void test_span(void) {
    struct fit_made made;
    struct fit_case one;
    fit_made_fill(&made);
    cases_of(&made, &one, 1);
    CHECK(!says(&one, "span"));
    made.group.span = 0.1; /* 1/(0.1 + 0.9/8) = 4.706, and 1/max(1/8, 0.1) = 8 */
    CHECK(says(&one, "the span is 0.1 of the work: with no core idle while there is work n = 8 "
                     "brings a speed-up of 4.706 to 8; measured 4.706"));
    CHECK(!says(&one, "overhead or contention"));
    made.group.span = 0.02; /* 1/(0.02 + 0.98/8) = 7.018 */
    CHECK(says(&one, "7.018 to 8; measured 4.706, less: that is overhead or contention"));
    made.cells[3].karp_flatt_lo = -0.2; /* so wide that it holds every speed-up */
    CHECK(!says(&one, "overhead or contention"));
    made.cells[3].karp_flatt_lo = NAN;
    CHECK(!says(&one, "overhead or contention"));
    made.report.base_n = 2;
    CHECK(!says(&one, "span"));
}

int main(void) {
    test_sentences();
    test_superlinear();
    test_said_once();
    test_span();
    return check_done();
}
