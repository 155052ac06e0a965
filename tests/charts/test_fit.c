/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The charts of a fit and of a prediction, from a directory that has nothing but their files. */
#include "curves.h"

#define BEST_OF_ONE "best: Amdahl's law; 48 rows at 4 core counts"

static void check_lacks(const char *svg, const char *words) {
    CHECK_REPORT(svg != NULL && strstr(svg, words) == NULL, "the chart holds \"%s\"", words);
}

static bool is_ahead(const char *outcome) {
    return strcmp(outcome, "best") == 0 || strcmp(outcome, "rival") == 0;
}

/* Curves by Amdahl (s = 0.1) and the USL, with what was measured at n = 1, 2, 4, 8. `peak_n` is the
 * USL's cell, which its curve bends as it likes. */
static void put_curves(struct curves_files files, const char *name, const char *by_amdahl,
                       const char *by_usl, const char *peak_n) {
    const struct curves_line linear = {
        .name = name, .law = "linear", .title = "linear speed-up", .n_max = 8};
    struct curves_line amdahl = linear, usl = linear;
    amdahl.law = "amdahl";
    amdahl.title = "Amdahl's law";
    amdahl.sigma = 0.1;
    amdahl.outcome = by_amdahl;
    amdahl.is_best = is_ahead(by_amdahl);
    usl.law = "usl";
    usl.title = "Universal Scalability Law";
    usl.sigma = 0.09;
    usl.kappa = 0.012;
    usl.outcome = by_usl;
    usl.peak_n = peak_n;
    usl.is_best = is_ahead(by_usl);
    curves_put(&files, &linear);
    curves_put(&files, &amdahl);
    curves_put(&files, &usl);
    curves_put_points(&files, &amdahl);
    curves_end(&files);
}

/* A law has one colour, is named at its line's end and in the key, and the best one's serial
 * fraction stands below beside that of the points. */
static void check_best(const char *run_path) {
    put_curves(curves_begin(run_path), "\"spin, p = 0.9\"", "best", "", "");
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">spin, p = 0.9<");
    CHECK_HOLDS(svg, ">" BEST_OF_ONE "<");
    CHECK_HOLDS(svg, ">Amdahl<");
    CHECK_HOLDS(svg, ">USL<");
    CHECK_HOLDS(svg, ">Universal Scalability Law<");
    CHECK_HOLDS(svg, ">95 % band of the law<");
    CHECK_HOLDS(svg, ">measured, with 95 % interval<");
    CHECK_HOLDS(svg, ">not measured<");
    CHECK_HOLDS(svg, ">e(n)<");
    CHECK_HOLDS(svg, "an EPYC");
    CHECK_HOLDS(svg, ">strong scaling<");
    check_lacks(svg, ">linear speed-up<"); /* it is the ideal line */
    check_lacks(svg, "N* ");
    check_lacks(svg, "could not be read");
    free(svg);
}

static void check_outcome(const char *run_path, const char *by_amdahl, const char *by_usl,
                          const char *words) {
    put_curves(curves_begin(run_path), "sort", by_amdahl, by_usl, "");
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, words);
    check_lacks(svg, "N* "); /* though the curve of the USL bends down: the fit has none */
    free(svg);
}

/* The words that `fit` has for what the rows say, and N* as the fit has it. */
static void check_outcomes(const char *run_path) {
    put_curves(curves_begin(run_path), "sort", "rival", "rival", "6.5");
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">cannot tell: Amdahl's law or Universal Scalability Law; 48 rows");
    CHECK_HOLDS(svg, ">N* \342\211\210 6.5<");
    free(svg);
    check_outcome(run_path, "best", "", ">best: Amdahl's law; 48 rows");
    check_outcome(run_path, "rival", "", ">cannot tell; 48 rows"); /* two core counts */
    check_outcome(run_path, "", "", ">cannot tell; 48 rows");
    check_outcome(run_path, "refuted", "", ">no law fits; 48 rows");
    check_outcome(run_path, "refuted", "refuted", ">no law fits; 48 rows");
}

/* Of files of earlier versions only which laws are ahead is known, and no N*. */
static void check_old(const char *run_path) {
    put_curves(curves_begin_old(run_path), "sort", "rival", "rival", "");
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">cannot tell: Amdahl's law or Universal Scalability Law; 48 rows");
    check_lacks(svg, "N* ");
    free(svg);
    put_curves(curves_begin_old(run_path), "sort", "rival", "", "");
    svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">ahead: Amdahl's law; 48 rows");
    free(svg);
    put_curves(curves_begin_old(run_path), "sort", "", "", "");
    svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">no law stands out; 48 rows");
    check_lacks(svg, " band of the law<");
    free(svg);
}

/* Of one point, of two, of points without curves, of a band that has no upper end. */
static void check_sizes(const char *run_path) {
    struct curves_line line = {
        .name = "", .law = "amdahl", .title = "Amdahl's law", .sigma = 0.1, .is_best = true};
    for (line.n_max = 1; line.n_max <= 4096; line.n_max *= line.n_max == 1 ? 2 : 64) {
        for (int with_curve = 0; with_curve < 2; with_curve++) {
            struct curves_files files = curves_begin(run_path);
            line.hi = line.n_max == 2 ? "inf" : NULL;
            if (with_curve)
                curves_put(&files, &line);
            curves_put_points(&files, &line);
            curves_end(&files);
            char *svg = curves_draw(run_path, CHART_FIT);
            CHECK(svg != NULL);
            check_lacks(svg, "nan");
            if (with_curve)
                CHECK_HOLDS(svg, ">95 % band of the law<");
            free(svg);
        }
    }
}

/* A series is a panel, twelve at most; names differ after a comma, too. */
static void check_panels(const char *run_path) {
    struct curves_files files = curves_begin(run_path);
    for (int i = 0; i < 14; i++) {
        char name[32];
        snprintf(name, sizeof name, "\"same, n%c\"", 'a' + i);
        const struct curves_line line = {
            .name = name, .law = "amdahl", .title = "Amdahl's law", .sigma = 0.1, .n_max = 8};
        curves_put(&files, &line);
        curves_put_points(&files, &line);
    }
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, ">same, na<");
    CHECK_HOLDS(svg, ">same, nl<");
    CHECK_HOLDS(svg, "The first 12 of 14 series.");
    check_lacks(svg, ">same, nm<");
    free(svg);
}

/* The last rows of files that were cut off are left out and counted; no rows are no chart. */
static void check_torn(const char *run_path) {
    struct fault fault = {0};
    unsigned drawn = 0;
    put_curves(curves_begin(run_path), "sort", "best", "", "");
    FILE *file = fixture_open(run_path, "fit_curves.csv", "a");
    fputs(",,,strong,,,,sort,usl,Univ", file);
    fclose(file);
    file = fixture_open(run_path, "fit_points.csv", "a");
    fputs(",,,strong,,,,sort,16,0,,,,,,1\n", file);
    fclose(file);
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK_HOLDS(svg, "1 row of fit_curves.csv could not be read. 1 row of fit_points.csv could");
    CHECK_HOLDS(svg, BEST_OF_ONE);
    free(svg);

    const struct charts_request request = {
        .run_path = run_path, .charts = CHARTS_ALL, .formats = CHARTS_SVG};
    struct charts_request fit_alone = request, prediction_alone = request;
    fit_alone.charts = 1u << CHART_FIT;
    prediction_alone.charts = 1u << CHART_PREDICTION;
    struct curves_files files = curves_begin(run_path);
    curves_end(&files);
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_INT(drawn, 0);
    CHECK(!fixture_has(run_path, "charts/fit.svg") && !fixture_has(run_path, "charts/fit.gp"));

    fixture_remove(run_path, "fit_points.csv");
    CHECK_INT(charts_draw(&request, &drawn, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "fit_points.csv");
    fixture_remove(run_path, "fit_curves.csv");
    fault = (struct fault){0};
    CHECK_INT(charts_draw(&request, &drawn, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "summary.csv");
    fault = (struct fault){0};
    CHECK_INT(charts_draw(&fit_alone, &drawn, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "/fit_curves.csv: `amdahl fit ");
    fault = (struct fault){0};
    CHECK_INT(charts_draw(&prediction_alone, &drawn, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "/predict_curves.csv: `amdahl predict RUN --out DIR` makes one");
}

/* All formats, and again from the script that was left. */
static void check_formats(const char *run_path) {
    struct fault fault = {0};
    unsigned drawn = 0;
    char command[2 * FIXTURE_PATH_BYTES];
    const struct charts_request request = {.run_path = run_path,
                                           .charts = CHARTS_ALL,
                                           .formats = CHARTS_SVG | CHARTS_PNG | CHARTS_PDF};
    put_curves(curves_begin(run_path), "sort", "rival", "rival", "8.7");
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(drawn, 1u << CHART_FIT);
    char *before = fixture_read(run_path, "charts/fit.svg");
    snprintf(command, sizeof command, "cd '%s/charts' && rm fit.svg && gnuplot -d fit.gp",
             run_path);
    CHECK_INT(system(command), 0);
    char *after = fixture_read(run_path, "charts/fit.svg");
    CHECK(before != NULL && after != NULL && strcmp(before, after) == 0);
    free(before);
    free(after);
}

/* Formulas share a panel, and are named by what differs. */
static void check_formulas(const char *run_path) {
    struct curves_files files = curves_begin_prediction(run_path);
    struct curves_line line = {.name = "Amdahl's law",
                               .law = "amdahl",
                               .title = "p = 0.9",
                               .p = "0.9",
                               .scaling = "",
                               .sigma = 0.1,
                               .n_max = 1024,
                               .hi = ""};
    curves_put(&files, &line);
    line.p = "0.5";
    line.title = "p = 0.5";
    line.sigma = 0.5;
    curves_put(&files, &line);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_PREDICTION);
    CHECK_HOLDS(svg, ">Amdahl's law: speed-up<");
    CHECK_HOLDS(svg, ">p = 0.9<");
    CHECK_HOLDS(svg, ">p = 0.5<");
    CHECK_HOLDS(svg, ">ceiling of p = 0.9: 10<");
    check_lacks(svg, "bounds");
    check_lacks(svg, "95 %");
    free(svg);

    files = curves_begin_prediction(run_path);
    line.hi = NULL;
    curves_put(&files, &line);
    curves_end(&files);
    svg = curves_draw(run_path, CHART_PREDICTION);
    CHECK_HOLDS(svg, ">between its bounds<");
    check_lacks(svg, "95 %");
    free(svg);
}

/* Of a fit: with its band, and beside it what would be if. */
static void check_prediction(const char *run_path) {
    struct curves_files files = curves_begin_prediction(run_path);
    struct curves_line line = {.name = "sort",
                               .law = "usl",
                               .title = "Universal Scalability Law",
                               .workload = "sort",
                               .sigma = 0.1,
                               .kappa = 0.001,
                               .n_max = 16};
    curves_put(&files, &line);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_PREDICTION);
    CHECK_HOLDS(svg, ">Universal Scalability Law: speed-up<");
    CHECK_HOLDS(svg, ">sort, strong scaling<");
    CHECK_HOLDS(svg, ">95 % band<");
    CHECK_HOLDS(svg, ">not measured<");
    free(svg);

    files = curves_begin_prediction(run_path);
    curves_put(&files, &line);
    line.law = "what-if";
    line.title = "if kappa were 0";
    line.kappa = 0;
    line.hi = "";
    curves_put(&files, &line);
    curves_end(&files);
    svg = curves_draw(run_path, CHART_PREDICTION);
    CHECK_HOLDS(svg, ">Universal Scalability Law, if kappa were 0<");
    CHECK_HOLDS(svg, ">what-if<");
    CHECK_HOLDS(svg, ">USL<");
    free(svg);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("fit", run_path))
        return 1;
    check_best(run_path);
    check_outcomes(run_path);
    check_old(run_path);
    check_sizes(run_path);
    check_panels(run_path);
    check_formats(run_path);
    check_torn(run_path);
    check_formulas(run_path);
    check_prediction(run_path);
    return check_done();
}
