/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A session that measures a foreign program: from the operands and options of `exec` to the
 * measurer's set-up. */
#include "cli/option_value.h"
#include "cli/placeholder.h"
#include "cli/session_state.h"
#include "program/executable.h"
#include "program/words.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the usual runtimes take their number of threads from, and a name for everybody else. The
 * last one is there with a p only. */
static const char *const USUAL_VARIABLES[] = {
    "OMP_NUM_THREADS={n}", "GOMAXPROCS={n}", "RAYON_NUM_THREADS={n}", "OPENBLAS_NUM_THREADS={n}",
    "MKL_NUM_THREADS={n}", "AMDAHL_N={n}",   "AMDAHL_P={p}",
};
enum { USUAL_COUNT = sizeof USUAL_VARIABLES / sizeof USUAL_VARIABLES[0] };

/* Whether two texts NAME=VALUE have the same name. */
static bool is_same_name(const char *a, const char *b) {
    size_t length = strcspn(a, "=");
    return length == strcspn(b, "=") && strncmp(a, b, length) == 0;
}

static int check_variable(const struct option_list *variables, size_t index, struct fault *fault) {
    const char *text = variables->value[index];
    size_t length = strcspn(text, "=");
    bool is_name = !isdigit((unsigned char)text[0]) && length > 0;
    if (text[length] != '=')
        return fault_set(fault, FAULT_USAGE, 0,
                         "--env '%.*s' has no value: it takes NAME=VALUE, as in --env %.*s={n}",
                         OPTION_SHOWN_BYTES, text, OPTION_SHOWN_BYTES, text);
    for (size_t i = 0; i < length; i++)
        is_name = is_name && (isalnum((unsigned char)text[i]) || text[i] == '_');
    if (!is_name)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--env '%.*s': a variable's name is of letters, digits and '_', and does "
                         "not begin with a digit",
                         OPTION_SHOWN_BYTES, text);
    for (size_t i = 0; i < index; i++)
        if (is_same_name(text, variables->value[i]))
            return fault_set(fault, FAULT_USAGE, 0, "--env: '%.*s' was given twice", (int)length,
                             text);
    return 0;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* What was probably meant. */
static const char *hint_of(const char *name) {
    if (ends_with(name, ".c"))
        return "; it is a source: `amdahl sweep` takes a workload's, as in `amdahl sweep ./x.c`, "
               "and a program is compiled first";
    if (strpbrk(name, " \t|;&<>") != NULL)
        return "; no shell runs it: give each word by itself, as in `-- zstd -T{n} FILE`";
    return "";
}

static int find_program(const char *name, char path[AREA_TEXT_BYTES], struct fault *fault) {
    struct fault own = {.code = FAULT_NONE};
    int status = executable_find(name, path, AREA_TEXT_BYTES, &own);
    return status == 0 ? 0 : fault_set(fault, own.code, 0, "%s%s", own.text, hint_of(name));
}

/* Whether a hook can be cut into words, whatever n and p will be. */
static int check_split(const char *option, const char *command, struct fault *fault) {
    static const struct template_values values = {.n = 1, .p = 1};
    char **words = NULL;
    int status = words_split(option, command, &values, &words, fault);
    free(words);
    return status;
}

/* Hooks that are run once know no n and no p. */
static int check_once(const char *option, const char *command, struct fault *fault) {
    struct placeholder_use use = {false, false};
    int status = command == NULL ? 0 : placeholder_scan(command, option, &use, fault);
    if (status == 0 && (use.n || use.p))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "%s is run once, for all counts: {%s} has no value there (--prepare is "
                           "run before each run)",
                           option, use.n ? "n" : "p");
    return status != 0 || command == NULL ? status : check_split(option, command, fault);
}

static int check_each(const char *option, const char *command, struct placeholder_use *use,
                      struct fault *fault) {
    int status = command == NULL ? 0 : placeholder_scan(command, option, use, fault);
    return status != 0 || command == NULL ? status : check_split(option, command, fault);
}

/* Looks through everything that is given as text; *use tells what stands in it. */
static int check_words(const struct options *options, struct placeholder_use *use,
                       struct fault *fault) {
    int status = 0;
    for (size_t i = 1; i < options->operand_count && status == 0; i++)
        status = placeholder_scan(options->operands[i], "the argument", use, fault);
    for (size_t i = 0; i < options->variables.count && status == 0; i++) {
        status = check_variable(&options->variables, i, fault);
        if (status == 0)
            status = placeholder_scan(options->variables.value[i], "--env", use, fault);
    }
    if (status == 0)
        status = check_each("--prepare", options->prepare, use, fault);
    if (status == 0)
        status = check_each("--conclude", options->conclude, use, fault);
    if (status == 0)
        status = check_once("--setup", options->setup, fault);
    if (status == 0)
        status = check_once("--cleanup", options->cleanup, fault);
    if (status == 0 && use->p && options->fractions == NULL)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "{p} stands in the command, but no p was given: -p LIST, as in "
                           "-p 0.5,0.9");
    if (status == 0 && !use->p && options->fractions != NULL)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "-p was given, but no {p} stands in the command, so every p would run "
                           "the same");
    return status;
}

static int add_word(struct area_program *program, size_t *used, const char *word,
                    struct fault *fault) {
    size_t bytes = strlen(word) + 1;
    if (bytes > sizeof program->words - *used)
        return fault_set(fault, FAULT_USAGE, 0,
                         "the command and its variables are longer than %zu characters: put what "
                         "is long into a file or a script",
                         sizeof program->words - 1);
    memcpy(program->words + *used, word, bytes);
    *used += bytes;
    return 0;
}

static bool is_given(const struct option_list *variables, const char *usual) {
    bool given = false;
    for (size_t i = 0; i < variables->count; i++)
        given = given || is_same_name(variables->value[i], usual);
    return given;
}

static int fill_words(const struct options *options, struct area_program *program,
                      struct fault *fault) {
    size_t used = 0, usual_count = options->fractions == NULL ? USUAL_COUNT - 1 : USUAL_COUNT;
    int status = 0;
    for (size_t i = 0; i < options->operand_count && status == 0; i++, program->argument_count++)
        status = add_word(program, &used, options->operands[i], fault);
    for (size_t i = 0; i < usual_count && status == 0; i++) {
        if (is_given(&options->variables, USUAL_VARIABLES[i]))
            continue;
        status = add_word(program, &used, USUAL_VARIABLES[i], fault);
        program->variable_count++;
    }
    for (size_t i = 0; i < options->variables.count && status == 0; i++, program->variable_count++)
        status = add_word(program, &used, options->variables.value[i], fault);
    return status;
}

static int fill_input(const struct options *options, struct area_program *program,
                      struct fault *fault) {
    const char *input = options->input;
    if (strcmp(input, "null") == 0 || strcmp(input, "/dev/null") == 0)
        return 0;
    if (access(input, R_OK) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "--input: cannot read %.*s", OPTION_SHOWN_BYTES,
                         input);
    return session_copy_text(program->input, sizeof program->input, input, "--input", fault);
}

static int fill_output(const struct options *options, struct area_program *program,
                       struct fault *fault) {
    const char *output = options->output;
    program->pipes_output = strcmp(output, "pipe") == 0;
    program->inherits_output = strcmp(output, "inherit") == 0;
    if (program->pipes_output || program->inherits_output || strcmp(output, "null") == 0 ||
        strcmp(output, "/dev/null") == 0)
        return 0;
    int file = options->dry_run ? -1 : open(output, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 && !options->dry_run)
        return fault_set(fault, FAULT_USAGE, errno, "--output: cannot write %.*s",
                         OPTION_SHOWN_BYTES, output);
    if (file >= 0)
        close(file);
    return session_copy_text(program->output, sizeof program->output, output, "--output", fault);
}

static int fill_program(const struct options *options, struct area_program *program,
                        struct fault *fault) {
    program->warmups = (uint32_t)options->warmups;
    program->time_limit_s = options->timeout_s;
    program->ignores_failure = options->ignore_failure;
    int status = fill_words(options, program, fault);
    if (status == 0)
        status = find_program(options->operands[0], program->path, fault);
    if (status == 0)
        status = fill_input(options, program, fault);
    if (status == 0)
        status = fill_output(options, program, fault);
    if (status == 0)
        status = session_copy_text(program->prepare, sizeof program->prepare, options->prepare,
                                   "--prepare", fault);
    if (status == 0)
        status = session_copy_text(program->conclude, sizeof program->conclude, options->conclude,
                                   "--conclude", fault);
    return status;
}

/* The program in the place of a workload: its name, and its command line for a summary. */
static int fill_card(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    const char *slash = strrchr(options->operands[0], '/');
    const char *own = slash == NULL ? options->operands[0] : slash + 1;
    struct workload_card card = {.unit = {.operations = 1, .bytes = NAN, .operation = "run"}};
    size_t used = 0;
    if (options->command_name != NULL && strlen(options->command_name) >= sizeof card.name)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--command-name: '%.*s' is longer than %zu characters", OPTION_SHOWN_BYTES,
                         options->command_name, sizeof card.name - 1);
    snprintf(card.name, sizeof card.name, "%.*s", WIRE_NAME_BYTES - 1,
             options->command_name != NULL ? options->command_name : own);
    for (size_t i = 0; i < options->operand_count && used < sizeof card.summary; i++)
        used += (size_t)snprintf(card.summary + used, sizeof card.summary - used, "%s%s",
                                 i == 0 ? "" : " ", options->operands[i]);
    snprintf(card.stresses, sizeof card.stresses, "what the program does");
    session->cards[0] = card;
    session->workload_count = 1;
    return 0;
}

static int fill_series(struct session *session, struct fault *fault) {
    struct levels places;
    int status = levels_read(&places, "--place", session->options->place, fault);
    for (size_t i = 0; i < places.count && status == 0; i++) {
        struct series *series = &session->series[session->spec.series_count++];
        *series = (struct series){.engine = "exec", .scaling = "strong"};
        snprintf(series->workload, sizeof series->workload, "%s", session->cards[0].name);
        snprintf(series->place, sizeof series->place, "%.15s", places.word[i]);
        status = place_policy_parse(places.word[i], &(enum place_policy){0}, fault);
    }
    session->spec.series = session->series;
    return status;
}

/* A placeholder that varies nothing is a mistake somewhere. */
static int check_counts(const struct session *session, const struct placeholder_use *use,
                        struct fault *fault) {
    if (!use->n || session->spec.cores.count > 1)
        return 0;
    return fault_set(fault, FAULT_USAGE, 0,
                     "{n} stands in the command, but n is 1 only, so it varies nothing: give -n "
                     "with more counts, or leave {n} out");
}

int session_plan_program(const struct options *options, struct session *ret_session,
                         struct fault *fault) {
    *ret_session = (struct session){.options = options};
    struct placeholder_use use = {false, false}, of_name = {false, false};
    int status = placeholder_scan(options->operands[0], "the program's name", &of_name, fault);
    if (status == 0 && (of_name.n || of_name.p))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "the program's name '%.*s' holds {%s}: it is looked up once, so it must "
                           "be the same at every count",
                           OPTION_SHOWN_BYTES, options->operands[0], of_name.n ? "n" : "p");
    if (status == 0)
        status = check_words(options, &use, fault);
    if (status == 0)
        status = fill_program(options, &ret_session->spec.base.program, fault);
    if (status == 0)
        status = fill_card(ret_session, fault);
    if (status == 0)
        status = fill_series(ret_session, fault);
    if (status == 0)
        status = session_plan_rest(ret_session, fault);
    return status != 0 ? status : check_counts(ret_session, &use, fault);
}
