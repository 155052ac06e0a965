/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/summary_table.h"
#include "cli/units.h"
#include "wire/series.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const struct text_column summary_columns[] = {
    {.title = "p"},
    {.title = "n"},
    {.title = "t"},
    {.title = "T(1)", .rank = 4},
    {.title = "T(n)"},
    {.title = "bandwidth", .rank = 3},
    {.title = "speed-up"},
    {.title = "law"},
    {.title = "attainable", .rank = 5},
    {.title = "ratio"},
    {.title = "efficiency", .rank = 2},
    {.title = "Karp-Flatt", .rank = 1},
    {.title = "seen serial", .rank = 1},
    {.title = "CPU time", .rank = 3},
    {.title = "idle"},
    {.title = "extra"},
    {.title = "verdict", .left = true},
};
/* In their order; CPU_TIME, IDLE and EXTRA follow SEEN. */
enum {
    P,
    N,
    TASKS,
    BASE_TIME,
    TIME,
    BANDWIDTH,
    SPEEDUP,
    LAW,
    ATTAINABLE,
    RATIO,
    EFFICIENCY,
    KARP_FLATT,
    SEEN,
    VERDICT = SEEN + 4,
    SUMMARY_COLUMNS
};
static_assert(sizeof summary_columns / sizeof summary_columns[0] == SUMMARY_COLUMNS,
              "a column has no name");

static const struct text_column difference_columns[] = {
    {.title = "series", .left = true},
    {.title = "reference", .left = true},
    {.title = "p"},
    {.title = "n"},
    {.title = "t"},
    {.title = "speed-up ratio"},
    {.title = "verdict", .left = true},
};
enum { DIFFERENCE_COLUMNS = sizeof difference_columns / sizeof difference_columns[0] };

size_t summary_series_end(const struct summary_row *rows, size_t count, size_t first) {
    size_t end = first + 1;
    while (end < count && series_is_same(&rows[end].series, &rows[first].series))
        end++;
    return end;
}

static enum term_style verdict_style(const char *verdict) {
    if (strcmp(verdict, "agrees") == 0)
        return TERM_GOOD;
    if (strcmp(verdict, "cannot tell") == 0)
        return TERM_DOUBT;
    return verdict[0] == '\0' ? TERM_PLAIN : TERM_BAD;
}

static void format_p(double p, char *text, size_t bytes) {
    if (isnan(p))
        snprintf(text, bytes, "%s", "");
    else
        snprintf(text, bytes, "%.6g", p);
}

static void format_tasks(uint32_t tasks, char *text, size_t bytes) {
    text[0] = '\0';
    if (tasks > 0)
        snprintf(text, bytes, "%u", tasks);
}

/* A workload's own p is what the clocks say, "~0.83". */
static void format_own_p(const struct summary_row *row, char *text, size_t bytes) {
    bool is_own = isnan(row->p) && strcmp(row->p_basis, "measured") == 0;
    if (is_own && !isnan(row->p_measured.value))
        snprintf(text, bytes, "~%.3g", row->p_measured.value);
    else
        format_p(row->p, text, bytes);
}

/* The speed-up and what follows from it; rows of n = 1 have nothing to compare. */
static void format_speedup(const struct summary_row *row, char (*text)[TEXT_TABLE_CELL_BYTES]) {
    const struct interval *speedup = &row->speedup, *ratio = &row->ratio;
    double half = table_half_of(speedup), slope = 1 / (speedup->value * speedup->value);
    if (row->n == 1)
        return;
    table_format_interval(speedup->value, speedup->lo, speedup->hi, text[SPEEDUP],
                          sizeof text[SPEEDUP]);
    table_format_fixed(row->law_speedup, 3, text[LAW], sizeof text[LAW]);
    table_format_fixed(row->attainable_speedup, 3, text[ATTAINABLE], sizeof text[ATTAINABLE]);
    table_format_interval(ratio->value, ratio->lo, ratio->hi, text[RATIO], sizeof text[RATIO]);
    table_format_rounded(row->efficiency, half / row->n, text[EFFICIENCY], sizeof text[EFFICIENCY]);
    if (series_is_of_program(&row->series))
        table_format_interval(row->karp_flatt, row->karp_flatt_lo, row->karp_flatt_hi,
                              text[KARP_FLATT], sizeof text[KARP_FLATT]);
    else
        table_format_rounded(row->karp_flatt, half * slope / (1 - 1.0 / row->n), text[KARP_FLATT],
                             sizeof text[KARP_FLATT]);
}

/* In the order of the columns from SEEN on; "" for a workload. */
static void format_program(const struct summary_row *row, char (*text)[TEXT_TABLE_CELL_BYTES]) {
    const struct interval *seen = &row->serial_fraction_seen;
    const struct interval *const times_s[] = {&row->cpu_s, &row->idle_s, &row->extra_s};
    if (!series_is_of_program(&row->series))
        return;
    table_format_interval(seen->value, seen->lo, seen->hi, text[SEEN], sizeof text[SEEN]);
    for (size_t i = 0; i < 3; i++)
        table_format_time(times_s[i]->value, table_half_of(times_s[i]), text[SEEN + 1 + i],
                          sizeof text[SEEN + 1 + i]);
}

static int add_row(struct text_table *table, const struct summary_row *row, double base_s,
                   struct fault *fault) {
    char text[SUMMARY_COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    format_own_p(row, text[P], sizeof text[P]);
    snprintf(text[N], sizeof text[N], "%u", row->n);
    format_tasks(row->tasks, text[TASKS], sizeof text[TASKS]);
    units_format_time(base_s, text[BASE_TIME], sizeof text[BASE_TIME]);
    table_format_time(row->time_s.value, table_half_of(&row->time_s), text[TIME],
                      sizeof text[TIME]);
    units_format_rate(row->bytes_per_s, text[BANDWIDTH], sizeof text[BANDWIDTH]);
    format_speedup(row, text);
    format_program(row, text);
    snprintf(text[VERDICT], sizeof text[VERDICT], "%s%s", row->verdict,
             row->oversubscribed ? " (oversubscribed)" : "");
    struct text_cell cells[SUMMARY_COLUMNS];
    for (size_t i = 0; i < SUMMARY_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    cells[VERDICT].style = verdict_style(row->verdict);
    return text_table_add(table, cells, fault);
}

static bool is_of_block(const struct summary_row *row, const struct summary_row *like) {
    return row->tasks == like->tasks && series_is_same_p(row->p, like->p);
}

/* NAN: n = 1 was not measured. */
static double find_base_s(const struct summary_row *rows, size_t count,
                          const struct summary_row *like) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n == 1 && is_of_block(&rows[i], like))
            return rows[i].time_s.value;
    return NAN;
}

static bool has_others(const struct summary_row *rows, size_t count,
                       const struct summary_row *like) {
    for (size_t i = 0; i < count; i++)
        if (&rows[i] != like && is_of_block(&rows[i], like))
            return true;
    return false;
}

/* The rows of n = 1 are the base of the others, which show its time; alone, or where they have a
 * bandwidth, they show themselves. */
static int add_rows(struct text_table *table, const struct summary_row *rows, size_t count,
                    struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++)
        if (rows[i].n > 1 || !isnan(rows[i].bytes_per_s) || !has_others(rows, count, &rows[i]))
            status = add_row(table, &rows[i], find_base_s(rows, count, &rows[i]), fault);
    return status;
}

int summary_table_make(const struct summary_row *rows, size_t count, struct text_table **ret_table,
                       struct fault *fault) {
    struct text_table *table = NULL;
    int status = text_table_new(summary_columns, SUMMARY_COLUMNS, &table, fault);
    if (status == 0)
        status = add_rows(table, rows, count, fault);
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}

static int add_difference(struct text_table *table, const struct difference_row *row,
                          struct fault *fault) {
    char text[DIFFERENCE_COLUMNS][TEXT_TABLE_CELL_BYTES];
    const struct interval *ratio = &row->speedup_ratio;
    char name[128];
    series_describe(&row->series, name, sizeof name);
    snprintf(text[0], sizeof text[0], "%.*s", TEXT_TABLE_CELL_BYTES - 1, name);
    snprintf(text[1], sizeof text[1], "%.40s",
             row->reference[0] == '\0' ? "no params" : row->reference);
    format_p(row->p, text[2], sizeof text[2]);
    snprintf(text[3], sizeof text[3], "%u", row->n);
    format_tasks(row->tasks, text[4], sizeof text[4]);
    table_format_interval(ratio->value, ratio->lo, ratio->hi, text[5], sizeof text[5]);
    snprintf(text[6], sizeof text[6], "%s%s", row->verdict,
             row->oversubscribed ? " (oversubscribed)" : "");
    struct text_cell cells[DIFFERENCE_COLUMNS];
    for (size_t i = 0; i < DIFFERENCE_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

int difference_table_make(const struct difference_row *rows, size_t count,
                          struct text_table **ret_table, struct fault *fault) {
    struct text_table *table = NULL;
    int status = text_table_new(difference_columns, DIFFERENCE_COLUMNS, &table, fault);
    for (size_t i = 0; i < count && status == 0; i++)
        status = add_difference(table, &rows[i], fault);
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}
