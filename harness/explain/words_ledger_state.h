/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The parts of words_ledger's sentences that have files of their own. */
#ifndef AMDAHL_WORDS_LEDGER_STATE_H
#define AMDAHL_WORDS_LEDGER_STATE_H

#include "explain/words_ledger.h"
#include "explain/words_state.h"

/* Half of the last decimal that the table of losses has: what it shows as 0 is not spoken of. */
#define WORDS_LOSS_LEAST 0.00005

/* `figure` with as many digits as `value`'s interval supports: to the first digit of its larger
 * half, or to the first two where it begins with 1 or 2; never more than three digits of the value
 * (three without an interval), never none, and at most the table's four decimals. */
void words_say_rounded(struct words_sentence *sentence, double figure,
                       const struct interval *value);
/* "0.40 [0.35, 0.45]"; the value alone where it has no interval. */
void words_say_value(struct words_sentence *sentence, const struct interval *value);

/* What a speed-up S on n cores would be, were the time of a loss x of the same row spread evenly
 * over them: S n/(n - x), at most the cores and the tasks that there are, *ret_is_capped. NAN where
 * that cannot be said: of workers that share their cores, of units that wait for what no core does
 * (a wait is not spread over cores), where x is n or more, or where it is more than what
 * is lost in all, n - S, by more than half of its interval: other rows then hold what it has too
 * much. */
double words_speedup_without(const struct interval *speedup, const struct summary_row *point,
                             const struct words_samples *samples, const struct interval *loss,
                             bool *ret_is_capped);

/* " (12 samples: run delay 8, migrated 4)"; nothing where none was disturbed. */
void words_say_causes(struct words_sentence *sentence, const struct words_samples *samples);

/* What the disturbed rounds cost: the rows "as experienced" and "valid summed", which are the same
 * ratio of sums with and without them. Nothing where no sample was disturbed, one of the rows or
 * its interval is missing, or the two differ by no more than their intervals. */
void words_say_experienced(struct words_sentence *sentence, const struct ledger_point *ledger,
                           const struct words_samples *samples);

#endif
