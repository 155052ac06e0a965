/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl list`: the workloads. */
#include "cli/command.h"
#include "cli/stream.h"
#include "cli/term.h"

#include <jansson.h>
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

static void print_workload(const struct workload *workload, const struct term *term) {
    char unit[256];
    unsigned columns = term->columns != 0 ? term->columns : LIST_COLUMNS;
    printf("%s%-*s%s", term_begin(term, TERM_BOLD), LIST_TEXT_AT, workload->name,
           term_end(term, TERM_BOLD));
    stream_wrap(stdout, workload->summary, LIST_TEXT_AT, columns);
    printf("%*sstresses: ", LIST_TEXT_AT, "");
    stream_wrap(stdout, workload->stresses, LIST_TEXT_AT + 10, columns);
    format_unit(&workload->unit, unit, sizeof unit);
    printf("%*sone unit: ", LIST_TEXT_AT, "");
    stream_wrap(stdout, unit[0] != '\0' ? unit : "no operations to speak of", LIST_TEXT_AT + 10,
                columns);
}

static json_t *workload_json(const struct workload *workload) {
    const struct workload_unit *unit = &workload->unit;
    return json_pack("{s:s, s:s, s:s, s:{s:f, s:s, s:f}}", "name", workload->name, "summary",
                     workload->summary, "stresses", workload->stresses, "unit", "operations",
                     unit->operations, "operation", unit->operation != NULL ? unit->operation : "",
                     "bytes", unit->bytes);
}

static int print_json(struct fault *fault) {
    json_t *list = json_array();
    for (size_t i = 0; workload_table[i] != NULL; i++)
        json_array_append_new(list, workload_json(workload_table[i]));
    json_t *document = json_pack("{s:i, s:o}", "schema", 1, "workloads", list);
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
    for (size_t i = 0; workload_table[i] != NULL; i++)
        print_workload(workload_table[i], &term);
    return 0;
}
