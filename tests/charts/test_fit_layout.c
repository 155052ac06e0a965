/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where the words of the charts of a fit and of a prediction stand: none on another, none where it
 * says what no law says. */
#include "curves.h"

struct spot {
    double x, y; /* from the left upper corner; NAN: the words are not there */
};

/* Of the first text that begins with the words. */
static struct spot find_words(const char *svg, const char *words) {
    char text[64];
    struct spot spot = {NAN, NAN};
    snprintf(text, sizeof text, "<text>%s", words);
    const char *end = svg == NULL ? NULL : strstr(svg, text);
    for (const char *at = svg; end != NULL && (at = strstr(at, "translate(")) != NULL && at < end;
         at++)
        if (sscanf(at, "translate(%lf,%lf)", &spot.x, &spot.y) != 2)
            spot.x = spot.y = NAN;
    CHECK_REPORT(!isnan(spot.x), "the chart has no text \"%s\"", words);
    return spot;
}

static size_t count_words(const char *svg, const char *words) {
    size_t count = 0;
    for (const char *at = svg; at != NULL && (at = strstr(at, words)) != NULL; at++)
        count++;
    return count;
}

static const struct curves_line amdahl = {.name = "sort",
                                          .law = "amdahl",
                                          .title = "Amdahl's law",
                                          .sigma = 0.1,
                                          .n_max = 2,
                                          .is_best = true,
                                          .outcome = "rival"};

/* Two panels of two core counts, each with laws that end at what was measured. */
static char *draw_two(const char *run_path) {
    struct curves_files files = curves_begin(run_path);
    struct curves_line law = amdahl, clock = amdahl, capacity = amdahl;
    clock.law = "amdahl_clock";
    clock.title = "Amdahl's law at the measured clock";
    capacity.law = "capacity";
    capacity.title = "Amdahl's law on the capacity of the cores";
    clock.n_last = capacity.n_last = 2;
    clock.is_best = capacity.is_best = false;
    clock.outcome = capacity.outcome = "";
    for (int i = 0; i < 2; i++) {
        law.name = clock.name = capacity.name = i == 0 ? "a" : "b";
        curves_put(&files, &law);
        curves_put(&files, &clock);
        curves_put(&files, &capacity);
        curves_put_points(&files, &law);
    }
    curves_end(&files);
    return curves_draw(run_path, CHART_FIT);
}

static void check_two(const char *run_path) {
    char *svg = draw_two(run_path);
    struct spot last = find_words(svg, "ideal, S = n"), first = find_words(svg, "Amdahl's law<");
    double foot = find_words(svg, "an EPYC").y;
    CHECK_REPORT(last.y + 12 < foot, "the key goes down to %g, the footer begins at %g", last.y,
                 foot);
    CHECK(last.x > first.x + 100); /* in columns */
    CHECK(first.y > find_words(svg, "cores, n").y + 5);

    /* A law that ends early is named there, below the line of the one that goes on, each in a row
     * of its own. */
    struct spot capacity = find_words(svg, "capacity"), clock = find_words(svg, "with clock");
    struct spot right = find_words(svg, "Amdahl<");
    CHECK(right.x > capacity.x + 150);
    CHECK_NEAR(capacity.x, clock.x, 0.5);
    CHECK(fabs(capacity.y - clock.y) > 12);
    CHECK(fmin(capacity.y, clock.y) > right.y + 12);
    free(svg);
}

/* Farther off than twice what was measured the ends of the band are drawn, and named there. */
static void check_far(const char *run_path) {
    struct curves_files files = curves_begin_prediction(run_path);
    struct curves_line line = amdahl;
    line.workload = "sort";
    line.p = "0.9";
    line.n_max = 16;
    line.n_last = 1024;
    line.figures_to = 32;
    curves_put(&files, &line);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_PREDICTION);
    double name = find_words(svg, "Amdahl<").x, last = find_words(svg, "1024").x;
    CHECK_REPORT(name > last, "the name is at %g, the axis ends at %g", name, last);
    CHECK_HOLDS(svg, ">farther off, its ends alone<");
    CHECK(strstr(svg, "p = 0.9<") == NULL); /* the panel says it */
    CHECK(strstr(svg, "is refused") == NULL);
    free(svg);
}

/* Where a law is refused the axis goes on to what was asked for. */
static void check_refused(const char *run_path) {
    struct curves_files files = curves_begin_prediction(run_path);
    struct curves_line line = amdahl;
    line.workload = "sort";
    line.n_max = 216;
    line.n_last = 432;
    line.band_to = 46.7;
    curves_put(&files, &line);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_PREDICTION);
    double name = find_words(svg, "Amdahl<").x;
    CHECK(find_words(svg, "432").x > name + 100);
    CHECK(find_words(svg, "64").x > find_words(svg, "32").x);
    CHECK(name > find_words(svg, "32").x);
    CHECK_HOLDS(svg, "Where no line goes on, the law is refused");
    CHECK(strstr(svg, "farther off") == NULL && strstr(svg, "the same, not measured") == NULL);
    free(svg);
}

/* "not measured" gives way to the ideal line. */
static void check_grey(const char *run_path) {
    double y[2];
    for (int i = 0; i < 2; i++) {
        struct curves_files files = curves_begin(run_path);
        struct curves_line line = amdahl;
        line.n_max = 16;
        line.sigma = i == 0 ? 0.4 : 0.031;
        curves_put(&files, &line);
        curves_put_points(&files, &line);
        curves_end(&files);
        char *svg = curves_draw(run_path, CHART_FIT);
        y[i] = find_words(svg, "not measured").y;
        free(svg);
    }
    CHECK_REPORT(y[1] > y[0] + 10, "at %g beside a far line, at %g on a near one", y[0], y[1]);
}

/* Two N* that are close are named on either side. */
static void check_peaks(const char *run_path) {
    struct curves_files files = curves_begin_prediction(run_path);
    struct curves_line line = amdahl;
    line.law = "usl";
    line.title = "USL";
    line.workload = "sort";
    line.n_max = 48;
    line.kappa = 0.0004;
    line.peak_n = "45.5";
    curves_put(&files, &line);
    line.law = "what-if";
    line.title = "if kappa = 0.0002";
    line.kappa = 0.0002;
    line.peak_n = "64.4";
    line.hi = "";
    curves_put(&files, &line);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_PREDICTION);
    CHECK(find_words(svg, "N* \342\211\210 64.4").x > find_words(svg, "64<").x);
    CHECK(find_words(svg, "N* \342\211\210 45.5").x < find_words(svg, "64<").x);
    CHECK_INT(count_words(svg, "N* "), 2);
    free(svg);
}

/* Of many core counts powers of two alone stand at the axis, and points have no clear rims. */
static void check_many(const char *run_path) {
    struct curves_files files = curves_begin(run_path);
    struct curves_line line = amdahl;
    line.n_max = 256;
    curves_put(&files, &line);
    for (unsigned n = 1; n <= 256; n++)
        fprintf(files.points, ",,,strong,,,,sort,%u,%.6f,%.6f,%.6f,0.1,0.09,0.11,4\n", n,
                curves_speedup(&line, n), 0.99 * curves_speedup(&line, n),
                1.01 * curves_speedup(&line, n));
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_FIT);
    find_words(svg, "128<");
    CHECK(svg != NULL && strstr(svg, "<text>11<") == NULL && strstr(svg, "<text>165<") == NULL);
    free(svg);
}

/* An interval of e(n) that the panel cuts ends in an arrow at each cut. */
static void check_cut(const char *run_path) {
    size_t heads[2];
    for (int i = 0; i < 2; i++) {
        struct curves_files files = curves_begin(run_path);
        struct curves_line line = amdahl;
        line.e_room = i == 0 ? 0.1 : 40;
        curves_put(&files, &line);
        curves_put_points(&files, &line);
        curves_end(&files);
        char *svg = curves_draw(run_path, CHART_FIT);
        heads[i] = count_words(svg, "<polygon");
        CHECK(find_words(svg, "e(n)").x > 0);
        free(svg);
    }
    CHECK_INT(heads[1], heads[0] + 2);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("layout", run_path))
        return 1;
    check_two(run_path);
    check_far(run_path);
    check_refused(run_path);
    check_grey(run_path);
    check_peaks(run_path);
    check_many(run_path);
    check_cut(run_path);
    return check_done();
}
