/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Published measurements of scaling, for tests of fits. */
#ifndef AMDAHL_PUBLISHED_H
#define AMDAHL_PUBLISHED_H

#include "wire/measured.h"

/* The throughput of the benchmark SPEC SDM 91 over the number of users, as the R package usl gives
 * it (specsdm91), from N. J. Gunther, Guerrilla Capacity Planning, Springer 2007. */
enum { PUBLISHED_SDM_ROWS = 7 };
static const double published_sdm_n[PUBLISHED_SDM_ROWS] = {1, 18, 36, 72, 108, 144, 216};
static const double published_sdm_x[PUBLISHED_SDM_ROWS] = {64.9,   995.9, 1652.4, 1853.2,
                                                           1828.9, 1775,  1702.2};

/* As rows of a group; `rows` has room for PUBLISHED_SDM_ROWS. */
static inline struct measured_group published_sdm(struct measured_row *rows) {
    for (int i = 0; i < PUBLISHED_SDM_ROWS; i++)
        rows[i] = (struct measured_row){published_sdm_n[i], published_sdm_x[i], 1, NAN, NAN,
                                        MEASURED_NO_ROUND};
    return (struct measured_group){.p = NAN,
                                   .quantity = MEASURED_THROUGHPUT,
                                   .scaling = MEASURED_STRONG,
                                   .scaling_is_known = true,
                                   .rows = rows,
                                   .count = PUBLISHED_SDM_ROWS};
}

#endif
