/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Charts on a terminal: which of them, of which series, with which letters. */
#include "charts/charts.h"
#include "check.h"
#include "cli/sweep_print.h"
#include "fixture.h"

#define SET(name) (1u << CHART_##name)

static FILE *begin_run(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    return file;
}

static char *print_text(const char *run_path, unsigned charts) {
    char *text = NULL;
    size_t bytes = 0;
    struct fault fault = {0};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(charts_print(run_path, stream, &(struct charts_screen){.charts = charts}, &fault), 0);
    CHECK_STRING(fault.text, "");
    fclose(stream);
    return text;
}

static void check_kinds(const char *run_path) {
    struct fixture_series weak = fixture_plain;
    weak.scaling = "weak";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &fixture_plain, 0.5, 8);
    fclose(file);
    char *text = print_text(run_path, SET(EFFICIENCY) | SET(KARP_FLATT));
    CHECK_HOLDS(text, "spin: efficiency\n");
    CHECK_HOLDS(text, "spin: Karp-Flatt\n");
    CHECK_HOLDS(text, "A p = 0.5");
    free(text);
    text = print_text(run_path, SET(RATIO) | SET(WEAK));
    CHECK_STRING(text, "");
    free(text);

    file = begin_run(run_path);
    fixture_put_fraction(file, &weak, 0.5, 8);
    fclose(file);
    text = print_text(run_path, 0);
    CHECK_HOLDS(text, "spin: scaled speed-up\n");
    CHECK_HOLDS(text, "\nLetters: measured; dots: Gustafson's law\n");
    free(text);
}

/* Letters begin with A in each panel, and name the fractions of its series alone. */
static void check_letters(const char *run_path) {
    struct fixture_series weak = fixture_plain, copies = fixture_plain;
    weak.scaling = "weak";
    copies.scaling = "throughput";
    copies.p_basis = "";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &copies, NAN, 8);
    fixture_put_fraction(file, &weak, 0.9, 8);
    fixture_put_fraction(file, &weak, 1, 8);
    fclose(file);
    char *text = print_text(run_path, 0);
    char *second = text == NULL ? NULL : strstr(text, "weak scaling: scaled speed-up\n");
    CHECK(second != NULL);
    if (second != NULL) {
        second[-1] = '\0';
        CHECK_HOLDS(text, "throughput: scaled speed-up\n");
        CHECK_HOLDS(text, "A n copies");
        CHECK_HOLDS(text, "\nLetters: measured; dots: n copies\n");
        CHECK(strstr(text, " p = ") == NULL);
        CHECK_HOLDS(second, "A p = 0.9\n");
        CHECK_HOLDS(second, "B p = 1\n");
        CHECK(strstr(second, "copies") == NULL);
    }
    free(text);
}

/* More series than a sheet of paper takes. */
static void check_many(const char *run_path) {
    static const char *const places[] = {"a", "b", "c", "d", "e", "f", "g",
                                         "h", "i", "j", "k", "l", "m", "n"};
    enum { PLACES = sizeof places / sizeof places[0] };
    FILE *file = begin_run(run_path);
    for (size_t i = 0; i < PLACES; i++) {
        struct fixture_series series = fixture_plain;
        series.place = places[i];
        fixture_put_fraction(file, &series, 0.5, 2);
    }
    fclose(file);
    char *text = print_text(run_path, 0);
    CHECK_HOLDS(text, "placement a: speed-up\n");
    CHECK_HOLDS(text, "placement n: speed-up\n");
    free(text);
}

static char *print_few(const char *run_path, const struct summary_row *rows, size_t count) {
    const struct term term = {.columns = 80};
    char *text = NULL;
    size_t bytes = 0;
    struct fault fault = {0};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(sweep_print_few_charts(run_path, rows, count, &term, stream, &fault), 0);
    CHECK_STRING(fault.text, "");
    fclose(stream);
    return text;
}

/* After a sweep: three series are drawn, of four it is said where they are. What has no speed-up
 * has no chart to be counted; what has no law has one. */
static void check_few(const char *run_path) {
    static const char *const workloads[] = {"null", "a", "b", "c", "d"};
    struct summary_row rows[5] = {0};
    for (size_t i = 0; i < 5; i++) {
        snprintf(rows[i].series.workload, sizeof rows[i].series.workload, "%s", workloads[i]);
        rows[i].n = 2;
        rows[i].speedup.value = i == 0 ? NAN : 1.9;
        rows[i].law_speedup = i < 3 ? NAN : 2;
    }
    char *few = print_few(run_path, rows, 4), *many = print_few(run_path, rows, 5), expected[2048];
    CHECK_HOLDS(few, "placement a: speed-up\n");
    snprintf(expected, sizeof expected,
             "\n4 series have a chart each, in %s/charts; `amdahl plot %s --format terminal` shows "
             "them here\n",
             run_path, run_path);
    CHECK_STRING(many, expected);
    free(few);
    free(many);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    check_kinds(run_path);
    check_letters(run_path);
    check_many(run_path);
    check_few(run_path);
    return check_done();
}
