/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The inside of `struct trial`, for this room's files. */
#ifndef AMDAHL_TRIAL_STATE_H
#define AMDAHL_TRIAL_STATE_H

#include "team/team.h"
#include "trial/trial.h"

#include <stdalign.h>
#include <stdbool.h>

/* A worker's part of the sample in hand, on cache lines of its own. */
struct trial_share {
    alignas(128) void *state;
    uint64_t first, count; /* its range of units */
    uint64_t digest;
    bool is_set_up;
};

struct trial {
    struct trial_spec spec;
    void *shared;
    bool is_open;
    struct trial_share *shares; /* one a worker */
    struct team_span *spans;
    uint64_t params[WORKLOAD_PARAMS_MAX];
    struct workload_setting setting;
    struct place_throttle *throttle; /* NULL: no quota to be stopped by */
    /* The sample in hand. */
    unsigned n;
    uint64_t serial_units, parallel_units, serial_digest;
    double p;
    struct team_times times;
    /* The set-up in hand: which worker's turn it is, and what it said. */
    unsigned turn;
    int turn_status;
    char why[200];
};

/* Musters n workers and gives each its range of the units, its inputs and a warm cache. Untimed. */
void trial_prepare(struct trial *trial, unsigned n, uint64_t serial_units, uint64_t parallel_units);
/* The sample proper, as google-benchmark calls it: fills `times` and `spans`; gives t3 - t0 in
 * seconds. */
double trial_phase(void *context);
/* The sample in hand as a worker sees it. */
struct workload_sample trial_sample(const struct trial *trial, unsigned worker);

#endif
