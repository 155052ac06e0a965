/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of ledger.csv: the speed-up or one loss of one point, in units of speed-up. */
#ifndef AMDAHL_LEDGER_ROW_H
#define AMDAHL_LEDGER_ROW_H

#include "stats/interval.h"
#include "wire/sample.h"

struct ledger_row {
    struct series series;
    double p; /* NAN: there is none */
    uint32_t n, tasks;
    char row[WIRE_WORD_BYTES];       /* "valid", "valid summed", "as experienced" */
    char component[WIRE_NAME_BYTES]; /* "speedup"; "serial", "fork", …; or a part of one of these */
    char parent[WIRE_NAME_BYTES];    /* the component that it is a part of; "": of n */
    struct interval value;           /* NAN ends: no interval */
    char method[WIRE_CAUSE_BYTES];   /* how it was found: "n T(n) - C(n), by wait4" */
};

#endif
