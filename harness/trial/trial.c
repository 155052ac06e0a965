/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/place.h"
#include "tasks/crew.h"
#include "trial/chain.h"
#include "trial/delays.h"
#include "trial/in_flight.h"
#include "trial/memory.h"
#include "trial/trial_state.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Memory comes from the worker's own node from here on, whatever policy it inherited. */
static int bind_memory(struct trial *trial, unsigned worker) {
    struct fault fault = {0};
    int status = place_bind_memory_self(trial->spec.place, worker, &fault);
    if (status != 0)
        snprintf(trial->why, sizeof trial->why, "%.*s", (int)sizeof trial->why - 1, fault.text);
    return status;
}

static void setup_turn(void *context, unsigned worker) {
    struct trial *trial = context;
    const struct workload *workload = trial->spec.workload;
    if (worker != trial->turn)
        return;
    struct trial_share *share = &trial->shares[worker];
    share->state = trial->shared;
    trial->turn_status = bind_memory(trial, worker);
    if (trial->turn_status == 0 && workload->setup != NULL)
        trial->turn_status =
            workload->setup(trial->shared, worker, &share->state, trial->why, sizeof trial->why);
    share->is_set_up = trial->turn_status == 0;
}

static void teardown_turn(void *context, unsigned worker) {
    struct trial *trial = context;
    struct trial_share *share = &trial->shares[worker];
    if (share->is_set_up && trial->spec.workload->teardown != NULL)
        trial->spec.workload->teardown(share->state);
    share->is_set_up = false;
}

static int check_memory(const struct trial *trial, struct fault *fault) {
    const struct trial_spec *spec = &trial->spec;
    if (spec->workload->footprint_bytes == NULL)
        return 0;
    double needed = (double)spec->workload->footprint_bytes(&trial->setting);
    double available = memory_available_bytes();
    if (isnan(available) || needed <= available)
        return 0;
    return fault_set(
        fault, FAULT_SYSTEM, 0,
        "'%s' needs %.0f MiB for %u workers, but %.0f MiB are free: use fewer cores (-n)",
        spec->workload->name, needed / 0x1p20, spec->workers, available / 0x1p20);
}

static int check_clean(struct trial *trial, const char *where, struct fault *fault) {
    char cause[WIRE_CAUSE_BYTES];
    if (trial_is_clean(trial, cause, sizeof cause))
        return 0;
    return fault_set(fault, FAULT_WORKLOAD, 0, "'%s' %s, in %s: a workload must not",
                     trial->spec.workload->name, cause, where);
}

static int set_up(struct trial *trial, struct fault *fault) {
    const struct workload *workload = trial->spec.workload;
    trial_open_tasks(trial);
    trial_muster(trial, 1);
    if (workload->open != NULL &&
        workload->open(&trial->setting, &trial->shared, trial->why, sizeof trial->why) != 0)
        return fault_set(fault, FAULT_WORKLOAD, 0, "'%s' cannot start: %s", workload->name,
                         trial->why);
    trial->is_open = true;
    int status = check_clean(trial, "open", fault);
    if (status != 0)
        return status;

    trial_muster(trial, trial->spec.workers);
    for (unsigned i = 0; i < trial->spec.workers; i++) {
        trial->turn = i;
        team_each(trial->spec.team, setup_turn, trial);
        if (trial->turn_status != 0)
            return fault_set(fault, FAULT_WORKLOAD, 0, "'%s' cannot be set up on worker %u: %s",
                             workload->name, i, trial->why);
    }
    return check_clean(trial, "setup", fault);
}

int trial_open(const struct trial_spec *spec, struct trial **ret_trial, struct fault *fault) {
    assert(spec->own_pus >= 1 && spec->own_pus <= spec->workers);
    int status = workload_validate(spec->workload, fault);
    if (status != 0)
        return status;

    struct trial *trial = calloc(1, sizeof *trial);
    if (trial != NULL) {
        trial->spec = *spec;
        trial->tasks_file = -1;
        /* This thread may be bound already. */
        trial->allowed_pus = place_allowed_pus(getppid());
        trial->shares =
            aligned_alloc(alignof(struct trial_share), spec->workers * sizeof *trial->shares);
        trial->spans = calloc(spec->workers, sizeof *trial->spans);
        trial->delays = calloc(spec->workers, sizeof *trial->delays);
        trial->chains = calloc(spec->workers, sizeof *trial->chains);
    }
    if (trial == NULL || trial->shares == NULL || trial->spans == NULL || trial->delays == NULL ||
        trial->chains == NULL) {
        trial_close(trial);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a trial of '%s'",
                         spec->workload->name);
    }
    memset(trial->shares, 0, spec->workers * sizeof *trial->shares);
    struct workload_card card;
    workload_describe(spec->workload, &card);
    status = workload_read_params(&card, spec->params, trial->params, fault);
    trial->setting = (struct workload_setting){
        .workers = spec->workers,
        .cache_bytes = spec->place == NULL ? 0 : place_cache_bytes(spec->place),
        .params = trial->params,
        .tasks = trial->spec.tasks_most > 0 ? trial->spec.tasks_most : spec->workload->tasks,
        .calls = &crew_tasks,
    };
    if (status == 0 && spec->runs)
        status = check_memory(trial, fault);
    if (status == 0 && spec->runs)
        status = place_throttle_open(NULL, &trial->throttle, fault);
    if (status == 0)
        status = in_flight_open(trial, fault);
    if (status == 0 && spec->runs)
        status = set_up(trial, fault);
    if (status != 0) {
        trial_close(trial);
        return status;
    }
    *ret_trial = trial;
    return 0;
}

void trial_close(struct trial *trial) {
    if (trial == NULL)
        return;
    if (trial->is_open) {
        team_muster(trial->spec.team, trial->spec.workers);
        team_each(trial->spec.team, teardown_turn, trial);
        if (trial->spec.workload->close != NULL)
            trial->spec.workload->close(trial->shared);
    }
    in_flight_close(trial);
    place_throttle_close(trial->throttle);
    if (trial->tasks_file >= 0)
        close(trial->tasks_file);
    free(trial->shares);
    free(trial->spans);
    free(trial->delays);
    for (unsigned i = 0; trial->chains != NULL && i < trial->spec.workers; i++)
        free(trial->chains[i]);
    free(trial->chains);
    free(trial);
}

void trial_know(struct trial *trial, const struct area_calibration *calibration) {
    trial->known = *calibration;
}
