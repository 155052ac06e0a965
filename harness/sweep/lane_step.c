/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a step of a round asks of the measurer. */
#include "sweep/answer.h"
#include "sweep/lane_state.h"

#include <math.h>
#include <stdio.h>

static bool is_sentinel(const struct plan_step *step) {
    return step->block == PLAN_NO_BLOCK;
}

const struct plan_work *lane_step_work(const struct lane *lane, const struct plan_step *step) {
    return is_sentinel(step) ? &lane->sentinel : &lane->report.blocks.works[step->block];
}

double lane_step_seconds(const struct lane *lane, const struct plan_step *step) {
    return is_sentinel(step) ? SAMPLE_SENTINEL_S
                             : plan_sample_seconds(lane_step_work(lane, step),
                                                   lane->report.calibration.unit_s, step->n);
}

double lane_step_longest_s(const struct lane *lane, const struct plan_step *step) {
    if (is_sentinel(step) || lane->report.calibration.tasks == 0)
        return lane_step_seconds(lane, step);
    struct plan_work in_turn = *lane_step_work(lane, step);
    in_turn.tasks = 1;
    return plan_sample_seconds(&in_turn, lane->report.calibration.unit_s, 1);
}

/* What a sample's units move: those of a serial kernel of its own move nothing to speak of, and a
 * sentinel's stay in registers. */
static double step_bytes(const struct lane *lane, const struct plan_step *step) {
    const struct area_calibration *found = &lane->report.calibration;
    const struct plan_work *work = lane_step_work(lane, step);
    uint64_t serial_units = found->serial_unit_s > 0 ? 0 : work->serial_units;
    uint64_t units = serial_units + plan_parallel_units(work, step->n);
    return found->unit_bytes > 0 && !is_sentinel(step) ? found->unit_bytes * (double)units : NAN;
}

/* docs/definitions.md, "p". */
static const char *p_basis(const struct lane *lane, const struct plan_step *step) {
    const struct plan_work *work = lane_step_work(lane, step);
    if (is_sentinel(step))
        return "";
    if (lane->report.calibration.whole_units > 0)
        return "measured";
    if (isnan(work->p))
        return "";
    if (lane_is_of_program(lane))
        return "stated";
    return lane->report.calibration.serial_unit_s > 0 ? "measured" : "work";
}

struct sample lane_step_sample(const struct lane *lane, const struct lane_batch *batch, size_t i) {
    const struct plan_step *step = &lane->steps[i];
    const struct plan_work *work = lane_step_work(lane, step);
    const struct area_calibration *found = &lane->report.calibration;
    struct sample sample = {
        .id = batch->first_id + i,
        .base_id = batch->first_id + step->base_step,
        .epoch = lane->report.epochs - 1,
        .round = (uint32_t)batch->round,
        .position = (uint32_t)i,
        .role = step->role,
        .series = lane->setup.series,
        .p = work->p,
        .p_work = work->p_work,
        .n = step->n,
        .tasks = work->tasks,
        .oversubscribed = step->n > lane->spec->pus,
        .pus = lane->spec->pus,
        .units = work->serial_units + plan_parallel_units(work, step->n),
        .bytes = step_bytes(lane, step),
        .unit_wait_s = is_sentinel(step) || found->unit_wait_s == 0 ? NAN : found->unit_wait_s,
    };
    answer_clear_sample(&sample);
    snprintf(sample.p_basis, sizeof sample.p_basis, "%s", p_basis(lane, step));
    return sample;
}
