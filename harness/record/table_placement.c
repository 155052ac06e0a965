/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_dir.h"
#include "record/table.h"

static const struct column columns[] = {
    COLUMN("n", struct placement_row, n, cell_count),
    COLUMN("worker", struct placement_row, worker, cell_count),
    COLUMN("pu", struct placement_row, pu, cell_index_or_none),
    COLUMN("core", struct placement_row, core, cell_index_or_none),
    COLUMN("cache", struct placement_row, cache, cell_index_or_none),
    COLUMN("numa", struct placement_row, numa, cell_index_or_none),
    COLUMN("package", struct placement_row, package, cell_index_or_none),
    COLUMN("kind", struct placement_row, kind, cell_index_or_none),
    COLUMN("place", struct placement_row, place, cell_text),
};

const struct table table_placement = {"placement.csv", columns, sizeof columns / sizeof columns[0],
                                      sizeof(struct placement_row)};
