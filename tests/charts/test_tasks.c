/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The charts of the tasks dial, and what it makes of the others. */
#include "charts/charts.h"
#include "check.h"
#include "dials.h"

#define SET(name) (1u << CHART_##name)
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { OF_DIALS = SET(TASKS) | SET(HEAT) | SET(OPERATIONS) };

/* The charts of the set that are drawn where they are asked for, by name or not. */
static unsigned draw(const char *run_path, unsigned charts, bool is_by_name) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {.run_path = run_path,
                                           .charts = charts,
                                           .formats = CHARTS_SVG | CHARTS_PNG,
                                           .is_by_name = is_by_name};
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
    return drawn;
}

/* Counts the places of a word in the chart's SVG. */
static int count_word(const char *run_path, const char *chart, const char *word) {
    char name[64];
    int count = 0;
    snprintf(name, sizeof name, "charts/%s.svg", chart);
    char *svg = fixture_read(run_path, name);
    for (const char *at = svg; at != NULL && (at = strstr(at, word)) != NULL; at++)
        count++;
    free(svg);
    return count;
}

static void check_words(const char *run_path, const char *chart, const char *const *words) {
    for (; *words != NULL; words++)
        CHECK_REPORT(count_word(run_path, chart, *words) > 0, "%s does not hold \"%s\"", chart,
                     *words);
}

static void put_one(const char *run_path, const struct dials_series *series, unsigned n_max,
                    unsigned tasks_max) {
    FILE *file = dials_begin(run_path);
    dials_put_series(file, series, n_max, tasks_max, 4);
    fclose(file);
}

/* Which charts a run has is by what its dials were set to. */
static void check_choice(const char *run_path) {
    struct dials_series none = dials_plain;
    none.has_tasks = false;
    put_one(run_path, &dials_plain, 2, 16);
    CHECK_INT(draw(run_path, OF_DIALS, false), SET(TASKS) | SET(HEAT));
    CHECK_INT(draw(run_path, OF_DIALS, true), OF_DIALS);
    put_one(run_path, &dials_plain, 1, 16); /* one n */
    CHECK_INT(draw(run_path, OF_DIALS, false), SET(TASKS));
    CHECK(!fixture_has(run_path, "charts/heat.svg"));
    put_one(run_path, &dials_plain, 2, 1); /* one t */
    CHECK_INT(draw(run_path, OF_DIALS, false), 0);
    put_one(run_path, &none, 2, 1);
    CHECK_INT(draw(run_path, OF_DIALS, false), 0);
    CHECK_INT(draw(run_path, OF_DIALS, true), SET(OPERATIONS));

    struct dials_series other = dials_plain;
    other.workload = "pool";
    FILE *file = dials_begin(run_path);
    dials_put_series(file, &dials_plain, 2, 1, 4);
    dials_put_series(file, &other, 2, 1, 4);
    fclose(file);
    CHECK_INT(draw(run_path, OF_DIALS, false), SET(OPERATIONS));
}

static void check_tasks(const char *run_path) {
    struct dials_series second = dials_plain;
    second.params = "hold-us=50";
    second.has_bound = false;
    second.has_overlap = false;
    put_one(run_path, &dials_plain, 4, 256);
    CHECK_INT(draw(run_path, SET(TASKS), false), SET(TASKS));
    check_words(run_path, "tasks",
                WORDS(">Time against tasks in flight<", ">n = 1<", ">n = 4<", ">100 ms<",
                      ">tasks in flight, t<", ">256<", ">overlap, n = 1<", ">64<",
                      ">lower bound on the time<", "max(k c/n, k (L + c)/t)",
                      ">64 units a sample; 24 rounds<", ">request  hold-us=5000<"));

    FILE *file = dials_begin(run_path);
    dials_put_series(file, &dials_plain, 2, 16, 4);
    dials_put_series(file, &second, 2, 16, 4);
    fclose(file);
    CHECK_INT(draw(run_path, SET(TASKS), false), SET(TASKS));
    check_words(run_path, "tasks", WORDS(">hold-us=50<", ">hold-us=5000<"));
    CHECK_INT(count_word(run_path, "tasks", ">overlap, n = 1<"), 1);

    put_one(run_path, &second, 2, 16);
    CHECK_INT(draw(run_path, SET(TASKS), false), SET(TASKS));
    CHECK_INT(count_word(run_path, "tasks", "bound"), 0);
    CHECK_INT(count_word(run_path, "tasks", "verlap"), 0);
}

/* The y of the curve's points in the script's own numbers: the bound has its edge where
 * k c/n = k (L + c)/t, between two measured t, and not a straight line from one to the other. */
static void check_edge(const char *run_path) {
    char command[3 * FIXTURE_PATH_BYTES];
    put_one(run_path, &dials_plain, 2, 256);
    CHECK_INT(draw(run_path, SET(TASKS), false), SET(TASKS));
    /* At t = 128, between 64 and 256: n = 1 computes 3.2 ms, n = 2 waits 64 * 5.05 / 128 ms. */
    snprintf(command, sizeof command,
             "cd '%s/charts' && { cat tasks.gp; echo \"set print '../edge'; print sprintf('%%.6f "
             "%%.6f', 1e3 * bound(1, 1, 128), 1e3 * bound(1, 2, 128)); "
             "print rounds_text(1) . ', ' . spans(1, 1, 'round', 'rounds')\"; } > edge.gp && "
             "gnuplot -d edge.gp",
             run_path);
    CHECK_INT(system(command), 0);
    char *edge = fixture_read(run_path, "edge");
    CHECK_STRING(edge == NULL ? "" : edge, "3.200000 2.525000\n24 rounds, 1 round\n");
    free(edge);
}

static void check_heat(const char *run_path) {
    struct dials_series slower = dials_plain;
    put_one(run_path, &dials_plain, 2, 16);
    CHECK_INT(draw(run_path, SET(HEAT), false), SET(HEAT));
    check_words(run_path, "heat",
                WORDS(">Tasks in flight and cores at work: T(1, 1)/T(n, t)<", ">tasks, t<",
                      ">cores, n<", ">4.00<", ">16.0<", ">1 or less<", ">times faster<"));
    CHECK_INT(count_word(run_path, "heat", ">1/"), 0); /* nothing is slower */

    /* What was not measured is blank; the base is at the fewest tasks, here of two. */
    FILE *file = dials_begin(run_path);
    dials_put_point(file, &dials_plain, 1, 2);
    dials_put_point(file, &dials_plain, 1, 8);
    dials_put_point(file, &dials_plain, 2, 8);
    slower.units = 64 * 5;
    dials_put_point(file, &slower, 4, 8);
    fclose(file);
    CHECK_INT(draw(run_path, SET(HEAT), false), SET(HEAT));
    check_words(run_path, "heat", WORDS("T(1, 2)/T(n, t)<", "with 2 tasks in flight", ">0.80<"));
    CHECK_INT(count_word(run_path, "heat", ">1.00<"), 1);
    CHECK_INT(count_word(run_path, "heat", ">4.00<"), 2);
    check_words(run_path, "heat", WORDS(">1/4<"));
}

static void check_operations(const char *run_path) {
    struct dials_series first = dials_plain, second = dials_plain;
    first.workload = "counter-mutex";
    first.unit_s = 20e-9;
    second.workload = "counter-atomic";
    second.unit_s = 5e-9;
    first.wait_s = second.wait_s = 0;
    first.units = second.units = 1000000;
    FILE *file = dials_begin(run_path);
    dials_put_series(file, &first, 4, 16, 4);
    dials_put_series(file, &second, 4, 16, 4);
    fclose(file);
    CHECK_INT(draw(run_path, SET(OPERATIONS), false), SET(OPERATIONS));
    check_words(run_path, "operations",
                WORDS(">ns per operation against cores<", ">ns per operation<",
                      ">counter-mutex, 16 tasks<", ">counter-atomic, 1 task<", ">20<", ">5<"));
    CHECK_INT(count_word(run_path, "operations", ">50<"), 0); /* 20.4 ns is the most */
}

/* Of long units the tics have units of their own; and a workload whose largest n was not measured
 * ends where it says. */
static void check_operations_apart(const char *run_path) {
    struct dials_series first = dials_plain, second = dials_plain;
    first.workload = "pool";
    second.workload = "pipeline";
    second.unit_s = 20e-6;
    FILE *file = dials_begin(run_path);
    dials_put_series(file, &first, 4, 4, 4);
    dials_put_series(file, &second, 2, 1, 4);
    fclose(file);
    CHECK_INT(draw(run_path, SET(OPERATIONS), false), SET(OPERATIONS));
    check_words(run_path, "operations",
                WORDS(">Time per operation against cores<", ">time per operation<", ">2 ms<",
                      ">pool, 1 task<", " (n = 2)<"));
    CHECK_INT(count_word(run_path, "operations", " (n = "), 1);
}

/* The other charts have a panel for each number of tasks, while there are not too many. */
static void check_thinned(const char *run_path) {
    FILE *file = dials_begin(run_path);
    dials_put_series(file, &dials_plain, 2, 4, 2);
    fclose(file);
    CHECK_INT(draw(run_path, SET(SPEEDUP), false), SET(SPEEDUP));
    check_words(run_path, "speedup", WORDS(">1 task<", ">2 tasks<", ">4 tasks<"));
    CHECK_INT(count_word(run_path, "speedup", "numbers of tasks in flight"), 0);

    file = dials_begin(run_path);
    dials_put_series(file, &dials_plain, 2, 256, 2);
    fclose(file);
    CHECK_INT(draw(run_path, SET(SPEEDUP) | SET(TASKS), false), SET(SPEEDUP) | SET(TASKS));
    check_words(run_path, "speedup",
                WORDS(">1 task<", ">256 tasks<", "Of 9 numbers of tasks in flight 6 are drawn."));
    CHECK_INT(count_word(run_path, "speedup", " tasks<"), 5);
    check_words(run_path, "tasks", WORDS(">128<", ">64<", ">32<"));
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

static void check_terminal(const char *run_path) {
    put_one(run_path, &dials_plain, 2, 64);
    char *tasks = print_text(run_path, SET(TASKS)), *usual = print_text(run_path, 0);
    CHECK_HOLDS(tasks, "request  hold-us=5000: time\n");
    CHECK_HOLDS(tasks, "A n = 1");
    CHECK_HOLDS(tasks, "B n = 2");
    CHECK_HOLDS(tasks, "tasks in flight, t\n");
    CHECK_HOLDS(tasks, "\nLetters: measured; dots: the bound max(k c/n, k (L + c)/t)\n");
    CHECK(strncmp(usual, "request  hold-us=5000: speed-up\n64 tasks, the most; spread; ", 59) == 0);
    const char *second = strstr(usual, ": speed-up");
    CHECK(second != NULL && strstr(second + 1, ": speed-up") == NULL);
    free(tasks);
    free(usual);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    check_choice(run_path);
    check_tasks(run_path);
    check_edge(run_path);
    check_heat(run_path);
    check_operations(run_path);
    check_operations_apart(run_path);
    check_thinned(run_path);
    check_terminal(run_path);
    return check_done();
}
