/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/fit_row.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("workload", struct fit_row, key.series.workload, cell_text),
    COLUMN("params", struct fit_row, key.series.params, cell_text),
    COLUMN("engine", struct fit_row, key.series.engine, cell_text),
    COLUMN("scaling", struct fit_row, key.series.scaling, cell_text),
    COLUMN("place", struct fit_row, key.series.place, cell_text),
    COLUMN("p", struct fit_row, key.p, cell_real),
    COLUMN("tasks", struct fit_row, key.tasks, cell_count_or_none),
    COLUMN("law", struct fit_row, law, cell_text),
    COLUMN("parameter", struct fit_row, parameter, cell_text),
    COLUMN("value", struct fit_row, value, cell_real),
    COLUMN("se", struct fit_row, se, cell_real),
    COLUMN("lo", struct fit_row, lo, cell_real),
    COLUMN("hi", struct fit_row, hi, cell_real),
    COLUMN("interval", struct fit_row, interval, cell_text),
    COLUMN("identifiable", struct fit_row, identifiable, cell_flag),
    COLUMN("name", struct fit_row, key.name, cell_text),
    COLUMN("method", struct fit_row, method, cell_text),
    COLUMN("aicc", struct fit_row, aicc, cell_real),
    COLUMN("delta_aicc", struct fit_row, delta_aicc, cell_real),
    COLUMN("lack_p", struct fit_row, lack_p, cell_real),
    COLUMN("is_best", struct fit_row, is_best, cell_flag),
};

const struct table table_fits = {"fits.csv", columns, sizeof columns / sizeof columns[0],
                                 sizeof(struct fit_row)};
