/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What each core does while n of them work, by the sentinel's workers: the same arithmetic for
 * each, so that the time of one's share is its core's alone. Cores of several kinds, and the
 * hardware threads of one core, are told apart by where the workers were put. */
#ifndef AMDAHL_CAPACITY_H
#define AMDAHL_CAPACITY_H

#include "fault/fault.h"
#include "record/capacity_row.h"
#include "wire/sample.h"

#include <stddef.h>

/* Where a worker is put under a placement, at every n. */
struct capacity_slot {
    char place[WIRE_WORD_BYTES];
    uint32_t worker;
    int32_t pu, core, kind; /* -1: not known, or not bound */
};

enum capacity_figure_of { CAPACITY_KIND, CAPACITY_SIBLINGS };

/* One figure of a series, median over the rounds. */
struct capacity_figure {
    struct series series;
    enum capacity_figure_of of;
    uint32_t n;            /* at which it was measured */
    int32_t kind, fastest; /* CAPACITY_KIND: a core of the one over one of the other; else -1 */
    uint32_t pus;          /* CAPACITY_SIBLINGS: PUs of a core that work at once; else 1 */
    struct interval value;
};

struct capacity {
    struct capacity_row *rows;
    size_t row_count;
    struct capacity_figure *figures;
    size_t figure_count;
};

/* A row for each series with sentinels, n and worker: its speed over worker 0's at n = 1 in the
 * same round, from pairs of valid samples whose spans are all there. Each series' figures:
 * - a kind of core over the fastest, which is the one that was measured to be: of the medians over
 *   each kind's workers, at the largest n at which no two of them share a core;
 * - the PUs of a core together over one of them alone: at the least n at which some share a core,
 *   median over these cores, alone being the core's median speed at the largest n before.
 * No figure where workers share a PU or it is not known where they are. `spans` in any order.
 * FAULT_SYSTEM: no memory. The caller releases. */
int capacity_make(const struct sample *samples, size_t count, const struct worker_span *spans,
                  size_t span_count, const struct capacity_slot *slots, size_t slot_count,
                  struct capacity *ret_capacity, struct fault *fault);
void capacity_release(struct capacity *capacity);

#endif
