/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/help.h"

#include "cli/stream.h"

#include <string.h>

/* The width of a terminal that is not asked; the column where the text of an option begins. */
enum { HELP_COLUMNS = 80, HELP_TEXT_AT = 26, HELP_EXAMPLE_AT = 46 };

static const struct help_status STATUSES[] = {
    {"0", "done"},
    {"1", "the measurement failed"},
    {"2", "wrong use, or input that cannot be read"},
    {"3", "a selftest fails"},
    {"4", "it is inconclusive"},
    {"77", "this cannot be measured here"},
    {"124", "the time limit was reached"},
    {"130, 143", "interrupted; what was measured is kept"},
    {NULL, NULL},
};

static const char *const GROUP_TITLES[] = {
    [OPTION_GROUP_WHAT] = "What to look at",
    [OPTION_GROUP_WHERE] = "Where it runs",
    [OPTION_GROUP_HOW] = "How it is measured",
    [OPTION_GROUP_OUTPUT] = "Output and the rest",
};
enum { GROUP_COUNT = sizeof GROUP_TITLES / sizeof GROUP_TITLES[0] };

const struct help_status *help_statuses(void) {
    return STATUSES;
}

/* Goes to column `to`, on a new line if the text before is too long for a gap of two. */
static void print_gap(FILE *stream, int used, int to) {
    if (used + 2 > to)
        fprintf(stream, "\n%*s", to, "");
    else
        fprintf(stream, "%*s", to - used, "");
}

static void print_examples(const struct command *command, FILE *stream) {
    for (size_t i = 0; i < 4 && command->examples[i].line != NULL; i++) {
        int used = fprintf(stream, "  amdahl %s", command->examples[i].line);
        print_gap(stream, used, HELP_EXAMPLE_AT);
        stream_wrap(stream, command->examples[i].meaning, HELP_EXAMPLE_AT, HELP_COLUMNS);
    }
}

/* The help text with what it takes and its default behind it. */
static void option_text(const struct option_spec *spec, char *text, size_t bytes) {
    char range[96];
    const char *initial = option_default(spec);
    option_describe_range(spec, range, sizeof range);
    snprintf(text, bytes, "%s%s%s%s%s%s%s", spec->help, range[0] != '\0' ? " (" : "", range,
             range[0] != '\0' ? ")" : "", initial[0] != '\0' ? " [default: " : "", initial,
             initial[0] != '\0' ? "]" : "");
}

static void print_option(const struct option_spec *spec, FILE *stream) {
    char text[512], letter[] = {'-', spec->letter, ',', ' ', '\0'};
    int used =
        fprintf(stream, "  %s--%s%s%s", spec->letter != 0 ? letter : "    ", spec->name,
                spec->argument != NULL ? " " : "", spec->argument != NULL ? spec->argument : "");
    option_text(spec, text, sizeof text);
    print_gap(stream, used, HELP_TEXT_AT);
    stream_wrap(stream, text, HELP_TEXT_AT, HELP_COLUMNS);
}

static void print_group(const struct command *command, enum option_group group, FILE *stream) {
    const struct option_spec *spec = NULL;
    bool titled = false;
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
        if (spec->group != group || !option_is_of(spec, command))
            continue;
        if (!titled)
            fprintf(stream, "\n%s:\n", GROUP_TITLES[group]);
        titled = true;
        print_option(spec, stream);
    }
}

void help_print_command(const struct command *command, FILE *stream) {
    fprintf(stream, "Examples:\n");
    print_examples(command, stream);
    fprintf(stream, "\nUsage: amdahl %s [OPTION...]%s%s\n", command->name,
            command->operands[0] != '\0' ? " " : "", command->operands);
    fprintf(stream, "  ");
    stream_wrap(stream, command->summary, 2, HELP_COLUMNS);
    for (unsigned group = 0; group < GROUP_COUNT; group++)
        print_group(command, (enum option_group)group, stream);
}

void help_print_program(FILE *stream) {
    fprintf(stream, "Examples:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (command_table()[i].id != COMMAND_HELP) {
            struct command first = command_table()[i];
            first.examples[1].line = NULL;
            print_examples(&first, stream);
        }
    fprintf(stream, "\nUsage: amdahl COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(stream, "  %-10s ", command_table()[i].name);
        stream_wrap(stream, command_table()[i].summary, 13, HELP_COLUMNS);
    }
    fprintf(stream, "\nExit status:\n");
    for (const struct help_status *status = STATUSES; status->number != NULL; status++)
        fprintf(stream, "  %-10s %s\n", status->number, status->meaning);
    fprintf(stream, "\n`amdahl COMMAND --help` lists the options of a command.\n");
}
