/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a point's ledger says, in words: what costs most, how sure that is, and what the speed-up
 * would be without it. */
#ifndef AMDAHL_WORDS_LEDGER_H
#define AMDAHL_WORDS_LEDGER_H

#include "explain/ledger_point.h"
#include "wire/sample.h"

#include <stdbool.h>
#include <stddef.h>

enum { WORDS_CAUSES_MAX = 6 };

/* What a point's samples say beside its ledger. */
struct words_samples {
    bool moves_bytes; /* they say how many bytes they move */
    unsigned pus;     /* that might be used; 0: not known */
    size_t disturbed; /* T(n) of the point, and T(1) at its p, that were left out for it */
    struct words_cause {
        const char *cause; /* of a sample: borrowed */
        size_t count;
    } causes[WORDS_CAUSES_MAX]; /* in the order in which they were first met */
    size_t cause_count;         /* further ones are in `disturbed` alone */
};

/* Looks at all samples of a run once. Borrows them. */
struct words_samples words_look(const struct sample *samples, size_t count,
                                const struct summary_row *point);

/* The sentences about one point with n > 1 and a ledger: of its row "valid", or where no round was
 * valid of "as experienced". Removing a loss of x from a speed-up S on n cores gives S n/(n - x),
 * the time that it took being spread evenly over them; not said where that cannot be. The largest
 * loss is sure where its interval lies above every other one's and none lacks one. Cut to `bytes`.
 */
void words_ledger(const struct ledger_point *ledger, const struct words_samples *samples,
                  char *text, size_t bytes);

/* One sentence: why a series, whose rows these are in summary order, has no ledger. */
void words_no_ledger(const struct summary_row *rows, size_t count, char *text, size_t bytes);

#endif
