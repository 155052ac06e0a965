/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `amdahl plot` prints, where there is something to draw and where there is not. */
#include "charts/charts.h"
#include "check.h"
#include "cli/command.h"
#include "curves.h"

/* What the command prints; the caller frees. */
static char *plot(const char *run_path, const char *charts, const char *formats) {
    struct options options = {
        .operands = &run_path, .operand_count = 1, .charts = charts, .formats = formats};
    struct fault fault = {0};
    char *printed = NULL;
    size_t bytes = 0;
    FILE *real = stdout;
    options.color = "never";
    stdout = open_memstream(&printed, &bytes);
    int status = cmd_plot(&options, &fault);
    fclose(stdout);
    stdout = real;
    CHECK_INT(status, 0);
    CHECK_STRING(fault.text, "");
    return printed;
}

static void check_printed(const char *run_path, const char *charts, const char *formats,
                          const char *which) {
    char expected[3 * FIXTURE_PATH_BYTES];
    char *printed = plot(run_path, charts, formats);
    snprintf(expected, sizeof expected,
             "nothing to draw: no row of %s has what the charts%s show; `amdahl summary %s` shows "
             "what was measured\n",
             run_path, which, run_path);
    CHECK_STRING(printed, expected);
    free(printed);
}

/* A run of no point, and one of a workload without a law. */
static void check_nothing(const char *run_path) {
    struct fixture_series null = fixture_plain;
    null.workload = "null";
    null.p_basis = "";
    for (int with_row = 0; with_row < 2; with_row++) {
        FILE *file = fixture_open(run_path, "summary.csv", "w");
        fixture_put_header(file);
        if (with_row)
            fixture_put_fraction(file, &null, NAN, 4);
        fclose(file);
        check_printed(run_path, NULL, "svg", "");
        check_printed(run_path, NULL, "terminal", " on a terminal");
        check_printed(run_path, NULL, "svg,terminal", "");
        check_printed(run_path, "ratio", "svg", " asked for");
        check_printed(run_path, "efficiency", "terminal", " asked for");
    }
}

static void check_something(const char *run_path) {
    char expected[2 * FIXTURE_PATH_BYTES];
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    fclose(file);
    char *files = plot(run_path, NULL, "svg"), *text = plot(run_path, NULL, "terminal");
    snprintf(expected, sizeof expected, "%s/charts\n", run_path);
    CHECK_STRING(files, expected);
    CHECK(text != NULL && strncmp(text, "spin: speed-up", 14) == 0);
    free(files);
    free(text);
    check_printed(run_path, "weak", "svg", " asked for");
}

/* What `fit --out` leaves has no run.json and no summary.csv. */
static void check_fit(const char *run_path) {
    char expected[2 * FIXTURE_PATH_BYTES];
    const struct curves_line line = {
        .name = "x", .law = "amdahl", .title = "Amdahl's law", .sigma = 0.1, .n_max = 4};
    fixture_remove(run_path, "run.json");
    fixture_remove(run_path, "summary.csv");
    struct curves_files files = curves_begin(run_path);
    curves_put(&files, &line);
    curves_put_points(&files, &line);
    curves_end(&files);
    char *printed = plot(run_path, NULL, "svg");
    snprintf(expected, sizeof expected, "%s/charts\n", run_path);
    CHECK_STRING(printed, expected);
    CHECK(fixture_has(run_path, "charts/fit.svg"));
    free(printed);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    FILE *file = fixture_open(run_path, "run.json", "w");
    fputs("{\"schema\": 1, \"state\": \"complete\", \"seed\": \"1\", \"plan\": {\"margin\": 0.01}, "
          "\"workloads\": []}\n",
          file);
    fclose(file);
    check_nothing(run_path);
    check_something(run_path);
    check_fit(run_path);
    return check_done();
}
