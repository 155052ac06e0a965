/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/compare_print.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *number(double value) {
    json_t *real = isfinite(value) ? json_real(value) : NULL;
    return real != NULL ? real : json_null();
}

/* What does not exist is null. */
static json_t *text_or_null(const char *text) {
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *point_json(const struct comparand_point *point) {
    const struct series *series = &point->series;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "workload",
                     text_or_null(series->workload), "params", text_or_null(series->params),
                     "engine", text_or_null(series->engine), "scaling",
                     text_or_null(series->scaling), "place", text_or_null(series->place), "p",
                     number(point->p), "n", number(point->n), "tasks",
                     point->tasks > 0 ? json_integer(point->tasks) : json_null());
}

static json_t *row_json(const struct compare_row *row, enum comparand_figure figure) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:s, s:o}", "first",
                     point_json(row->first), "second", point_json(row->second), "first_value",
                     number(row->first_level), "second_value", number(row->second_level), "ratio",
                     number(row->ratio.value), "ratio_lo", number(row->ratio.lo), "ratio_hi",
                     number(row->ratio.hi), "p_value", number(row->p), "p_holm",
                     number(row->p_holm), "rounds", (int)row->rounds, "verdict",
                     compare_verdict_word(row->verdict, figure), "why", text_or_null(row->why));
}

static json_t *rows_json(const struct comparison *comparison) {
    json_t *list = json_array();
    for (size_t i = 0; i < comparison->table.count; i++)
        json_array_append_new(list,
                              row_json(&comparison->table.rows[i], comparison->request.figure));
    return list;
}

static json_t *alone_json(const struct comparand_point *const *points, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, point_json(points[i]));
    return list;
}

static json_t *facts_json(const struct run_facts *a, const struct run_facts *b) {
    json_t *list = json_array();
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (strcmp(a->facts[i].value, b->facts[i].value) != 0)
            json_array_append_new(list,
                                  json_pack("{s:s, s:s, s:s}", "name", a->facts[i].name, "first",
                                            a->facts[i].value, "second", b->facts[i].value));
    return list;
}

int compare_print_json(const struct comparison *comparison, FILE *stream, struct fault *fault) {
    const struct compare_table *table = &comparison->table;
    int exit_status = compare_exit_status(table), status = 0;
    json_t *document = json_pack(
        "{s:i, s:s, s:s, s:s, s:b, s:b, s:b, s:f, s:o, s:o, s:o, s:o, s:s}", "schema", 1, "first",
        comparison->names[0], "second", comparison->names[1], "compared",
        comparison->request.figure == COMPARAND_TIME ? "time" : "speedup", "of_unit",
        comparison->request.figure == COMPARAND_TIME && comparison->is_of_unit, "paired",
        comparison->request.is_paired, "same_machine", comparison->same_machine, "tolerance",
        comparison->request.tolerance, "differences",
        facts_json(&comparison->facts[0], &comparison->facts[1]), "points", rows_json(comparison),
        "only_first", alone_json(table->only_first, table->only_first_count), "only_second",
        alone_json(table->only_second, table->only_second_count), "verdict",
        exit_status == 0   ? "no worse"
        : exit_status == 3 ? "worse"
                           : "cannot tell");
    if (document == NULL ||
        json_dumpf(document, stream, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the comparison could not be written as JSON");
    else
        fputc('\n', stream);
    json_decref(document);
    return status;
}
