/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/option.h"

#include "cli/command.h"
#include "cli/option_value.h"
#include "cli/suggest.h"
#include "plan/list.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { OPTION_NAMES_MAX = 64, OPTION_PHRASE_BYTES = 100 };

/* The words after a command, and what is made of them. */
struct option_parser {
    int argc, next;
    char *const *argv;
    const struct command *command;
    const char **operands;
    struct options options;
    struct fault *fault;
};

bool option_is_of(const struct option_spec *spec, const struct command *command) {
    return (spec->commands >> command->id & 1u) != 0;
}

static void options_set_defaults(const struct command *command, struct options *options) {
    const struct option_spec *spec = NULL;
    *options = (struct options){.operands = NULL};
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++)
        if (spec->initial != NULL && option_is_of(spec, command)) {
            bool stored = option_store(spec, spec->initial, options);
            assert(stored);
            (void)stored;
        }
}

static const struct option_spec *find_by_name(const struct command *command,
                                              struct list_slice name) {
    const struct option_spec *spec = NULL;
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++)
        if ((command == NULL || option_is_of(spec, command)) && list_is_word(name, spec->name))
            break;
    return spec;
}

static const struct option_spec *find_by_letter(const struct command *command, char letter) {
    const struct option_spec *spec = NULL;
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++)
        if (spec->letter == letter && option_is_of(spec, command))
            break;
    return spec;
}

/* The first command that takes an option of this name. */
static const struct command *command_with(const struct option_spec *spec) {
    const struct command *command = command_table();
    while (!option_is_of(spec, command))
        command++;
    return command;
}

static int refuse_name(const struct option_parser *parser, struct list_slice name) {
    const char *names[OPTION_NAMES_MAX];
    char word[OPTION_PHRASE_BYTES], phrase[OPTION_PHRASE_BYTES];
    size_t usable = 0;
    const struct option_spec *spec = NULL, *elsewhere = find_by_name(NULL, name);
    if (elsewhere != NULL)
        return fault_set(parser->fault, FAULT_USAGE, 0,
                         "--%s is not an option of `amdahl %s`, but of `amdahl %s`",
                         elsewhere->name, parser->command->name, command_with(elsewhere)->name);
    for (size_t i = 0; (spec = option_at(i)) != NULL && usable < OPTION_NAMES_MAX; i++)
        if (option_is_of(spec, parser->command))
            names[usable++] = spec->name;
    snprintf(word, sizeof word, "%.*s", LIST_SHOW(name));
    suggest_phrase(word, names, usable, "--", phrase, sizeof phrase);
    return fault_set(parser->fault, FAULT_USAGE, 0,
                     "--%s is not an option%s; `amdahl %s --help` lists those there are", word,
                     phrase, parser->command->name);
}

/* The value behind "=" or in the same word (`attached`), or else the next word. A next word that
 * looks like an option is none: that would be a forgotten value. */
static int take_value(struct option_parser *parser, const struct option_spec *spec,
                      const char *attached, const char **ret_value) {
    const char *next = parser->next < parser->argc ? parser->argv[parser->next] : NULL;
    if (spec->kind == OPTION_FLAG && attached != NULL)
        return fault_set(parser->fault, FAULT_USAGE, 0, "--%s takes no value, but was given '%.*s'",
                         spec->name, OPTION_SHOWN_BYTES, attached);
    if (spec->kind == OPTION_FLAG || attached != NULL) {
        *ret_value = attached;
        return 0;
    }
    if (next == NULL ||
        (next[0] == '-' && next[1] != '\0' && strchr("0123456789.", next[1]) == NULL))
        return fault_set(parser->fault, FAULT_USAGE, 0, "--%s needs a value: --%s %s", spec->name,
                         spec->name, spec->argument);
    parser->next++;
    *ret_value = next;
    return 0;
}

static int parse_option(struct option_parser *parser, const struct option_spec *spec,
                        const char *attached) {
    const char *value = NULL;
    int rc = take_value(parser, spec, attached, &value);
    if (rc == 0 && !option_store(spec, value, &parser->options))
        rc = option_refuse(spec, value, parser->fault);
    if (rc == 0 && spec->given != 0)
        *(bool *)(void *)((char *)&parser->options + spec->given) = true;
    return rc;
}

static int parse_long(struct option_parser *parser, const char *word) {
    struct list_slice name = {.text = word + 2, .length = strlen(word + 2)}, value;
    bool has_value = list_cut(&name, '=', &value);
    const struct option_spec *spec = find_by_name(parser->command, name);
    if (spec == NULL)
        return refuse_name(parser, name);
    return parse_option(parser, spec, has_value ? value.text : NULL);
}

static int parse_short(struct option_parser *parser, const char *word) {
    const struct option_spec *spec = find_by_letter(parser->command, word[1]);
    if (spec == NULL)
        return fault_set(
            parser->fault, FAULT_USAGE, 0,
            "-%c is not an option of `amdahl %s`; `amdahl %s --help` lists those there are",
            word[1], parser->command->name, parser->command->name);
    return parse_option(parser, spec, word[2] != '\0' ? word + 2 : NULL);
}

static int check_operands(const struct option_parser *parser) {
    const struct options *options = &parser->options;
    const struct command *command = parser->command;
    if (options->help || options->version)
        return 0;
    if (options->operand_count < command->operands_least)
        return fault_set(parser->fault, FAULT_USAGE, 0, "`amdahl %s` needs %s, as in `amdahl %s`",
                         command->name, command->operands, command->examples[0].line);
    if (options->operand_count > command->operands_most)
        return fault_set(parser->fault, FAULT_USAGE, 0,
                         "`amdahl %s` has no use for '%.*s'; usage: amdahl %s "
                         "[OPTION...] %s",
                         command->name, OPTION_SHOWN_BYTES,
                         options->operands[command->operands_most], command->name,
                         command->operands);
    return 0;
}

int options_parse(int argc, char *const *argv, const struct command *command, const char **operands,
                  struct options *ret_options, struct fault *fault) {
    struct option_parser parser = {
        .argc = argc, .argv = argv, .command = command, .operands = operands, .fault = fault};
    bool options_end = false;
    int rc = 0;
    options_set_defaults(command, &parser.options);
    parser.options.operands = operands;
    while (rc == 0 && parser.next < argc) {
        const char *word = argv[parser.next++];
        if (options_end || word[0] != '-' || word[1] == '\0') {
            operands[parser.options.operand_count++] = word;
            options_end = options_end || command->ends_options; /* the rest is the program's */
        } else if (strcmp(word, "--") == 0)
            options_end = true;
        else
            rc = word[1] == '-' ? parse_long(&parser, word) : parse_short(&parser, word);
    }
    if (rc == 0)
        rc = check_operands(&parser);
    if (rc == 0)
        *ret_options = parser.options;
    return rc;
}
