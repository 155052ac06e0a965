/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_dir.h"
#include "record/table.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

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

static bool has_table(const char *path, const struct table *table) {
    char file[PATH_MAX];
    int used = snprintf(file, sizeof file, "%s/%s", path, table->file);
    return used > 0 && (size_t)used < sizeof file && access(file, F_OK) == 0;
}

bool run_dir_has_placement(const char *path) {
    return has_table(path, &table_placement) && has_table(path, &table_workers);
}

int run_dir_read_placement(const char *path, struct placement_row **ret_rows, size_t *ret_count,
                           struct fault *fault) {
    void *rows = NULL;
    int code = table_read(&table_placement, path, &rows, ret_count, NULL, fault);
    if (code == 0)
        *ret_rows = rows;
    return code;
}
