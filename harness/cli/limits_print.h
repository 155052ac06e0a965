/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a check came to, for a person and for a program. */
#ifndef AMDAHL_LIMITS_PRINT_H
#define AMDAHL_LIMITS_PRINT_H

#include "cli/term.h"
#include "explain/limits.h"
#include "fault/fault.h"

#include <stdbool.h>
#include <stdio.h>

struct limits_shown {
    const char *run; /* as given */
    bool is_interrupted;
    const char *baseline; /* NULL: none */
    const struct limit_row *rows;
    size_t count;
};

/* A row a limit and a last line with the counts. FAULT_SYSTEM: no memory. */
int limits_print(const struct limits_shown *shown, bool markdown, const struct term *term,
                 FILE *stream, struct fault *fault);

/* One document: docs/contract.md. FAULT_SYSTEM: it could not be made or written. */
int limits_print_json(const struct limits_shown *shown, FILE *stream, struct fault *fault);

#endif
