/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The words of ledger.csv: what an amount is called, what it is a part of, and how it was found. */
#ifndef AMDAHL_LEDGER_METHODS_H
#define AMDAHL_LEDGER_METHODS_H

#include "explain/ledger_amounts.h"
#include "record/ledger_row.h"

#include <stdbool.h>
#include <stddef.h>

/* struct ledger_row's `row`. */
enum ledger_kind {
    LEDGER_KIND_VALID,       /* "valid": medians, and means over the rounds about them */
    LEDGER_KIND_SUMMED,      /* "valid summed": ratios of sums over the same rounds */
    LEDGER_KIND_EXPERIENCED, /* "as experienced": over the disturbed ones too */
};

/* What the methods of one point depend on. */
struct ledger_basis {
    enum ledger_kind kind;
    bool is_of_program;
    bool is_scaled;               /* the speed-up is w T(1) / T(n) */
    bool has_factors;             /* the counters tell memory and extra work */
    bool is_bounded;              /* and from enough samples for an interval */
    bool run_counts;              /* the run has counted samples, of whatever point */
    size_t rounds, disturbed;     /* not broken; those of them that the valid rows leave out */
    struct ledger_amounts amount; /* NAN: it does not exist */
};

/* Fills `row`, `component`, `parent` and `method`. */
void ledger_methods_fill(enum ledger_amount amount, const struct ledger_basis *basis,
                         struct ledger_row *row);

#endif
