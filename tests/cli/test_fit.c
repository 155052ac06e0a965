/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `fit` prints of a fit whose every figure is known: words, tables and sentences. */
#include "check.h"
#include "cli/fit_print.h"
#include "cli/fit_sentences.h"
#include "cli/fit_table.h"
#include "cli/fit_words.h"
#include "explain/fit_made.h"
#include "fit_cases.h"

#include <stdlib.h>

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
    made.report.fits[1].identifiable = false;
    fit_words_limit(&made.report.fits[1], text, sizeof text);
    CHECK_STRING(text, "");
}

/* The caller frees. */
static char *text_of(struct text_table *table) {
    char *text = NULL;
    size_t bytes = 0;
    const struct term term = {.utf8 = true};
    FILE *stream = open_memstream(&text, &bytes);
    text_table_print(table, 0, &term, stream);
    fclose(stream);
    text_table_free(table);
    return text;
}

static void test_table_of_laws(void) {
    struct fit_made made;
    struct fit_case one;
    struct text_table *table = NULL;
    fit_made_fill(&made);
    const struct fit_cases cases = cases_of(&made, &one, 1);
    CHECK_INT(fit_table_laws(&cases, &one, &table, NULL), 0);
    char *text = text_of(table);
    CHECK_STRING(
        text,
        "law     parameters               limit                         dAICc  lack of fit, p  "
        "largest misfit  \n"
        "linear  T(1) = 20.00 \u00b1 0.20 ms                                  85.2         < 0.001 "
        " "
        "1.2 % at n = 8  refuted\n"
        "amdahl  s = 0.1000 \u00b1 0.0020      S < 10.00 \u00b1 0.20                0.0            "
        "0.43  1.2 % at n = 8  best\n"
        "        T(1) = 20.00 \u00b1 0.20 ms                                                       "
        " "
        "                \n"
        "usl     sigma = 0.099 \u00b1 0.004    no peak seen; N* > 65 (95 %)    2.3               - "
        " "
        "1.2 % at n = 8  \n"
        "        kappa <= 0.00022 (95 %)                                                        "
        "               correlation -0.97\n"
        "        T(1) = 20.00 \u00b1 0.20 ms                                                       "
        " "
        "                \n");
    free(text);
}

/* What is not identifiable has its words and no figure. */
static void test_not_identifiable(void) {
    struct fit_made made;
    struct fit_case one;
    struct text_table *table = NULL;
    struct fit_sentence sentences[FIT_SENTENCES_MAX];
    fit_made_fill(&made);
    const struct fit_cases cases = cases_of(&made, &one, 1);
    made.report.fits[2].identifiable = false;
    snprintf(made.report.fits[2].words, sizeof made.report.fits[2].words,
             "3 parameters, 2 core counts");
    CHECK_INT(fit_table_laws(&cases, &one, &table, NULL), 0);
    char *text = text_of(table);
    CHECK_HOLDS(text, "usl     not identifiable");
    CHECK(strstr(text, "sigma") == NULL && strstr(text, "kappa") == NULL &&
          strstr(text, "N*") == NULL);
    free(text);
    size_t count = fit_sentences_make(&one, sentences);
    CHECK_INT(count, 2);
    CHECK_STRING(sentences[0].text, "the rows speak for it");
    CHECK(sentences[0].is_usual && !sentences[1].is_usual);
    CHECK_STRING(sentences[1].text, "usl is not identifiable: 3 parameters, 2 core counts");
}

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
        "strong scaling) was taken for granted",
        "3 samples with more workers than processing units",
        "all rows of an n were measured together",
        "no n was measured twice",
        "the variance is 2.5 times",
        "5.5 % of the rows lie far",
        "there is no n = 1: measured speed-ups are over n = 2",
        "amdahl: without its bound s would be -0.012: the speed-up is above n (superlinear)",
        "n = 16 would tell the two apart best",
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
    one.left_out.oversubscribed = 3;
    report->is_blocked = true;
    report->noise = NAN;
    report->rows = report->counts;
    report->memory = 2.5;
    report->drawn_in = 0.055;
    report->base_n = 2;
    report->fits[1].free_shape[0] = -0.012;
    report->rivals[0] = &report->fits[1];
    report->rivals[1] = &report->fits[2];
    report->next_n = 16;
    report->next_errors = 5.2;
    snprintf(report->next_words, sizeof report->next_words, "n = 16 would tell the two apart best");
    report->shape = MODEL_SHAPE_RISING;
    snprintf(report->shape_words, sizeof report->shape_words, "e(n) rises");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CHECK_REPORT(says(&one, parts[i]), "'%s' is not said", parts[i]);
    report->rows = report->counts + 1;
    CHECK(says(&one, "what was measured twice is taken up by the rounds"));
    CHECK(!says(&one, "no n was measured twice"));
}

/* Of several groups the laws that matter, and each sentence that is not usual once. */
static void test_several(void) {
    struct fit_made made[3];
    struct fit_case three[3];
    char *text = NULL;
    size_t bytes = 0;
    const struct term term = {.utf8 = true};
    for (size_t i = 0; i < 3; i++) {
        fit_made_fill(&made[i]);
        snprintf(made[i].group.name, sizeof made[i].group.name, "spin, p = 0.%zu", 7 + i);
        made[i].report.fits[2].identifiable = false;
        snprintf(made[i].report.fits[2].words, sizeof made[i].report.fits[2].words, "too few n");
    }
    made[1].report.best = NULL;
    made[1].report.outcome = MODEL_CANNOT_TELL;
    made[1].report.rivals[0] = &made[1].report.fits[0];
    made[1].report.rivals[1] = &made[1].report.fits[1];
    made[1].report.fits[0].is_refuted = false;
    made[2].report.base_n = made[1].report.base_n = 2;
    const struct fit_cases cases = cases_of(made, three, 3);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_print(&cases, &term, stream, NULL), 0);
    fclose(stream);
    CHECK_HOLDS(text, "RUN: 3 series\n  series         law     parameters           limit ");
    CHECK_HOLDS(text,
                "\n  spin, p = 0.7  amdahl  s = 0.1000 \u00b1 0.0020  S < 10.00 \u00b1 0.20 ");
    CHECK_HOLDS(text, "\n  spin, p = 0.8  linear ");
    CHECK_HOLDS(text, "  cannot tell\n                 amdahl ");
    CHECK_HOLDS(text, "\nusl is not identifiable: too few n\n");
    CHECK_HOLDS(text, "\nspin, p = 0.8: the rows speak for it\n");
    CHECK_HOLDS(text, "\nspin, p = 0.8 and 1 more: there is no n = 1");
    CHECK(strstr(text, "spin, p = 0.7: the rows") == NULL);
    free(text);
}

/* A whole group, with every n, on the terminal and as Markdown. */
static void test_one(void) {
    struct measured_row rows[300]; /* n = 1 … 100, thrice */
    struct measured_group group = {.name = "made",
                                   .p = NAN,
                                   .quantity = MEASURED_THROUGHPUT,
                                   .scaling = MEASURED_STRONG,
                                   .rows = rows};
    struct model_analysis *analysis = NULL;
    for (int n = 1; n <= 100; n++)
        for (int i = 0; i < 3; i++)
            rows[group.count++] = (struct measured_row){
                n, (5 + 0.001 * i) / (0.05 + 0.95 / n), 1, NAN, NAN, MEASURED_NO_ROUND};
    const struct model_request request = {
        .group = &group, .interval = MODEL_PROFILE, .margin = 0.01};
    CHECK_INT(model_analyse(&request, &analysis, NULL), 0);
    struct fit_case one = {.group = &group,
                           .analysis = analysis,
                           .report = model_analysis_report(analysis),
                           .speed = fit_none};
    const struct fit_cases cases = {"FILE", "CSV", MODEL_LOG, false, &one, 1};
    const struct term term = {.utf8 = false};
    for (int markdown = 0; markdown < 2; markdown++) {
        char *text = NULL;
        size_t bytes = 0;
        FILE *stream = open_memstream(&text, &bytes);
        CHECK_INT(fit_print(&cases, markdown ? NULL : &term, stream, NULL), 0);
        fclose(stream);
        CHECK_HOLDS(text, "made\n");
        CHECK_HOLDS(text, "FILE, CSV: 300 rows (throughput) at 100 core counts (1 to 100)");
        CHECK_HOLDS(text, "X(1) = 5");
        CHECK_HOLDS(text, "strong scaling) was taken for granted");
        CHECK_HOLDS(text, " of 100 core counts; --json has all");
        CHECK_HOLDS(text, markdown ? "| n | X(n) | speed-up |" : " X(n)  ");
        CHECK(markdown || strchr(text, '\xc2') == NULL); /* no UTF-8 where it is not understood */
        free(text);
    }
    model_analysis_free(analysis);
}

int main(void) {
    test_intervals();
    test_estimates();
    test_limits();
    test_table_of_laws();
    test_not_identifiable();
    test_sentences();
    test_several();
    test_one();
    return check_done();
}
