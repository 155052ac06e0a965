/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/lane_state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A batch ends with the block that makes it this long, so that rows reach the disk about every
 * second (docs/contract.md, samples.csv). */
static const double BATCH_S = 1;

static const struct plan_work *step_work(const struct lane *lane, const struct plan_step *step) {
    return &lane->report.blocks.works[step->block];
}

/* What a sample's units move: those of a serial kernel of its own move nothing to speak of. */
static double step_bytes(const struct lane *lane, const struct plan_work *work,
                         uint64_t parallel_units) {
    const struct area_calibration *found = &lane->report.calibration;
    uint64_t serial_units = found->serial_unit_s > 0 ? 0 : work->serial_units;
    return found->unit_bytes > 0 ? found->unit_bytes * (double)(serial_units + parallel_units)
                                 : NAN;
}

/* docs/definitions.md, "p". */
static const char *p_basis(const struct lane *lane, const struct plan_work *work) {
    if (lane->report.calibration.whole_units > 0)
        return "measured";
    if (isnan(work->p))
        return "";
    return lane->report.calibration.serial_unit_s > 0 ? "measured" : "work";
}

static size_t batch_end(const struct lane *lane, size_t first, size_t count,
                        double *ret_expected_s) {
    double expected_s = 0;
    size_t end = first;
    while (end < count &&
           (expected_s < BATCH_S || lane->steps[end].block == lane->steps[end - 1].block)) {
        const struct plan_step *step = &lane->steps[end++];
        expected_s +=
            plan_sample_seconds(step_work(lane, step), lane->report.calibration.unit_s, step->n);
    }
    *ret_expected_s = expected_s;
    return end;
}

static void batch_write(const struct lane *lane, const struct lane_batch *batch,
                        struct area *area) {
    size_t span = 0;
    for (size_t i = batch->first; i < batch->end; i++) {
        const struct plan_step *step = &lane->steps[i];
        const struct plan_work *work = step_work(lane, step);
        const uint64_t parallel_units = plan_parallel_units(work, step->n);
        area->steps[i - batch->first] = (struct area_step){
            .serial_units = work->serial_units,
            .parallel_units = parallel_units,
            .first_span = span,
            .sample =
                {
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
                    .oversubscribed = step->n > lane->spec->pus,
                    .pus = lane->spec->pus,
                    .units = work->serial_units + parallel_units,
                    .bytes = step_bytes(lane, work, parallel_units),
                    .user_s = NAN,
                    .system_s = NAN,
                    .looks = NAN,
                    .looks_one = NAN,
                    .looks_runnable = NAN,
                    .watch_s = NAN,
                },
        };
        struct sample *sample = &area->steps[i - batch->first].sample;
        snprintf(sample->p_basis, sizeof sample->p_basis, "%s", p_basis(lane, work));
        span += step->n;
    }
    atomic_store_explicit(&area->taken, 0, memory_order_release);
}

static int take_reserve(struct lane_take *take, size_t samples, size_t spans, struct fault *fault) {
    if (take->sample_count + samples > take->sample_capacity) {
        size_t capacity = 2 * take->sample_capacity + samples;
        struct sample *grown = realloc(take->samples, capacity * sizeof *grown);
        if (grown == NULL)
            return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep %zu samples", capacity);
        take->samples = grown;
        take->sample_capacity = capacity;
    }
    if (take->span_count + spans > take->span_capacity) {
        size_t capacity = 2 * take->span_capacity + spans;
        struct worker_span *grown = realloc(take->spans, capacity * sizeof *grown);
        if (grown == NULL)
            return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep %zu worker spans", capacity);
        take->spans = grown;
        take->span_capacity = capacity;
    }
    return 0;
}

/* Moves `whole` measured steps from the area to `take`. */
static int batch_collect(struct area *area, size_t whole, struct lane_take *take,
                         struct fault *fault) {
    size_t spans = 0;
    for (size_t i = 0; i < whole; i++)
        spans += area->steps[i].sample.n;
    int status = take_reserve(take, whole + 1, spans, fault);
    if (status != 0)
        return status;
    for (size_t i = 0; i < whole; i++)
        take->samples[take->sample_count++] = area->steps[i].sample;
    if (spans > 0)
        memcpy(take->spans + take->span_count, area_spans(area), spans * sizeof *take->spans);
    take->span_count += spans;
    return 0;
}

/* The row of the sample during which the measurer was lost: what was asked is known, nothing of the
 * answer. */
static void take_broken(const struct area_step *step, const char *cause, struct lane_take *take) {
    struct sample *sample = &take->samples[take->sample_count++];
    *sample = step->sample;
    sample->start_s = sample->time_s = sample->serial_s = sample->parallel_s = NAN;
    sample->fork_s = sample->imbalance_s = sample->join_s = sample->cpu_s = NAN;
    sample->validity = SAMPLE_BROKEN;
    snprintf(sample->cause, sizeof sample->cause, "%.*s", WIRE_CAUSE_BYTES - 1, cause);
}

static void lane_fail_at(struct lane *lane, const struct sample *sample, const char *cause) {
    char text[400], p[32] = "";
    if (!isnan(sample->p))
        snprintf(p, sizeof p, "p = %g, ", sample->p);
    snprintf(text, sizeof text, "'%s' at %sn = %u (round %u): %.200s", sample->series.workload, p,
             sample->n, sample->round, cause);
    lane_fail(lane, FAULT_WORKLOAD, text);
}

/* After the measurer died or was killed: what it had finished is kept, the point that it was at is
 * named; unless a second signal killed it (`cause` NULL), which is nobody's failure. */
static int batch_salvage(struct lane *lane, const struct lane_batch *batch,
                         const struct fault *cause, struct lane_take *take, double *measuring_s,
                         struct fault *fault) {
    struct area *area = measurer_process_area(lane->process);
    uint32_t taken = atomic_load_explicit(&area->taken, memory_order_acquire);
    size_t count = batch->end - batch->first;
    size_t whole = taken == 0 ? 0 : taken > count ? count : taken - 1;
    int status = batch_collect(area, whole, take, fault);
    if (status != 0)
        return status;
    for (size_t i = 0; i < whole; i++)
        *measuring_s += area->steps[i].sample.time_s; /* the rest of its time died with it */
    if (cause != NULL && cause->code == FAULT_TIME_LIMIT)
        lane->hangs++;
    if (cause != NULL && whole < count) {
        take_broken(&area->steps[whole], cause->text, take);
        lane_fail_at(lane, &area->steps[whole].sample, cause->text);
    } else if (cause != NULL) {
        lane_fail(lane, FAULT_WORKLOAD, cause->text);
    }
    lane_renew(lane);
    return 0;
}

/* A wrong result or a lost binding is the workload's failure too. */
static void batch_judge(struct lane *lane, const struct sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (samples[i].validity != SAMPLE_BROKEN)
            continue;
        lane_fail_at(lane, &samples[i], samples[i].cause);
        return;
    }
}

static int batch_take(struct lane *lane, const struct lane_batch *batch,
                      struct interrupt *interrupt, struct lane_take *take, double *measuring_s,
                      struct fault *fault) {
    struct area *area = measurer_process_area(lane->process);
    struct area_request request = {AREA_MEASURE, (uint32_t)(batch->end - batch->first)};
    struct area_reply reply;
    struct fault cause = {0};
    batch_write(lane, batch, area);
    /* Ten times what Amdahl's law expects, and 5 s for what no law knows (a page-in, a frozen
     * host). */
    double time_limit_s = lane_limit_s(lane, 10 * batch->expected_s + 5);
    int status =
        measurer_process_ask(lane->process, &request, time_limit_s, interrupt, &reply, &cause);
    if (status != 0)
        return batch_salvage(lane, batch, interrupt->count > 1 ? NULL : &cause, take, measuring_s,
                             fault);
    *measuring_s += (double)reply.elapsed_ns * 1e-9;
    lane->engine_now_ns = reply.now_ns;
    return batch_collect(area, request.step_count, take, fault);
}

void lane_begin_round(struct lane *lane, uint64_t round, bool is_warming,
                      struct interrupt *interrupt, uint64_t *next_id) {
    struct fault own = {0};
    lane->step_count = 0;
    if (lane->process == NULL && lane_start(lane, interrupt, &own) != 0) {
        if (interrupt->count < 2)
            lane_fail(lane, own.code, own.text);
        return;
    }
    const struct plan_round_spec spec = lane_round_spec(lane, round);
    lane->step_count = plan_round(&spec, lane->steps, lane->step_capacity);
    for (size_t i = 0; i < lane->step_count && is_warming; i++)
        lane->steps[i].role = SAMPLE_WARMUP;
    lane->batch = (struct lane_batch){.round = round, .first_id = *next_id};
    *next_id += lane->step_count;
}

bool lane_has_batch(const struct lane *lane) {
    return lane->step_count > 0 && lane->batch.end < lane->step_count;
}

int lane_take_batch(struct lane *lane, struct interrupt *interrupt, struct lane_take *take,
                    double *measuring_s, struct fault *fault) {
    uint64_t failures = lane->report.failures;
    struct lane_batch *batch = &lane->batch;
    batch->first = batch->end;
    batch->end = batch_end(lane, batch->first, lane->step_count, &batch->expected_s);
    take->sample_count = take->span_count = 0;
    int status = batch_take(lane, batch, interrupt, take, measuring_s, fault);
    if (status == 0 && failures == lane->report.failures)
        batch_judge(lane, take->samples, take->sample_count);
    if (failures != lane->report.failures)
        lane->step_count = 0; /* a failure costs the rest of the round */
    else if (!lane_has_batch(lane))
        lane->failures_in_a_row = 0;
    return status;
}
