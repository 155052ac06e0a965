/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The argv and the environment of a program, made before its time begins. No shell has a part in
 * it: a command of one text is split into words by wordexp(3), with quotes, ~, $NAME and file
 * patterns, and with nothing that would run another program. */
#ifndef AMDAHL_WORDS_H
#define AMDAHL_WORDS_H

#include "fault/fault.h"
#include "program/template.h"

#include <stdbool.h>
#include <stddef.h>

/* Each list ends with NULL, as execve takes it, and is one block that the caller frees. */

/* The `count` texts that stand one after another in `packed`, expanded. NULL without memory. */
char **words_expand(const char *packed, size_t count, const struct template_values *values);

/* This process's environment with `count` NAME=VALUE that stand one after another in `packed`,
 * expanded, put in place of those of the same names. NULL without memory. */
char **words_environment(const char *packed, size_t count, const struct template_values *values);

/* Whether two texts NAME=VALUE have the same name. */
bool words_is_same_name(const char *variable, const char *other);

/* The text after `count` packed ones. */
const char *words_after(const char *packed, size_t count);

/* The words of a command, expanded and then split. FAULT_USAGE says what a shell would be needed
 * for, or what is wrong with it; `option` names where the command came from. */
int words_split(const char *option, const char *command, const struct template_values *values,
                char ***ret_words, struct fault *fault);

#endif
