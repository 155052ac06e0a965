/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Pictures that are not whole, and a disk that is full: with a program that stands in for gnuplot.
 */
#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>

static void make_program(const char *directory, const char *body) {
    FILE *program = fixture_open(directory, "gnuplot", "w");
    char path[2 * FIXTURE_PATH_BYTES];
    fprintf(program, "#!/bin/sh\n%s\n", body);
    fclose(program);
    snprintf(path, sizeof path, "%s/gnuplot", directory);
    chmod(path, 0700);
}

static int draw(const char *run_path, unsigned *ret_drawn, struct fault *fault) {
    const struct charts_request request = {.run_path = run_path,
                                           .charts = 1u << CHART_SPEEDUP | 1u << CHART_RATIO,
                                           .formats = CHARTS_SVG | CHARTS_PNG};
    return charts_draw(&request, ret_drawn, fault);
}

static void check_unfinished(const char *run_path, const char *directory) {
    struct fault fault = {0};
    unsigned drawn = 0;
    make_program(directory, "name=${2%.gp}; echo '<svg width=\"1\"></svg>' > $name.svg\n"
                            "if [ $name = ratio ]; then echo 00000000IEND0000 > $name.png\n"
                            "else echo cut off > $name.png; fi");
    CHECK_INT(draw(run_path, &drawn, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "charts/speedup.png unfinished: is there room on the disk?");
    CHECK_INT(drawn, 1u << CHART_RATIO);
    CHECK(!fixture_has(run_path, "charts/speedup.svg"));
    CHECK(!fixture_has(run_path, "charts/speedup.png"));
    CHECK(fixture_has(run_path, "charts/ratio.png"));
}

static void check_nothing(const char *run_path, const char *directory) {
    unsigned drawn = 1;
    make_program(directory, "echo nothing to draw");
    CHECK_INT(draw(run_path, &drawn, NULL), 0);
    CHECK_INT(drawn, 0);
    CHECK(!fixture_has(run_path, "charts/ratio.png"));
    CHECK(!fixture_has(run_path, "charts/ratio.gp"));
}

/* The script that was there stays whole. */
static void check_full_disk(const char *run_path, const char *directory) {
    struct fault fault = {0};
    struct rlimit usual, little = {.rlim_cur = 4096};
    make_program(directory, "exit 1");
    CHECK_INT(draw(run_path, NULL, NULL), -FAULT_SYSTEM);
    char *before = fixture_read(run_path, "charts/speedup.gp");
    getrlimit(RLIMIT_FSIZE, &usual);
    little.rlim_max = usual.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &little);
    CHECK_INT(draw(run_path, NULL, &fault), -FAULT_SYSTEM);
    setrlimit(RLIMIT_FSIZE, &usual);
    CHECK_HOLDS(fault.text, "charts/speedup.gp: File too large");
    CHECK(!fixture_has(run_path, "charts/speedup.gp.part"));
    char *after = fixture_read(run_path, "charts/speedup.gp");
    CHECK(before != NULL && after != NULL && strcmp(before, after) == 0);
    free(before);
    free(after);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES], directory[FIXTURE_PATH_BYTES];
    if (!fixture_make("run", run_path) || !fixture_make("bin", directory))
        return 1;
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    fclose(file);
    char path[2 * FIXTURE_PATH_BYTES];
    snprintf(path, sizeof path, "%s:/usr/bin:/bin", directory);
    setenv("PATH", path, 1);
    check_unfinished(run_path, directory);
    check_nothing(run_path, directory);
    check_full_disk(run_path, directory);
    return check_done();
}
