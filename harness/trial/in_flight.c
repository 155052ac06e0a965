/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/in_flight.h"
#include "tasks/crew.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

static unsigned most_tasks(const struct trial *trial) {
    return trial->spec.tasks_most > 0 ? trial->spec.tasks_most : trial->spec.workload->tasks;
}

int in_flight_open(struct trial *trial, struct fault *fault) {
    trial->tasks_most = most_tasks(trial);
    if (trial->tasks_most == 0 || !trial->spec.runs)
        return 0;
    trial->ranges = calloc(trial->tasks_most, sizeof *trial->ranges);
    if (trial->ranges == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot have %u tasks", trial->tasks_most);
    return crew_create(&(struct crew_spec){.workers = trial->spec.workers,
                                           .tasks = trial->tasks_most + WORKLOAD_TASKS_BESIDE,
                                           .yields = trial->spec.yields},
                       &trial->crew, fault);
}

size_t trial_stack_bytes(const struct trial *trial) {
    return trial->crew != NULL ? crew_stack_bytes() : 0;
}

void in_flight_close(struct trial *trial) {
    crew_free(trial->crew);
    free(trial->ranges);
}

/* One contiguous range of a divisible workload's units. What it finds it leaves with the worker
 * that runs it: `run` does not park. */
static void run_range(struct workload_task *self, void *argument) {
    const struct trial_range *range = argument;
    struct trial_share *share = &range->trial->shares[workload_worker(self)];
    share->digest += range->trial->spec.workload->run(share->state, range->first, range->count);
}

static void run_ranges(struct workload_task *self, void *argument) {
    struct trial *trial = argument;
    uint64_t from = trial->spec.workload->run_serial == NULL ? trial->serial_units : 0;
    for (unsigned i = 0; i < trial->tasks; i++) {
        uint64_t begin = trial->parallel_units * i / trial->tasks;
        uint64_t end = trial->parallel_units * (i + 1) / trial->tasks;
        trial->ranges[i] = (struct trial_range){trial, from + begin, end - begin};
        if (i + 1 == trial->tasks) {
            run_range(self, &trial->ranges[i]);
            break;
        }
        int status = workload_spawn(self, NULL, run_range, &trial->ranges[i]);
        assert(status == 0); /* the crew has as many as there are ranges */
        (void)status;
    }
}

static void run_own(struct workload_task *self, void *argument) {
    struct trial *trial = argument;
    const struct workload_sample sample = trial_sample(trial, 0);
    trial->tasks_digest = trial->spec.workload->run_tasks(self, trial->shared, &sample);
}

/* What the worker waited for in all runs so far. */
static void note_waits(struct trial *trial, unsigned worker, uint64_t *ret_ns) {
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        ret_ns[kind] = crew_idle(trial->crew, worker, (enum workload_wait_kind)kind)->wait_ns;
}

void in_flight_begin(struct trial *trial) {
    for (unsigned i = 0; i < trial->n; i++) {
        note_waits(trial, i, trial->shares[i].idle_ns);
        trial->shares[i].digest = 0;
    }
    crew_begin(trial->crew, trial->n,
               trial->spec.workload->run_tasks != NULL ? run_own : run_ranges, trial);
}

void in_flight_share(void *context, unsigned worker) {
    struct trial *trial = context;
    crew_work(trial->crew, worker);
}

/* A worker whose last task had ended waited for the others, and its share ends where it began to.
 * What it had nothing to begin before that stays in its share. Both are imbalance. */
static void share_end(struct trial *trial, unsigned worker) {
    struct trial_share *share = &trial->shares[worker];
    struct team_span *span = &trial->spans[worker];
    uint64_t before_ns[WORKLOAD_WAIT_KINDS];
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        before_ns[kind] = share->idle_ns[kind];
    note_waits(trial, worker, share->idle_ns);
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        share->idle_ns[kind] -= before_ns[kind];
    int64_t length_ns = span->end_ns - span->begin_ns;
    int64_t left_ns = (int64_t)crew_left_ns(trial->crew, worker);
    share->idle_ns[WORKLOAD_WAIT_JOIN] -= (uint64_t)left_ns;
    span->end_ns -= left_ns < length_ns ? left_ns : length_ns;
}

int in_flight_end(struct trial *trial, struct fault *fault) {
    for (unsigned i = 0; i < trial->n; i++)
        share_end(trial, i);
    return crew_end(trial->crew, fault);
}

double in_flight_idle_s(const struct trial *trial, unsigned worker) {
    uint64_t idle_ns = 0;
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        idle_ns += kind == WORKLOAD_WAIT_JOIN ? 0 : trial->shares[worker].idle_ns[kind];
    return 1e-9 * (double)idle_ns;
}

double in_flight_starved_s(const struct trial *trial, unsigned worker) {
    return 1e-9 * (double)trial->shares[worker].idle_ns[WORKLOAD_WAIT_JOIN];
}
