/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl list`: the workloads, those of --load too, and the engines that run them. */
#include "cli/command.h"
#include "cli/plugin_file.h"
#include "cli/private_dir.h"
#include "cli/stream.h"
#include "cli/term.h"
#include "sweep/interrupt.h"
#include "team/team.h"
#include "trial/trial.h"
#include "wire/params.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <workload_table.h>

/* Where the text begins: behind the longest name of the tree, "counter-channel", and a gap; a
 * longer one has a line of its own. A pipe is given the width of a usual terminal. */
enum { LIST_TEXT_AT = 17, LIST_COLUMNS = 80 };

struct list_entry {
    struct workload_card card;
    struct plugin_origin origin;
};

/* "16 x integer multiply-add, 64 bytes of memory" */
static void format_unit(const struct card_unit *unit, char *text, size_t bytes) {
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
    if (strlen(name) >= LIST_TEXT_AT)
        printf("\n%*s", LIST_TEXT_AT, "");
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

/* "word, word": so that lines can end between them. */
static void format_words(const char *words, char *text, size_t bytes) {
    char word[WIRE_NAME_BYTES];
    size_t length = 0;
    for (size_t i = 0; length < bytes && params_word_at(words, i, word, sizeof word); i++)
        length += (size_t)snprintf(text + length, bytes - length, "%s%s", i == 0 ? "" : ", ", word);
}

/* "name=initial (what there is): summary" */
static void format_param(const struct card_param *param, char *text, size_t bytes) {
    char initial[WIRE_NAME_BYTES], words[2 * CARD_WORDS_BYTES] = "";
    format_words(param->words, words, sizeof words);
    if (params_word_at(param->words, param->initial - param->least, initial, sizeof initial))
        snprintf(text, bytes, "%s=%s (%s): %s", param->name, initial, words, param->summary);
    else
        snprintf(text, bytes, "%s=%" PRIu64 " (%" PRIu64 " to %" PRIu64 "): %s", param->name,
                 param->initial, param->least, param->most, param->summary);
}

/* Why its p is not chosen. */
static const char *say_whole(const struct workload_card *card) {
    return card->tasks > 0 ? "its own, measured: its work is a whole, which its tasks share"
                           : "its own, measured: it has serial phases around its parallel one";
}

static void print_workload(const struct list_entry *entry, const struct term *term) {
    const struct workload_card *card = &entry->card;
    char text[640];
    print_summary(card->name, card->summary, term);
    if (entry->origin.given[0] != '\0')
        print_line("from", entry->origin.given, term);
    print_line("stresses", card->stresses, term);
    format_unit(&card->unit, text, sizeof text);
    print_line("one unit", text[0] != '\0' ? text : "no operations to speak of", term);
    if (card->has_serial_kernel) {
        format_unit(&card->serial_unit, text, sizeof text);
        print_line("one serial unit", text, term);
    }
    if (card->is_intrinsic)
        print_line("p", say_whole(card), term);
    if (card->tasks > 0) {
        snprintf(text, sizeof text, "%" PRIu32 " in flight where -t does not say", card->tasks);
        print_line("tasks", text, term);
    }
    for (uint32_t i = 0; i < card->param_count; i++) {
        format_param(&card->params[i], text, sizeof text);
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

static json_t *unit_json(const struct card_unit *unit) {
    return json_pack("{s:f, s:s, s:f}", "operations", unit->operations, "operation",
                     unit->operation, "bytes", unit->bytes);
}

/* "word|word" as an array. */
static json_t *words_json(const char *words) {
    char word[WIRE_NAME_BYTES];
    json_t *array = json_array();
    for (size_t i = 0; params_word_at(words, i, word, sizeof word); i++)
        json_array_append_new(array, json_string(word));
    return array;
}

/* A number and its range, or one of its words. */
static json_t *workload_param_json(const struct card_param *param) {
    char initial[WIRE_NAME_BYTES];
    if (params_word_at(param->words, param->initial - param->least, initial, sizeof initial))
        return json_pack("{s:s, s:s, s:s, s:n, s:n, s:o}", "name", param->name, "summary",
                         param->summary, "initial", initial, "least", "most", "words",
                         words_json(param->words));
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:n}", "name", param->name, "summary",
                     param->summary, "initial", (json_int_t)param->initial, "least",
                     (json_int_t)param->least, "most", (json_int_t)param->most, "words");
}

static json_t *workload_params_json(const struct workload_card *card) {
    json_t *array = json_array();
    for (uint32_t i = 0; i < card->param_count; i++)
        json_array_append_new(array, workload_param_json(&card->params[i]));
    return array;
}

static json_t *workload_json(const struct list_entry *entry) {
    const struct workload_card *card = &entry->card;
    const char *given = entry->origin.given;
    return json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:b, s:o, s:o}", "name", card->name,
                     "summary", card->summary, "stresses", card->stresses, "source",
                     given[0] != '\0' ? given : NULL, "unit", unit_json(&card->unit), "serial_unit",
                     card->has_serial_kernel ? unit_json(&card->serial_unit) : json_null(),
                     "is_intrinsic", card->is_intrinsic, "tasks",
                     card->tasks > 0 ? json_integer((json_int_t)card->tasks) : json_null(),
                     "params", workload_params_json(card));
}

static json_t *engine_json(const struct team_engine_info *engine) {
    json_t *params = json_array();
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++)
        json_array_append_new(params,
                              json_pack("{s:s, s:o, s:s}", "name", param->name, "words",
                                        words_json(param->words), "summary", param->summary));
    return json_pack("{s:s, s:s, s:o}", "name", engine->name, "summary", engine->summary, "params",
                     params);
}

static int print_json(const struct list_entry *entries, size_t count, struct fault *fault) {
    size_t engine_count = 0;
    const struct team_engine_info *engine = team_engine_table(&engine_count);
    json_t *workloads = json_array(), *engines = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(workloads, workload_json(&entries[i]));
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

static void print_text(const struct list_entry *entries, size_t count, const char *color) {
    struct term term = term_look(stdout, color);
    size_t engine_count = 0;
    const struct team_engine_info *engine = team_engine_table(&engine_count);
    printf("workloads:\n");
    for (size_t i = 0; i < count; i++)
        print_workload(&entries[i], &term);
    printf("\nengines (--engine):\n");
    for (size_t i = 0; i < engine_count; i++)
        if (engine[i].is_offered)
            print_engine(&engine[i], &term);
}

/* The files of --load, one behind the other; 130 or 143 where a signal came meanwhile. */
static int load_files(const struct option_list *files, struct list_entry *entries,
                      struct fault *fault) {
    struct private_dir dir = {.path = ""};
    struct interrupt interrupt = {.file = -1};
    int status = files->count > 0 ? interrupt_open(&interrupt, fault) : 0;
    for (size_t i = 0; i < files->count && status == 0; i++)
        status = plugin_file_read(files->value[i], &dir, &interrupt, &entries[i].card,
                                  &entries[i].origin, fault);
    private_dir_remove(&dir);
    interrupt_close(&interrupt);
    return interrupt.count > 0 ? 128 + interrupt.signal : status;
}

int cmd_list(const struct options *options, struct fault *fault) {
    size_t count = 0, built_in = 0;
    while (workload_table[built_in] != NULL)
        built_in++;
    struct list_entry *entries = calloc(built_in + options->load.count + 1, sizeof *entries);
    if (entries == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot list the workloads");
    for (; count < built_in; count++)
        workload_describe(workload_table[count], &entries[count].card);
    int status = load_files(&options->load, entries + count, fault);
    count += options->load.count;
    if (status == 0 && options->json)
        status = print_json(entries, count, fault);
    else if (status == 0)
        print_text(entries, count, options->color);
    free(entries);
    return status;
}
