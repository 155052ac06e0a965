/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A comparison for a person and for a program. */
#ifndef AMDAHL_COMPARE_PRINT_H
#define AMDAHL_COMPARE_PRINT_H

#include "cli/compare_input.h"
#include "cli/term.h"
#include "fault/fault.h"

#include <stdbool.h>
#include <stdio.h>

/* What is compared, in which facts the two runs differ, a row a point with the effect first, what
 * only one has, and a sentence with the counts. FAULT_SYSTEM: no memory. */
int compare_print(const struct comparison *comparison, bool markdown, const struct term *term,
                  FILE *stream, struct fault *fault);

/* One document: docs/contract.md. FAULT_SYSTEM: it could not be made or written. */
int compare_print_json(const struct comparison *comparison, FILE *stream, struct fault *fault);

/* "+3.1 % [+2.0, +4.2]": how far a ratio and its interval are from 1; without an interval the ratio
 * alone. */
void compare_format_effect(const struct interval *ratio, char *text, size_t bytes);

#endif
