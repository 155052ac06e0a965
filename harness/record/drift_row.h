/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of drift.csv: a point's speed-up with and without correction for the machine's drift. */
#ifndef AMDAHL_DRIFT_ROW_H
#define AMDAHL_DRIFT_ROW_H

#include "wire/sample.h"

#include <stdbool.h>

struct drift_row {
    struct series series;
    double p;
    uint32_t n, tasks;
    double speedup;           /* paired: the median over the rounds of T(1)/T(n) */
    double speedup_unpaired;  /* the median of T(1) over that of T(n) */
    double speedup_corrected; /* the same with each time over its round's sentinel */
    double sentinel_change;   /* of the series: struct drift's change */
    double sentinel_z;
    bool is_trend; /* at 5 % */
};

#endif
