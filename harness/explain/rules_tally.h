/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the rows of a run come to, for rules.c. */
#ifndef AMDAHL_RULES_TALLY_H
#define AMDAHL_RULES_TALLY_H

#include "explain/rules.h"

struct rules_tally {
    size_t values; /* rows: each states a speed-up, or a time where there is none to state */
    size_t intervals;
    size_t points;                      /* with n > 1 and work */
    size_t speedups;                    /* of them, with a speed-up */
    size_t laws, attainable, this_only; /* of them, with these, or of this run only */
    size_t bare_best, bare_attainable;  /* speed-ups over the best serial code, and attainable ones,
                                         * that have no interval */
    size_t bare_fitted, fitted; /* speed-ups over the fitted T(1) that have none; rows with an
                                 * interval of that T(1), which takes a shape */
    size_t seen; /* rows with an interval of the serial fraction seen, which takes a shape */
    size_t rates;
    size_t bases, best; /* rows of n = 1 with work; those with the best serial code's time */
    double base_lo_s, base_hi_s;
    double correlation_s; /* the longest of a point; NAN */
    uint64_t rounds;      /* the fewest of a value */
};

struct rules_tally rules_tally_make(const struct rules_facts *facts);

#endif
