/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/place.h"
#include "trial/gbench.h"
#include "trial/trial_state.h"

#include <math.h>
#include <stdio.h>

static void sample_fill_times(struct trial *trial, struct sample *sample) {
    const struct team_times *times = &trial->times;
    int64_t first_begin = INT64_MAX, last_end = INT64_MIN;
    double fork_ns = 0, imbalance_ns = 0;
    for (unsigned i = 0; i < trial->n; i++) {
        const struct team_span *span = &trial->spans[i];
        first_begin = span->begin_ns < first_begin ? span->begin_ns : first_begin;
        last_end = span->end_ns > last_end ? span->end_ns : last_end;
        fork_ns += (double)(span->begin_ns - times->t1_ns);
    }
    for (unsigned i = 0; i < trial->n; i++)
        imbalance_ns += (double)(last_end - trial->spans[i].end_ns);
    sample->start_s = (double)(times->t0_ns - trial->spec.origin_ns) / 1e9;
    sample->time_s = (double)(times->t3_ns - times->t0_ns) / 1e9;
    sample->serial_s = (double)(times->t1_ns - times->t0_ns + (times->t3_ns - times->t2_ns)) / 1e9;
    sample->parallel_s = (double)(last_end - first_begin) / 1e9;
    sample->fork_s = fork_ns / 1e9 / trial->n;
    sample->imbalance_s = imbalance_ns / 1e9 / trial->n;
    sample->join_s = (double)(times->t2_ns - last_end) / 1e9;
}

/* The scripted engine has no place. */
static int worker_pu(const struct trial *trial, unsigned worker) {
    return trial->spec.place == NULL ? -1 : place_worker_pu(trial->spec.place, worker);
}

static void spans_fill(const struct trial *trial, uint64_t sample, struct worker_span *ret_spans) {
    for (unsigned i = 0; i < trial->n; i++) {
        const struct team_span *span = &trial->spans[i];
        ret_spans[i] = (struct worker_span){
            .sample = sample,
            .worker = i,
            .pu_asked = worker_pu(trial, i),
            .pu_seen = span->pu_seen,
            .start_s = (double)(span->begin_ns - trial->spec.origin_ns) / 1e9,
            .end_s = (double)(span->end_ns - trial->spec.origin_ns) / 1e9,
            .run_delay_s = span->run_delay_ns < 0 ? NAN : (double)span->run_delay_ns * 1e-9,
            .wait_s = NAN,
            .cpu_s = NAN,
            .switches = span->switches < 0 ? NAN : span->switches,
            .migrations = span->migrations < 0 ? NAN : span->migrations,
            .faults = span->faults < 0 ? NAN : span->faults,
            .chain_s = NAN,
        };
    }
}

static void sample_judge(struct sample *sample, enum sample_validity validity, const char *cause) {
    if (sample->validity >= validity && sample->cause[0] != '\0')
        return;
    sample->validity = validity;
    snprintf(sample->cause, sizeof sample->cause, "%s", cause);
}

/* docs/definitions.md, "Validity": a run delay above 1 % of the sample disturbs it. */
static const double RUN_DELAY_SHARE = 0.01;

static void sample_validate(const struct trial *trial, const struct worker_span *spans,
                            struct sample *sample) {
    char cause[WIRE_CAUSE_BYTES];
    for (unsigned i = 0; i < trial->n; i++) {
        const struct worker_span *span = &spans[i];
        if (span->pu_asked >= 0 && span->pu_seen >= 0 && span->pu_seen != span->pu_asked) {
            snprintf(cause, sizeof cause,
                     "binding lost: worker %u asked for PU %d and ran on PU %d", i, span->pu_asked,
                     span->pu_seen);
            sample_judge(sample, SAMPLE_BROKEN, cause);
        }
        /* Workers that share a PU delay each other: that is what such a point measures. */
        if (!sample->oversubscribed && span->run_delay_s > RUN_DELAY_SHARE * sample->time_s)
            sample_judge(sample, SAMPLE_DISTURBED, "run delay");
    }
}

/* Whether the digest is right; `why` if not. */
static bool sample_prove(struct trial *trial, struct sample *sample, char *why, size_t why_bytes) {
    const struct workload *workload = trial->spec.workload;
    sample->digest = trial->serial_digest;
    for (unsigned i = 0; i < trial->n; i++)
        sample->digest += trial->shares[i].digest;
    sample->has_digest = true;
    const struct workload_sample seen = trial_sample(trial, 0);
    return workload->check(trial->shared, &seen, sample->digest, why, why_bytes) == 0;
}

/* The first cause stands: a changed affinity explains why a binding was lost, and a lost binding
 * comes before what it did to the times. */
static void sample_try(struct trial *trial, const struct worker_span *spans,
                       struct sample *sample) {
    char why[200] = "", cause[WIRE_CAUSE_BYTES];
    bool runs = trial->spec.runs;
    bool is_proved = !runs || sample_prove(trial, sample, why, sizeof why);
    if (runs && !trial_is_clean(trial, cause, sizeof cause))
        sample_judge(sample, SAMPLE_BROKEN, cause);
    sample_validate(trial, spans, sample);
    if (is_proved)
        return;
    snprintf(cause, sizeof cause, "wrong result: %.80s", why);
    sample_judge(sample, SAMPLE_BROKEN, cause);
}

int trial_take(struct trial *trial, struct area_step *step, struct worker_span *ret_spans,
               struct fault *fault) {
    struct sample *sample = &step->sample;
    char name[96];
    snprintf(name, sizeof name, "%s/p:%g/n:%u", trial->spec.workload->name, sample->p, sample->n);

    trial->p = sample->p;
    trial_prepare(trial, sample->n, step->serial_units, step->parallel_units);
    struct gbench_result result;
    uint64_t throttled = place_throttle_count(trial->throttle);
    int status = gbench_run_once(name, trial_phase, trial, &result, fault);
    throttled = place_throttle_count(trial->throttle) - throttled;
    if (status != 0)
        return status;

    sample->validity = SAMPLE_VALID;
    sample->cause[0] = '\0';
    sample_fill_times(trial, sample);
    sample->cpu_s = trial->spec.runs ? result.cpu_s : NAN;
    spans_fill(trial, sample->id, ret_spans);
    sample_try(trial, ret_spans, sample);
    if (throttled > 0)
        sample_judge(sample, SAMPLE_DISTURBED, "throttled by the CPU quota");
    return 0;
}
