/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A team of workers, one to a PU of the order, that forks, runs one phase and joins, and says when.
 *
 * Worker 0 is the thread that creates the team: it coordinates, on the first PU of the order. The
 * others are made once, pinned before they first run. Between a muster and the next, the workers of
 * a sample spin and the others are blocked. All functions are called by worker 0's thread only. */
#ifndef AMDAHL_TEAM_H
#define AMDAHL_TEAM_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place;
struct team;

/* What workers outside a sample do. */
enum team_idle { TEAM_IDLE_BLOCK, TEAM_IDLE_SPIN };

/* What the scripted engine answers instead of running anything. */
struct team_script {
    double unit_s;    /* of one unit of work on one core */
    double fork_s;    /* from the release until each worker but the first begins */
    double join_s;    /* from the last worker's end until the coordinator has seen it */
    double growth;    /* each further worker makes every unit longer by this share */
    double jitter;    /* standard deviation of each worker's log time */
    uint64_t seed;    /* of the jitter */
    int64_t start_ns; /* where its clock begins */
    /* Optional: times that stand for (p, n) whatever the units are, given one after another and
     * then again from the first. */
    struct team_script_time *times;
    size_t time_count;
};
struct team_script_time {
    double p;
    unsigned n;
    double time_s;
};

struct team_spec {
    const char *engine;        /* "threads", "openmp" or "scripted" */
    const char *params;        /* "name=value;…", of which an engine takes its own; NULL: none */
    const struct place *place; /* borrowed while the team lives; NULL for "scripted" */
    unsigned workers;          /* the most that will ever be mustered, from 1 */
    enum team_idle idle;
    bool yields; /* spinning workers give their core away: more workers than PUs, or a sanitizer */
    bool clocks_off; /* read no clock in team_run: to measure what the clocks cost */
    const struct team_script *script; /* borrowed; "scripted" only */
};

/* An engine, for lists and for checking what was asked for. */
struct team_engine_info {
    const char *name, *summary;
    const struct team_engine_param *params; /* NULL: none; ends with a NULL name */
    /* What a series' `idle` may be, "block|spin", of which the first is the default. "runtime": the
     * OpenMP runtime decides how the workers of a sample wait for its regions; the workers outside
     * a sample do not exist. */
    const char *idle_words;
    bool is_offered; /* by `amdahl list`; the scripted one is for trials */
};
/* A parameter of an engine: one of `words`, "default|active", of which the first is the default. */
struct team_engine_param {
    const char *name, *words, *summary;
};
/* The engines there are; *ret_count of them. */
const struct team_engine_info *team_engine_table(size_t *ret_count);

/* Makes the team and binds the caller. FAULT_USAGE for an unknown engine or a wrong word for one of
 * its parameters, FAULT_SYSTEM for a thread that cannot be made or whose binding, read back, did
 * not hold, FAULT_UNMEASURABLE for an OpenMP runtime that is not installed. The caller frees.
 *
 * "openmp" is for a process with one thread, which has loaded no OpenMP runtime before or one with
 * the same parameters: the engine replaces the variables that the runtimes read, and they read them
 * once. */
int team_create(const struct team_spec *spec, struct team **ret_team, struct fault *fault);
/* Ends the threads. Accepts NULL. The caller stays bound. */
void team_free(struct team *team);

/* Now, on the clock of this team's times, in ns: CLOCK_MONOTONIC, or the script's. */
int64_t team_now_ns(const struct team *team);

/* n is from 1 to the team's workers. After it, workers 0 … n - 1 spin, ready, and the others are
 * blocked (or spin, with TEAM_IDLE_SPIN). */
void team_muster(struct team *team, unsigned n);

/* Calls fn(context, i) once on every mustered worker i, on its own thread and untimed; returns when
 * all are done. The scripted engine calls nothing. */
void team_each(struct team *team, void (*fn)(void *context, unsigned worker), void *context);

/* One timed phase: `serial` on worker 0, the release, `share` on every mustered worker, the join,
 * `finish` on worker 0. */
struct team_job {
    void (*serial)(void *context); /* NULL: none */
    void (*share)(void *context, unsigned worker);
    void (*finish)(void *context); /* NULL: none */
    void *context;
    bool counts; /* open the hardware counters for this phase, if the team has them, and read them
                  * at the ends of `serial`, of each share and of `finish`, outside their clocks:
                  * microseconds each where a hypervisor steps in, so that its times are not those
                  * of other phases */
    /* What the scripted engine makes its times from. */
    double p;
    uint64_t serial_units, parallel_units;
    unsigned tasks;     /* that do them; 0: the workers share them out */
    double unit_wait_s; /* that each unit waits, which other tasks hide */
};
/* One worker's first and last instruction of its share, and what befell it from before t0 to after
 * t3. */
struct team_span {
    int64_t begin_ns, end_ns;
    int64_t run_delay_ns;        /* runnable but not running, from schedstat; -1: not known */
    int pu_seen;                 /* OS index where it was after its share; -1: not known */
    int switches;                /* involuntary ones, which those of team_spec.yields are too; -1:
                                  * not known */
    int migrations;              /* how often it was moved to another PU; where the kernel does not
                                  * count that, and of a bound worker, 1 if it ended on another PU
                                  * than it began on; -1: not known */
    int faults;                  /* page faults, minor and major; -1: not known */
    double cycles, instructions; /* in user mode, inside its share, worker 0's also in the serial
                                  * parts; NAN where they were not counted */
};
struct team_times {
    int64_t t0_ns, t1_ns, t2_ns; /* docs/definitions.md, "A sample's clocks" */
    int64_t t3_ns;               /* after `finish`; t2_ns where there is none */
};
/* Whether this team can count: found out when it was made, by opening the hardware counters once on
 * every worker. false with clocks_off. Where it cannot, `counts` changes nothing. */
bool team_has_counters(const struct team *team);

/* Runs it and fills `ret_times` and one span for each mustered worker. */
void team_run(struct team *team, const struct team_job *job, struct team_times *ret_times,
              struct team_span *ret_spans);

#endif
