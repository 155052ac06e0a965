/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The inside of `struct trial`, for this room's files. */
#ifndef AMDAHL_TRIAL_STATE_H
#define AMDAHL_TRIAL_STATE_H

#include "team/team.h"
#include "trial/trial.h"
#include "workload_tasks.h"

#include <stdalign.h>
#include <stdbool.h>

struct chain_history;
struct crew;
struct delays_worker;

/* A worker's part of the sample in hand, on cache lines of its own. */
struct trial_share {
    alignas(128) void *state;
    uint64_t first, count; /* its range of units */
    uint64_t digest;
    const struct workload_waits *waits; /* NULL: it counts none in the sample in hand */
    uint64_t wait_ns;                   /* in its share */
    /* By kind: with no task to run. Before and during a phase all that it ever was, then its own,
     * without the end of its share, after its last task. */
    uint64_t idle_ns[WORKLOAD_WAIT_KINDS];
    double chain_s;    /* after the phase */
    bool clock_is_off; /* by that chain */
    bool is_set_up;
    int pu_bound; /* the one PU that its affinity named last; -1: more than one */
};

/* What one task of a divisible workload runs. */
struct trial_range {
    struct trial *trial;
    uint64_t first, count;
};

struct trial {
    struct trial_spec spec;
    struct crew *crew;          /* NULL: no sample has tasks */
    unsigned tasks_most;        /* that a sample has in flight */
    struct trial_range *ranges; /* tasks_most */
    void *shared;
    bool is_open;
    struct trial_share *shares; /* one a worker */
    struct team_span *spans;
    struct delays_worker *delays;  /* one a worker, for the arithmetic of a sample */
    struct chain_history **chains; /* at index n - 1: of its n workers; NULL: none yet */
    struct area_calibration known; /* zeros: nothing is */
    uint64_t params[WORKLOAD_PARAMS_MAX];
    struct workload_setting setting;
    struct place_throttle *throttle; /* NULL: no quota to be stopped by */
    int tasks_file;                  /* /proc/self/task; -1: it cannot be opened */
    unsigned threads;                /* of the process when n was last changed; 0: not known */
    size_t allowed_pus; /* that whoever started this process may use: -c keeps none from helpers */
    /* The sample in hand. */
    enum sample_role role;
    unsigned n, tasks;     /* tasks 0: none */
    uint64_t tasks_digest; /* of a workload with tasks of its own */
    uint64_t serial_units, parallel_units, serial_digest;
    double p;
    struct team_times times;
    /* The set-up in hand: which worker's turn it is, and what it said. */
    unsigned turn;
    int turn_status;
    char why[200];
};

/* Opens tasks_file, which trial_close closes. */
void trial_open_tasks(struct trial *trial);
/* Musters n workers; where that changes n, takes the threads that there are now for the engine's.
 */
void trial_muster(struct trial *trial, unsigned n);
/* Untimed, on the mustered workers: whether the workload's code has left the process as it was. If
 * not, `cause` says what: "changed the affinity of worker 1" (not under PLACE_NONE), "left 2
 * threads of its own running", "left a process of its own". About 1 us; 100 ms where
 * threads are left. */
bool trial_is_clean(struct trial *trial, char *cause, size_t bytes);
/* What a phase is made of. */
struct phase {
    enum sample_role role; /* SAMPLE_SENTINEL: its arithmetic; else the workload's */
    unsigned n, tasks;
    uint64_t serial_units, parallel_units;
};
/* Musters its n workers and gives each its range of the units, its inputs and a warm cache; for a
 * sentinel sample no more than the range. Untimed. */
void trial_prepare(struct trial *trial, const struct phase *phase);
/* The sample proper, of the kind that trial->role says, as google-benchmark calls it: fills `times`
 * and `spans`; gives t3 - t0 in seconds. */
double trial_phase(void *context);
/* The sample in hand as a worker sees it. */
struct workload_sample trial_sample(const struct trial *trial, unsigned worker);

#endif
