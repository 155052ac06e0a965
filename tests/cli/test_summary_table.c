/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tables of a summary and of differences: which columns, which rows, how many digits. */
#include "check.h"
#include "cli/summary_table.h"
#include "cli/tasks_print.h"
#include "rows.h"

/* As on a wide terminal, or as Markdown; frees the table. The caller frees the text. */
static char *text_of(struct text_table *table, bool markdown) {
    char *text = NULL;
    size_t bytes = 0;
    struct term term = {.utf8 = true};
    FILE *stream = open_memstream(&text, &bytes);
    if (markdown)
        text_table_print_markdown(table, stream);
    else
        text_table_print(table, 0, &term, stream);
    fclose(stream);
    text_table_free(table);
    return text;
}

static void check_summary(const struct summary_row *rows, size_t count, bool markdown,
                          const char *expected) {
    struct text_table *table = NULL;
    CHECK_INT(summary_table_make(rows, count, &table, NULL), 0);
    char *text = text_of(table, markdown);
    CHECK_STRING(text, expected);
    free(text);
}

/* T(n) to the 0.11 ms of its interval, the speed-up and what follows from it to the 0.04 of its
 * own: half of that for the efficiency, 0.04 / 1.9^2 / (1 - 1/2) = 0.022 for Karp-Flatt. No
 * bandwidth. */
static void test_columns_and_digits(void) {
    const struct summary_row rows[] = {rows_make(0.9, 1), rows_make(0.9, 2)};
    check_summary(rows, 2, false,
                  "  p  n   T(1)      T(n)     speed-up    law          ratio  efficiency  "
                  "Karp-Flatt  verdict\n"
                  "0.9  2  20 ms  10.53 ms  1.90 \u00b1 0.04  1.818  1.045 \u00b1 0.011       0.950"
                  "       0.053  above\n");
}

/* Between the law and the ratio; the first to go where there is no room. */
static void test_attainable(void) {
    struct summary_row rows[] = {rows_make(0.9, 1), rows_make(0.9, 2)};
    struct text_table *table = NULL;
    char *text = NULL;
    size_t bytes = 0;
    struct term term = {.utf8 = true, .columns = 95};
    rows[0].attainable_speedup = 1;
    rows[1].attainable_speedup = 1.7654;
    check_summary(rows, 2, false,
                  "  p  n   T(1)      T(n)     speed-up    law  attainable          ratio  "
                  "efficiency  Karp-Flatt  verdict\n"
                  "0.9  2  20 ms  10.53 ms  1.90 \u00b1 0.04  1.818       1.765  1.045 \u00b1 "
                  "0.011       0.950       0.053  above\n");
    CHECK_INT(summary_table_make(rows, 2, &table, NULL), 0);
    FILE *stream = open_memstream(&text, &bytes);
    text_table_print(table, 0, &term, stream);
    fclose(stream);
    text_table_free(table);
    CHECK_HOLDS(text, "  p  n   T(1)      T(n)     speed-up    law          ratio  efficiency");
    CHECK_HOLDS(text, "no room for: attainable\n");
    free(text);
}

/* The row of n = 1 stands for itself where nothing else has its p, and where it has a bandwidth. */
static void test_rows_of_one_core(void) {
    struct summary_row rows[] = {rows_make(0.9, 1), rows_make(1, 1), rows_make(1, 2)};
    rows[2].oversubscribed = true;
    check_summary(rows, 1, false,
                  "  p  n   T(1)     T(n)\n"
                  "0.9  1  20 ms  20.0 ms\n");
    check_summary(rows, 3, true,
                  "| p | n | T(1) | T(n) | speed-up | law | ratio | efficiency | Karp-Flatt | "
                  "verdict |\n"
                  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- |\n"
                  "| 0.9 | 1 | 20 ms | 20.0 ms |  |  |  |  |  |  |\n"
                  "| 1 | 2 | 20 ms | 10.53 ms | 1.90 \u00b1 0.04 | 1.818 | 1.045 \u00b1 0.011 | "
                  "0.950 | 0.053 | above (oversubscribed) |\n");
    rows[1].bytes_per_s = 12.34e9;
    rows[2].bytes_per_s = 23.45e9;
    check_summary(rows + 1, 2, true,
                  "| p | n | T(1) | T(n) | bandwidth | speed-up | law | ratio | efficiency | "
                  "Karp-Flatt | verdict |\n"
                  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- |\n"
                  "| 1 | 1 | 20 ms | 20.0 ms | 12.3 GB/s |  |  |  |  |  |  |\n"
                  "| 1 | 2 | 20 ms | 10.53 ms | 23.4 GB/s | 1.90 \u00b1 0.04 | 1.818 | 1.045 "
                  "\u00b1 0.011 | 0.950 | 0.053 | above (oversubscribed) |\n");
}

/* A workload's own p is what the clocks said. */
static void test_own_p(void) {
    struct summary_row rows[] = {rows_make(NAN, 1), rows_make(NAN, 2)};
    for (int i = 0; i < 2; i++) {
        rows[i].p_measured = (struct interval){0.8312, 0.83, 0.832};
        snprintf(rows[i].p_basis, sizeof rows[i].p_basis, "measured");
    }
    check_summary(rows, 2, false,
                  "     p  n   T(1)      T(n)     speed-up    law          ratio  efficiency  "
                  "Karp-Flatt  verdict\n"
                  "~0.831  2  20 ms  10.53 ms  1.90 \u00b1 0.04  1.818  1.045 \u00b1 0.011       "
                  "0.950       0.053  above\n");
}

/* Throughput has no p and no Karp-Flatt; without work there is only the time. */
static void test_no_p(void) {
    struct summary_row rows[] = {rows_make(NAN, 1), rows_make(NAN, 2)};
    rows[1].karp_flatt = NAN;
    check_summary(rows, 2, false,
                  "n   T(1)      T(n)     speed-up    law          ratio  efficiency  verdict\n"
                  "2  20 ms  10.53 ms  1.90 \u00b1 0.04  1.818  1.045 \u00b1 0.011       0.950  "
                  "above\n");
    rows[1].law_speedup = rows[1].ratio.value = rows[1].speedup.value = rows[1].efficiency = NAN;
    rows[1].verdict[0] = '\0';
    check_summary(rows, 2, false, "n   T(1)      T(n)\n2  20 ms  10.53 ms\n");
}

/* A program that is told no p has no law, but a serial fraction with an interval, and core time.
 * Less CPU time than on one core is an extra below 0. */
static void test_program(void) {
    struct summary_row rows[] = {rows_make(NAN, 1), rows_make(NAN, 2)};
    for (int i = 0; i < 2; i++) {
        snprintf(rows[i].series.engine, sizeof rows[i].series.engine, "exec");
        rows[i].serial_fraction_seen = (struct interval){NAN, NAN, NAN};
    }
    struct summary_row *row = &rows[1];
    row->law_speedup = row->ratio.value = NAN;
    row->verdict[0] = '\0';
    row->karp_flatt_lo = 0.0471;
    row->karp_flatt_hi = 0.0753;
    row->cpu_s = (struct interval){0.0204, 0.0201, 0.0207};
    row->idle_s = (struct interval){0.00065, 0.0006, 0.0007};
    row->extra_s = (struct interval){-0.0031, -0.0032, -0.003};
    check_summary(
        rows, 2, true,
        "| n | T(1) | T(n) | speed-up | efficiency | Karp-Flatt | CPU time | idle | extra "
        "|\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 2 | 20 ms | 10.53 ms | 1.90 \u00b1 0.04 | 0.950 | 0.053 \u00b1 0.023 | "
        "20.4 ms | 650 us | -3.10 ms |\n");
    row->serial_fraction_seen = (struct interval){0.06, 0.055, 0.065};
    struct text_table *table = NULL;
    CHECK_INT(summary_table_make(rows, 2, &table, NULL), 0);
    char *text = text_of(table, true);
    CHECK_HOLDS(text, "| Karp-Flatt | seen serial | CPU time |");
    CHECK_HOLDS(text, "| 0.060 \u00b1 0.005 | 20.4 ms |");
    free(text);
}

/* Too few rounds: four digits. And a point whose samples were all left out. */
static void test_no_interval(void) {
    struct summary_row row = rows_make(0.9, 2);
    row.time_s.lo = row.time_s.hi = row.speedup.lo = row.speedup.hi = NAN;
    row.ratio.lo = row.ratio.hi = NAN;
    check_summary(&row, 1, true,
                  "| p | n | T(n) | speed-up | law | ratio | efficiency | Karp-Flatt | verdict |\n"
                  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- |\n"
                  "| 0.9 | 2 | 10.53 ms | 1.9 | 1.818 | 1.045 | 0.95 | 0.05263 | above |\n");
    row.time_s.value = row.speedup.value = row.ratio.value = NAN;
    row.efficiency = row.karp_flatt = NAN;
    check_summary(&row, 1, true,
                  "| p | n | law | verdict |\n| ---: | ---: | ---: | :--- |\n"
                  "| 0.9 | 2 | 1.818 | above |\n");
}

/* Each T(n) has the T(1) of its own tasks beside it, and each number of tasks on one core that has
 * no other n stands for itself; rows are by p, n and tasks. */
static void test_tasks(void) {
    struct summary_row rows[] = {rows_make(1, 1), rows_make(1, 1), rows_make(1, 1), rows_make(1, 2),
                                 rows_make(1, 2)};
    const uint32_t tasks[] = {1, 4, 16, 1, 4};
    for (size_t i = 0; i < 5; i++)
        rows[i].tasks = tasks[i];
    rows[1].time_s = (struct interval){0.03, 0.03, 0.03};
    check_summary(rows, 5, true,
                  "| p | n | t | T(1) | T(n) | speed-up | law | ratio | efficiency | Karp-Flatt | "
                  "verdict |\n"
                  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- "
                  "|\n"
                  "| 1 | 1 | 16 | 20 ms | 20.0 ms |  |  |  |  |  |  |\n"
                  "| 1 | 2 | 1 | 20 ms | 10.53 ms | 1.90 \u00b1 0.04 | 1.818 | 1.045 \u00b1 0.011 "
                  "| 0.950 | 0.053 | above |\n"
                  "| 1 | 2 | 4 | 30 ms | 10.53 ms | 1.90 \u00b1 0.04 | 1.818 | 1.045 \u00b1 0.011 "
                  "| 0.950 | 0.053 | above |\n");
    struct difference_row difference = rows_make_difference();
    struct text_table *table = NULL;
    difference.tasks = 16;
    CHECK_INT(difference_table_make(&difference, 1, &table, NULL), 0);
    char *text = text_of(table, true);
    CHECK_HOLDS(text, "| series | reference | p | n | t | speed-up ratio | verdict |\n");
    CHECK_HOLDS(text, "| 0.9 | 2 | 16 | 0.812 \u00b1 0.003 | lower |\n");
    free(text);
}

/* On one core: how much longer than its bound each is. */
static void test_dial(void) {
    struct summary_row rows[] = {rows_make(NAN, 1), rows_make(NAN, 1), rows_make(NAN, 2)};
    struct text_table *table = NULL;
    rows[0].tasks = 1;
    rows[1].tasks = rows[2].tasks = 16;
    rows[0].time_s = (struct interval){0.64, 0.63, 0.65};
    rows[0].bound_s = 0.64;
    rows[0].overlap = (struct interval){1, 1, 1};
    rows[1].time_s = (struct interval){0.08, 0.079, 0.081};
    rows[1].bound_s = 0.064;
    rows[1].overlap = (struct interval){8, 7.9, 8.1};
    CHECK_INT(tasks_table_make(rows, 3, &table, NULL), 0);
    char *text = text_of(table, true);
    CHECK_STRING(text, "| t | T(1, t) | overlap | bound | T/bound |\n"
                       "| ---: | ---: | ---: | ---: | ---: |\n"
                       "| 1 | 640 ms | 1 | 640 ms | 1.000 |\n"
                       "| 16 | 80.0 ms | 8.00 \u00b1 0.10 | 64.0 ms | 1.250 |\n");
    free(text);
    table = NULL;
    CHECK_INT(tasks_table_make(rows, 1, &table, NULL), 0); /* one number is no dial */
    CHECK(table == NULL);
    rows[1].p = 0.5;
    CHECK_INT(tasks_table_make(rows, 3, &table, NULL), 0);
    CHECK(table == NULL);
}

static void test_series_end(void) {
    struct summary_row rows[] = {rows_make(0.5, 1), rows_make(0.9, 2), rows_make(0.5, 1)};
    snprintf(rows[2].series.place, sizeof rows[2].series.place, "compact");
    CHECK_INT(summary_series_end(rows, 3, 0), 2);
    CHECK_INT(summary_series_end(rows, 3, 2), 3);
}

static void test_differences(void) {
    struct difference_row rows[] = {rows_make_difference(), rows_make_difference()};
    rows[1].reference[0] = '\0';
    snprintf(rows[1].series.params, sizeof rows[1].series.params, "size=8|9");
    rows[1].oversubscribed = true;
    rows[1].speedup_ratio.lo = rows[1].speedup_ratio.hi = NAN;
    struct text_table *table = NULL;
    CHECK_INT(difference_table_make(rows, 2, &table, NULL), 0);
    char *text = text_of(table, true);
    /* A bar would end the cell. */
    CHECK_STRING(text, "| series | reference | p | n | speed-up ratio | verdict |\n"
                       "| :--- | :--- | ---: | ---: | ---: | :--- |\n"
                       "| spin (compact) | spread | 0.9 | 2 | 0.812 \u00b1 0.003 | lower |\n"
                       "| spin (size=8\\|9, compact) | no params | 0.9 | 2 | 0.8123 | lower "
                       "(oversubscribed) |\n");
    free(text);
    rows[0].p = NAN;
    CHECK_INT(difference_table_make(rows, 1, &table, NULL), 0);
    text = text_of(table, false);
    CHECK_STRING(text, "series          reference  n  speed-up ratio  verdict\n"
                       "spin (compact)  spread     2   0.812 \u00b1 0.003  lower\n");
    free(text);
}

int main(void) {
    test_columns_and_digits();
    test_attainable();
    test_rows_of_one_core();
    test_own_p();
    test_no_p();
    test_program();
    test_no_interval();
    test_tasks();
    test_dial();
    test_series_end();
    test_differences();
    return check_done();
}
