/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One series' way through a sweep: its measurer, its blocks, and what it did wrong. Lanes share
 * nothing but the cores: a workload that crashes costs its own round only. */
#ifndef AMDAHL_LANE_H
#define AMDAHL_LANE_H

#include "fault/fault.h"
#include "plan/plan.h"
#include "wire/area.h"

#include <stdbool.h>

struct interrupt;
struct lane;
struct sweep_spec;

/* What became of a lane. */
struct lane_report {
    struct series series;
    struct area_calibration calibration;
    struct plan_length length;
    struct plan_blocks blocks;
    double round_s;     /* expected, inside the samples of the blocks and the sentinels */
    unsigned epochs;    /* measuring processes that took samples */
    uint64_t failures;  /* rounds that lost something: a crash, a hang, a wrong result; teardowns */
    bool abandoned;     /* see LANE_FAILURES_MAX */
    struct fault fault; /* the first one, with its point */
};

/* Failed rounds in a row after which a workload is given up, for one may be chance, three are not;
 * and hangs in all, for their time is on no budget. */
enum { LANE_FAILURES_MAX = 3 };

/* What a batch gave. Grown by lane_take_batch; the caller frees the arrays. */
struct lane_take {
    struct sample *samples;
    struct watch *watches; /* of each sample where a foreign program is measured; else NULL */
    size_t sample_count, sample_capacity;
    struct worker_span *spans;
    size_t span_count, span_capacity;
};

/* Starts the measurer of series `index`, calibrates, and plans. On failure the report of
 * *ret_lane tells why and it is abandoned; a fault is returned only where memory ends. The caller
 * frees. */
int lane_open(const struct sweep_spec *spec, size_t index, struct interrupt *interrupt,
              struct lane **ret_lane, struct fault *fault);
void lane_close(struct lane *lane); /* accepts NULL */
const struct lane_report *lane_report(const struct lane *lane);

/* Begins a new epoch: ends the measurer; the next round starts another. What the workload does
 * wrong in its teardown is told in the report. */
void lane_renew(struct lane *lane);

/* Whether block `index` of the report rests: it is left out of the rounds that
 * plan_returns_in does not name. */
void lane_rest(struct lane *lane, size_t index, bool rests);

/* Begins a round, whose samples get ids from *next_id on, and with `is_warming` the role warmup. A
 * measurer that cannot be started is told
 * in the report, and the round has no batch. */
void lane_begin_round(struct lane *lane, uint64_t round, bool is_warming,
                      struct interrupt *interrupt, uint64_t *next_id);
bool lane_has_batch(const struct lane *lane);
/* Takes the next batch of the round, whole blocks of about a second, into `take`, whose content it
 * replaces. The round ends early when the workload fails, with the broken sample that the report
 * then tells of, and its measurer is not used again; runs of a foreign program that fail harm
 * nobody, and the round goes on.
 * `measuring_s` grows by the time that the measurer took. FAULT_SYSTEM: no memory. */
int lane_take_batch(struct lane *lane, struct interrupt *interrupt, struct lane_take *take,
                    double *measuring_s, struct fault *fault);

#endif
