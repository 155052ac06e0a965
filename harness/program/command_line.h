/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A command of one text, as an option gives it: its words, and the file that it runs. */
#ifndef AMDAHL_COMMAND_LINE_H
#define AMDAHL_COMMAND_LINE_H

#include "fault/fault.h"
#include "program/template.h"

#include <stddef.h>

struct command_line {
    const char *option, *text;     /* "--prepare", and what it was given */
    struct template_values values; /* for its placeholders */
};

/* The words, as words_split makes them, which the caller frees, and the path of the file that the
 * first one runs, as executable_find finds it. On a fault, which begins with the option, neither.
 * FAULT_USAGE where it cannot be split or is not found, FAULT_SYSTEM. */
int command_line_find(const struct command_line *command, char *ret_path, size_t bytes,
                      char ***ret_words, struct fault *fault);

#endif
