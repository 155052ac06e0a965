/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Strata by hand, and other ways to the least sum of squares, for tests of the solver and of
 * profiles. */
#ifndef AMDAHL_BED_H
#define AMDAHL_BED_H

#include "check.h"
#include "model/solve.h"
#include "published.h"

enum { BED_CELLS_MOST = 16 };

/* One stratum of cells with a row each. */
struct bed {
    struct strata strata;
    struct model_site sites[BED_CELLS_MOST];
    double y[BED_CELLS_MOST], rows[BED_CELLS_MOST];
    struct strata_entry entries[BED_CELLS_MOST];
    size_t first[2];
    struct solve_design design;
};

static inline void bed_lay(struct bed *bed, const struct model_law *law, const double *n,
                           const double *costs, size_t count) {
    struct fault fault = {0};
    bed->strata = (struct strata){.sites = bed->sites,
                                  .cell_y = bed->y,
                                  .cell_rows = bed->rows,
                                  .cell_count = count,
                                  .entries = bed->entries,
                                  .first = bed->first,
                                  .stratum_count = 1,
                                  .rows = count,
                                  .counts = count,
                                  .memory = NAN};
    bed->first[0] = 0;
    bed->first[1] = count;
    for (size_t i = 0; i < count; i++) {
        bed->sites[i] = (struct model_site){n[i], n[i], 1};
        bed->y[i] = log(costs[i]);
        bed->rows[i] = 1;
        bed->entries[i] = (struct strata_entry){(uint32_t)i, 1, bed->y[i]};
    }
    CHECK_INT(solve_design_make(law, &bed->strata, &bed->design, &fault), 0);
}

static inline void bed_lay_law(struct bed *bed, const struct model_law *law, const double *shapes,
                               double scale, const double *n, size_t count) {
    double costs[BED_CELLS_MOST];
    for (size_t i = 0; i < count; i++) {
        struct model_site site = {n[i], n[i], 1};
        costs[i] = scale * model_law_value(law, &site, shapes);
    }
    bed_lay(bed, law, n, costs, count);
}

static inline double bed_lack(const struct bed *bed, const struct model_law *law,
                              const double *shapes) {
    double sum = 0, square = 0, count = (double)bed->strata.cell_count;
    for (size_t i = 0; i < bed->strata.cell_count; i++) {
        double over = bed->y[i] - log(model_law_value(law, &bed->sites[i], shapes));
        sum += over;
        square += over * over;
    }
    return square - sum * sum / count;
}

static inline void bed_lay_sdm(struct bed *bed, const struct model_law *law) {
    double costs[PUBLISHED_SDM_ROWS];
    for (size_t i = 0; i < PUBLISHED_SDM_ROWS; i++)
        costs[i] = 1 / published_sdm_x[i];
    bed_lay(bed, law, published_sdm_n, costs, PUBLISHED_SDM_ROWS);
}

/* Golden section over sigma along sigma + direction kappa = level. */
static inline double bed_golden(const struct bed *bed, const double *direction, double level) {
    double least = 0, most = direction[0] > 0 ? level / direction[0] : 10,
           share = 0.6180339887498949;
    for (int i = 0; i < 200; i++) {
        double one = most - share * (most - least), other = least + share * (most - least);
        double of_one =
            bed_lack(bed, &model_usl, (double[]){one, (level - direction[0] * one) / direction[1]});
        double of_other = bed_lack(
            bed, &model_usl, (double[]){other, (level - direction[0] * other) / direction[1]});
        if (of_one < of_other)
            most = other;
        else
            least = one;
    }
    double sigma = (least + most) / 2;
    return bed_lack(bed, &model_usl,
                    (double[]){sigma, (level - direction[0] * sigma) / direction[1]});
}

#endif
