/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The words of ledger.csv: what an amount is called, what it is a part of, and how it was found. */
#ifndef AMDAHL_LEDGER_METHODS_H
#define AMDAHL_LEDGER_METHODS_H

#include "explain/ledger_amounts.h"
#include "record/ledger_row.h"

#include <stdbool.h>
#include <stddef.h>

/* What the methods of one point depend on. */
struct ledger_basis {
    bool is_experienced; /* the row */
    bool is_of_program;
    bool is_scaled;               /* the speed-up is w T(1) / T(n) */
    bool has_factors;             /* the counters tell inflation's parts apart */
    bool run_counts;              /* the run has counted samples, of whatever point */
    size_t rounds, disturbed;     /* of the row as experienced */
    struct ledger_amounts amount; /* NAN: it does not exist */
};

/* Fills `component`, `parent` and `method`. */
void ledger_methods_fill(enum ledger_amount amount, const struct ledger_basis *basis,
                         struct ledger_row *row);

#endif
