/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/capacity_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct capacity_row, series.workload, cell_text),
    COLUMN("params", struct capacity_row, series.params, cell_text),
    COLUMN("engine", struct capacity_row, series.engine, cell_text),
    COLUMN("scaling", struct capacity_row, series.scaling, cell_text),
    COLUMN("place", struct capacity_row, series.place, cell_text),
    COLUMN("idle", struct capacity_row, series.idle, cell_text),
    COLUMN("n", struct capacity_row, n, cell_count),
    COLUMN("worker", struct capacity_row, worker, cell_count),
    COLUMN("pu", struct capacity_row, pu, cell_index_or_none),
    COLUMN("core", struct capacity_row, core, cell_index_or_none),
    COLUMN("kind", struct capacity_row, kind, cell_index_or_none),
    COLUMN("speed", struct capacity_row, speed.value, cell_real),
    COLUMN("lo", struct capacity_row, speed.lo, cell_real),
    COLUMN("hi", struct capacity_row, speed.hi, cell_real),
    COLUMN("kind_speed", struct capacity_row, kind_speed, cell_real),
    COLUMN("core_yield", struct capacity_row, core_yield, cell_real),
};

const struct table table_capacity = {"capacity.csv", columns, sizeof columns / sizeof columns[0],
                                     sizeof(struct capacity_row)};
