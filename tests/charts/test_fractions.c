/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How fractions look: each the same in all charts of a run; p = 1, which has no serial part. */
#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

static FILE *begin_run(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    return file;
}

static void draw(const char *run_path, unsigned charts) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = charts, .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(drawn, charts);
}

/* The chart's SVG from the label on, which it must hold; the caller frees *ret_svg. */
static char *find_label(const char *run_path, enum chart chart, const char *label, char **ret_svg) {
    char name[64];
    snprintf(name, sizeof name, "charts/%s.svg", charts_name(chart));
    *ret_svg = fixture_read(run_path, name);
    char *at = *ret_svg == NULL ? NULL : strstr(*ret_svg, label);
    CHECK_REPORT(at != NULL, "%s does not hold \"%s\"", name, label);
    return at;
}

/* That the mark at a label has the colour: in gnuplot's SVG the mark follows its label. */
static void check_colour(const char *run_path, enum chart chart, const char *label,
                         const char *colour) {
    char *svg, *at = find_label(run_path, chart, label, &svg);
    char *mark = at == NULL ? NULL : strstr(at, "<use ");
    CHECK(mark != NULL);
    if (mark != NULL) {
        mark[strcspn(mark, ">")] = '\0';
        CHECK_HOLDS(mark, colour);
    }
    free(svg);
}

/* Whichever fractions a chart has. */
static void check_colours(const char *run_path) {
    static const char second[] = "rgb(230, 159,   0)", third[] = "rgb(  0, 158, 115)";
    struct fixture_series weak = fixture_plain, copies = fixture_plain;
    weak.scaling = "weak";
    copies.scaling = "throughput";
    copies.p_basis = "";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &copies, NAN, 4);
    fixture_put_fraction(file, &weak, 0.9, 4);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    fixture_put_fraction(file, &fixture_plain, 0.9, 4);
    fclose(file);
    draw(run_path, 1u << CHART_SPEEDUP | 1u << CHART_WEAK | 1u << CHART_EFFICIENCY);
    check_colour(run_path, CHART_SPEEDUP, ">p = 0.9<", second);
    check_colour(run_path, CHART_WEAK, ">p = 0.9<", second);
    check_colour(run_path, CHART_WEAK, ">n copies<", third);
    check_colour(run_path, CHART_EFFICIENCY, ">n copies<", third);
}

/* On the law or better: no serial fraction is above zero. */
static void check_all_parallel(const char *run_path) {
    static const double serial[] = {0, -1e-17, -0.02};
    static const char *const tics[] = {">0.001<", ">0.001<", ">\342\210\2220.02<"};
    for (size_t i = 0; i < sizeof serial / sizeof serial[0]; i++) {
        char *svg;
        FILE *file = begin_run(run_path);
        fixture_put_point(file, &fixture_plain, 1, 1);
        fprintf(file,
                "spin,,threads,strong,spread,1,1,1,work,2,,0,24,1,0.01,,,%.17g,,,2,1,,,1,%.17g,,,,,"
                "24,0.5,this run only,agrees,0,0,0,0,,,,0\n",
                2 / (1 + serial[i]), serial[i]);
        fclose(file);
        draw(run_path, 1u << CHART_KARP_FLATT | 1u << CHART_SPEEDUP);
        find_label(run_path, CHART_KARP_FLATT, tics[i], &svg);
        CHECK_HOLDS(svg, ">p = 1<");
        free(svg);
    }
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    check_colours(run_path);
    check_all_parallel(run_path);
    return check_done();
}
