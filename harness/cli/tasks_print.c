/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/tasks_print.h"
#include "explain/words_tasks.h"

#include <assert.h>
#include <math.h>

static const struct text_column COLUMNS[] = {{.title = "p"},       {.title = "t"},
                                             {.title = "T(1, t)"}, {.title = "overlap"},
                                             {.title = "bound"},   {.title = "T/bound"}};
/* Of the median computing of a unit, a rough share: what times are printed with, at best. */
static const double BOUND_ERROR = 0.005;
enum { P, TASKS, TIME, OVERLAP, BOUND, OVER_BOUND, COLUMN_COUNT };
static_assert(sizeof COLUMNS / sizeof COLUMNS[0] == COLUMN_COUNT, "a column has no name");

static int add_row(struct text_table *table, const struct summary_row *row, struct fault *fault) {
    char text[COLUMN_COUNT][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[COLUMN_COUNT];
    const struct interval *time_s = &row->time_s, *overlap = &row->overlap;
    if (!isnan(row->p))
        snprintf(text[P], sizeof text[P], "%.6g", row->p);
    snprintf(text[TASKS], sizeof text[TASKS], "%u", row->tasks);
    table_format_time(time_s->value, table_half_of(time_s), text[TIME], sizeof text[TIME]);
    /* Of one task it is 1, and no measurement. */
    if (row->tasks == 1)
        snprintf(text[OVERLAP], sizeof text[OVERLAP], "%s", isnan(overlap->value) ? "" : "1");
    else
        table_format_interval(overlap->value, overlap->lo, overlap->hi, text[OVERLAP],
                              sizeof text[OVERLAP]);
    /* It is made of such a time: no digit more than that has. */
    double half_s = table_half_of(time_s), half = half_s / time_s->value;
    if (row->bound_s > 0) {
        table_format_time(row->bound_s, fmax(half, BOUND_ERROR) * row->bound_s, text[BOUND],
                          sizeof text[BOUND]);
        table_format_rounded(time_s->value / row->bound_s, half_s / row->bound_s, text[OVER_BOUND],
                             sizeof text[OVER_BOUND]);
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

int tasks_table_make(const struct summary_row *rows, size_t count, struct text_table **ret_table,
                     struct fault *fault) {
    struct text_table *table = NULL;
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        if (rows[i].n != 1 || rows[i].tasks == 0 || words_count_tasks(rows, count, rows[i].p) < 2)
            continue;
        if (table == NULL)
            status = text_table_new(COLUMNS, COLUMN_COUNT, &table, fault);
        if (status == 0)
            status = add_row(table, &rows[i], fault);
    }
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}

int tasks_print(const struct summary_row *rows, size_t count, const struct term *term, FILE *stream,
                struct fault *fault) {
    struct text_table *table = NULL;
    int status = tasks_table_make(rows, count, &table, fault);
    if (status == 0 && table != NULL) {
        fprintf(stream, "  tasks in flight on one core\n");
        text_table_print(table, 4, term, stream);
    }
    text_table_free(table);
    return status;
}
