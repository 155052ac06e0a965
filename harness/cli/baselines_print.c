/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/baselines_print.h"
#include "cli/table.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

enum { BASELINE_COLUMNS = 4, NUMBER_BYTES = 32 };

/* A base and the figures that go with it; NAN: there is none. */
struct baseline {
    const char *name;
    struct interval one_s, speedup, price;
};

static const struct interval NONE = {NAN, NAN, NAN};

static bool has_other_base(const struct summary_row *row) {
    return row->best_s.value > 0 || row->fitted_s.value > 0;
}

/* The largest n, of those the largest p, and of those the most tasks. NULL: T(1) is the only base.
 */
static const struct summary_row *choose_row(const struct summary_row *rows, size_t count) {
    const struct summary_row *chosen = NULL;
    for (size_t i = 0; i < count; i++)
        if (has_other_base(&rows[i]) && (chosen == NULL || rows[i].n > chosen->n ||
                                         (rows[i].n == chosen->n && !(rows[i].p < chosen->p))))
            chosen = &rows[i];
    return chosen;
}

static struct interval find_one_s(const struct summary_row *rows, size_t count,
                                  const struct summary_row *like) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n == 1 && rows[i].tasks == like->tasks && series_is_same_p(rows[i].p, like->p))
            return rows[i].time_s;
    return NONE;
}

/* "+3.1 %", to the first digits of its interval. */
static void format_percent(double share, double half, char *text, size_t bytes) {
    char number[NUMBER_BYTES];
    table_format_rounded(100 * share, 100 * half, number, sizeof number);
    snprintf(text, bytes, "%s%s %%", share > 0 ? "+" : "", number);
}

static int add_baseline(struct text_table *table, const struct baseline *baseline,
                        struct fault *fault) {
    char text[BASELINE_COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    const struct interval *speedup = &baseline->speedup, *price = &baseline->price;
    struct text_cell cells[BASELINE_COLUMNS];
    if (!(baseline->one_s.value > 0))
        return 0;
    snprintf(text[0], sizeof text[0], "%s", baseline->name);
    table_format_time(baseline->one_s.value, table_half_of(&baseline->one_s), text[1],
                      sizeof text[1]);
    table_format_interval(speedup->value, speedup->lo, speedup->hi, text[2], sizeof text[2]);
    if (!isnan(price->value))
        format_percent(price->value, table_half_of(price), text[3], sizeof text[3]);
    for (size_t i = 0; i < BASELINE_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static int make_table(const struct summary_row *row, const struct interval *one_s, bool is_one_core,
                      struct text_table **ret_table, struct fault *fault) {
    static const struct text_column columns[BASELINE_COLUMNS] = {{.title = "base", .left = true},
                                                                 {.title = "T"},
                                                                 {.title = "speed-up"},
                                                                 {.title = "price", .left = true}};
    const struct baseline baselines[] = {
        {"best serial code", row->best_s, row->speedup_best, NONE},
        {"parallel code at n = 1", *one_s, is_one_core ? NONE : row->speedup, row->price},
        {"T(1) fitted to all n", row->fitted_s, row->speedup_fitted, NONE},
    };
    struct text_table *table = NULL;
    int status = text_table_new(columns, BASELINE_COLUMNS, &table, fault);
    for (size_t i = 0; i < sizeof baselines / sizeof baselines[0] && status == 0; i++)
        status = add_baseline(table, &baselines[i], fault);
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}

void baselines_price_sentence(const struct interval *price, char *text, size_t bytes) {
    char value[TEXT_TABLE_CELL_BYTES], lo[NUMBER_BYTES], hi[NUMBER_BYTES];
    double half = table_half_of(price);
    snprintf(text, bytes, "%s", "");
    if (isnan(price->value))
        return;
    format_percent(price->value, half, value, sizeof value);
    table_format_rounded(100 * price->lo, 100 * half, lo, sizeof lo);
    table_format_rounded(100 * price->hi, 100 * half, hi, sizeof hi);
    if (isnan(half))
        snprintf(text, bytes, "parallel code costs %s on one core (too few rounds for an interval)",
                 value);
    else
        snprintf(text, bytes, "parallel code costs %s [%s, %s] on one core", value, lo, hi);
}

int baselines_print(const struct summary_row *rows, size_t count, const struct term *term,
                    FILE *stream, struct fault *fault) {
    const struct summary_row *row = choose_row(rows, count);
    struct text_table *table = NULL;
    char sentence[256];
    if (row == NULL)
        return 0;
    const struct interval one_s = find_one_s(rows, count, row);
    int status = make_table(row, &one_s, row->n == 1, &table, fault);
    if (status != 0)
        return status;
    fprintf(stream, "  baselines at n = %u", row->n);
    if (!isnan(row->p))
        fprintf(stream, ", p = %.6g", row->p);
    if (row->tasks > 0)
        fprintf(stream, ", %u task%s", row->tasks, row->tasks == 1 ? "" : "s");
    fprintf(stream, "%s\n",
            row->n == 1 ? "" : "; `speed-up` above is against the parallel code at n = 1");
    text_table_print(table, 4, term, stream);
    baselines_price_sentence(&row->price, sentence, sizeof sentence);
    if (sentence[0] != '\0')
        fprintf(stream, "  %s\n", sentence);
    text_table_free(table);
    return 0;
}
