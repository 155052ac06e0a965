/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Words of a file that would be commands, were they read as a script: each would leave a file
 * `pwned`. */
#include "charts/charts.h"
#include "check.h"
#include "curves.h"
#include "fixture.h"

static const char *const words[] = {
    "`touch pwned`",
    "$(touch pwned)",
    "@pwned",
    "; touch pwned;",
    "'; system('touch pwned'); '",
    "\"; system(\"touch pwned\"); \"",
    "\"\"; system(\"\"touch pwned\"\")",
    "<touch pwned",
    "| touch pwned",
    "!touch pwned",
    "\\\nsystem 'touch pwned'\n",
    "\"a\nsystem('touch pwned')\nb\"",
    "%s%n%99999d",
    "{/Bold=99 x} _a^b &{x} \\n",
    "<script>alert(1)</script>",
    "\xc3\xa9\xff\xfe\x01\x1b[31m",
    "$points",
    "1,2,3,4,5,6,7,8,9",
    "#",
    "ends in \\",
    "''; system(''touch pwned''); ''",
    "a'''; system('touch pwned'); '''",
};
enum { WORDS = sizeof words / sizeof words[0], CELLS = 8 };

/* A series with the word in one of its text columns, or in all. */
static struct fixture_series put_word(const char *word, size_t column) {
    struct fixture_series series = fixture_plain;
    const char **cells[CELLS] = {&series.workload,      &series.params, &series.engine,
                                 &series.scaling,       &series.place,  &series.p_basis,
                                 &series.interval_kind, &series.verdict};
    for (size_t i = 0; i < CELLS; i++)
        if (column == i || column == CELLS)
            *cells[i] = word;
    return series;
}

static int draw(const char *run_path, const char *machine_line, unsigned charts,
                struct fault *fault) {
    const struct charts_request request = {.run_path = run_path,
                                           .machine_line = machine_line,
                                           .charts = charts,
                                           .formats = CHARTS_SVG};
    return charts_draw(&request, NULL, fault);
}

static bool is_pwned(const char *run_path) {
    return fixture_has(run_path, "pwned") || fixture_has(run_path, "charts/pwned") ||
           fixture_has(run_path, "../pwned") || access("pwned", F_OK) == 0;
}

/* The chart of speed-up, and of the others one in turn: they read by the same scripts. */
static void check_word(const char *run_path, const char *word, size_t turn, FILE *unread) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    for (size_t column = 0; column <= CELLS; column += 4) {
        struct fixture_series series = put_word(word, column);
        fixture_put_fraction(file, &series, 0.5, 4);
    }
    fclose(file);
    unsigned charts = 1u << CHART_SPEEDUP | 1u << turn % CHART_COUNT;
    struct fault fault = {0};
    CHECK_INT(draw(run_path, word, charts, &fault), 0);
    CHECK_INT(charts_print(run_path, unread, &(struct charts_screen){0}, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(!is_pwned(run_path));
    char *svg = fixture_read(run_path, "charts/speedup.svg");
    CHECK(svg != NULL && strstr(svg, "<script") == NULL && strpbrk(svg, "\001\033") == NULL);
    free(svg);
}

/* A file in place of a number; a header that would be one. */
static void check_cells(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    for (size_t i = 0; i < 42; i++)
        fputs("`touch pwned`,", file);
    fputs("\nspin,,threads,strong", file);
    fclose(file);
    CHECK_INT(draw(run_path, "", CHARTS_ALL, NULL), 0);
    char *svg = fixture_read(run_path, "charts/speedup.svg");
    CHECK(svg != NULL && strstr(svg, "2 rows of summary.csv could not be read") != NULL);
    free(svg);

    file = fixture_open(run_path, "summary.csv", "w");
    fputs("`touch pwned`,\"$(touch pwned)\"\n1,2\n", file);
    fclose(file);
    CHECK(draw(run_path, "", CHARTS_ALL, NULL) < 0);
    CHECK(!is_pwned(run_path));
}

/* Each word as a workload and as the cause of a sample that was left out. */
static void check_samples(const char *run_path) {
    fixture_put_samples(run_path, 70);
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    for (size_t i = 0; i < WORDS; i++)
        fprintf(file,
                "%zu,1,0,9,0,asked,%s,,threads,strong,spread,block,0.5,0.5,2,,0,9,1,0.01,,,,,0,"
                "broken: %s,,,,2\n",
                100 + i, words[i], words[i]);
    fclose(file);
    struct fault fault = {0};
    CHECK_INT(draw(run_path, "", 1u << CHART_SAMPLES, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(!is_pwned(run_path));
    char *svg = fixture_read(run_path, "charts/samples.svg");
    CHECK(svg != NULL && strstr(svg, "<script") == NULL && strpbrk(svg, "\001\033") == NULL);
    CHECK(svg != NULL && strstr(svg, "broken: `touch pwned`: 1") != NULL);
    CHECK(svg != NULL && strstr(svg, "other causes: ") != NULL);
    free(svg);
}

/* Each word as a workload and as a placement, in a panel of its own as far as these go. */
static void check_runnable(const char *run_path, size_t first) {
    FILE *file = fixture_open(run_path, "runnable.csv", "w");
    fputs("sample,workload,place,p,n,runnable,looks\n", file);
    fputs("1,spin,spread,0.5,2,1,9\n", file);
    for (size_t i = first; i < WORDS; i++)
        fprintf(file, "%zu,%s,spread,,2,1,9\n%zu,spin,%s,0.5,2,2,9\n", 2 * i + 2, words[i],
                2 * i + 3, words[i]);
    fputs("99,spin,spread,`touch pwned`,`touch pwned`,`touch pwned`,`touch pwned`\n", file);
    fclose(file);
    struct fault fault = {0};
    CHECK_INT(draw(run_path, "", 1u << CHART_RUNNABLE, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(!is_pwned(run_path));
    char *svg = fixture_read(run_path, "charts/runnable.svg");
    CHECK(svg != NULL && strstr(svg, "<script") == NULL && strpbrk(svg, "\001\033") == NULL);
    CHECK(svg != NULL && strstr(svg, " of runnable.csv could not be read.") != NULL);
    free(svg);
}

/* Each word as the name of a series, and as a law and its title. */
static void check_fit(const char *run_path, size_t first) {
    struct curves_files files = curves_begin(run_path);
    const struct curves_line plain = {.name = "spin",
                                      .law = "amdahl",
                                      .title = "Amdahl's law",
                                      .sigma = 0.1,
                                      .n_max = 4,
                                      .is_best = true};
    curves_put(&files, &plain);
    curves_put_points(&files, &plain);
    for (size_t i = first; i < WORDS && i < first + 4; i++) {
        struct curves_line named = plain, law = plain;
        named.name = words[i];
        law.law = law.title = law.outcome = law.peak_n = words[i];
        curves_put(&files, &named);
        curves_put(&files, &law);
        curves_put_points(&files, &named);
    }
    fputs("`touch pwned`,,,strong,,`touch pwned`,,spin,`touch pwned`,x,`touch pwned`,1,1,1,"
          "`touch pwned`,`touch pwned`,1,1\n",
          files.curves);
    curves_end(&files);
    char *svg = curves_draw(run_path, CHART_FIT);
    CHECK(!is_pwned(run_path));
    CHECK(svg != NULL && strstr(svg, "<script") == NULL && strpbrk(svg, "\001\033") == NULL);
    CHECK_HOLDS(svg, "Amdahl's law");
    CHECK_HOLDS(svg, " of fit_curves.csv could not be read.");
    free(svg);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    FILE *unread = fopen("/dev/null", "w");
    if (unread == NULL ||
        !fixture_make("`touch pwned` '$(touch pwned)\" %s\n@x {y} \xc3\xa9\xff", run_path))
        return 1;
    for (size_t i = 0; i < WORDS; i++)
        check_word(run_path, words[i], i, unread);
    check_cells(run_path);
    check_samples(run_path);
    for (size_t first = 0; first < WORDS; first += 5)
        check_runnable(run_path, first);
    for (size_t first = 0; first < WORDS; first += 4)
        check_fit(run_path, first);
    fclose(unread);
    return check_done();
}
