/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What capacity_make is made with, for its figures, which have a file of their own. */
#ifndef AMDAHL_CAPACITY_STATE_H
#define AMDAHL_CAPACITY_STATE_H

#include "explain/capacity.h"
#include "explain/pairs.h"

/* The speeds of one series' workers at one n: of round r and worker w speed[r n + w]. */
struct capacity_speeds {
    uint32_t n;
    size_t rounds;
    double *speed, *time_s; /* of the latter one a round */
};

struct capacity_shop {
    const struct pairs *pairs;
    const struct worker_span **spans; /* by sample and worker */
    size_t span_count;
    const struct capacity_slot *slots;
    size_t slot_count;
    struct capacity_speeds speeds; /* of the point in hand */
    double *value, *scratch;       /* of each round; of each worker */
    struct capacity made;
    struct fault *fault;
};

/* Fills shop->speeds of a sentinel point. */
void capacity_read_speeds(struct capacity_shop *shop, const struct point *point);

/* Appends the figures of the series of the sentinel points first … end - 1, whose rows are the last
 * ones, from first_row on, and puts them into these. FAULT_SYSTEM. */
int capacity_add_figures(struct capacity_shop *shop, size_t first, size_t end, size_t first_row);

#endif
