/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* An engine that runs nothing and answers with the times of a script, on a clock of its own, so
 * that everything after the team runs at any n without such a machine. */
#include "team/engine.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

struct scripted {
    struct team_script script;
    unsigned mustered;
    int64_t now_ns;
    gsl_rng *random;
    size_t *next_time; /* for each scripted (p, n): which of its times comes next */
};

/* The gap that a real harness leaves between two samples, so that no two begin at once. */
enum { SCRIPTED_GAP_NS = 10000 };

static void scripted_free(void *self) {
    struct scripted *scripted = self;
    if (scripted->random != NULL)
        gsl_rng_free(scripted->random);
    free(scripted->next_time);
    free(scripted);
}

static int scripted_create(const struct team_spec *spec, void **ret_self, struct fault *fault) {
    if (spec->script == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "the engine 'scripted' needs a script: give --script FILE");

    struct scripted *scripted = calloc(1, sizeof *scripted);
    if (scripted == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make the scripted engine");
    scripted->script = *spec->script;
    scripted->mustered = 1;
    scripted->now_ns = spec->script->start_ns;
    scripted->random = gsl_rng_alloc(gsl_rng_taus2);
    scripted->next_time = calloc(spec->script->time_count + 1, sizeof *scripted->next_time);
    if (scripted->random == NULL || scripted->next_time == NULL) {
        scripted_free(scripted);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make the scripted engine");
    }
    gsl_rng_set(scripted->random, (unsigned long)spec->script->seed);
    *ret_self = scripted;
    return 0;
}

static int64_t scripted_now_ns(const void *self) {
    return ((const struct scripted *)self)->now_ns;
}

static void scripted_muster(void *self, unsigned n) {
    ((struct scripted *)self)->mustered = n;
}

static void scripted_each(void *self, void (*fn)(void *context, unsigned worker), void *context) {
    (void)self, (void)fn, (void)context;
}

/* The next of the times that the script lists for (p, n); NAN where it lists none. */
static double scripted_listed_s(struct scripted *scripted, double p, unsigned n) {
    const struct team_script *script = &scripted->script;
    size_t first = script->time_count;
    for (size_t i = 0; i < script->time_count && first == script->time_count; i++)
        if (script->times[i].p == p && script->times[i].n == n)
            first = i;
    if (first == script->time_count)
        return NAN;

    size_t chosen = first;
    for (size_t i = first, rank = 0; i < script->time_count; i++) {
        if (script->times[i].p != p || script->times[i].n != n)
            continue;
        if (rank++ == scripted->next_time[first]) {
            chosen = i;
            break;
        }
    }
    /* Past the last one the search above fell back to the first. */
    scripted->next_time[first] = chosen == first ? 1 : scripted->next_time[first] + 1;
    return script->times[chosen].time_s;
}

static int64_t scripted_jittered_ns(struct scripted *scripted, double seconds) {
    double jitter = scripted->script.jitter;
    double factor = jitter > 0 ? exp(gsl_ran_gaussian(scripted->random, jitter)) : 1;
    return llround(seconds * factor * 1e9);
}

/* Makes the whole last `time_s`, every phase in its share. */
static void scripted_stretch(double time_s, unsigned n, struct team_times *times,
                             struct team_span *spans) {
    int64_t t0_ns = times->t0_ns;
    double factor = time_s * 1e9 / (double)(times->t2_ns - t0_ns);
    for (unsigned i = 0; i < n; i++) {
        spans[i].begin_ns = t0_ns + llround(factor * (double)(spans[i].begin_ns - t0_ns));
        spans[i].end_ns = t0_ns + llround(factor * (double)(spans[i].end_ns - t0_ns));
    }
    times->t1_ns = t0_ns + llround(factor * (double)(times->t1_ns - t0_ns));
    times->t2_ns = t0_ns + llround(time_s * 1e9);
}

/* By tasks: no more workers have work than there are tasks, and t units at most wait at once. */
static double scripted_share_s(const struct team_job *job, unsigned n, unsigned worker,
                               double unit_s) {
    unsigned busy = job->tasks > 0 && job->tasks < n ? job->tasks : n;
    if (worker >= busy)
        return 0;
    uint64_t units =
        job->parallel_units * (worker + 1) / busy - job->parallel_units * worker / busy;
    double share_s = unit_s * (double)units;
    if (job->tasks == 0)
        return share_s;
    return fmax(share_s, (unit_s + job->unit_wait_s) * (double)job->parallel_units / job->tasks);
}

static void scripted_run(void *self, const struct team_job *job, struct team_times *ret_times,
                         struct team_span *ret_spans) {
    struct scripted *scripted = self;
    const struct team_script *script = &scripted->script;
    unsigned n = scripted->mustered;
    double listed_s = scripted_listed_s(scripted, job->p, n);
    double unit_s = script->unit_s * (1 + script->growth * (n - 1));

    ret_times->t0_ns = scripted->now_ns;
    ret_times->t1_ns = ret_times->t0_ns +
                       scripted_jittered_ns(scripted, script->unit_s * (double)job->serial_units);
    int64_t last_end_ns = ret_times->t1_ns;
    for (unsigned i = 0; i < n; i++) {
        ret_spans[i].begin_ns = ret_times->t1_ns + (i > 0 ? llround(script->fork_s * 1e9) : 0);
        ret_spans[i].end_ns = ret_spans[i].begin_ns +
                              scripted_jittered_ns(scripted, scripted_share_s(job, n, i, unit_s));
        ret_spans[i].run_delay_ns = -1;
        ret_spans[i].pu_seen = -1;
        ret_spans[i].switches = ret_spans[i].migrations = ret_spans[i].faults = -1;
        ret_spans[i].cycles = ret_spans[i].instructions = NAN;
        if (ret_spans[i].end_ns > last_end_ns)
            last_end_ns = ret_spans[i].end_ns;
    }
    ret_times->t2_ns = last_end_ns + (n > 1 ? llround(script->join_s * 1e9) : 0);
    if (!isnan(listed_s))
        scripted_stretch(listed_s, n, ret_times, ret_spans);
    ret_times->t3_ns = ret_times->t2_ns; /* it runs nothing, and so no `finish` */
    scripted->now_ns = ret_times->t3_ns + SCRIPTED_GAP_NS;
}

const struct team_engine team_engine_scripted = {
    .name = "scripted",
    .create = scripted_create,
    .free = scripted_free,
    .now_ns = scripted_now_ns,
    .muster = scripted_muster,
    .each = scripted_each,
    .run = scripted_run,
};
