/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples whose units are done by tasks: a crew on the team's workers, what runs as its first task,
 * and what its workers waited for. Called by worker 0's thread, but for in_flight_share. */
#ifndef AMDAHL_IN_FLIGHT_H
#define AMDAHL_IN_FLIGHT_H

#include "fault/fault.h"
#include "trial/delays.h"
#include "trial/trial_state.h"

/* Makes the crew where the set-up has tasks, or the workload its own: trial->tasks_most of them. 0
 * without. FAULT_SYSTEM, FAULT_USAGE. */
int in_flight_open(struct trial *trial, struct fault *fault);
void in_flight_close(struct trial *trial); /* also without one */

/* Untimed, when all workers are prepared: sets the first task of the sample in hand up. */
void in_flight_begin(struct trial *trial);
/* A worker's share: runs tasks until none is left. */
void in_flight_share(void *context, unsigned worker); /* the trial */
/* After the phase: takes what the workers waited when nothing was left to begin off their spans'
 * ends, and what else they waited for into their shares.
 * 0, or FAULT_WORKLOAD: a deadlock, named. */
int in_flight_end(struct trial *trial, struct fault *fault);
/* Then: what the worker waited with no task to run, though some were to come. */
double in_flight_idle_s(const struct trial *trial, unsigned worker);
/* And what it waited before its last task because nothing was there to begin yet, and no task was
 * parked for anything that would come: the others ran all that there was. */
double in_flight_starved_s(const struct trial *trial, unsigned worker);

#endif
