/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The chart of runnable threads: its bars, its panels and what it says of the file. */
#include "programs.h"

static const char header[] = "sample,workload,place,p,n,runnable,looks\n";

static void put_rows(const char *run_path, const char *rows) {
    FILE *file = fixture_open(run_path, "runnable.csv", "w");
    fprintf(file, "%s%s", header, rows);
    fclose(file);
}

/* Draws the chart alone; gives its SVG, which the caller frees, NULL where there is none. */
static char *draw(const char *run_path) {
    struct fault fault = {0};
    const struct charts_request request = {
        .run_path = run_path, .charts = 1u << CHART_RUNNABLE, .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    return programs_read(run_path, CHART_RUNNABLE);
}

static void check_nothing(const char *run_path) {
    CHECK(draw(run_path) == NULL); /* no runnable.csv */
    put_rows(run_path, "1,prog,spread,,2,1,9\n");
    char *svg = draw(run_path);
    CHECK(svg != NULL);
    free(svg);
    put_rows(run_path, "");
    CHECK(draw(run_path) == NULL);
    put_rows(run_path, "1,prog,spread,,2,1,0\n");
    CHECK(draw(run_path) == NULL);
    CHECK(!fixture_has(run_path, "charts/runnable.gp"));
}

/* Where the tic's figure stands across the sheet; NAN: there is none. */
static double find_tic(const char *svg, const char *label) {
    double x = NAN, tic_x = NAN;
    for (const char *at = svg; at != NULL && (at = strstr(at, "translate(")) != NULL; at++) {
        const char *text = strstr(at, "<text>");
        if (text != NULL && strncmp(text + 6, label, strlen(label)) == 0 &&
            sscanf(at, "translate(%lf,", &x) == 1)
            tic_x = x;
    }
    return tic_x;
}

/* Segments that reach from `left` to `right`, to a tenth of a point. */
static unsigned count_segments(const char *svg, double left, double right) {
    unsigned count = 0;
    for (const char *at = svg; at != NULL && (at = strstr(at, "points = '")) != NULL; at++) {
        double x = NAN, across = NAN;
        if (sscanf(at, "points = '%lf,%*f %lf,", &x, &across) == 2)
            count += fabs(x - left) < 0.1 && fabs(across - right) < 0.1;
    }
    return count;
}

/* Looks of all samples of a point are one bar: at n = 2 a quarter saw one thread, half saw two, a
 * quarter more; at n = 4 two counts between one and n have a segment each. */
static void check_bars(const char *run_path) {
    put_rows(run_path, "1,prog,spread,,2,1,10\n1,prog,spread,,2,2,30\n1,prog,spread,,2,3,10\n"
                       "2,prog,spread,,4,2,25\n2,prog,spread,,4,3,25\n2,prog,spread,,4,4,50\n"
                       "3,prog,spread,,2,1,15\n3,prog,spread,,2,2,20\n3,prog,spread,,2,5,15\n");
    char *svg = draw(run_path);
    double zero = find_tic(svg, "0<"), quarter = find_tic(svg, "25<"), half = find_tic(svg, "50<"),
           three = find_tic(svg, "75<"), all = find_tic(svg, "100<");
    CHECK_INT(count_segments(svg, zero, quarter), 2);
    CHECK_INT(count_segments(svg, quarter, three), 1);
    CHECK_INT(count_segments(svg, three, all), 1);
    CHECK_INT(count_segments(svg, quarter, half), 1);
    CHECK_INT(count_segments(svg, half, all), 1);
    CHECK_HOLDS(svg, ">n = 2<");
    CHECK_HOLDS(svg, ">n = 4<");
    CHECK_HOLDS(svg, ">prog, placement spread<");
    CHECK_HOLDS(svg, ">200 looks in 3 runs of a program.<");
    CHECK_HOLDS(svg, ">100 looks<");
    CHECK_HOLDS(svg, ">more than n<");
    CHECK(svg != NULL && strstr(svg, ">none<") == NULL);
    free(svg);
}

/* Of many cores the counts between one and n are one segment. */
static void check_many_cores(const char *run_path) {
    put_rows(run_path, "1,prog,spread,,64,0,25\n1,prog,spread,,64,5,25\n1,prog,spread,,64,60,25\n"
                       "1,prog,spread,,64,64,25\n2,prog,spread,,128,128,1\n");
    char *svg = draw(run_path);
    CHECK_INT(count_segments(svg, find_tic(svg, "25<"), find_tic(svg, "75<")), 1);
    CHECK_HOLDS(svg, ">none<");
    CHECK_HOLDS(svg, ">2 to n \342\210\222 1<");
    CHECK_HOLDS(svg, ">1 look<");
    CHECK_HOLDS(svg, "128 stands for 128 and more.");
    free(svg);
}

/* A panel for each workload, placement and p, in an order that is not the file's. */
static void check_panels(const char *run_path) {
    static const char *const titles[] = {">a, placement compact, p = 0.5<",
                                         ">a, placement spread, p = 0.5<",
                                         ">a, placement spread, p = 0.9<", ">b, placement spread<"};
    put_rows(run_path, "1,b,spread,,2,1,9\n2,a,spread,0.9,2,1,9\n3,a,spread,0.5,2,1,9\n"
                       "4,a,compact,0.5,2,1,9\n5,a,spread,0.9,1,1,9\n");
    char *svg = draw(run_path);
    const char *before = svg;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0] && before != NULL; i++) {
        const char *at = strstr(before, titles[i]);
        CHECK_REPORT(at != NULL, "\"%s\" is not there, or not in its place", titles[i]);
        before = at;
    }
    free(svg);

    /* Letters that the chart cannot show still tell panels apart. */
    put_rows(run_path, "1,\303\251,spread,,2,1,9\n2,\303\250,spread,,2,1,8\n");
    svg = draw(run_path);
    before = svg == NULL ? NULL : strstr(svg, ">share of the looks, %<");
    CHECK(before != NULL && strstr(before + 1, ">share of the looks, %<") != NULL);
    free(svg);

    FILE *file = fixture_open(run_path, "runnable.csv", "w");
    fputs(header, file);
    for (int i = 0; i < 20; i++)
        fprintf(file, "%d,prog,spread,%g,2,1,9\n", i, i * 0.05);
    fclose(file);
    svg = draw(run_path);
    CHECK_HOLDS(svg, "The first 12 of 20 panels.");
    CHECK_HOLDS(svg, ">p = 0.55<");
    CHECK(svg != NULL && strstr(svg, ">p = 0.6<") == NULL);
    free(svg);
}

/* The row that a run was cut off in, and figures that none can be. */
static void check_torn(const char *run_path) {
    put_rows(run_path, "1,prog,spread,,2,1,9\n2,prog,spread,,2,-1,9\n2,prog,spread,,2,1.5,9\n"
                       "3,prog,spread,,2,2");
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, ">9 looks in 1 run of a program. 3 rows of runnable.csv could not be read.<");
    free(svg);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    FILE *file = programs_begin(run_path);
    fclose(file);
    check_nothing(run_path);
    check_bars(run_path);
    check_many_cores(run_path);
    check_panels(run_path);
    check_torn(run_path);
    return check_done();
}
