/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl predict`: the law alone. */
#include "cli/command.h"
#include "cli/table.h"
#include "model/model.h"
#include "plan/plan.h"

#include <jansson.h>
#include <math.h>

/* The most cores that a prediction takes; the largest machines of the Top500 list have about ten
 * times as many, and no program whose law is Amdahl's sees a difference there. */
enum { PREDICT_CORES_MAX = 1000000 };

/* Of each table: p before the counts, the ceiling after them. */
enum { PREDICT_COUNTS_MAX = TEXT_TABLE_COLUMNS_MAX - 2, PREDICT_OTHER_COLUMNS = 24 };

/* A table of these fractions and of counts first … first + count - 1. */
struct predict_part {
    const struct plan_fractions *fractions;
    const struct plan_cores *cores;
    size_t first, count;
};

static void format_ceiling(double p, char *text) {
    double ceiling = model_amdahl_ceiling(p);
    if (isinf(ceiling))
        snprintf(text, TEXT_TABLE_CELL_BYTES, "no limit");
    else
        table_format_fixed(ceiling, 2, text, TEXT_TABLE_CELL_BYTES);
}

static int add_row(const struct predict_part *part, double p, struct text_table *table,
                   struct fault *fault) {
    char text[TEXT_TABLE_COLUMNS_MAX][TEXT_TABLE_CELL_BYTES];
    struct text_cell cells[TEXT_TABLE_COLUMNS_MAX];
    size_t used = 0;
    snprintf(text[used++], TEXT_TABLE_CELL_BYTES, "%.10g", p);
    for (size_t i = 0; i < part->count; i++)
        table_format_fixed(model_amdahl_speedup(p, part->cores->value[part->first + i]), 2,
                           text[used++], TEXT_TABLE_CELL_BYTES);
    format_ceiling(p, text[used++]);
    for (size_t i = 0; i < used; i++)
        cells[i] = (struct text_cell){.text = text[i], .style = TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static int print_part(const struct predict_part *part, const struct term *term,
                      struct fault *fault) {
    char titles[PREDICT_COUNTS_MAX][16];
    struct text_column columns[TEXT_TABLE_COLUMNS_MAX] = {{.title = "p"}};
    struct text_table *table = NULL;
    for (size_t i = 0; i < part->count; i++) {
        snprintf(titles[i], sizeof titles[i], "n = %u", part->cores->value[part->first + i]);
        columns[1 + i] = (struct text_column){.title = titles[i]};
    }
    columns[1 + part->count] = (struct text_column){.title = "ceiling"};
    int rc = text_table_new(columns, part->count + 2, &table, fault);
    for (size_t i = 0; rc == 0 && i < part->fractions->count; i++)
        rc = add_row(part, part->fractions->value[i], table, fault);
    if (rc == 0) {
        fputc('\n', stdout);
        text_table_print(table, 2, term, stdout);
    }
    text_table_free(table);
    return rc;
}

/* How many counts a terminal has room for: each takes the width of the largest speed-up and a gap.
 */
static size_t counts_a_table(const struct plan_cores *cores, const struct term *term) {
    int width = snprintf(NULL, 0, "n = %u", cores->value[cores->count - 1]) + 2;
    if (term->columns == 0)
        return PREDICT_COUNTS_MAX;
    size_t room = term->columns > PREDICT_OTHER_COLUMNS ? term->columns - PREDICT_OTHER_COLUMNS : 0;
    size_t counts = room / (size_t)width;
    return counts < 1 ? 1 : counts < PREDICT_COUNTS_MAX ? counts : PREDICT_COUNTS_MAX;
}

static int print_tables(const struct plan_fractions *fractions, const struct plan_cores *cores,
                        const struct term *term, struct fault *fault) {
    size_t each = counts_a_table(cores, term);
    int rc = 0;
    printf("Speed-up by Amdahl's law, 1 / ((1 - p) + p / n), and its ceiling 1 / (1 - p):\n");
    for (size_t first = 0; rc == 0 && first < cores->count; first += each) {
        struct predict_part part = {.fractions = fractions, .cores = cores, .first = first};
        part.count = cores->count - first < each ? cores->count - first : each;
        rc = print_part(&part, term, fault);
    }
    return rc;
}

static json_t *fraction_json(double p, const struct plan_cores *cores) {
    json_t *points = json_array();
    for (size_t i = 0; i < cores->count; i++) {
        double n = cores->value[i];
        json_array_append_new(points, json_pack("{s:I, s:f}", "n", (json_int_t)cores->value[i],
                                                "speedup", model_amdahl_speedup(p, n)));
    }
    double ceiling = model_amdahl_ceiling(p);
    return json_pack("{s:f, s:o, s:o}", "p", p, "ceiling",
                     isinf(ceiling) ? json_null() : json_real(ceiling), "points", points);
}

static int print_json(const struct plan_fractions *fractions, const struct plan_cores *cores,
                      struct fault *fault) {
    json_t *list = json_array();
    for (size_t i = 0; i < fractions->count; i++)
        json_array_append_new(list, fraction_json(fractions->value[i], cores));
    json_t *document =
        json_pack("{s:i, s:s, s:o}", "schema", 1, "law", "amdahl", "fractions", list);
    int rc = 0;
    if (document == NULL || json_dumpf(document, stdout, JSON_INDENT(1)) != 0)
        rc = fault_set(fault, FAULT_SYSTEM, 0, "the prediction could not be written as JSON");
    else
        fputc('\n', stdout);
    json_decref(document);
    return rc;
}

int cmd_predict(const struct options *options, struct fault *fault) {
    struct plan_fractions fractions = {.count = 0};
    struct plan_cores cores = {.count = 0};
    int rc = plan_parse_fractions(options->fractions, &fractions, fault);
    if (rc == 0)
        rc = plan_parse_counts(options->cores, PREDICT_CORES_MAX, &cores, fault);
    if (rc != 0)
        return rc;
    if (options->json)
        return print_json(&fractions, &cores, fault);
    struct term term = term_look(stdout, options->color);
    return print_tables(&fractions, &cores, &term, fault);
}
