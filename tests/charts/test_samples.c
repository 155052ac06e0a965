/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* That no row of samples.csv is lost, or counted as one that cannot be read. */
#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

static char *draw(const char *run_path) {
    struct fault fault = {0};
    const struct charts_request request = {
        .run_path = run_path, .charts = 1u << CHART_SAMPLES, .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    return fixture_read(run_path, "charts/samples.svg");
}

static const char unread[] = "of samples.csv could not be read";

/* Where the last cell of a row is empty, gnuplot gives what stands where the header's last name
 * stood: here, in one of the rows, the number of the last column. */
static void check_empty_last_cell(const char *run_path) {
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    for (int zeros = 1; zeros <= 200; zeros++)
        fprintf(file,
                "%d,1,1,9,0,asked,spin,,threads,strong,spread,block,0.5,0.5,2,,0,100,1,0.01,,,,,1,"
                ",,,0.%0*d,\n",
                100 + zeros, zeros + 2, 30);
    fclose(file);
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, "All 230 valid and 5 invalid samples are drawn.");
    CHECK_HOLDS(svg, ">235 samples, 2 epochs");
    CHECK(svg != NULL && strstr(svg, unread) == NULL);
    free(svg);
}

/* A last cell that is the number of its column. */
static void check_number_of_column(const char *run_path) {
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    fputs("400,1,1,9,0,asked,spin,,threads,strong,spread,block,0.5,0.5,2,,0,100,1,0.01,,,,,1,"
          ",,,29,30\n",
          file);
    fclose(file);
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, "All 231 valid and 5 invalid samples are drawn.");
    CHECK(svg != NULL && strstr(svg, unread) == NULL);
    free(svg);
}

/* The row that a run was cut off in. */
static void check_torn(const char *run_path) {
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    fputs("401,1,1,9,0,asked,spin,,threads,strong", file);
    fclose(file);
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, "All 231 valid and 5 invalid samples are drawn.");
    CHECK_HOLDS(svg, "1 row of samples.csv could not be read.");
    free(svg);
}

/* Those that no speed-up is made of are neither drawn nor unread. */
static void check_other_roles(const char *run_path) {
    static const char *const roles[] = {"warmup", "sentinel", "counted", "best"};
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    for (int i = 0; i < 4; i++)
        fprintf(file,
                "%d,1,1,9,0,%s,spin,,threads,strong,spread,block,%s,0.5,2,,0,100,1,0.01,,,,,1,,,,,"
                "2\n",
                500 + i, roles[i], i == 1 ? "" : "0.5");
    fprintf(file, "510,1,1,9,0,anchor,spin,,threads,strong,spread,block,1,1,2,,0,100,1,0.01,,,,,1,"
                  ",,,,2\n");
    fclose(file);
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, "All 31 valid and 5 invalid samples are drawn.");
    CHECK(svg != NULL && strstr(svg, unread) == NULL);
    free(svg);
}

/* Two series in turn, each of two epochs of a second, the second beginning `apart_s` later. */
static void put_two_series(const char *run_path, double apart_s) {
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    for (int epoch = 0; epoch < 2; epoch++)
        for (int place = 0; place < 2; place++)
            for (int i = 0; i < 5; i++)
                fprintf(file,
                        "%d,1,%d,9,0,asked,spin,,threads,strong,%s,block,0.5,0.5,2,,0,100,%g,0.01,"
                        ",,,,1,,,,,2\n",
                        100 + i, epoch, place == 0 ? "spread" : "compact",
                        epoch + i * 0.2 + place * apart_s);
    fclose(file);
}

static void check_epochs(const char *run_path) {
    static const char shaded[] = "Shaded: every second epoch, a new start";
    static const char overlap[] = "Epochs, each a new start of a measuring process, overlap";
    fixture_put_samples(run_path, 0);
    put_two_series(run_path, 0.1);
    char *svg = draw(run_path);
    CHECK_HOLDS(svg, ">20 samples, 2 epochs, ");
    CHECK_HOLDS(svg, shaded);
    CHECK_HOLDS(svg, ">epoch 1<");
    CHECK_HOLDS(svg, "median of the valid samples of its point that are drawn");
    free(svg);

    fixture_put_samples(run_path, 0);
    put_two_series(run_path, 0.7);
    svg = draw(run_path);
    CHECK_HOLDS(svg, ">20 samples, 2 epochs, ");
    CHECK_HOLDS(svg, overlap);
    CHECK(svg != NULL && strstr(svg, ">epoch 0<") == NULL && strstr(svg, shaded) == NULL);
    free(svg);
}

/* What the script that was drawn holds for the median of its first point, in ms; "" where it cannot
 * be asked. */
static void ask_median(const char *run_path, char *text, size_t bytes) {
    char command[FIXTURE_PATH_BYTES + 200];
    snprintf(
        command, sizeof command,
        "cd '%s/charts' && echo \"set print '-'; print sprintf('%%g', 1e3 * median[1])\" > ask.gp"
        " && cat samples.gp ask.gp > asked.gp && gnuplot asked.gp 2>/dev/null | tail -n 1",
        run_path);
    FILE *answer = popen(command, "r");
    text[0] = '\0';
    if (answer != NULL && fgets(text, (int)bytes, answer) != NULL)
        text[strcspn(text, "\n")] = '\0';
    if (answer != NULL)
        pclose(answer);
}

/* Samples that were left out stand between the others, and change no median. */
static void check_median(const char *run_path) {
    static const int times_ms[] = {9, 2, 3, 0, 1, 8, 4, 0, 7, 5, 6}; /* 0: left out */
    char text[64];
    fixture_put_samples(run_path, 0);
    FILE *file = fixture_open(run_path, "samples.csv", "a");
    for (int i = 0; i < 11; i++)
        fprintf(file,
                "%d,1,0,%d,0,asked,spin,,threads,strong,spread,block,0.5,0.5,2,,0,100,%d,%g,,,,,%d,"
                "%s,,,,2\n",
                i + 1, i, i, times_ms[i] == 0 ? 0.02 : 1e-3 * times_ms[i], times_ms[i] > 0,
                times_ms[i] > 0 ? "" : "disturbed: run delay");
    fclose(file);
    free(draw(run_path));
    ask_median(run_path, text, sizeof text);
    CHECK_STRING(text, "5");
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fixture_put_fraction(file, &fixture_plain, 0.5, 2);
    fclose(file);
    fixture_put_samples(run_path, 35);
    check_empty_last_cell(run_path);
    check_number_of_column(run_path);
    check_torn(run_path);
    fixture_put_samples(run_path, 35);
    check_other_roles(run_path);
    check_epochs(run_path);
    check_median(run_path);
    return check_done();
}
