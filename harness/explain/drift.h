/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether the machine changed its speed during a run, by the sentinel: the same fixed arithmetic on
 * the first core in every round. A speed-up is a ratio within a block and follows such a change;
 * figures that are not paired do not. */
#ifndef AMDAHL_DRIFT_H
#define AMDAHL_DRIFT_H

#include "fault/fault.h"
#include "record/drift_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* Of one series. */
struct drift {
    struct series series;
    size_t rounds; /* that have a valid sentinel */
    double z;      /* of Mann and Kendall's test over the medians of time blocks; 0: too few */
    bool is_trend; /* at 5 %: stats/block_trend.h */
    double change; /* the last sixth of the run's time over the first sixth's, less 1; NAN */
};

/* The sentinel is that at n = 1, valid samples only. A point's row takes valid samples; rounds
 * without a valid sentinel are left out of the corrected figure alone.
 *
 * One for each series that has sentinel samples, in the order in which they first appear; and one
 * row for each point with n > 1 that was asked for: its speed-up as it is (paired), as the ratio of
 * medians over the run, and as that ratio with every time divided by what the sentinel of its round
 * says of the machine's speed. The caller frees both. FAULT_SYSTEM: no memory. */
int drift_make(const struct sample *samples, size_t count, struct drift **ret_drifts,
               size_t *ret_drift_count, struct drift_row **ret_rows, size_t *ret_row_count,
               struct fault *fault);

/* Whether it is worth a word, in print and to the rules: a trend, whose change is above 1 %. */
bool drift_is_notable(const struct drift *drift);

#endif
