/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --help and docs/commands.md, from the tables of options and commands. */
#ifndef AMDAHL_HELP_H
#define AMDAHL_HELP_H

#include "cli/command.h"

#include <stdio.h>

/* Of one command: examples, usage, options. */
void help_print_command(const struct command *command, FILE *stream);

/* Of the program: examples, commands, exit statuses. */
void help_print_program(FILE *stream);

/* docs/commands.md, whole. */
void help_print_markdown(FILE *stream);

/* The exit statuses of the contract: the number in column one, its meaning in two; ends with NULLs.
 */
struct help_status {
    const char *number, *meaning;
};
const struct help_status *help_statuses(void);

#endif
