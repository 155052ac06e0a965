/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_dir.h"
#include "sweep/sweep_state.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int open_lanes(struct sweep *sweep, struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < sweep->spec->series_count && status == 0 && sweep->interrupt.count == 0;
         i++) {
        status = lane_open(sweep->spec, i, &sweep->interrupt, &sweep->lanes[i], fault);
        if (status == 0)
            sweep->lane_count++;
    }
    return status;
}

/* 0 … 1 of what was asked for: of the rounds, or of the budget. */
static double share_done(const struct sweep *sweep) {
    const struct sweep_spec *spec = sweep->spec;
    if (spec->rounds > 0)
        return (double)sweep->result->rounds / (double)spec->rounds;
    return sweep->result->measuring_s / spec->budget_s;
}

static bool all_abandoned(const struct sweep *sweep) {
    for (size_t i = 0; i < sweep->lane_count; i++)
        if (!lane_report(sweep->lanes[i])->abandoned)
            return false;
    return true;
}

/* By budget, a round is begun only if one as long as those before still fits; the first always is.
 */
static bool is_over(const struct sweep *sweep) {
    const struct sweep_result *result = sweep->result;
    if (sweep->interrupt.count > 0 || all_abandoned(sweep) || sweep->is_precise)
        return true;
    if (sweep->spec->rounds > 0)
        return result->rounds >= sweep->spec->rounds;
    double rounds_s = result->measuring_s - result->warmup_s;
    double round_s = result->rounds > 0 ? rounds_s / (double)result->rounds : 0;
    return result->rounds > 0 && result->measuring_s + round_s > sweep->spec->budget_s;
}

/* A new epoch at every sixth of what was asked for; and where the sweep may end before that, after
 * each decision. */
static void renew_if_due(struct sweep *sweep) {
    const struct sweep_spec *spec = sweep->spec;
    bool decided = spec->judge != NULL && plan_decides_after(sweep->result->rounds);
    if (share_done(sweep) * SWEEP_EPOCHS < sweep->epochs && !decided)
        return;
    for (size_t i = 0; sweep->epochs > 0 && i < sweep->lane_count; i++)
        lane_renew(sweep->lanes[i]);
    sweep->epochs++;
}

static int keep_room(struct sweep *sweep, size_t count, struct fault *fault) {
    struct sweep_result *result = sweep->result;
    const bool watched = sweep->take.watches != NULL;
    if (count <= sweep->sample_capacity)
        return 0;
    struct sample *grown = realloc(result->samples, 2 * count * sizeof *grown);
    if (grown != NULL)
        result->samples = grown;
    struct watch *watches = NULL;
    if (grown != NULL && watched)
        watches = realloc(result->watches, 2 * count * sizeof *watches);
    if (watches != NULL)
        result->watches = watches;
    if (grown == NULL || (watched && watches == NULL))
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep %zu samples", count);
    sweep->sample_capacity = 2 * count;
    return 0;
}

/* For the summary. */
static int keep(struct sweep *sweep, struct fault *fault) {
    struct sweep_result *result = sweep->result;
    const struct lane_take *take = &sweep->take;
    size_t count = result->sample_count + take->sample_count;
    int status = keep_room(sweep, count, fault);
    if (status != 0)
        return status;
    if (take->sample_count > 0)
        memcpy(result->samples + result->sample_count, take->samples,
               take->sample_count * sizeof *take->samples);
    if (take->sample_count > 0 && take->watches != NULL)
        memcpy(result->watches + result->sample_count, take->watches,
               take->sample_count * sizeof *take->watches);
    for (size_t i = 0; i < take->sample_count; i++) {
        const struct sample *sample = &take->samples[i];
        double time_s = isnan(sample->time_s) ? 0 : sample->time_s;
        result->samples_s += time_s;
        result->speedup_samples_s += sample_is_of_speedup(sample) ? time_s : 0;
    }
    result->sample_count = count;
    return 0;
}

/* Batch after batch, each on disk before the next begins. */
static int take_lane_round(struct sweep *sweep, struct lane *lane, struct fault *fault) {
    struct sweep_result *result = sweep->result;
    struct lane_take *take = &sweep->take;
    int status = 0;
    uint64_t round = sweep->is_warming ? result->warmup_rounds : result->rounds;
    lane_begin_round(lane, round, sweep->is_warming, &sweep->interrupt, &sweep->next_id);
    while (status == 0 && lane_has_batch(lane) && sweep->interrupt.count == 0) {
        status = lane_take_batch(lane, &sweep->interrupt, take, &result->measuring_s, fault);
        int kept = keep(sweep, fault);
        if (status == 0)
            status = kept;
        if (status == 0)
            status = run_dir_append(sweep->run, take->samples, take->sample_count, take->spans,
                                    take->span_count, fault);
        if (status == 0 && take->watches != NULL)
            status = run_dir_append_watches(sweep->run, take->samples, take->watches,
                                            take->sample_count, fault);
        interrupt_read(&sweep->interrupt);
    }
    return status;
}

/* The lanes of a round in an order that is its own: a rotation, so that none always comes after the
 * same. */
int sweep_take_round(struct sweep *sweep, struct fault *fault) {
    struct sweep_result *result = sweep->result;
    int status = 0;
    for (size_t i = 0; i < sweep->lane_count && status == 0 && sweep->interrupt.count == 0; i++) {
        uint64_t turn = result->warmup_rounds + result->rounds;
        struct lane *lane = sweep->lanes[(i + turn) % sweep->lane_count];
        if (!lane_report(lane)->abandoned)
            status = take_lane_round(sweep, lane, fault);
    }
    if (sweep->interrupt.count == 0)
        *(sweep->is_warming ? &result->warmup_rounds : &result->rounds) += 1;
    return status;
}

static void report_progress(const struct sweep *sweep) {
    const struct sweep_result *result = sweep->result;
    if (sweep->spec->progress == NULL)
        return;
    struct sweep_progress progress = {.rounds = result->rounds, .done = fmin(share_done(sweep), 1)};
    progress.left_s = progress.done > 0 ? result->measuring_s * (1 / progress.done - 1) : NAN;
    sweep->spec->progress(sweep->spec->progress_context, &progress);
}

static enum sweep_end how_ended(const struct sweep *sweep, int status) {
    if (status != 0 || sweep->interrupt.count > 0 || all_abandoned(sweep))
        return SWEEP_END_CUT;
    if (sweep->is_precise)
        return SWEEP_END_PRECISION;
    return sweep->spec->rounds > 0 ? SWEEP_END_ROUNDS : SWEEP_END_BUDGET;
}

static void sweep_finish(struct sweep *sweep) {
    struct sweep_result *result = sweep->result;
    result->signal = sweep->interrupt.signal;
    result->epochs = sweep->lane_count > 0 ? UINT32_MAX : 0;
    for (size_t i = 0; i < sweep->lane_count; i++) {
        lane_renew(sweep->lanes[i]); /* its last teardown belongs to the report */
        result->lanes[result->lane_count++] = *lane_report(sweep->lanes[i]);
        if (lane_report(sweep->lanes[i])->epochs < result->epochs)
            result->epochs = lane_report(sweep->lanes[i])->epochs;
        lane_close(sweep->lanes[i]);
    }
    free(sweep->take.samples);
    free(sweep->take.spans);
    free(sweep->take.watches);
    interrupt_close(&sweep->interrupt);
}

int sweep_run(const struct sweep_spec *spec, struct run_dir *run, struct sweep_result *ret_result,
              struct fault *fault) {
    *ret_result =
        (struct sweep_result){.lanes = calloc(spec->series_count, sizeof(struct lane_report))};
    struct sweep sweep = {.spec = spec, .run = run, .result = ret_result, .next_id = 1};
    if (ret_result->lanes == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot plan %zu series", spec->series_count);
    int status = interrupt_open(&sweep.interrupt, fault);
    if (status != 0)
        return status;

    status = open_lanes(&sweep, fault);
    if (status == 0)
        status = sweep_warm_up(&sweep, fault);
    while (status == 0 && !is_over(&sweep)) {
        renew_if_due(&sweep);
        status = sweep_take_round(&sweep, fault);
        if (status == 0)
            status = sweep_decide(&sweep, fault);
        report_progress(&sweep);
    }
    ret_result->end = how_ended(&sweep, status);
    sweep_finish(&sweep);
    return status;
}

void sweep_result_release(struct sweep_result *result) {
    free(result->samples);
    free(result->watches);
    free(result->lanes);
    result->samples = NULL;
    result->watches = NULL;
    result->lanes = NULL;
    result->sample_count = result->lane_count = 0;
}
