/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/fit_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct curve_row, key.series.workload, cell_text),
    COLUMN("params", struct curve_row, key.series.params, cell_text),
    COLUMN("engine", struct curve_row, key.series.engine, cell_text),
    COLUMN("scaling", struct curve_row, key.series.scaling, cell_text),
    COLUMN("place", struct curve_row, key.series.place, cell_text),
    COLUMN("p", struct curve_row, key.p, cell_real),
    COLUMN("tasks", struct curve_row, key.tasks, cell_count_or_none),
    COLUMN("name", struct curve_row, key.name, cell_text),
    COLUMN("law", struct curve_row, law, cell_text),
    COLUMN("title", struct curve_row, title, cell_text),
    COLUMN("n", struct curve_row, n, cell_real),
    COLUMN("speedup", struct curve_row, speedup, cell_real),
    COLUMN("speedup_lo", struct curve_row, lo, cell_real),
    COLUMN("speedup_hi", struct curve_row, hi, cell_real),
    COLUMN("peak_n", struct curve_row, peak_n, cell_real),
    COLUMN("outcome", struct curve_row, outcome, cell_text),
    COLUMN("is_best", struct curve_row, is_best, cell_flag),
    COLUMN("is_measured", struct curve_row, is_measured, cell_flag),
};

const struct table table_curves = {"fit_curves.csv", columns, sizeof columns / sizeof columns[0],
                                   sizeof(struct curve_row)};
