/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/explain_print.h"
#include "cli/explain_table.h"
#include "record/table.h"
#include "record/table_json.h"
#include "wire/series.h"

#include <jansson.h>
#include <math.h>

static void print_title(const struct summary_row *point, const struct term *term, FILE *stream) {
    char name[128];
    series_describe(&point->series, name, sizeof name);
    fprintf(stream, "%s%s: n = %u", term_begin(term, TERM_BOLD), name, point->n);
    if (!isnan(point->p))
        fprintf(stream, ", p = %.6g", point->p);
    if (point->tasks > 0)
        fprintf(stream, ", %u task%s", point->tasks, point->tasks == 1 ? "" : "s");
    fprintf(stream, "%s\n", term_end(term, TERM_BOLD));
}

/* The two columns are different estimators: which the second one is, of how many rounds, and what
 * it is over the valid ones alone, which is the figure to hold it against. */
static void print_experienced(const struct ledger_point *ledger, FILE *stream) {
    const struct ledger_row *met = ledger_point_row(ledger, LEDGER_EXPERIENCED, "speedup");
    char valid[TEXT_TABLE_CELL_BYTES];
    if (met == NULL)
        return;
    const struct interval summed = ledger_point_speedup(ledger, LEDGER_VALID_SUMMED);
    explain_table_format(&summed, valid);
    fprintf(stream, "  as experienced: %s", met->method);
    if (valid[0] != '\0')
        fprintf(stream, "; over the valid ones alone S = %s", valid);
    fprintf(stream, "\n");
}

/* The efficiencies of the POP centre of excellence: each is the product of those before it. */
static void print_pop(const struct pop_row *pop, FILE *stream) {
    if (pop == NULL || isnan(pop->parallel))
        return;
    fprintf(stream,
            "  POP efficiencies: load balance %.3f x communication %.3f = parallel %.3f; x "
            "computation scaling %.3f = global %.3f\n",
            pop->load_balance, pop->communication, pop->parallel, pop->computation_scaling,
            pop->global);
}

static int print_point(const struct explained *point, const struct term *term, FILE *stream,
                       struct fault *fault) {
    struct text_table *table = NULL;
    int status = explain_table_make(&point->ledger, &table, fault);
    if (status != 0)
        return status;
    print_title(point->ledger.point, term, stream);
    text_table_print(table, 2, term, stream);
    print_experienced(&point->ledger, stream);
    print_pop(point->pop, stream);
    text_table_free(table);
    return 0;
}

int explain_print(const struct explained *points, size_t count, const struct term *term,
                  FILE *stream, struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        if (i > 0)
            fprintf(stream, "\n");
        if (points[i].has_ledger)
            status = print_point(&points[i], term, stream, fault);
        if (status == 0)
            fprintf(stream, "%s\n", points[i].words);
    }
    return status;
}

static json_t *number(double value) {
    json_t *real = json_real(value); /* jansson makes none of a NAN */
    return real != NULL ? real : json_null();
}

static json_t *pop_json(const struct pop_row *pop) {
    if (pop == NULL)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "load_balance", number(pop->load_balance),
                     "communication", number(pop->communication), "parallel", number(pop->parallel),
                     "computation_scaling", number(pop->computation_scaling), "global",
                     number(pop->global));
}

static json_t *point_json(const struct explained *point) {
    json_t *summary = table_json(&table_summary, point->ledger.point, 1);
    json_t *object = json_pack(
        "{s:O?, s:o, s:o, s:s}", "summary", json_array_get(summary, 0), "ledger",
        table_json(&table_ledger, point->ledger.rows, point->has_ledger ? point->ledger.count : 0),
        "pop", pop_json(point->pop), "words", point->words);
    json_decref(summary);
    return object;
}

int explain_print_json(const struct explained *points, size_t count, FILE *stream,
                       struct fault *fault) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, point_json(&points[i]));
    json_t *document = json_pack("{s:i, s:o}", "schema", 1, "points", list);
    int status = 0;
    if (document == NULL ||
        json_dumpf(document, stream, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the ledger could not be written as JSON");
    else
        fputc('\n', stream);
    json_decref(document);
    return status;
}
