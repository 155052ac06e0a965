/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The error that the counters' factors bring into a ledger's intervals. They are one median for all
 * rounds, so that the scatter of the rounds knows nothing of it. */
#ifndef AMDAHL_LEDGER_ERRORS_H
#define AMDAHL_LEDGER_ERRORS_H

#include "explain/ledger.h"
#include "explain/ledger_amounts.h"

/* Widens `value`, whose ends are by the scatter of the rounds, where the amount is `extra work`,
 * `memory`, `inflation` or `unexplained`: each end by what the amount would be at the factors'
 * ends, the worst of all their combinations, for both are of the same samples and may err together.
 * The two errors are added in quadrature: counted samples are others than those of the rounds.
 * `unexplained` errs by as much as `inflation`, the other way, and never by less than `inflation`'s
 * whole interval. `times` is struct ledger_amounts's `factors`; `inflation` is its row, which comes
 * before. Factors without ends leave no interval: NAN ends. Any thread. */
void ledger_errors_add(enum ledger_amount amount, double times,
                       const struct ledger_factors *factors, const struct interval *inflation,
                       struct interval *value);

#endif
