/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up sentinel samples, beside those of samples.h. */
#ifndef AMDAHL_TEST_SENTINELS_H
#define AMDAHL_TEST_SENTINELS_H

#include "samples.h"

/* Of one round: what n cores do. */
struct sentinel_of {
    uint32_t round, n;
    double alone_s;   /* of one worker alone */
    double slowest;   /* speed of the slowest of the n beside it */
    double clock;     /* of the n beside that of the first one alone */
    uint64_t base_id; /* 0: its own */
    const char *scaling, *place;
};

static inline struct sample *run_add_sentinel(struct run *run, const struct sentinel_of *of) {
    /* Fork and join take 2 us, whatever the cores do. */
    double share_s = of->alone_s / of->slowest, fork_s = of->n > 1 ? 2e-6 : 0;
    struct sample sample = {
        .round = of->round,
        .role = SAMPLE_SENTINEL,
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = NAN,
        .p_work = NAN,
        .n = of->n,
        .units = 1000 * (uint64_t)of->n,
        .bytes = NAN,
        .time_s = share_s + fork_s,
        .parallel_s = share_s,
        .fork_s = fork_s / 2,
        .join_s = fork_s / 2,
        .chain_s = 1e-5 / of->clock,
        .cpu_s = NAN,
    };
    block_name(sample.series.scaling, sizeof sample.series.scaling, of->scaling);
    block_name(sample.series.place, sizeof sample.series.place, of->place);
    struct sample *added = run_add(run, &sample);
    added->base_id = of->base_id == 0 ? added->id : of->base_id;
    return added;
}

#endif
