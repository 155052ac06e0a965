/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The JSON of `fit`, in the form of docs/contract.md. */
#include "check.h"
#include "cli/fit_json.h"
#include "fit_cases.h"

#include <stdlib.h>

/* The document of a group of its own: no figure that is not there, none where nothing is known. */
static void test_one(void) {
    struct fit_made made[2];
    struct fit_case two[2];
    char *text = NULL;
    size_t bytes = 0;
    fit_made_fill(&made[0]);
    made[0].report.fits[0].identifiable = false;
    const struct fit_cases cases = cases_of(made, two, 1);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_json_print(&cases, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(text, 0, NULL);
    int schema = 0, rows = 0, is_known = 1;
    double s = 0, lo = 0, n_max = 0, ceiling = 0, least_peak = 0;
    const char *best = "", *interval = "";
    json_t *linear = NULL, *kappa_se = NULL, *peak = NULL, *lambda = NULL;
    CHECK_INT(json_unpack(document,
                          "{s:i, s:{s:i, s:F}, s:s, s:[{s:b, s:o}, {s:{s:{s:F, s:F, s:s}}, s:F}, "
                          "{s:{s:{s:o}, s:o}, s:o, s:F}]}",
                          "schema", &schema, "data", "rows", &rows, "n_max", &n_max, "best", &best,
                          "models", "identifiable", &is_known, "params", &linear, "params",
                          "serial_fraction", "value", &s, "lo", &lo, "interval", &interval,
                          "ceiling", &ceiling, "params", "kappa", "se", &kappa_se, "lambda",
                          &lambda, "peak_n", &peak, "peak_n_lo", &least_peak),
              0);
    CHECK_INT(schema, FIT_JSON_SCHEMA);
    CHECK_INT(rows, 24);
    CHECK_NEAR(n_max, 8, 0);
    CHECK_STRING(best, "amdahl");
    CHECK(!is_known && json_is_null(linear) && json_is_null(kappa_se) && json_is_null(peak));
    CHECK_NEAR(s, 0.1, 0);
    CHECK_NEAR(lo, 0.098, 0);
    CHECK_STRING(interval, "profile");
    CHECK_NEAR(ceiling, 10, 0);
    CHECK_NEAR(least_peak, 65.7, 0);
    CHECK(lambda != NULL);
    CHECK_INT(json_array_size(json_object_get(document, "points")), 4);
    json_decref(document);
    free(text);
}

/* What there is not is null, whoever asks; the scaling stands with the series, too. */
static void test_series(void) {
    struct fit_made made;
    struct fit_case one;
    char *text = NULL, *scaling = NULL;
    size_t bytes = 0;
    int work_is_assumed = 1;
    json_t *tasks = NULL, *params = NULL, *span = NULL, *column = NULL, *idle = NULL;
    fit_made_fill(&made);
    const struct fit_cases cases = cases_of(&made, &one, 1);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_json_print(&cases, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(text, 0, NULL);
    CHECK_INT(json_unpack(document, "{s:{s:o, s:o, s:s}, s:o, s:{s:b, s:o}, s:{s:o}}", "series",
                          "tasks", &tasks, "params", &params, "scaling", &scaling, "work_span",
                          &span, "data", "work_is_assumed", &work_is_assumed, "count_column",
                          &column, "shape", "words", &idle),
              0);
    CHECK(json_is_null(tasks) && json_is_null(params) && json_is_null(span) &&
          json_is_null(column) && json_is_null(idle));
    CHECK_STRING(scaling, "strong");
    CHECK_INT(work_is_assumed, 0);
    json_decref(document);
    free(text);
}

/* Of a stated span the bounds at each n: 1/(0.1 + 0.9/n), and n up to 10. */
static void test_span(void) {
    struct fit_made made;
    struct fit_case one;
    char *text = NULL;
    size_t bytes = 0;
    double share = 0, parallelism = 0, n = 0, least = 0, most = 0;
    fit_made_fill(&made);
    made.group.span = 0.1;
    const struct fit_cases cases = cases_of(&made, &one, 1);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_json_print(&cases, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(text, 0, NULL);
    json_t *points = NULL;
    CHECK_INT(json_unpack(document, "{s:{s:F, s:F, s:o}}", "work_span", "span_over_work", &share,
                          "parallelism", &parallelism, "points", &points),
              0);
    CHECK_NEAR(share, 0.1, 0);
    CHECK_NEAR(parallelism, 10, 1e-12);
    CHECK_INT(json_array_size(points), 4);
    CHECK_INT(json_unpack(json_array_get(points, 3), "{s:F, s:F, s:F}", "n", &n, "speedup_least",
                          &least, "speedup_most", &most),
              0);
    CHECK_NEAR(n, 8, 0);
    CHECK_NEAR(least, 1 / (0.1 + 0.9 / 8), 1e-12);
    CHECK_NEAR(most, 8, 1e-12);
    json_decref(document);
    free(text);
}

static void test_several(void) {
    struct fit_made made[2];
    struct fit_case two[2];
    char *text = NULL;
    size_t bytes = 0;
    int schema = 0;
    fit_made_fill(&made[0]);
    fit_made_fill(&made[1]);
    made[0].report.best = NULL;
    made[0].report.outcome = MODEL_CANNOT_TELL;
    made[0].report.rivals[0] = &made[0].report.fits[1];
    made[1].report.best = NULL;
    made[1].report.outcome = MODEL_NONE_FITS;
    const struct fit_cases cases = cases_of(made, two, 2);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_json_print(&cases, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(text, 0, NULL);
    const char *first = "", *second = "", *name = "", *rival = "";
    CHECK_INT(json_unpack(document, "{s:i, s:[{s:s, s:[s]}, {s:s, s:{s:s}}]}", "schema", &schema,
                          "fits", "best", &first, "rivals", &rival, "best", &second, "series",
                          "name", &name),
              0);
    CHECK_STRING(first, "cannot tell");
    CHECK_STRING(rival, "amdahl");
    CHECK_STRING(second, "none");
    CHECK_STRING(name, "spin, p = 0.9");
    json_decref(document);
    free(text);
}

/* A speed that was found is a parameter; of a law without one there is none. */
static void test_speed(void) {
    struct fit_made made[2];
    struct fit_case two[2];
    char *text = NULL;
    size_t bytes = 0;
    double speed = 0, hi = 0;
    fit_made_fill(&made[0]);
    made[0].report.fits[1].found = 1;
    made[0].report.fits[1].speed = (struct model_estimate){0.5, NAN, 0.45, 0.56, MODEL_PROFILE};
    const struct fit_cases cases = cases_of(made, two, 1);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(fit_json_print(&cases, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(text, 0, NULL), *models = json_object_get(document, "models");
    CHECK_INT(json_unpack(json_array_get(models, 1), "{s:{s:{s:F, s:F}}}", "params", "speed",
                          "value", &speed, "hi", &hi),
              0);
    CHECK_NEAR(speed, 0.5, 0);
    CHECK_NEAR(hi, 0.56, 0);
    json_t *params = json_object_get(json_array_get(models, 2), "params");
    CHECK(json_is_object(params) && json_object_get(params, "speed") == NULL);
    json_decref(document);
    free(text);
}

int main(void) {
    test_speed();
    test_one();
    test_series();
    test_span();
    test_several();
    return check_done();
}
