/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl list`: the workloads, and the engines that run them. */
#include "cli/command.h"
#include "cli/stream.h"
#include "cli/term.h"
#include "team/team.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include <workload_table.h>

/* Where the text begins: behind the longest usual name. A pipe is given the width of a usual
 * terminal. */
enum { LIST_TEXT_AT = 12, LIST_COLUMNS = 80 };

/* "16 x integer multiply-add, 64 bytes of memory" */
static void format_unit(const struct workload_unit *unit, char *text, size_t bytes) {
    char operations[128] = "", memory[64] = "";
    if (unit->operations > 0)
        snprintf(operations, sizeof operations, "%g x %s", unit->operations, unit->operation);
    if (unit->bytes > 0)
        snprintf(memory, sizeof memory, "%g bytes of memory", unit->bytes);
    snprintf(text, bytes, "%s%s%s", operations,
             operations[0] != '\0' && memory[0] != '\0' ? ", " : "", memory);
}

static void print_name(const char *name, const struct term *term) {
    printf("%s%-*s%s", term_begin(term, TERM_BOLD), LIST_TEXT_AT, name, term_end(term, TERM_BOLD));
}

/* "what: text", wrapped behind the names. */
static void print_line(const char *what, const char *text, const struct term *term) {
    unsigned columns = term->columns != 0 ? term->columns : LIST_COLUMNS;
    printf("%*s%s: ", LIST_TEXT_AT, "", what);
    stream_wrap(stdout, text, LIST_TEXT_AT + (unsigned)strlen(what) + 2, columns);
}

static void print_summary(const char *name, const char *summary, const struct term *term) {
    print_name(name, term);
    stream_wrap(stdout, summary, LIST_TEXT_AT, term->columns != 0 ? term->columns : LIST_COLUMNS);
}

static void print_workload(const struct workload *workload, const struct term *term) {
    char text[256];
    print_summary(workload->name, workload->summary, term);
    print_line("stresses", workload->stresses, term);
    format_unit(&workload->unit, text, sizeof text);
    print_line("one unit", text[0] != '\0' ? text : "no operations to speak of", term);
    if (workload->run_serial != NULL) {
        format_unit(&workload->serial_unit, text, sizeof text);
        print_line("one serial unit", text, term);
    }
    if (workload->whole_units != NULL)
        print_line("p", "its own, measured: it has serial phases around its parallel one", term);
    for (const struct workload_param *param = workload->params;
         param != NULL && param->name != NULL; param++) {
        snprintf(text, sizeof text, "%s=%" PRIu64 " (%" PRIu64 " to %" PRIu64 "): %s", param->name,
                 param->initial, param->least, param->most, param->summary);
        print_line("--param", text, term);
    }
}

static void print_engine(const struct team_engine_info *engine, const struct term *term) {
    char text[256];
    print_summary(engine->name, engine->summary, term);
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++) {
        snprintf(text, sizeof text, "%s=%s: %s", param->name, param->words, param->summary);
        print_line("--param", text, term);
    }
}

static json_t *unit_json(const struct workload_unit *unit) {
    return json_pack("{s:f, s:s, s:f}", "operations", unit->operations, "operation",
                     unit->operation != NULL ? unit->operation : "", "bytes", unit->bytes);
}

static json_t *workload_params_json(const struct workload_param *param) {
    json_t *array = json_array();
    for (; param != NULL && param->name != NULL; param++)
        json_array_append_new(
            array, json_pack("{s:s, s:s, s:I, s:I, s:I}", "name", param->name, "summary",
                             param->summary, "initial", (json_int_t)param->initial, "least",
                             (json_int_t)param->least, "most", (json_int_t)param->most));
    return array;
}

static json_t *workload_json(const struct workload *workload) {
    return json_pack("{s:s, s:s, s:s, s:o, s:o?, s:b, s:o}", "name", workload->name, "summary",
                     workload->summary, "stresses", workload->stresses, "unit",
                     unit_json(&workload->unit), "serial_unit",
                     workload->run_serial != NULL ? unit_json(&workload->serial_unit) : json_null(),
                     "is_intrinsic", workload->whole_units != NULL, "params",
                     workload_params_json(workload->params));
}

static json_t *engine_json(const struct team_engine_info *engine) {
    json_t *params = json_array();
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++)
        json_array_append_new(params, json_pack("{s:s, s:s, s:s}", "name", param->name, "words",
                                                param->words, "summary", param->summary));
    return json_pack("{s:s, s:s, s:o}", "name", engine->name, "summary", engine->summary, "params",
                     params);
}

static int print_json(struct fault *fault) {
    size_t engine_count = 0;
    const struct team_engine_info *engine = team_engine_table(&engine_count);
    json_t *workloads = json_array(), *engines = json_array();
    for (size_t i = 0; workload_table[i] != NULL; i++)
        json_array_append_new(workloads, workload_json(workload_table[i]));
    for (size_t i = 0; i < engine_count; i++)
        if (engine[i].is_offered)
            json_array_append_new(engines, engine_json(&engine[i]));
    json_t *document =
        json_pack("{s:i, s:o, s:o}", "schema", 1, "workloads", workloads, "engines", engines);
    int rc = 0;
    if (document == NULL || json_dumpf(document, stdout, JSON_INDENT(1)) != 0)
        rc = fault_set(fault, FAULT_SYSTEM, 0, "the list could not be written as JSON");
    else
        fputc('\n', stdout);
    json_decref(document);
    return rc;
}

int cmd_list(const struct options *options, struct fault *fault) {
    if (options->json)
        return print_json(fault);
    struct term term = term_look(stdout, options->color);
    size_t engine_count = 0;
    const struct team_engine_info *engine = team_engine_table(&engine_count);
    printf("workloads:\n");
    for (size_t i = 0; workload_table[i] != NULL; i++)
        print_workload(workload_table[i], &term);
    printf("\nengines (--engine):\n");
    for (size_t i = 0; i < engine_count; i++)
        if (engine[i].is_offered)
            print_engine(&engine[i], &term);
    return 0;
}
