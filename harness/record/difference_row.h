/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of differences.csv: a point beside the same point at another level of one factor, such as
 * the place. NAN is an empty cell. */
#ifndef AMDAHL_DIFFERENCE_ROW_H
#define AMDAHL_DIFFERENCE_ROW_H

#include "stats/interval.h"
#include "wire/sample.h"

struct difference_row {
    struct series series;
    char factor[WIRE_WORD_BYTES];      /* "place", "engine", "params" */
    char reference[WIRE_PARAMS_BYTES]; /* the other level */
    double p;
    uint32_t n, tasks;
    bool oversubscribed;
    struct interval speedup_ratio; /* of this level's speed-up over the reference's, by round */
    uint64_t rounds;               /* that gave a ratio */
    double correlation_s;
    char interval_kind[24];        /* as in summary_row.h */
    char verdict[WIRE_WORD_BYTES]; /* "higher", "lower", "same", "cannot tell" */
};

#endif
