/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A point as somebody meets it who cannot leave disturbed samples out, and its valid rounds in the
 * same way: the ledger's rows "as experienced" and "valid summed". */
#ifndef AMDAHL_EXPERIENCED_H
#define AMDAHL_EXPERIENCED_H

#include "explain/ledger.h"
#include "explain/pairs.h"
#include "record/summary_row.h"

#include <stdbool.h>
#include <stddef.h>

/* Of all rounds whose T(n) and T(1) are not broken, together: the w T(1)s over the T(n)s, and each
 * loss in core time over the T(n)s, so that they sum to n. */
struct experienced {
    size_t pairs, disturbed; /* pairs; those of them that the valid row leaves out */
    double speedup;          /* NAN: there is no pair */
    struct summary_losses loss;
    /* The same of the pairs of which neither sample is disturbed. What `speedup` is below this one
     * the disturbed rounds cost; from a median it would differ without them too. */
    double speedup_valid;
    struct summary_losses loss_valid;
};

bool experienced_is_disturbed(const struct pair *pair);

/* Of pairs of one point by pairs_base_experienced. A loss that does not exist in one of them does
 * not exist. Any thread. */
struct experienced experienced_make(const struct pair *pairs, size_t count,
                                    const struct ledger_factors *factors);

#endif
