/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/answer.h"
#include "sweep/lane_state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A batch ends with the block that makes it this long, so that rows reach the disk about every
 * second (docs/contract.md, samples.csv). */
static const double BATCH_S = 1;

static size_t batch_end(const struct lane *lane, size_t first, size_t count,
                        double *ret_longest_s) {
    double expected_s = 0, longest_s = 0;
    size_t end = first;
    while (end < count &&
           (expected_s < BATCH_S || lane->steps[end].block == lane->steps[end - 1].block)) {
        expected_s += lane_step_seconds(lane, &lane->steps[end]);
        longest_s += lane_step_longest_s(lane, &lane->steps[end++]);
    }
    *ret_longest_s = longest_s;
    return end;
}

/* A foreign program has no workers of ours. */
static size_t step_spans(const struct lane *lane, unsigned n) {
    return lane_is_of_program(lane) ? 0 : n;
}

static void batch_write(const struct lane *lane, const struct lane_batch *batch,
                        struct area *area) {
    size_t span = 0;
    for (size_t i = batch->first; i < batch->end; i++) {
        const struct plan_step *step = &lane->steps[i];
        const struct plan_work *work = lane_step_work(lane, step);
        area->steps[i - batch->first] = (struct area_step){
            .serial_units = work->serial_units,
            .parallel_units = plan_parallel_units(work, step->n),
            .first_span = span,
            .sample = lane_step_sample(lane, batch, i),
        };
        span += step_spans(lane, step->n);
    }
    atomic_store_explicit(&area->taken, 0, memory_order_release);
}

static int take_reserve_samples(struct lane_take *take, size_t samples, bool watched,
                                struct fault *fault) {
    if (take->sample_count + samples <= take->sample_capacity)
        return 0;
    size_t capacity = 2 * take->sample_capacity + samples;
    struct sample *grown = realloc(take->samples, capacity * sizeof *grown);
    if (grown != NULL)
        take->samples = grown;
    struct watch *watches = NULL;
    if (grown != NULL && watched)
        watches = realloc(take->watches, capacity * sizeof *watches);
    if (watches != NULL)
        take->watches = watches;
    if (grown == NULL || (watched && watches == NULL))
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep %zu samples", capacity);
    take->sample_capacity = capacity;
    return 0;
}

static int take_reserve_spans(struct lane_take *take, size_t spans, struct fault *fault) {
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

/* The row of the sample during which the measurer was lost, or whose records cannot be: what was
 * asked is known, nothing of the answer. */
static void take_broken(const struct sample *asked, const char *cause, struct lane_take *take) {
    if (take->watches != NULL)
        take->watches[take->sample_count] = (struct watch){0};
    struct sample *sample = &take->samples[take->sample_count++];
    *sample = *asked;
    answer_clear_sample(sample);
    sample->validity = SAMPLE_BROKEN;
    snprintf(sample->cause, sizeof sample->cause, "%.*s", WIRE_CAUSE_BYTES - 1, cause);
}

/* Steps of the batch that were taken, as the measurer said last. */
static size_t batch_whole(const struct lane_batch *batch, const struct area *area) {
    uint32_t taken = atomic_load_explicit(&area->taken, memory_order_acquire);
    size_t count = batch->end - batch->first;
    return taken == 0 ? 0 : taken > count ? count : taken - 1;
}

/* Moves the first `whole` steps from the area to `take`, up to a first one whose records cannot be,
 * which is broken. If there are fewer than were asked for and none of them is broken, the next one
 * is, for `cause`; NULL: nobody's fault. */
static int batch_collect(const struct lane *lane, const struct lane_batch *batch, size_t whole,
                         const char *cause, struct lane_take *take, struct fault *fault) {
    struct area *area = measurer_process_area(lane->process);
    const struct worker_span *spans = measurer_process_spans(lane->process);
    const struct watch *watches = measurer_process_watches(lane->process);
    size_t span_count = 0;
    for (size_t i = 0; i < whole; i++)
        span_count += step_spans(lane, lane->steps[batch->first + i].n);
    int status = take_reserve_samples(take, whole + 1, watches != NULL, fault);
    if (status == 0)
        status = take_reserve_spans(take, span_count, fault);
    if (status != 0)
        return status;
    bool is_broken = false;
    for (size_t i = 0; i < whole && (!is_broken || lane_is_of_program(lane)); i++) {
        struct sample sample = lane_step_sample(lane, batch, batch->first + i);
        size_t n = step_spans(lane, sample.n);
        if (!answer_take_sample(&area->steps[i].sample, &sample) ||
            (n > 0 && !answer_are_spans(spans, &sample))) {
            take_broken(&sample, ANSWER_NONSENSE, take);
            return 0;
        }
        if (watches != NULL)
            take->watches[take->sample_count] = watches[i];
        take->samples[take->sample_count++] = sample;
        if (n > 0)
            memcpy(take->spans + take->span_count, spans, n * sizeof *spans);
        take->span_count += n;
        spans += n;
        is_broken = sample.validity == SAMPLE_BROKEN;
    }
    if (!is_broken && cause != NULL && batch->first + whole < batch->end) {
        const struct sample asked = lane_step_sample(lane, batch, batch->first + whole);
        take_broken(&asked, cause, take);
    }
    return 0;
}

/* What a sample was, where it was no ordinary one. */
static const char *words_of_role(enum sample_role role) {
    switch (role) {
    case SAMPLE_SENTINEL:
        return ", a sentinel";
    case SAMPLE_COUNTED:
        return ", with hardware counters";
    case SAMPLE_BEST:
        return ", the best serial code";
    case SAMPLE_ASKED:
    case SAMPLE_ANCHOR:
    case SAMPLE_WARMUP:
        break;
    }
    return "";
}

static void lane_fail_at(struct lane *lane, const struct sample *sample, const char *cause) {
    char text[400], p[32] = "", tasks[32] = "";
    if (!isnan(sample->p))
        snprintf(p, sizeof p, "p = %g, ", sample->p);
    if (sample->tasks > 0)
        snprintf(tasks, sizeof tasks, ", t = %u", sample->tasks);
    snprintf(text, sizeof text, "'%s' at %sn = %u%s (round %u%s): %.200s", sample->series.workload,
             p, sample->n, tasks, sample->round, words_of_role(sample->role), cause);
    lane_fail(lane, FAULT_WORKLOAD, text);
}

/* After the measurer died or was killed: what it had finished is kept, the point that it was at is
 * named; unless a second signal killed it (`cause` NULL), which is nobody's failure. */
static int batch_salvage(struct lane *lane, const struct lane_batch *batch,
                         const struct fault *cause, struct lane_take *take, double *measuring_s,
                         struct fault *fault) {
    size_t whole = batch_whole(batch, measurer_process_area(lane->process));
    int status = batch_collect(lane, batch, whole, cause == NULL ? NULL : cause->text, take, fault);
    if (status != 0)
        return status;
    for (size_t i = 0; i < take->sample_count; i++)
        if (!isnan(take->samples[i].time_s)) /* the rest of its time died with it */
            *measuring_s += take->samples[i].time_s;
    if (cause != NULL && cause->code == FAULT_TIME_LIMIT)
        lane->hangs++;
    if (cause != NULL && batch->first + whole == batch->end)
        lane_fail_named(lane, FAULT_WORKLOAD, cause->text);
    lane_drop(lane);
    return 0;
}

/* The first broken sample, if there is one, is the workload's failure; one a round. Its process may
 * be spoilt, by a pointer that went astray or a thread that goes on: another one takes the next
 * round. A program's run has spoilt nothing. */
static void batch_judge(struct lane *lane, const struct sample *samples, size_t count) {
    if (lane->round_failed || lane->setup.program.ignores_failure)
        return;
    for (size_t i = 0; i < count; i++) {
        if (samples[i].validity != SAMPLE_BROKEN)
            continue;
        lane_fail_at(lane, &samples[i], samples[i].cause);
        if (!lane_is_of_program(lane))
            lane_drop(lane);
        return;
    }
}

/* Holds the answers against each other, and against those of the batches before. */
static int batch_agree(struct lane *lane, const struct lane_batch *batch, struct lane_take *take,
                       struct fault *fault) {
    if (lane_is_of_program(lane)) /* it gives none */
        return 0;
    for (size_t i = 0; i < take->sample_count; i++) {
        const struct plan_step *step = &lane->steps[batch->first + i];
        const struct plan_work *work = lane_step_work(lane, step);
        lane->cases[i] = (struct agreement_case){
            .sample = &take->samples[i],
            .serial_units = work->serial_units,
            .parallel_units = plan_parallel_units(work, step->n),
        };
    }
    return agreement_judge(&lane->agreement, lane->cases, take->sample_count, fault);
}

static int batch_take(struct lane *lane, const struct lane_batch *batch,
                      struct interrupt *interrupt, struct lane_take *take, double *measuring_s,
                      struct fault *fault) {
    struct area *area = measurer_process_area(lane->process);
    struct area_request request = {AREA_MEASURE, (uint32_t)(batch->end - batch->first)};
    struct area_reply reply;
    struct fault cause = {0};
    batch_write(lane, batch, area);
    /* Ten times what is expected, and 5 s for what no law knows (a page-in, a frozen host). */
    double time_limit_s =
        lane_is_of_program(lane)
            ? lane_program_limit_s(lane, request.step_count, lane->setup.program.time_limit_s)
            : lane_limit_s(lane, 10 * batch->longest_s + 5);
    int status =
        measurer_process_ask(lane->process, &request, time_limit_s, interrupt, &reply, &cause);
    if (status != 0)
        return batch_salvage(lane, batch, interrupt->count > 1 ? NULL : &cause, take, measuring_s,
                             fault);
    *measuring_s += (double)reply.elapsed_ns * 1e-9;
    lane->engine_now_ns = reply.now_ns;
    return batch_collect(lane, batch, batch_whole(batch, area), ANSWER_NONSENSE, take, fault);
}

void lane_begin_round(struct lane *lane, uint64_t round, bool is_warming,
                      struct interrupt *interrupt, uint64_t *next_id) {
    struct fault own = {0};
    lane->step_count = 0;
    lane->round_failed = false;
    if (lane->process == NULL && lane_start(lane, interrupt, &own) != 0) {
        if (interrupt->count < 2)
            lane_fail_named(lane, own.code, own.text);
        return;
    }
    const struct plan_round_spec spec = lane_round_spec(lane, round, is_warming);
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
    struct lane_batch *batch = &lane->batch;
    batch->first = batch->end;
    batch->end = batch_end(lane, batch->first, lane->step_count, &batch->longest_s);
    take->sample_count = take->span_count = 0;
    int status = batch_take(lane, batch, interrupt, take, measuring_s, fault);
    if (status == 0)
        status = batch_agree(lane, batch, take, fault);
    if (status == 0)
        batch_judge(lane, take->samples, take->sample_count);
    if (lane->round_failed && (lane->process == NULL || !lane_is_of_program(lane)))
        lane->step_count = 0; /* a failure costs the rest of the round */
    else if (!lane->round_failed && !lane_has_batch(lane))
        lane->failures_in_a_row = 0;
    return status;
}
