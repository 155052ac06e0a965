/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/raw_cells.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static struct raw_cell cell_of(const struct measured_group *group, const struct measured_row *row) {
    bool is_time = group->quantity == MEASURED_TIME;
    return (struct raw_cell){
        .site = {row->n, isnan(row->capacity) ? row->n : row->capacity,
                 isnan(row->clock) ? 1 : row->clock},
        .throughput = is_time ? row->work / row->value : row->value,
        .rows = 1,
    };
}

static int compare_numbers(double a, double b) {
    return (a > b) - (a < b);
}

static int compare_sites(const void *a, const void *b) {
    const struct model_site *x = &((const struct raw_cell *)a)->site;
    const struct model_site *y = &((const struct raw_cell *)b)->site;
    int order = compare_numbers(x->n, y->n);
    if (order == 0)
        order = compare_numbers(x->capacity, y->capacity);
    return order != 0 ? order : compare_numbers(x->clock, y->clock);
}

/* One more row (B. P. Welford, Technometrics 4(3), 1962). */
static void add_row(struct raw_cell *cell, double throughput) {
    double off = throughput - cell->throughput;
    cell->rows++;
    cell->throughput += off / cell->rows;
    cell->scatter_ss += off * (throughput - cell->throughput);
}

int raw_cells_make(const struct measured_group *group, struct raw_cells *ret_cells,
                   struct fault *fault) {
    struct raw_cell *cells = calloc(group->count + 1, sizeof *cells);
    size_t last = 0;
    if (cells == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot fit %zu rows", group->count);
    for (size_t i = 0; i < group->count; i++)
        cells[i] = cell_of(group, &group->rows[i]);
    qsort(cells, group->count, sizeof *cells, compare_sites);
    *ret_cells = (struct raw_cells){.cells = cells, .rows = group->count};
    for (size_t i = 0; i < group->count; i++) {
        if (i > 0 && compare_sites(&cells[i], &cells[last]) == 0) {
            add_row(&cells[last], cells[i].throughput);
            continue;
        }
        ret_cells->counts += i == 0 || cells[i].site.n != cells[last].site.n;
        last = ret_cells->count++;
        cells[last] = cells[i];
    }
    for (size_t i = 0; i < ret_cells->count; i++)
        ret_cells->scatter_ss += cells[i].scatter_ss;
    return 0;
}

void raw_cells_release(struct raw_cells *cells) {
    free(cells->cells);
    *cells = (struct raw_cells){.cells = NULL};
}
