/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/limits_print.h"
#include "cli/compare_print.h"
#include "cli/table.h"

#include <jansson.h>
#include <math.h>

enum { COLUMNS = 5 };

static void format_limit(const struct limit *limit, char *text, size_t bytes) {
    switch (limit->kind) {
    case LIMIT_EFFICIENCY:
        snprintf(text, bytes, "efficiency at n = %u at least %.6g", limit->n, limit->bound);
        break;
    case LIMIT_SPEEDUP:
        snprintf(text, bytes, "speed-up at n = %u at least %.6g", limit->n, limit->bound);
        break;
    case LIMIT_SERIAL:
        snprintf(text, bytes, "serial fraction at most %.6g", limit->bound);
        break;
    case LIMIT_BASELINE:
        snprintf(text, bytes, "no more than %.4g %% worse than the baseline at n = %u",
                 100 * limit->bound, limit->n);
        break;
    }
}

static void format_figure(const struct limit_row *row, char *text, size_t bytes) {
    const struct interval *figure = &row->figure;
    if (row->limit.kind == LIMIT_BASELINE)
        compare_format_effect(figure, text, bytes);
    else if (row->limit.kind == LIMIT_SERIAL && figure->value <= 0 && !isnan(figure->hi))
        snprintf(text, bytes, "at most %.2g", figure->hi);
    else
        table_format_interval(figure->value, figure->lo, figure->hi, text, bytes);
}

/* "fail", "inconclusive: few rounds", "pass, oversubscribed". */
static void format_outcome(const struct limit_row *row, char *text, size_t bytes) {
    snprintf(text, bytes, "%.12s%s%s%.60s", limit_outcome_word(row->outcome),
             row->oversubscribed ? ", oversubscribed" : "", row->why[0] == '\0' ? "" : ": ",
             row->why);
}

static int add_row(const struct limit_row *row, struct text_table *table, struct fault *fault) {
    static const enum term_style styles[LIMIT_OUTCOMES] = {TERM_GOOD, TERM_BAD, TERM_DOUBT};
    char limit[TEXT_TABLE_CELL_BYTES], p[32] = "", figure[TEXT_TABLE_CELL_BYTES];
    char outcome[TEXT_TABLE_CELL_BYTES];
    format_limit(&row->limit, limit, sizeof limit);
    format_figure(row, figure, sizeof figure);
    if (!isnan(row->p))
        snprintf(p, sizeof p, "%.6g", row->p);
    format_outcome(row, outcome, sizeof outcome);
    const struct text_cell cells[COLUMNS] = {{limit, TERM_PLAIN},
                                             {row->series, TERM_PLAIN},
                                             {p, TERM_PLAIN},
                                             {figure, TERM_PLAIN},
                                             {outcome, styles[row->outcome]}};
    return text_table_add(table, cells, fault);
}

static void print_end(const struct limits_shown *shown, FILE *stream) {
    size_t counts[LIMIT_OUTCOMES] = {0};
    for (size_t i = 0; i < shown->count; i++)
        counts[shown->rows[i].outcome]++;
    fprintf(stream, "%s: %s; of %zu limit%s %zu pass, %zu fail, %zu inconclusive.\n", shown->run,
            limit_outcome_word(counts[LIMIT_FAIL] > 0           ? LIMIT_FAIL
                               : counts[LIMIT_INCONCLUSIVE] > 0 ? LIMIT_INCONCLUSIVE
                                                                : LIMIT_PASS),
            shown->count, shown->count == 1 ? "" : "s", counts[LIMIT_PASS], counts[LIMIT_FAIL],
            counts[LIMIT_INCONCLUSIVE]);
}

int limits_print(const struct limits_shown *shown, bool markdown, const struct term *term,
                 FILE *stream, struct fault *fault) {
    static const struct text_column columns[COLUMNS] = {{"limit", true, 0},
                                                        {"series", true, 0},
                                                        {"p", false, 0},
                                                        {"measured, 95 %", false, 0},
                                                        {"outcome", true, 0}};
    struct text_table *table = NULL;
    int status = text_table_new(columns, COLUMNS, &table, fault);
    for (size_t i = 0; status == 0 && i < shown->count; i++)
        status = add_row(&shown->rows[i], table, fault);
    if (status == 0) {
        if (shown->is_interrupted)
            fprintf(stream, "%s did not come to its end: what was measured until then counts.\n\n",
                    shown->run);
        if (shown->baseline != NULL)
            fprintf(stream, "The baseline is %s.\n\n", shown->baseline);
        if (markdown)
            text_table_print_markdown(table, stream);
        else
            text_table_print(table, 2, term, stream);
        fprintf(stream, "\n");
        print_end(shown, stream);
    }
    text_table_free(table);
    return status;
}

static json_t *number(double value) {
    json_t *real = isfinite(value) ? json_real(value) : NULL;
    return real != NULL ? real : json_null();
}

static json_t *row_json(const struct limit_row *row) {
    static const char *const kinds[] = {"min_efficiency", "min_speedup", "max_serial", "baseline"};
    return json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:s, s:o}", "limit",
                     kinds[row->limit.kind], "bound", number(row->limit.bound), "n",
                     row->limit.n > 0 ? json_integer(row->limit.n) : json_null(), "series",
                     row->series, "p", number(row->p), "value", number(row->figure.value), "lo",
                     number(row->figure.lo), "hi", number(row->figure.hi), "oversubscribed",
                     (int)row->oversubscribed, "outcome", limit_outcome_word(row->outcome), "why",
                     row->why[0] == '\0' ? json_null() : json_string(row->why));
}

int limits_print_json(const struct limits_shown *shown, FILE *stream, struct fault *fault) {
    static const enum limit_outcome outcomes[] = {
        [0] = LIMIT_PASS, [3] = LIMIT_FAIL, [4] = LIMIT_INCONCLUSIVE};
    json_t *list = json_array();
    int status = 0;
    for (size_t i = 0; i < shown->count; i++)
        json_array_append_new(list, row_json(&shown->rows[i]));
    json_t *document =
        json_pack("{s:i, s:s, s:b, s:s?, s:o, s:s}", "schema", 1, "run", shown->run, "interrupted",
                  shown->is_interrupted, "baseline", shown->baseline, "limits", list, "outcome",
                  limit_outcome_word(outcomes[limits_exit_status(shown->rows, shown->count)]));
    if (document == NULL ||
        json_dumpf(document, stream, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the limits could not be written as JSON");
    else
        fputc('\n', stream);
    json_decref(document);
    return status;
}
