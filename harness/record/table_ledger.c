/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/ledger_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct ledger_row, series.workload, cell_text),
    COLUMN("params", struct ledger_row, series.params, cell_text),
    COLUMN("engine", struct ledger_row, series.engine, cell_text),
    COLUMN("scaling", struct ledger_row, series.scaling, cell_text),
    COLUMN("place", struct ledger_row, series.place, cell_text),
    COLUMN("p", struct ledger_row, p, cell_real),
    COLUMN("n", struct ledger_row, n, cell_count),
    COLUMN("tasks", struct ledger_row, tasks, cell_count_or_none),
    COLUMN("row", struct ledger_row, row, cell_text),
    COLUMN("component", struct ledger_row, component, cell_text),
    COLUMN("parent", struct ledger_row, parent, cell_text),
    COLUMN("value", struct ledger_row, value.value, cell_real),
    COLUMN("lo", struct ledger_row, value.lo, cell_real),
    COLUMN("hi", struct ledger_row, value.hi, cell_real),
    COLUMN("method", struct ledger_row, method, cell_text),
};

const struct table table_ledger = {"ledger.csv", columns, sizeof columns / sizeof columns[0],
                                   sizeof(struct ledger_row)};
