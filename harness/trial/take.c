/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/place.h"
#include "trial/chain.h"
#include "trial/delays.h"
#include "trial/gbench.h"
#include "trial/in_flight.h"
#include "trial/sentinel.h"
#include "trial/trial_state.h"
#include "trial/validity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double or_unknown(int64_t count) {
    return count < 0 ? NAN : (double)count;
}

/* The scripted engine has no place. */
static int worker_pu(const struct trial *trial, unsigned worker) {
    return trial->spec.place == NULL ? -1 : place_worker_pu(trial->spec.place, worker);
}

static bool has_tasks(const struct trial *trial) {
    return trial->crew != NULL && trial->tasks > 0;
}

/* Of the worker's own, which nothing but locks make. */
static double own_wait_s(const struct trial *trial, unsigned worker) {
    return trial->spec.runs ? (double)trial->shares[worker].wait_ns * 1e-9 : NAN;
}

/* With no task to run, though some were to come. */
static double idle_s(const struct trial *trial, unsigned worker) {
    return has_tasks(trial) ? in_flight_idle_s(trial, worker) : 0;
}

/* Before its last task, while the others ran all that there was. */
static double starved_s(const struct trial *trial, unsigned worker) {
    return has_tasks(trial) ? in_flight_starved_s(trial, worker) : 0;
}

static void spans_fill(const struct trial *trial, uint64_t sample, struct worker_span *ret_spans) {
    bool runs = trial->spec.runs;
    for (unsigned i = 0; i < trial->n; i++) {
        const struct team_span *span = &trial->spans[i];
        const struct trial_share *share = &trial->shares[i];
        ret_spans[i] = (struct worker_span){
            .sample = sample,
            .worker = i,
            .pu_asked = worker_pu(trial, i),
            .pu_seen = span->pu_seen,
            .start_s = (double)(span->begin_ns - trial->spec.origin_ns) / 1e9,
            .end_s = (double)(span->end_ns - trial->spec.origin_ns) / 1e9,
            .run_delay_s = or_unknown(span->run_delay_ns) * 1e-9,
            .wait_s = own_wait_s(trial, i) + idle_s(trial, i),
            .cpu_s = NAN,
            .switches = or_unknown(span->switches),
            .migrations = or_unknown(span->migrations),
            .faults = or_unknown(span->faults),
            .chain_s = runs ? share->chain_s : NAN,
        };
    }
}

/* What nobody calibrated is 0 there, and so are the times of a script. */
static double known_or_nan(const struct trial *trial, double value) {
    return trial->spec.runs && value > 0 ? value : NAN;
}

/* Over the workers. */
static double mean_idle_s(const struct trial *trial, enum workload_wait_kind kind) {
    double sum_s = 0;
    for (unsigned i = 0; i < trial->n && has_tasks(trial); i++)
        sum_s += 1e-9 * (double)trial->shares[i].idle_ns[kind];
    return sum_s / trial->n;
}

/* What workers without tasks wait for are locks. Idle time that fits no share is left out of all
 * kinds alike, so that they make wait_s. */
static void sample_fill_waits(const struct trial *trial, const struct delays *found,
                              struct sample *sample) {
    static const enum workload_wait_kind kinds[] = {WORKLOAD_WAIT_LOCK, WORKLOAD_WAIT_CHANNEL,
                                                    WORKLOAD_WAIT_QUEUE, WORKLOAD_WAIT_IO};
    double *const waits_s[] = {&sample->wait_lock_s, &sample->wait_channel_s, &sample->wait_queue_s,
                               &sample->wait_io_s};
    const size_t count = sizeof kinds / sizeof kinds[0];
    double sum_s = 0;
    for (size_t i = 0; i < count; i++)
        sum_s += *waits_s[i] = mean_idle_s(trial, kinds[i]);
    for (size_t i = 0; i < count; i++)
        *waits_s[i] = isnan(found->wait_s) ? NAN
                      : sum_s > 0          ? *waits_s[i] / sum_s * found->idle_s
                                           : 0;
    const double own_s = found->wait_s - found->idle_s;
    sample->wait_lock_s += own_s < 0 ? 0 : own_s; /* by rounding only */
    sample->wait_s = found->wait_s;
}

/* Also leaves the useful time of each worker in trial->delays. */
static void sample_fill_delays(struct trial *trial, const struct worker_span *spans,
                               struct sample *sample) {
    const struct team_times *times = &trial->times;
    for (unsigned i = 0; i < trial->n; i++)
        trial->delays[i] = (struct delays_worker){
            .begin_s = (double)(trial->spans[i].begin_ns - times->t0_ns) / 1e9,
            .end_s = (double)(trial->spans[i].end_ns - times->t0_ns) / 1e9,
            .run_delay_s = spans[i].run_delay_s,
            .wait_s = own_wait_s(trial, i),
            .idle_s = idle_s(trial, i),
            .starved_s = starved_s(trial, i),
        };
    const struct delays found = delays_find(&(struct delays_phase){
        .t1_s = (double)(times->t1_ns - times->t0_ns) / 1e9,
        .t2_s = (double)(times->t2_ns - times->t0_ns) / 1e9,
        .t3_s = (double)(times->t3_ns - times->t0_ns) / 1e9,
        .fork_join_s = known_or_nan(trial, trial->known.fork_join_s),
        .workers = trial->delays,
        .n = trial->n,
    });
    sample->fork_s = found.fork_s;
    sample->imbalance_s = found.imbalance_s;
    sample->join_s = found.join_s;
    sample_fill_waits(trial, &found, sample);
    sample->descheduled_s = found.descheduled_s;
    sample->serial_delay_s = found.serial_delay_s;
    sample->busy_max_s = found.busy_max_s;
}

static void sample_fill_times(struct trial *trial, const struct worker_span *spans,
                              struct sample *sample) {
    const struct team_times *times = &trial->times;
    int64_t first_begin = INT64_MAX, last_end = INT64_MIN;
    for (unsigned i = 0; i < trial->n; i++) {
        const struct team_span *span = &trial->spans[i];
        first_begin = span->begin_ns < first_begin ? span->begin_ns : first_begin;
        last_end = span->end_ns > last_end ? span->end_ns : last_end;
    }
    sample->start_s = (double)(times->t0_ns - trial->spec.origin_ns) / 1e9;
    sample->time_s = (double)(times->t3_ns - times->t0_ns) / 1e9;
    sample->serial_s = (double)(times->t1_ns - times->t0_ns + (times->t3_ns - times->t2_ns)) / 1e9;
    sample->parallel_s = (double)(last_end - first_begin) / 1e9;
    sample_fill_delays(trial, spans, sample);
}

/* What befell the workers, together; NAN where it is not known of one of them. */
static void sample_fill_counts(const struct trial *trial, const struct worker_span *spans,
                               struct sample *sample) {
    double fault_cost_s = known_or_nan(trial, trial->known.fault_cost_s);
    double chain_sum_s = 0, useful_sum_s = 0;
    sample->switches = sample->migrations = sample->fault_s = 0;
    sample->cycles = sample->instructions = 0;
    for (unsigned i = 0; i < trial->n; i++) {
        double useful_s = trial->delays[i].useful_s;
        sample->switches += spans[i].switches;
        sample->migrations += spans[i].migrations;
        sample->fault_s += spans[i].faults * fault_cost_s;
        sample->cycles += trial->spans[i].cycles;
        sample->instructions += trial->spans[i].instructions;
        chain_sum_s += useful_s * spans[i].chain_s;
        useful_sum_s += useful_s;
    }
    /* Without any work no worker's clock counts more than another's: then worker 0's stands. */
    sample->chain_s = useful_sum_s > 0 ? chain_sum_s / useful_sum_s : spans[0].chain_s;
}

/* Untimed, on each worker at once, so that the cores run as they did in the phase. */
static void share_time_chain(void *context, unsigned worker) {
    struct trial *trial = context;
    struct trial_share *share = &trial->shares[worker];
    struct chain_history *histories = trial->chains[trial->n - 1];
    share->chain_s = chain_time_s();
    share->clock_is_off =
        histories != NULL && chain_history_note(&histories[worker], share->chain_s);
}

/* Before the sample: without memory for its chains no clock of it is called off. */
static void chains_make(struct trial *trial, unsigned n) {
    if (trial->chains[n - 1] == NULL)
        trial->chains[n - 1] = calloc(n, sizeof *trial->chains[n - 1]);
}

static bool clock_is_off(const struct trial *trial) {
    bool is_off = false;
    for (unsigned i = 0; i < trial->n; i++)
        is_off = is_off || trial->shares[i].clock_is_off;
    return is_off;
}

static bool sentinel_prove(const struct trial *trial, uint64_t digest, char *why,
                           size_t why_bytes) {
    uint64_t expected = 0;
    for (unsigned i = 0; i < trial->n; i++)
        expected += sentinel_digest(trial->shares[i].count);
    snprintf(why, why_bytes, "the sentinel's arithmetic came out differently");
    return digest == expected;
}

/* Whether the digest is right; `why` if not. */
static bool sample_prove(struct trial *trial, struct sample *sample, char *why, size_t why_bytes) {
    const struct workload *workload = trial->spec.workload;
    sample->digest = trial->serial_digest + trial->tasks_digest;
    for (unsigned i = 0; i < trial->n; i++)
        sample->digest += trial->shares[i].digest;
    sample->has_digest = true;
    if (trial->role == SAMPLE_SENTINEL)
        return sentinel_prove(trial, sample->digest, why, why_bytes);
    const struct workload_sample seen = trial_sample(trial, 0);
    return workload->check(trial->shared, &seen, sample->digest, why, why_bytes) == 0;
}

/* The first cause stands: a changed affinity explains why a binding was lost, and a lost binding
 * comes before what it did to the times. */
static void sample_try(struct trial *trial, const struct validity_facts *facts,
                       struct sample *sample) {
    char why[200] = "", cause[WIRE_CAUSE_BYTES];
    bool runs = trial->spec.runs;
    bool is_proved = !runs || sample_prove(trial, sample, why, sizeof why);
    if (runs && !trial_is_clean(trial, cause, sizeof cause))
        validity_mark(sample, SAMPLE_BROKEN, cause);
    validity_judge(facts, sample);
    if (is_proved)
        return;
    snprintf(cause, sizeof cause, "wrong result: %.80s", why);
    validity_mark(sample, SAMPLE_BROKEN, cause);
}

/* A server's process runs where the workers leave it a PU, among those that -c leaves out too. */
static bool has_company(const struct trial *trial, const struct sample *sample) {
    return trial->spec.workload->has_helpers && sample->role != SAMPLE_SENTINEL &&
           sample->n >= trial->allowed_pus;
}

int trial_take(struct trial *trial, struct area_step *step, struct worker_span *ret_spans,
               struct fault *fault) {
    struct sample *sample = &step->sample;
    char name[96];
    snprintf(name, sizeof name, "%s/p:%g/n:%u", trial->spec.workload->name, sample->p, sample->n);

    trial->p = sample->p;
    chains_make(trial, sample->n);
    trial_prepare(trial, &(struct phase){.role = sample->role,
                                         .n = sample->n,
                                         .tasks = sample->tasks,
                                         .serial_units = step->serial_units,
                                         .parallel_units = step->parallel_units});
    struct gbench_result result;
    uint64_t throttled = place_throttle_count(trial->throttle);
    int status = gbench_run_once(name, trial_phase, trial, &result, fault);
    if (status != 0)
        return status;
    throttled = place_throttle_count(trial->throttle) - throttled;
    team_each(trial->spec.team, share_time_chain, trial);

    struct fault stuck = {.code = FAULT_NONE};
    sample->validity = SAMPLE_VALID;
    sample->cause[0] = '\0';
    if (has_tasks(trial) && in_flight_end(trial, &stuck) != 0)
        validity_mark(sample, SAMPLE_BROKEN, stuck.text);
    spans_fill(trial, sample->id, ret_spans);
    sample_fill_times(trial, ret_spans, sample);
    sample_fill_counts(trial, ret_spans, sample);
    sample->cpu_s = trial->spec.runs ? result.cpu_s : NAN;
    const struct validity_facts facts = {
        .spans = ret_spans,
        .has_company = has_company(trial, sample),
        .is_throttled = throttled > 0,
        .clock_is_off = trial->spec.runs && clock_is_off(trial),
    };
    sample_try(trial, &facts, sample);
    return 0;
}
