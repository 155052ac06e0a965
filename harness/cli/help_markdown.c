/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The help as a page: docs/commands.md. */
#include "cli/help.h"

#include <ctype.h>
#include <string.h>

/* Text for a cell of a table, where "|" would end it and "<" would begin a tag. */
static void print_cell(FILE *stream, const char *text) {
    for (; *text != '\0'; text++) {
        if (strchr("|<*_\\", *text) != NULL)
            fputc('\\', stream);
        fputc(*text, stream);
    }
}

static void print_option_row(const struct option_spec *spec, FILE *stream) {
    char range[96];
    option_describe_range(spec, range, sizeof range);
    fprintf(stream, "| `");
    if (spec->letter != 0)
        fprintf(stream, "-%c, ", spec->letter);
    fprintf(stream, "--%s%s%s` | ", spec->name, spec->argument != NULL ? " " : "",
            spec->argument != NULL ? spec->argument : "");
    print_cell(stream, spec->help);
    fprintf(stream, " | ");
    print_cell(stream, range);
    fprintf(stream, " | ");
    print_cell(stream, option_default(spec));
    fprintf(stream, " |\n");
}

static void print_command(const struct command *command, FILE *stream) {
    const struct option_spec *spec = NULL;
    fprintf(stream, "\n## amdahl %s\n\n%c%s.\n\n```\n", command->name,
            toupper((unsigned char)command->summary[0]), command->summary + 1);
    for (size_t i = 0; i < 4 && command->examples[i].line != NULL; i++)
        fprintf(stream, "amdahl %-44s # %s\n", command->examples[i].line,
                command->examples[i].meaning);
    fprintf(stream, "```\n\nUsage: `amdahl %s [OPTION...]%s%s`\n\n", command->name,
            command->operands[0] != '\0' ? " " : "", command->operands);
    fprintf(stream, "| option | meaning | values | default |\n|---|---|---|---|\n");
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++)
        if (option_is_of(spec, command))
            print_option_row(spec, stream);
}

void help_print_markdown(FILE *stream) {
    fprintf(stream,
            "# Commands and options\n\n"
            "Made by `amdahl help --markdown > docs/commands.md`; a test compares the two.\n\n"
            "Times are a number with one of `ns us ms s m h` right behind it; percentages may have "
            "a `%%`. Values stand\nas `--name VALUE` or `--name=VALUE`, short ones as `-n 4` or "
            "`-n4`. The last of several counts; `--` ends the\noptions.\n\n"
            "| exit status | meaning |\n|---|---|\n");
    for (const struct help_status *status = help_statuses(); status->number != NULL; status++)
        fprintf(stream, "| %s | %s |\n", status->number, status->meaning);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        print_command(&command_table()[i], stream);
}
