/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What ledger.csv has a row of, in units of speed-up: of one round, and of many together. */
#ifndef AMDAHL_LEDGER_AMOUNTS_H
#define AMDAHL_LEDGER_AMOUNTS_H

#include "explain/ledger.h"
#include "explain/pairs.h"

#include <stdbool.h>
#include <stddef.h>

enum ledger_amount {
    LEDGER_SPEEDUP,
    LEDGER_SERIAL,
    LEDGER_FORK,
    LEDGER_IMBALANCE,
    LEDGER_JOIN,
    LEDGER_WAIT,
    LEDGER_WAIT_LOCK, /* the parts of wait */
    LEDGER_WAIT_CHANNEL,
    LEDGER_WAIT_QUEUE,
    LEDGER_WAIT_IO,
    LEDGER_DESCHEDULED,
    LEDGER_INFLATION,
    LEDGER_CLOCK, /* the parts of inflation */
    LEDGER_MEMORY,
    LEDGER_EXTRA,
    LEDGER_FAULTS,
    LEDGER_IDLE,
    LEDGER_IDLE_ON_ONE, /* the parts of a foreign program's idle time */
    LEDGER_IDLE_ONE_RUNNABLE,
    LEDGER_IDLE_REST,
    LEDGER_UNEXPLAINED,
    LEDGER_AMOUNTS
};

/* NAN: does not exist. */
struct ledger_amounts {
    double of[LEDGER_AMOUNTS];
    double factors; /* struct ledger_inflation's: what an error of the factors is times */
};

/* Whether it is a part of a loss of a workload, of which a round that lacks it has none. */
bool ledger_is_part_of_workers(enum ledger_amount amount);

/* A kind of waiting exists that T(n) or T(1) met at all. */
struct ledger_amounts ledger_amounts_of_pair(const struct pair *pair,
                                             const struct ledger_factors *factors);

/* Of many pairs together: `speedup` and `loss` as they are given, and their parts so that they sum
 * to them: means weighed by `weights`, looks at a program taken together, for a short run has few.
 * A part exists that one of the pairs has. */
struct ledger_amounts ledger_amounts_together(const struct pair *pairs,
                                              const struct ledger_amounts *amounts,
                                              const double *weights, size_t count, double speedup,
                                              const struct summary_losses *loss);

#endif
