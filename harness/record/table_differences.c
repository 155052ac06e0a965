/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/difference_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct difference_row, series.workload, cell_text),
    COLUMN("params", struct difference_row, series.params, cell_text),
    COLUMN("engine", struct difference_row, series.engine, cell_text),
    COLUMN("scaling", struct difference_row, series.scaling, cell_text),
    COLUMN("place", struct difference_row, series.place, cell_text),
    COLUMN("idle", struct difference_row, series.idle, cell_text),
    COLUMN("factor", struct difference_row, factor, cell_text),
    COLUMN("reference", struct difference_row, reference, cell_text),
    COLUMN("p", struct difference_row, p, cell_real),
    COLUMN("n", struct difference_row, n, cell_count),
    COLUMN("tasks", struct difference_row, tasks, cell_count_or_none),
    COLUMN("oversubscribed", struct difference_row, oversubscribed, cell_flag),
    COLUMN("speedup_ratio", struct difference_row, speedup_ratio.value, cell_real),
    COLUMN("speedup_ratio_lo", struct difference_row, speedup_ratio.lo, cell_real),
    COLUMN("speedup_ratio_hi", struct difference_row, speedup_ratio.hi, cell_real),
    COLUMN("rounds", struct difference_row, rounds, cell_long),
    COLUMN("correlation_s", struct difference_row, correlation_s, cell_real),
    COLUMN("interval_kind", struct difference_row, interval_kind, cell_text),
    COLUMN("verdict", struct difference_row, verdict, cell_text),
};

const struct table table_differences = {
    "differences.csv", columns, sizeof columns / sizeof columns[0], sizeof(struct difference_row)};
