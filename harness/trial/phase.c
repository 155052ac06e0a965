/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the workers run in a sample: the workload's kernels, or the sentinel's. */
#include "trial/in_flight.h"
#include "trial/sentinel.h"
#include "trial/trial_state.h"
#include "trial/vector_state.h"

#include <assert.h>

struct workload_sample trial_sample(const struct trial *trial, unsigned worker) {
    return (struct workload_sample){
        .workers = trial->n,
        .worker = worker,
        .tasks = trial->tasks,
        .serial_units = trial->serial_units,
        .parallel_units = trial->parallel_units,
    };
}

/* An intrinsic workload runs as a whole, or, to time an empty fork-join, not at all. */
static bool runs_phases(const struct trial *trial) {
    return trial->spec.workload->whole_units != NULL && trial->parallel_units > 0;
}

/* Untimed, on each worker of the sample: clean registers, its range, its inputs, its data in cache.
 */
static void share_prepare(void *context, unsigned worker) {
    struct trial *trial = context;
    const struct workload *workload = trial->spec.workload;
    struct trial_share *share = &trial->shares[worker];
    vector_state_clear();
    uint64_t begin = trial->parallel_units * worker / trial->n;
    uint64_t end = trial->parallel_units * (worker + 1) / trial->n;
    /* The serial kernel numbers its own units. */
    share->first = (workload->run_serial == NULL ? trial->serial_units : 0) + begin;
    share->count = end - begin;
    share->waits = NULL;
    share->wait_ns = 0;
    if (trial->role == SAMPLE_SENTINEL || (workload->whole_units != NULL && !runs_phases(trial)))
        return;
    const struct workload_sample sample = trial_sample(trial, worker);
    if (workload->prepare != NULL)
        workload->prepare(share->state, &sample);
    if (workload->warm_units > 0 && workload->run != NULL)
        share->digest = workload->run(share->state, 0, workload->warm_units);
    if (workload->waits != NULL)
        share->waits = workload->waits(share->state);
}

static uint64_t waited_ns(const struct trial_share *share) {
    return share->waits == NULL ? 0 : share->waits->wait_ns;
}

/* Read on the worker itself, whose cache line it is: worker 0 may have waited in its serial part,
 * which is none of its share. */
static void share_run(void *context, unsigned worker) {
    struct trial *trial = context;
    struct trial_share *share = &trial->shares[worker];
    uint64_t before_ns = waited_ns(share);
    share->digest = trial->spec.workload->run(share->state, share->first, share->count);
    uint64_t after_ns = waited_ns(share);
    share->wait_ns = after_ns > before_ns ? after_ns - before_ns : 0;
}

/* The same where the units are done by tasks: a lock that blocks its worker, in a range, is a wait
 * of the worker's own. */
static void share_run_tasks(void *context, unsigned worker) {
    struct trial *trial = context;
    struct trial_share *share = &trial->shares[worker];
    uint64_t before_ns = waited_ns(share);
    in_flight_share(trial, worker);
    uint64_t after_ns = waited_ns(share);
    share->wait_ns = after_ns > before_ns ? after_ns - before_ns : 0;
}

static void share_run_sentinel(void *context, unsigned worker) {
    struct trial *trial = context;
    struct trial_share *share = &trial->shares[worker];
    share->digest = sentinel_run(share->count);
}

/* Of the best serial code nothing is left for the shares, and a workload with tasks of its own has
 * none without tasks. */
static void share_pass(void *context, unsigned worker) {
    struct trial *trial = context;
    trial->shares[worker].digest = 0;
}

static void begin_run(void *context) {
    struct trial *trial = context;
    const struct workload *workload = trial->spec.workload;
    bool begins = workload->begin != NULL && runs_phases(trial);
    trial->serial_digest = begins ? workload->begin(trial->shares[0].state) : 0;
}

static void finish_run(void *context) {
    struct trial *trial = context;
    trial->serial_digest += trial->spec.workload->finish(trial->shares[0].state);
}

static void serial_run(void *context) {
    struct trial *trial = context;
    const struct workload *workload = trial->spec.workload;
    uint64_t (*run)(void *, uint64_t, uint64_t) =
        workload->run_serial != NULL ? workload->run_serial : workload->run;
    trial->serial_digest = run(trial->shares[0].state, 0, trial->serial_units);
}

static void best_run(void *context) {
    struct trial *trial = context;
    trial->serial_digest = trial->spec.workload->run_best(
        trial->shares[0].state, trial->serial_units + trial->parallel_units);
}

static void choose_kernels(const struct trial *trial, struct team_job *job) {
    const struct workload *workload = trial->spec.workload;
    switch (trial->role) {
    case SAMPLE_SENTINEL:
        job->share = share_run_sentinel;
        break;
    case SAMPLE_BEST:
        /* None is planned for a workload without. */
        assert(workload->run_best != NULL && trial->n == 1);
        job->serial = best_run;
        job->share = share_pass;
        break;
    case SAMPLE_ASKED:
    case SAMPLE_ANCHOR:
    case SAMPLE_WARMUP:
    case SAMPLE_COUNTED:
        job->serial = workload->whole_units != NULL ? begin_run : serial_run;
        job->share = trial->tasks > 0        ? share_run_tasks
                     : workload->run == NULL ? share_pass
                                             : share_run;
        job->finish = workload->finish != NULL && runs_phases(trial) ? finish_run : NULL;
        break;
    }
}

double trial_phase(void *context) {
    struct trial *trial = context;
    struct team_job job = {
        .share = share_run,
        .context = trial,
        .counts = trial->role == SAMPLE_COUNTED,
        .p = trial->p,
        .serial_units = trial->serial_units,
        .parallel_units = trial->parallel_units,
        .tasks = trial->tasks,
        .unit_wait_s = trial->known.unit_wait_s,
    };
    if (trial->spec.runs)
        choose_kernels(trial, &job);
    trial->serial_digest = 0;
    team_run(trial->spec.team, &job, &trial->times, trial->spans);
    return (double)(trial->times.t3_ns - trial->times.t0_ns) * 1e-9;
}

void trial_prepare(struct trial *trial, const struct phase *phase) {
    trial_muster(trial, phase->n);
    trial->role = phase->role;
    /* Nothing of these two is done by tasks. */
    bool is_plain = phase->role == SAMPLE_SENTINEL || phase->role == SAMPLE_BEST;
    trial->tasks = is_plain ? 0 : phase->tasks;
    trial->tasks_digest = 0;
    trial->serial_units = phase->serial_units;
    trial->parallel_units = phase->parallel_units;
    team_each(trial->spec.team, share_prepare, trial);
    if (trial->crew != NULL && trial->tasks > 0)
        in_flight_begin(trial);
}
