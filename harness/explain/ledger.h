/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger, or speed-up stack: where n - S went. docs/definitions.md, "The ledger"; after
 * Eyerman, Du Bois and Eeckhout, ISPASS 2012. */
#ifndef AMDAHL_LEDGER_H
#define AMDAHL_LEDGER_H

#include "explain/pairs.h"
#include "record/summary_row.h"
#include "stats/interval.h"
#include "wire/sample.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* What a run does not measure takes nothing. */
static inline double ledger_or_none(double value) {
    return isnan(value) ? 0 : value;
}

/* By what the work of all workers grows from that of w T(1) to that of T(n), as the counted samples
 * of a point and of its T(1) show it; 1 is no growth, and the product of the two is by what their
 * cycles in user mode grow. NAN where nothing was counted. How long a cycle lasts is not told by
 * counts: time over cycles in user mode would have ticks, interrupts and steal in it. */
struct ledger_factors {
    struct interval extra;  /* instructions: work that one core does not have */
    struct interval memory; /* cycles an instruction: waiting for memory and for what cores share */
};

/* Medians over the counted samples of like's series, p, n and tasks, each over its own T(1), valid
 * ones, with their intervals (stats_median_interval): none below 6 pairs. Left out are those that
 * waited in their shares for more than 1 % of the useful time: a worker that spins executes
 * instructions that are no work. All NAN where none is left. FAULT_SYSTEM: no memory. */
int ledger_find_factors(const struct pairs *pairs, const struct sample *like,
                        struct ledger_factors *ret_factors, struct fault *fault);

/* What loss.inflation is made of, in units of speed-up; a part that nothing measures is NAN. */
struct ledger_inflation {
    double clock;   /* by the chain timed on every worker, round by round */
    double memory;  /* by the counters alone */
    double extra;   /* likewise */
    double faults;  /* page faults by their calibrated cost, beyond those of w T(1) */
    double factors; /* no part: what the factors are factors of, the useful time of w T(1) without
                     * page faults; NAN without factors */
};
/* With factors and chains whose product is the pair's own growth, and without page faults, the
 * parts sum to it. */
struct ledger_inflation ledger_inflation_of_pair(const struct pair *pair,
                                                 const struct ledger_factors *factors);

/* The losses of one pair, in units of speed-up: with its speed-up they sum to n. What no clock
 * tells apart is in `unexplained`; what nothing measures is NAN: of a workload idle, and wait,
 * descheduled and inflation where the sample does not hold what they are made of; of a foreign
 * program all but inflation and idle. What w T(1) itself waited or was delayed by is taken off
 * `wait` and `descheduled`, which may be below 0. */
struct summary_losses ledger_of_pair(const struct pair *pair, const struct ledger_factors *factors);

/* Seconds of all workers of a sample together that were work: n time_s less what the sample's
 * delays, fork, join and imbalance took, and less the n - 1 cores that had nothing to do in the
 * serial part. NAN for a foreign program. */
double ledger_useful_s(const struct sample *sample);

/* Adds `weight` times each loss of `more` but `unexplained`; one that does not exist in `more` does
 * not in the sum. */
void ledger_add(struct summary_losses *sum, const struct summary_losses *more, double weight);
/* Puts into `unexplained` what `n` and the speed-up differ by beyond the other losses, so that all
 * sum to n; one that does not exist takes nothing. */
void ledger_close(struct summary_losses *loss, double n, double speedup);

/* Whether the pair is one of those that ledger_mean takes the mean of. */
bool ledger_counts(const struct pair *pair, const struct interval *speedup);

/* The mean over the pairs whose speed-up lies within [speedup.lo, speedup.hi], or over all where
 * that interval does not exist. What the mean of their speed-ups differs from speedup.value is in
 * `unexplained`, so that speedup.value and the losses sum to n. All NAN where there is no pair. */
struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct ledger_factors *factors,
                                  const struct interval *speedup);

#endif
