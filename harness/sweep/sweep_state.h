/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What sweep.c (the loop) and stop.c (warm-up, and the end) share. */
#ifndef AMDAHL_SWEEP_STATE_H
#define AMDAHL_SWEEP_STATE_H

#include "sweep/interrupt.h"
#include "sweep/sweep.h"

/* docs/definitions.md, "epoch": at least six a sweep. */
enum { SWEEP_EPOCHS = 6 };

struct sweep {
    const struct sweep_spec *spec;
    struct run_dir *run;
    struct sweep_result *result;
    struct interrupt interrupt;
    struct lane *lanes[SWEEP_SERIES_MAX];
    size_t lane_count;
    struct lane_take take; /* of the batch in hand */
    size_t sample_capacity;
    uint64_t next_id;
    unsigned epochs; /* begun */
    bool is_warming; /* the round in hand is for warm-up */
    bool is_precise; /* every block that was asked for */
};

/* Takes one round of all lanes. */
int sweep_take_round(struct sweep *sweep, struct fault *fault);

/* Takes rounds for warm-up until T(1) has no trend, or a tenth of the budget is spent. */
int sweep_warm_up(struct sweep *sweep, struct fault *fault);

/* At the rounds where the stop rule decides: has the blocks rest that are precise enough, and the
 * others not, and notes whether all are. */
int sweep_decide(struct sweep *sweep, struct fault *fault);

#endif
