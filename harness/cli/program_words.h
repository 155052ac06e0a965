/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The words that `exec` was given: what is wrong with them, and how the measurer gets them. */
#ifndef AMDAHL_PROGRAM_WORDS_H
#define AMDAHL_PROGRAM_WORDS_H

#include "cli/option.h"
#include "cli/placeholder.h"
#include "wire/area.h"

/* Looks through everything that is given as text; *use tells what stands in it. FAULT_USAGE names
 * the option and what is wrong. */
int program_words_check(const struct options *options, struct placeholder_use *use,
                        struct fault *fault);

/* Fills argument_count, variable_count and words of *program: the operands, the usual variables
 * that were not given, and those that were. FAULT_USAGE: too long. */
int program_words_fill(const struct options *options, struct area_program *program,
                       struct fault *fault);

#endif
