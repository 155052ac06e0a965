/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/answer.h"

#include <math.h>
#include <string.h>

/* The clocks of two cores may differ, so that a phase can end before it began or outlast the
 * sample: by some us at most, or the kernel would not use them. */
static const double CLOCKS_APART_S = 1e-3;

/* NAN does not exist; it is no nonsense. */
static bool is_amount(double value) {
    return isnan(value) || (isfinite(value) && value >= 0);
}

static bool is_within(double value, double time_s) {
    return isnan(value) || fabs(value) <= time_s + CLOCKS_APART_S;
}

static bool is_text(const char *text, size_t bytes) {
    return memchr(text, '\0', bytes) != NULL;
}

/* What delayed the workers, as trial/delays.h has it: no more of it than fits where it fell. */
static bool are_delays(const struct sample *sample) {
    const double values[] = {sample->imbalance_s,    sample->wait_s,       sample->descheduled_s,
                             sample->serial_delay_s, sample->busy_max_s,   sample->wait_lock_s,
                             sample->wait_channel_s, sample->wait_queue_s, sample->wait_io_s};
    bool sane = true;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        sane = sane && is_within(values[i], sample->time_s) && !(values[i] < 0);
    return sane;
}

static bool are_amounts(const struct sample *sample) {
    const double values[] = {sample->cpu_s,       sample->user_s,     sample->system_s,
                             sample->looks,       sample->looks_one,  sample->looks_runnable,
                             sample->watch_s,     sample->chain_s,    sample->fault_s,
                             sample->switches,    sample->migrations, sample->cycles,
                             sample->instructions};
    bool sane = true;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        sane = sane && is_amount(values[i]);
    return sane;
}

static bool are_times(const struct sample *sample) {
    const double phases[] = {sample->serial_s, sample->parallel_s, sample->fork_s, sample->join_s};
    /* A sample without a time is one that broke before it had one. */
    if (isnan(sample->time_s))
        return sample->validity == SAMPLE_BROKEN;
    bool sane = isfinite(sample->start_s) && isfinite(sample->time_s) && sample->time_s >= 0;
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++)
        sane = sane && is_within(phases[i], sample->time_s);
    return sane && !(sample->serial_s < 0) && are_delays(sample) && are_amounts(sample);
}

void answer_clear_sample(struct sample *sample) {
    sample->start_s = sample->time_s = NAN;
    sample->serial_s = sample->parallel_s = NAN;
    sample->fork_s = sample->imbalance_s = sample->join_s = NAN;
    sample->wait_s = sample->descheduled_s = sample->serial_delay_s = NAN;
    sample->wait_lock_s = sample->wait_channel_s = sample->wait_queue_s = sample->wait_io_s = NAN;
    sample->busy_max_s = sample->chain_s = sample->fault_s = NAN;
    sample->switches = sample->migrations = NAN;
    sample->cycles = sample->instructions = NAN;
    sample->cpu_s = sample->user_s = sample->system_s = NAN;
    sample->looks = sample->looks_one = sample->looks_runnable = sample->watch_s = NAN;
    sample->digest = 0;
    sample->has_digest = false;
}

bool answer_take_sample(const struct sample *answered, struct sample *sample) {
    if (!is_text(answered->cause, sizeof answered->cause) ||
        (unsigned)answered->validity > SAMPLE_BROKEN || !are_times(answered) ||
        (answered->validity == SAMPLE_VALID) != (answered->cause[0] == '\0'))
        return false;
    sample->start_s = answered->start_s;
    sample->time_s = answered->time_s;
    sample->serial_s = answered->serial_s;
    sample->parallel_s = answered->parallel_s;
    sample->fork_s = answered->fork_s;
    sample->imbalance_s = answered->imbalance_s;
    sample->join_s = answered->join_s;
    sample->wait_s = answered->wait_s;
    sample->wait_lock_s = answered->wait_lock_s;
    sample->wait_channel_s = answered->wait_channel_s;
    sample->wait_queue_s = answered->wait_queue_s;
    sample->wait_io_s = answered->wait_io_s;
    sample->descheduled_s = answered->descheduled_s;
    sample->serial_delay_s = answered->serial_delay_s;
    sample->busy_max_s = answered->busy_max_s;
    sample->chain_s = answered->chain_s;
    sample->fault_s = answered->fault_s;
    sample->switches = answered->switches;
    sample->migrations = answered->migrations;
    sample->cycles = answered->cycles;
    sample->instructions = answered->instructions;
    sample->cpu_s = answered->cpu_s;
    sample->user_s = answered->user_s;
    sample->system_s = answered->system_s;
    sample->looks = answered->looks;
    sample->looks_one = answered->looks_one;
    sample->looks_runnable = answered->looks_runnable;
    sample->watch_s = answered->watch_s;
    sample->validity = answered->validity;
    memcpy(sample->cause, answered->cause, sizeof sample->cause);
    sample->digest = answered->digest;
    sample->has_digest = answered->has_digest;
    return true;
}

bool answer_are_spans(const struct worker_span *spans, const struct sample *sample) {
    for (uint32_t i = 0; i < sample->n; i++) {
        const struct worker_span *span = &spans[i];
        if (span->sample != sample->id || span->worker != i || span->pu_asked < -1 ||
            span->pu_seen < -1 || !isfinite(span->start_s) || !isfinite(span->end_s) ||
            !is_within(span->end_s - span->start_s, sample->time_s) ||
            !is_amount(span->run_delay_s) || !is_amount(span->wait_s) || !is_amount(span->cpu_s) ||
            !is_amount(span->switches) || !is_amount(span->migrations) ||
            !is_amount(span->faults) || !is_amount(span->chain_s))
            return false;
    }
    return true;
}

/* Of a sentinel: a unit takes some ns, a sentinel less than a ms. */
static const uint64_t SENTINEL_UNITS_MOST = UINT64_C(1) << 40;

bool answer_is_calibration(const struct area_calibration *found) {
    const double values[] = {found->unit_s,       found->serial_unit_s, found->slowest_s,
                             found->fork_join_s,  found->unit_bytes,    found->phases_s,
                             found->fault_cost_s, found->unit_wait_s};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (!(isfinite(values[i]) && values[i] >= 0))
            return false;
    return found->sentinel_units <= SENTINEL_UNITS_MOST;
}

bool answer_is_reply(struct area_reply *reply) {
    reply->fault.text[sizeof reply->fault.text - 1] = '\0';
    return reply->elapsed_ns >= 0 && reply->status == -(int)reply->fault.code &&
           (unsigned)reply->fault.code <= FAULT_UNMEASURABLE;
}
