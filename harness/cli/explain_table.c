/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/explain_table.h"

#include <math.h>
#include <string.h>

static const struct text_column COLUMNS[] = {
    {.title = "component", .left = true},
    {.title = "valid, median [95 %]"},
    {.title = "of n - S", .rank = 1},
    {.title = "as experienced, sums", .rank = 2},
    {.title = "method of valid", .left = true, .rank = 3},
};
enum { COMPONENT, VALID, SHARE, EXPERIENCED, METHOD, COLUMN_COUNT };
/* Where every round was disturbed. */
static const struct text_column COLUMNS_WITHOUT_VALID[COLUMN_COUNT] = {
    {.title = "component", .left = true},
    {.title = "valid"},
    {.title = "of n - S"},
    {.title = "as experienced, sums [95 %]"},
    {.title = "method", .left = true, .rank = 3},
};

/* A ten-thousandth of a core: intervals of a good minute are a few of these wide. */
enum { DECIMALS = 4 };
static const double NOTHING = 0.00005, SHARE_NOTHING = 0.0005;

/* Without a minus before what is shown as 0. */
static double shown(double value) {
    return fabs(value) < NOTHING ? 0 : value;
}

void explain_table_format(const struct interval *value, char *text) {
    if (isnan(value->value))
        text[0] = '\0';
    else if (isnan(value->lo) || isnan(value->hi))
        snprintf(text, TEXT_TABLE_CELL_BYTES, "%.*f", DECIMALS, shown(value->value));
    else
        snprintf(text, TEXT_TABLE_CELL_BYTES, "%.*f [%.*f, %.*f]", DECIMALS, shown(value->value),
                 DECIMALS, shown(value->lo), DECIMALS, shown(value->hi));
}

/* One line of the table. */
struct line {
    const char *component, *method;
    bool is_part;
    struct interval valid, experienced;
    double share; /* of the gap; NAN: nothing to say */
};

static int add_line(struct text_table *table, const struct line *line, struct fault *fault) {
    char text[COLUMN_COUNT][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[COLUMN_COUNT];
    snprintf(text[COMPONENT], sizeof text[COMPONENT], "%s%.50s", line->is_part ? "  " : "",
             line->component);
    explain_table_format(&line->valid, text[VALID]);
    if (!isnan(line->share))
        snprintf(text[SHARE], sizeof text[SHARE], "%.1f %%",
                 fabs(line->share) < SHARE_NOTHING ? 0 : 100 * line->share);
    explain_table_format(&line->experienced, text[EXPERIENCED]);
    snprintf(text[METHOD], sizeof text[METHOD], "%.*s", TEXT_TABLE_CELL_BYTES - 1, line->method);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = (struct text_cell){text[i], line->is_part ? TERM_DIM : TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

/* What is left to lose; NAN where the speed-up reaches n. */
static double gap_of(const struct ledger_point *ledger) {
    double gap = ledger->point->n - ledger->point->speedup.value;
    return gap > 0 ? gap : NAN;
}

static int add_row(struct text_table *table, const struct ledger_point *ledger,
                   const struct ledger_row *row, struct fault *fault) {
    const struct interval valid = ledger_point_value(ledger, LEDGER_VALID, row->component);
    return add_line(table,
                    &(struct line){.component = row->component,
                                   .method = row->method,
                                   .is_part = row->parent[0] != '\0',
                                   .valid = valid,
                                   .experienced = ledger_point_value(ledger, LEDGER_EXPERIENCED,
                                                                     row->component),
                                   .share = valid.value / gap_of(ledger)},
                    fault);
}

/* A component stands in several rows: its line is that of the first. */
static bool is_first(const struct ledger_point *ledger, const struct ledger_row *row) {
    return strcmp(row->row, LEDGER_VALID) == 0 ||
           (strcmp(row->row, LEDGER_EXPERIENCED) == 0 &&
            ledger_point_row(ledger, LEDGER_VALID, row->component) == NULL);
}

static int add_loss(struct text_table *table, const struct ledger_point *ledger,
                    const struct ledger_row *loss, struct fault *fault) {
    int status = add_row(table, ledger, loss, fault);
    for (size_t i = 0; i < ledger->count && status == 0; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (strcmp(row->parent, loss->component) == 0 && is_first(ledger, row))
            status = add_row(table, ledger, row, fault);
    }
    return status;
}

static int add_speedup(struct text_table *table, const struct ledger_point *ledger,
                       struct fault *fault) {
    bool has_valid = !isnan(ledger->point->speedup.value);
    const struct ledger_row *row =
        ledger_point_row(ledger, has_valid ? LEDGER_VALID : LEDGER_EXPERIENCED, "speedup");
    const struct line line = {
        .component = "speed-up, S",
        .method = row == NULL ? "median of T(1)/T(n), by round" : row->method,
        .valid = ledger_point_speedup(ledger, LEDGER_VALID),
        .experienced = ledger_point_speedup(ledger, LEDGER_EXPERIENCED),
        .share = NAN,
    };
    return add_line(table, &line, fault);
}

/* The speed-up and all losses; NAN where the ledger has no such row. */
static struct interval sum_of(const struct ledger_point *ledger, const char *row) {
    struct interval sum = {ledger_point_speedup(ledger, row).value, NAN, NAN};
    size_t losses = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->rows[i].row, row) != 0 || !ledger_is_loss(&ledger->rows[i]))
            continue;
        sum.value += ledger->rows[i].value.value;
        losses++;
    }
    return losses > 0 ? sum : (struct interval){NAN, NAN, NAN};
}

int explain_table_make(const struct ledger_point *ledger, struct text_table **ret_table,
                       struct fault *fault) {
    struct text_table *table = NULL;
    bool has_valid = !isnan(ledger->point->speedup.value);
    int status =
        text_table_new(has_valid ? COLUMNS : COLUMNS_WITHOUT_VALID, COLUMN_COUNT, &table, fault);
    if (status == 0)
        status = add_speedup(table, ledger, fault);
    for (size_t i = 0; i < ledger->count && status == 0; i++)
        if (ledger_is_loss(&ledger->rows[i]) && is_first(ledger, &ledger->rows[i]))
            status = add_loss(table, ledger, &ledger->rows[i], fault);
    if (status == 0)
        status = add_line(table,
                          &(struct line){.component = "sum, n",
                                         .method = "",
                                         .valid = sum_of(ledger, LEDGER_VALID),
                                         .experienced = sum_of(ledger, LEDGER_EXPERIENCED),
                                         .share = NAN},
                          fault);
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}
