/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/program_words.h"
#include "cli/option_value.h"
#include "program/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What the usual runtimes take their number of threads from, and a name for everybody else. The
 * last one is there with a p only. */
static const char *const USUAL_VARIABLES[] = {
    "OMP_NUM_THREADS={n}", "GOMAXPROCS={n}", "RAYON_NUM_THREADS={n}", "OPENBLAS_NUM_THREADS={n}",
    "MKL_NUM_THREADS={n}", "AMDAHL_N={n}",   "AMDAHL_P={p}",
};
enum { USUAL_COUNT = sizeof USUAL_VARIABLES / sizeof USUAL_VARIABLES[0] };

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
        if (words_is_same_name(text, variables->value[i]))
            return fault_set(fault, FAULT_USAGE, 0, "--env: '%.*s' was given twice", (int)length,
                             text);
    return 0;
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

/* Texts that are the same for all runs. */
static int check_fixed(const char *option, const char *text, struct fault *fault) {
    struct placeholder_use use = {false, false};
    int status = text == NULL ? 0 : placeholder_scan(text, option, &use, fault);
    if (status == 0 && (use.n || use.p))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "%s is the same for all runs: {%s} has no value "
                           "there",
                           option, use.n ? "n" : "p");
    return status;
}

static int check_each(const char *option, const char *command, struct placeholder_use *use,
                      struct fault *fault) {
    int status = command == NULL ? 0 : placeholder_scan(command, option, use, fault);
    return status != 0 || command == NULL ? status : check_split(option, command, fault);
}

/* It is another program: what stands in it tells the parallel one nothing. */
static int check_serial(const struct options *options, struct fault *fault) {
    struct placeholder_use use = {false, false};
    int status = check_each("--serial", options->serial, &use, fault);
    if (status == 0 && use.p && options->fractions == NULL)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "{p} stands in --serial, but no p was given: -p LIST, as in -p 0.5,0.9");
    return status;
}

/* Looks through everything that is given as text; *use tells what stands in it. */
int program_words_check(const struct options *options, struct placeholder_use *use,
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
        status = check_serial(options, fault);
    if (status == 0)
        status = check_once("--setup", options->setup, fault);
    if (status == 0)
        status = check_once("--cleanup", options->cleanup, fault);
    if (status == 0)
        status = check_fixed("--input", options->input, fault);
    if (status == 0)
        status = check_fixed("--output", options->output, fault);
    if (status == 0)
        status = check_fixed("--command-name", options->command_name, fault);
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
        given = given || words_is_same_name(variables->value[i], usual);
    return given;
}

int program_words_fill(const struct options *options, struct area_program *program,
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
