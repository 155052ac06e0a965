/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

#include <ctype.h>

static const double fractions[] = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
enum { FRACTIONS = sizeof fractions / sizeof fractions[0] };

static int draw_formats(const char *run_path, const char *machine_line, unsigned formats,
                        struct fault *fault) {
    const struct charts_request request = {.run_path = run_path,
                                           .machine_line = machine_line,
                                           .charts = 1u << CHART_SPEEDUP,
                                           .formats = formats};
    return charts_draw(&request, NULL, fault);
}

static int draw_speedup(const char *run_path, const char *machine_line, struct fault *fault) {
    return draw_formats(run_path, machine_line, CHARTS_SVG, fault);
}

static void put_run(const char *run_path, unsigned n_max, bool doubtful) {
    struct fixture_series first = fixture_plain, second = fixture_plain;
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    second.workload = "stream";
    if (doubtful)
        first.verdict = "cannot tell";
    fputs("# a comment before the header\n", file);
    fixture_put_header(file);
    for (size_t i = 0; i < FRACTIONS; i++)
        fixture_put_fraction(file, &first, fractions[i], n_max);
    for (size_t i = 0; i < FRACTIONS; i++)
        fixture_put_fraction(file, &second, fractions[i], n_max);
    fclose(file);
}

static void check_pictures(const char *run_path) {
    static const char *const held[] = {"spin",
                                       "stream",
                                       "AMD &lt;EPYC> &amp; co",
                                       "this run only",
                                       "ceiling of p = 0.9: 10",
                                       "p = 0.95",
                                       "24 rounds",
                                       "T(1) median 10 ms",
                                       "placement spread",
                                       "same code at n = 1",
                                       "\302\2610.2 %",
                                       "70 of 1680 samples left out",
                                       "not measured"};
    struct fault fault = {0};
    CHECK_INT(draw_formats(run_path, "AMD <EPYC> & co", CHARTS_SVG | CHARTS_PNG, &fault), 0);
    CHECK_STRING(fault.text, "");
    char *svg = fixture_read(run_path, "charts/speedup.svg");
    char *png = fixture_read(run_path, "charts/speedup.png");
    CHECK(svg != NULL && png != NULL);
    if (svg != NULL)
        for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
            CHECK_HOLDS(svg, held[i]);
    CHECK(png != NULL && memcmp(png, "\211PNG", 4) == 0);
    CHECK(!fixture_has(run_path, "charts/speedup.gp.part"));
    free(svg);
    free(png);
}

/* The script that is left draws the same again, by itself. */
static void check_again(const char *run_path) {
    char command[2 * FIXTURE_PATH_BYTES];
    char *before = fixture_read(run_path, "charts/speedup.svg");
    snprintf(command, sizeof command, "cd '%s/charts' && rm speedup.svg && gnuplot -d speedup.gp",
             run_path);
    CHECK_INT(system(command), 0);
    char *after = fixture_read(run_path, "charts/speedup.svg");
    CHECK(before != NULL && after != NULL && strcmp(before, after) == 0);
    free(before);
    free(after);
}

static char *print_text(const char *run_path, const struct charts_screen *screen) {
    char *text = NULL;
    size_t bytes = 0;
    struct fault fault = {0};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(charts_print(run_path, stream, screen, &fault), 0);
    CHECK_STRING(fault.text, "");
    fclose(stream);
    return text;
}

static void check_terminal(const char *run_path) {
    char *text = print_text(run_path, &(struct charts_screen){0});
    size_t rows = 0, widest = 0;
    bool ascii = true;
    for (const char *at = text; *at != '\0'; rows++) {
        size_t length = strcspn(at, "\n");
        widest = length > widest ? length : widest;
        for (size_t i = 0; i < length; i++)
            ascii = ascii && isprint((unsigned char)at[i]);
        at += length + (at[length] == '\n');
    }
    CHECK(rows <= 48 && rows > 36);
    CHECK(widest <= 80);
    CHECK(ascii);
    CHECK(strncmp(text, "spin: speed-up", 14) == 0);
    CHECK(strstr(text, " \n") == NULL && strchr(text, '\f') == NULL);
    CHECK_HOLDS(text, "stream: speed-up\n");
    CHECK_HOLDS(text, "\nLetters: measured; dots: Amdahl's law\n");
    CHECK_HOLDS(text, "E p = 0.95");
    CHECK(strstr(text, " a") == NULL);
    free(text);

    text = print_text(
        run_path, &(struct charts_screen){.columns = 100, .rows = 30, .utf8 = true, .color = true});
    CHECK_HOLDS(text, "\302\267"); /* a middle dot */
    CHECK_HOLDS(text, "\033[38;5;");
    CHECK_HOLDS(text, "p = 1\033[0m\n");
    free(text);
}

static void check_doubtful(const char *run_path) {
    put_run(run_path, 8, true);
    char *text = print_text(run_path, &(struct charts_screen){0});
    CHECK_HOLDS(text, "small: cannot tell");
    CHECK_HOLDS(text, "e");
    free(text);
    CHECK_INT(draw_speedup(run_path, NULL, NULL), 0);
    char *svg = fixture_read(run_path, "charts/speedup.svg");
    CHECK(svg != NULL && strstr(svg, "21 of 42 points cannot tell") != NULL);
    free(svg);
}

/* A chart that cannot be drawn leaves no picture of another time. */
static void check_refusals(const char *run_path) {
    struct fault spoilt = {0}, lacking = {0}, absent = {0}, without = {0};
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fputs("spin,,threads,stro", file);
    fclose(file);
    CHECK_INT(draw_speedup(run_path, "", &spoilt), -FAULT_SYSTEM);
    CHECK_HOLDS(spoilt.text, "summary.csv has no row that can be read");
    CHECK(!fixture_has(run_path, "charts/speedup.svg"));
    CHECK(!fixture_has(run_path, "charts/speedup.png"));

    file = fixture_open(run_path, "summary.csv", "w");
    fputs("workload,n,speedup\nspin,2,1.9\n", file);
    fclose(file);
    CHECK_INT(charts_print(run_path, stdout, &(struct charts_screen){0}, &lacking), -FAULT_SYSTEM);
    CHECK_HOLDS(lacking.text, "has no column params");

    CHECK_INT(draw_speedup("/nonexistent", "", &absent), -FAULT_INPUT);
    put_run(run_path, 2, false);
    setenv("PATH", "/nonexistent", 1);
    CHECK(!charts_available());
    CHECK_INT(draw_speedup(run_path, "", &without), -FAULT_SYSTEM);
    CHECK_HOLDS(without.text, "install gnuplot-nox and run `amdahl plot");
    CHECK(fixture_has(run_path, "charts/speedup.gp"));
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    for (unsigned n_max = 2; n_max <= 1024; n_max *= 8) {
        put_run(run_path, n_max, false);
        CHECK_INT(draw_speedup(run_path, "", NULL), 0);
    }
    put_run(run_path, 16, false);
    check_pictures(run_path);
    check_again(run_path);
    check_terminal(run_path);
    check_doubtful(run_path);
    check_refusals(run_path);
    return check_done();
}
