/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/fit_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct level_row, key.series.workload, cell_text),
    COLUMN("params", struct level_row, key.series.params, cell_text),
    COLUMN("engine", struct level_row, key.series.engine, cell_text),
    COLUMN("scaling", struct level_row, key.series.scaling, cell_text),
    COLUMN("place", struct level_row, key.series.place, cell_text),
    COLUMN("p", struct level_row, key.p, cell_real),
    COLUMN("tasks", struct level_row, key.tasks, cell_count_or_none),
    COLUMN("name", struct level_row, key.name, cell_text),
    COLUMN("n", struct level_row, n, cell_real),
    COLUMN("speedup", struct level_row, speedup, cell_real),
    COLUMN("speedup_lo", struct level_row, lo, cell_real),
    COLUMN("speedup_hi", struct level_row, hi, cell_real),
    COLUMN("karp_flatt", struct level_row, karp_flatt, cell_real),
    COLUMN("karp_flatt_lo", struct level_row, karp_flatt_lo, cell_real),
    COLUMN("karp_flatt_hi", struct level_row, karp_flatt_hi, cell_real),
    COLUMN("rows", struct level_row, rows, cell_long),
};

const struct table table_levels = {"fit_points.csv", columns, sizeof columns / sizeof columns[0],
                                   sizeof(struct level_row)};
