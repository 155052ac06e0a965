/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `fit` prints for a person. */
#ifndef AMDAHL_FIT_PRINT_H
#define AMDAHL_FIT_PRINT_H

#include "cli/fit_case.h"
#include "cli/term.h"

#include <stdio.h>

/* One group: what was read, the laws, the sentences, and every n. Several: one table of the laws
 * that matter, and the sentences that say more than it does, each once. `term` NULL: as Markdown.
 * FAULT_SYSTEM: no memory. */
int fit_print(const struct fit_cases *cases, const struct term *term, FILE *stream,
              struct fault *fault);

#endif
