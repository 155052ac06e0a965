/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of capacity.csv: what one worker's core does while n of them work, by the sentinel. */
#ifndef AMDAHL_CAPACITY_ROW_H
#define AMDAHL_CAPACITY_ROW_H

#include "stats/interval.h"
#include "wire/sample.h"

struct capacity_row {
    struct series series;
    uint32_t n, worker;
    int32_t pu, core, kind; /* as in placement.csv; -1: not known */
    struct interval speed;  /* over worker 0's alone in the same round, median over the rounds */
    /* Figures of the series, where this row has part in them; else NAN. */
    double kind_speed; /* a core of its kind over one of the fastest kind */
    double core_yield; /* all PUs of its core together over one of them alone */
};

#endif
