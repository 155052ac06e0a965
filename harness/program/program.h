/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A foreign program as what is measured: a sample is one run of it on the PUs of n workers. All
 * functions are called by one thread, which leaves those PUs where there are others. */
#ifndef AMDAHL_PROGRAM_H
#define AMDAHL_PROGRAM_H

#include "fault/fault.h"
#include "wire/area.h"

struct place;
struct program;

/* Takes the program of `area`->setup, whose process group stands in `area`->program while it or a
 * hook runs; both arguments are borrowed. The calling process may have no other children: what a
 * run leaves behind becomes its child, and all its children are killed after each run.
 * FAULT_UNMEASURABLE on another machine, FAULT_SYSTEM. The caller frees with program_close. */
int program_open(struct area *area, const struct place *place, struct program **ret_program,
                 struct fault *fault);
void program_close(struct program *program); /* accepts NULL */

/* The runs before the first sample, at least one: at n = 1, then one at the largest n, and one of
 * the best serial program where there is one (has_best). Gives as unit_s the last time of the
 * parallel one at n = 1, and as slowest_s the longest of all. A run that goes wrong is a
 * FAULT_WORKLOAD, or FAULT_TIME_LIMIT, but for one whose failure is ignored. */
int program_calibrate(struct program *program, struct area_calibration *ret_calibration,
                      struct fault *fault);

/* One run, with its hooks: fills `step->sample` from start_s on. A sample of the role SAMPLE_BEST,
 * at n = 1, is a run of the best serial program, of whose threads nothing is told. A run that went
 * wrong is a broken sample, whose `ret_watch` is empty, and no fault; FAULT_WORKLOAD where a hook
 * went wrong or the program cannot be executed, FAULT_SYSTEM. */
int program_take(struct program *program, struct area_step *step, struct watch *ret_watch,
                 struct fault *fault);

#endif
