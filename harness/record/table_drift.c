/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/drift_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct drift_row, series.workload, cell_text),
    COLUMN("params", struct drift_row, series.params, cell_text),
    COLUMN("engine", struct drift_row, series.engine, cell_text),
    COLUMN("scaling", struct drift_row, series.scaling, cell_text),
    COLUMN("place", struct drift_row, series.place, cell_text),
    COLUMN("idle", struct drift_row, series.idle, cell_text),
    COLUMN("p", struct drift_row, p, cell_real),
    COLUMN("n", struct drift_row, n, cell_count),
    COLUMN("tasks", struct drift_row, tasks, cell_count_or_none),
    COLUMN("speedup", struct drift_row, speedup, cell_real),
    COLUMN("speedup_unpaired", struct drift_row, speedup_unpaired, cell_real),
    COLUMN("speedup_corrected", struct drift_row, speedup_corrected, cell_real),
    COLUMN("sentinel_change", struct drift_row, sentinel_change, cell_real),
    COLUMN("sentinel_z", struct drift_row, sentinel_z, cell_real),
    COLUMN("is_trend", struct drift_row, is_trend, cell_flag),
};

const struct table table_drift = {"drift.csv", columns, sizeof columns / sizeof columns[0],
                                  sizeof(struct drift_row)};
