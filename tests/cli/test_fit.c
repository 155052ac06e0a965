/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `fit` prints of a fit whose every figure is known: its tables, and the whole. */
#include "check.h"
#include "cli/fit_print.h"
#include "cli/fit_sentences.h"
#include "cli/fit_table.h"
#include "explain/fit_made.h"
#include "fit_cases.h"

#include <stdlib.h>

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
    cases_of(&made, &one, 1);
    CHECK_INT(fit_table_laws(&one, &table, NULL), 0);
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
    cases_of(&made, &one, 1);
    made.report.fits[2].identifiable = false;
    snprintf(made.report.fits[2].words, sizeof made.report.fits[2].words,
             "3 parameters, 2 core counts");
    CHECK_INT(fit_table_laws(&one, &table, NULL), 0);
    char *text = text_of(table);
    CHECK_HOLDS(text, "usl     not identifiable");
    CHECK(strstr(text, "sigma") == NULL && strstr(text, "kappa") == NULL &&
          strstr(text, "N*") == NULL);
    free(text);
    size_t count = fit_sentences_make(&one, sentences);
    CHECK_INT(count, 3); /* the last says what the table's columns are */
    CHECK_STRING(sentences[0].text, "the rows speak for it");
    CHECK(sentences[0].is_usual && !sentences[1].is_usual);
    CHECK_STRING(sentences[1].text, "usl is not identifiable: 3 parameters, 2 core counts");
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
    snprintf(made[0].group.name, sizeof made[0].group.name, "a|b*c_d <x>");
    stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_print(&cases, NULL, stream, NULL), 0);
    fclose(stream);
    CHECK_HOLDS(text, "\n| a\\|b\\*c\\_d \\<x> | amdahl |"); /* shown as it is, and one cell */
    free(text);
}

/* A whole group, with every n, on the terminal and as Markdown. */
static void test_one(void) {
    struct measured_row rows[300]; /* n = 1 … 100, thrice */
    struct measured_group group = {.name = "made s_1 <b>",
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
        CHECK_HOLDS(text, "made ");
        CHECK_HOLDS(text, "FILE, CSV: 300 rows (throughput) at 100 core counts (1 to 100)");
        CHECK_HOLDS(text, "X(1) = 5");
        CHECK_HOLDS(text, "strong scaling) was taken for granted");
        CHECK_HOLDS(text, " of 100 core counts; --json has all");
        CHECK_HOLDS(text, markdown ? "s\\_1 \\<b>" : "s_1 <b>");
        CHECK_HOLDS(text, markdown ? "| n | X(n) | speed-up |" : " X(n)  ");
        CHECK(markdown || strchr(text, '\xc2') == NULL); /* no UTF-8 where it is not understood */
        free(text);
    }
    model_analysis_free(analysis);
}

int main(void) {
    test_table_of_laws();
    test_not_identifiable();
    test_several();
    test_one();
    return check_done();
}
