/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From a fit to the rows of its files: which parameters, what is empty, which n a curve has, and
 * over what a level is. */
#include "check.h"
#include "explain/fit_rows.h"
#include "fit_made.h"

#include <stdlib.h>

static const struct fit_row *find(const struct fit_row *rows, size_t count, const char *law,
                                  const char *parameter) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].law, law) == 0 && strcmp(rows[i].parameter, parameter) == 0)
            return &rows[i];
    CHECK_REPORT(false, "there is no row of %s, %s", law, parameter);
    exit(check_done());
}

/* linear: scale; amdahl: scale, s, ceiling; usl: scale, sigma, kappa, peak. What is infinite is
 * empty. */
static void test_parameters(void) {
    struct fit_made made;
    struct fit_row *rows = NULL;
    size_t count = 0;
    fit_made_fill(&made);
    const struct fit_source source = {&made.group, &made.report, NULL, MODEL_LOG};
    CHECK_INT(fit_rows_make(&source, 1, &rows, &count, NULL), 0);
    CHECK_INT(count, 1 + 3 + 4);
    const struct fit_row *s = find(rows, count, "amdahl", "serial_fraction");
    CHECK_NEAR(s->value, 0.1, 0);
    CHECK_NEAR(s->lo, 0.098, 0);
    CHECK_STRING(s->interval, "profile");
    CHECK_STRING(s->method, "log");
    CHECK_STRING(s->key.name, "spin, p = 0.9");
    CHECK_STRING(s->key.series.place, "spread");
    CHECK_NEAR(s->key.p, 0.9, 0);
    CHECK(s->identifiable && s->is_best);
    CHECK_NEAR(find(rows, count, "amdahl", "ceiling")->hi, 10.2, 0);
    const struct fit_row *peak = find(rows, count, "usl", "peak_n");
    CHECK(isnan(peak->value) && isnan(peak->hi) && !peak->is_best);
    CHECK_NEAR(peak->lo, 65.7, 0);
    CHECK_STRING(peak->interval, "lower");
    CHECK_STRING(find(rows, count, "usl", "kappa")->interval, "upper");
    CHECK_NEAR(find(rows, count, "linear", "scale")->delta_aicc, 85.25, 0);
    free(rows);
}

/* A stated span has two rows of its own, behind the laws; else there is none. */
static void test_span(void) {
    struct fit_made made;
    struct fit_row *rows = NULL;
    size_t count = 0;
    fit_made_fill(&made);
    made.group.span = 0.02;
    const struct fit_source source = {&made.group, &made.report, NULL, MODEL_LOG};
    CHECK_INT(fit_rows_make(&source, 1, &rows, &count, NULL), 0);
    CHECK_INT(count, 1 + 3 + 4 + 2);
    const struct fit_row *span = find(rows, count, "work_span", "span_over_work");
    CHECK_NEAR(span->value, 0.02, 0);
    CHECK(isnan(span->se) && isnan(span->lo) && isnan(span->hi) && isnan(span->aicc) &&
          isnan(span->delta_aicc) && isnan(span->lack_p));
    CHECK_STRING(span->interval, "");
    CHECK_STRING(span->method, "");
    CHECK_STRING(span->key.name, "spin, p = 0.9");
    CHECK(span->identifiable && !span->is_best);
    CHECK_NEAR(find(rows, count, "work_span", "parallelism")->value, 50, 1e-12);
    free(rows);
}

static void test_not_identifiable(void) {
    struct fit_made made;
    struct fit_row *rows = NULL;
    size_t count = 0;
    fit_made_fill(&made);
    made.report.fits[2].identifiable = false;
    const struct fit_source source = {&made.group, &made.report, NULL, MODEL_RAW};
    CHECK_INT(fit_rows_make(&source, 1, &rows, &count, NULL), 0);
    const struct fit_row *sigma = find(rows, count, "usl", "sigma");
    CHECK(!sigma->identifiable);
    CHECK(isnan(sigma->value) && isnan(sigma->se) && isnan(sigma->lo) && isnan(sigma->hi));
    CHECK(isnan(sigma->aicc) && isnan(sigma->delta_aicc) && isnan(sigma->lack_p));
    CHECK_STRING(sigma->interval, "");
    CHECK_STRING(sigma->method, "raw");
    free(rows);
}

/* The best; else the first rival; else of what is identifiable the nearest; else none. */
static void test_leader(void) {
    struct fit_made made;
    fit_made_fill(&made);
    struct model_report *report = &made.report;
    CHECK(fit_rows_leader(report) == &report->fits[1]);
    CHECK(fit_rows_is_ahead(report, &report->fits[1]));
    CHECK(!fit_rows_is_ahead(report, &report->fits[2]));
    report->best = NULL;
    report->outcome = MODEL_CANNOT_TELL;
    report->rivals[0] = &report->fits[1];
    report->rivals[1] = &report->fits[2];
    CHECK(fit_rows_leader(report) == &report->fits[1]);
    CHECK(fit_rows_is_ahead(report, &report->fits[2]));
    report->rivals[0] = report->rivals[1] = NULL;
    CHECK(fit_rows_leader(report) == &report->fits[0]); /* the first of equals */
    report->fits[2].aicc = report->fits[0].aicc - 1;
    CHECK(fit_rows_leader(report) == &report->fits[2]);
    report->counts = 3; /* as many as its parameters: any rows are its own */
    CHECK(fit_rows_leader(report) == &report->fits[0]);
    report->counts = 4;
    report->fits[2].identifiable = false;
    CHECK(fit_rows_leader(report) == &report->fits[0]);
    report->fits[1].aicc = NAN; /* then the sums of squares are compared */
    CHECK(fit_rows_leader(report) == &report->fits[0]);
    report->fits[1].rss = report->fits[0].rss / 2;
    CHECK(fit_rows_leader(report) == &report->fits[1]);
    for (size_t i = 0; i < report->fit_count; i++)
        report->fits[i].identifiable = false;
    CHECK(fit_rows_leader(report) == NULL);
}

/* Exact times of s = 0.1 at 1, 2, 4 … 32, three of each. */
static struct model_analysis *analyse(struct measured_group *group, struct measured_row *rows,
                                      double first) {
    struct model_analysis *analysis = NULL;
    struct fault fault = {0};
    *group = (struct measured_group){.name = "made",
                                     .p = NAN,
                                     .quantity = MEASURED_TIME,
                                     .scaling = MEASURED_STRONG,
                                     .rows = rows};
    for (double n = first; n <= 32; n *= 2)
        for (int i = 0; i < 3; i++)
            rows[group->count++] = (struct measured_row){
                n, (3 + 0.001 * i) * (0.1 + 0.9 / n), 1, NAN, NAN, MEASURED_NO_ROUND};
    const struct model_request request = {
        .group = group, .interval = MODEL_PROFILE, .margin = 0.01};
    CHECK_INT(model_analyse(&request, &analysis, &fault), 0);
    CHECK_STRING(fault.text, "");
    if (analysis == NULL)
        exit(check_done());
    return analysis;
}

/* Each curve ascends from the least n to twice the largest, and has that, too. */
static void test_curves(void) {
    struct measured_group group;
    struct measured_row measured[18];
    struct model_analysis *analysis = analyse(&group, measured, 1);
    const struct fit_source source = {&group, model_analysis_report(analysis), analysis, MODEL_LOG};
    struct curve_row *rows = NULL;
    size_t count = 0, edges = 0, ahead = 0, of_amdahl = 0;
    CHECK_INT(fit_rows_make_curves(&source, 1, &rows, &count, NULL), 0);
    CHECK(count >= 3 * 60);
    for (size_t i = 0; i < count; i++) {
        bool is_first = i == 0 || strcmp(rows[i].law, rows[i - 1].law) != 0;
        bool is_last = i + 1 == count || strcmp(rows[i].law, rows[i + 1].law) != 0;
        if (is_first)
            CHECK_NEAR(rows[i].n, 1, 0);
        else
            CHECK(rows[i].n > rows[i - 1].n);
        if (is_last)
            CHECK_NEAR(rows[i].n, 64, 0);
        CHECK_INT(rows[i].is_measured, rows[i].n <= 32);
        edges += rows[i].n == 32;
        ahead += rows[i].is_best;
        CHECK(isnan(rows[i].peak_n)); /* of the USL, too: kappa may be 0 */
        if (strcmp(rows[i].law, "linear") == 0)
            CHECK_STRING(rows[i].outcome, "refuted");
        if (strcmp(rows[i].law, "amdahl") == 0) {
            CHECK_NEAR(rows[i].speedup, 1 / (0.1 + 0.9 / rows[i].n), 1e-3 * rows[i].n);
            CHECK(rows[i].lo <= rows[i].speedup && rows[i].hi >= rows[i].speedup);
            CHECK_STRING(rows[i].title, "Amdahl's law");
            CHECK_STRING(rows[i].outcome, "best");
            of_amdahl++;
        }
    }
    CHECK_INT(of_amdahl, 61);
    CHECK_INT(edges * 61, count);
    CHECK(ahead > 0 && ahead < count);
    free(rows);
    model_analysis_free(analysis);
}

/* Without n = 1 the levels are over the T(1) that the law has: 1/(s + (1 - s)/n), not 1 at n = 2.
 */
static void test_levels(void) {
    struct measured_group group;
    struct measured_row measured[18];
    struct model_analysis *analysis = analyse(&group, measured, 2);
    const struct model_report *report = model_analysis_report(analysis);
    const struct fit_source source = {&group, report, analysis, MODEL_LOG};
    struct level_row *rows = NULL;
    size_t count = 0;
    CHECK_INT(fit_rows_make_levels(&source, 1, &rows, &count, NULL), 0);
    CHECK_INT(count, 5);
    for (size_t i = 0; i < count; i++) {
        CHECK_NEAR(rows[i].n, (double)(2u << i), 0);
        CHECK_NEAR(rows[i].speedup, 1 / (0.1 + 0.9 / rows[i].n), 0.02 * rows[i].speedup);
        CHECK_INT(rows[i].rows, 3);
        CHECK_STRING(rows[i].key.series.scaling, "strong");
    }
    free(rows);
    model_analysis_free(analysis);
}

/* Its ends are those of e(n), upside down; an end that no speed-up has is none. */
static void test_ends(void) {
    struct fit_made made;
    struct level_row *rows = NULL;
    size_t count = 0;
    fit_made_fill(&made);
    made.report.best = NULL;
    for (size_t i = 0; i < made.report.fit_count; i++)
        made.report.fits[i].identifiable = false; /* no law: over n = 1 as measured */
    made.cells[2].karp_flatt_lo = -2;
    const struct fit_source source = {&made.group, &made.report, NULL, MODEL_LOG};
    CHECK_INT(fit_rows_make_levels(&source, 1, &rows, &count, NULL), 0);
    CHECK_INT(count, 4);
    CHECK_NEAR(rows[0].speedup, 1, 1e-15);
    CHECK(isnan(rows[0].lo) && isnan(rows[0].karp_flatt));
    CHECK_NEAR(rows[1].lo, 1 / (0.102 / 2 + 0.5), 1e-12);
    CHECK_NEAR(rows[1].hi, 1 / (0.098 / 2 + 0.5), 1e-12);
    CHECK(isnan(rows[2].lo) && isnan(rows[2].hi));
    CHECK_NEAR(rows[2].karp_flatt_lo, -2, 0);
    free(rows);
}

/* The speed of a kind of cores that was found is a parameter of the law that has it, no other's. */
static void test_speed(void) {
    struct fit_made made;
    struct fit_row *rows = NULL;
    size_t count = 0;
    fit_made_fill(&made);
    made.report.fits[1].found = 1;
    made.report.fits[1].speed = (struct model_estimate){0.5, NAN, 0.45, 0.56, MODEL_PROFILE};
    const struct fit_source source = {&made.group, &made.report, NULL, MODEL_LOG};
    CHECK_INT(fit_rows_make(&source, 1, &rows, &count, NULL), 0);
    CHECK_INT(count, 1 + 4 + 4);
    const struct fit_row *speed = find(rows, count, "amdahl", "speed");
    CHECK_NEAR(speed->value, 0.5, 0);
    CHECK_NEAR(speed->hi, 0.56, 0);
    CHECK_STRING(speed->interval, "profile");
    free(rows);
}

int main(void) {
    test_speed();
    test_parameters();
    test_span();
    test_not_identifiable();
    test_leader();
    test_curves();
    test_levels();
    test_ends();
    return check_done();
}
