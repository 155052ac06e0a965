/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"
#include "model/lack.h"
#include "model/model.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static size_t cell_of(const struct strata *strata, double n) {
    size_t least = 0, most = strata->cell_count;
    while (most - least > 1) {
        size_t middle = least + (most - least) / 2;
        if (strata->sites[middle].n <= n)
            least = middle;
        else
            most = middle;
    }
    return least;
}

/* The cell of n = 1; of the least n where there is none. */
static size_t base_of(const struct strata *strata) {
    size_t cell = cell_of(strata, 1);
    return strata->sites[cell].n == 1 ? cell : 0;
}

/* Half the width of the simultaneous intervals of log T(n)/T(1), over the square root of
 * 1/rows(n) + 1/rows(1), which holds within rounds as well as without: 95 % for all n together, by
 * Bonferroni. The scatter is that within cells: no law is taken for granted. */
static double width_of_ratios(const struct strata *strata) {
    double df, variance = lack_pure_variance(strata, &df);
    double others = (double)strata->cell_count - 1;
    if (!(df > 0) || !(others > 0))
        return NAN;
    return gsl_cdf_tdist_Qinv(0.025 / others, df) * sqrt(variance);
}

static void put_karp_flatt(const struct strata *strata, size_t base, size_t at,
                           struct model_cell *cell) {
    cell->karp_flatt = cell->karp_flatt_lo = cell->karp_flatt_hi = NAN;
    if (strata->sites[base].n != 1 || at == base)
        return;
    double n = cell->site.n;
    double half =
        width_of_ratios(strata) * sqrt(1 / strata->cell_rows[at] + 1 / strata->cell_rows[base]);
    double one = model_karp_flatt(cell->speedup * exp(half), n);
    double other = model_karp_flatt(cell->speedup * exp(-half), n);
    cell->karp_flatt = model_karp_flatt(cell->speedup, n);
    cell->karp_flatt_lo = isnan(half) ? NAN : fmin(one, other);
    cell->karp_flatt_hi = isnan(half) ? NAN : fmax(one, other);
}

/* What was measured, of y, which is of one unit of work. */
static void put_values(const struct model_analysis *analysis, const struct measured_group *group,
                       bool is_weak) {
    const struct strata *strata = &analysis->strata;
    struct model_cell *cells = analysis->report.cells;
    bool is_time = analysis->quantity == MEASURED_TIME;
    for (size_t i = 0; i < group->count; i++) {
        size_t at = cell_of(strata, group->rows[i].n);
        if (cells[at].value > 0)
            continue;
        double figure = exp(is_time != is_weak ? strata->cell_y[at] : -strata->cell_y[at]);
        cells[at].value = is_time ? figure * group->rows[i].work : figure;
    }
}

int analysis_make_cells(struct model_analysis *analysis, const struct measured_group *group,
                        struct fault *fault) {
    const struct strata *strata = &analysis->strata;
    struct model_report *report = &analysis->report;
    bool is_weak = analysis->scaling == MEASURED_WEAK;
    report->cells = calloc(strata->cell_count, sizeof *report->cells);
    if (report->cells == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot list %zu core counts",
                         strata->cell_count);
    report->cell_count = strata->cell_count;
    size_t base = base_of(strata);
    report->base_n = strata->sites[base].n;
    for (size_t i = 0; i < strata->cell_count; i++) {
        struct model_cell *cell = &report->cells[i];
        double over = strata->cell_y[i] - strata->cell_y[base];
        cell->site = strata->sites[i];
        cell->speedup = exp(is_weak ? over : -over);
        cell->rows = (size_t)strata->cell_rows[i];
        put_karp_flatt(strata, base, is_weak ? base : i, cell);
    }
    put_values(analysis, group, is_weak);
    return 0;
}
