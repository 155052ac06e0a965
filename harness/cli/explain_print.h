/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `explain` prints of the points that it speaks of. */
#ifndef AMDAHL_EXPLAIN_PRINT_H
#define AMDAHL_EXPLAIN_PRINT_H

#include "cli/term.h"
#include "explain/ledger_point.h"
#include "explain/pop.h"
#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { EXPLAIN_WORDS_BYTES = 2048 };

/* A point, or a series that has none with a ledger. */
struct explained {
    struct ledger_point ledger;
    bool has_ledger;           /* else there is but one sentence, and ledger.point is any of the
                                * series' rows */
    const struct pop_row *pop; /* NULL: not known */
    char words[EXPLAIN_WORDS_BYTES];
};

/* A table, a line about what was experienced, one of efficiencies, and the sentences, for each.
 * FAULT_SYSTEM: no memory. */
int explain_print(const struct explained *points, size_t count, const struct term *term,
                  FILE *stream, struct fault *fault);

/* The same as one JSON document, with the names of ledger.csv and summary.csv. FAULT_SYSTEM when it
 * cannot be made. */
int explain_print_json(const struct explained *points, size_t count, FILE *stream,
                       struct fault *fault);

#endif
