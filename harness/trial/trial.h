/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One sample of a workload on a team: its set-up on the pinned workers, its calibration,
 * the sample itself inside google-benchmark, the proof, and whether the sample may be trusted.
 * Called by worker 0's thread only. */
#ifndef AMDAHL_TRIAL_H
#define AMDAHL_TRIAL_H

#include "fault/fault.h"
#include "wire/area.h"
#include "workload.h"

struct place;
struct team;
struct trial;

/* Whether a descriptor can be used: FAULT_WORKLOAD names the field that is wrong. */
int workload_validate(const struct workload *workload, struct fault *fault);
/* The workload of the table that has this name; NULL: none. */
const struct workload *workload_find(const char *name);
/* What a descriptor that is valid says, for whoever must not touch the workload itself. */
void workload_describe(const struct workload *workload, struct workload_card *ret_card);

struct trial_spec {
    const struct workload *workload;  /* borrowed */
    struct team *team;                /* borrowed */
    const struct place *place;        /* borrowed */
    const char *params;               /* borrowed: "name=value;…", the others at their defaults */
    unsigned workers;                 /* the most that a sample will use */
    unsigned tasks_least, tasks_most; /* in flight, of all samples; 0: what the workload says */
    bool yields;                      /* struct team_spec's */
    unsigned own_pus;                 /* so many of them have a PU to themselves */
    bool runs;            /* false: a scripted team, which runs nothing that could be proved */
    double script_unit_s; /* what calibration gives when nothing runs */
    double script_fork_join_s;
    int64_t origin_ns;
};

/* Reads the workload's own parameters from "name=value;…", which may hold others too; those not
 * named get their defaults. FAULT_USAGE names one that is no number in its range,
 * or none of its words. */
int workload_read_params(const struct workload_card *card, const char *text,
                         uint64_t ret_values[WORKLOAD_PARAMS_MAX], struct fault *fault);

/* Checks the footprint against the free memory, then sets the workload up on the workers, one after
 * the other. FAULT_WORKLOAD or FAULT_SYSTEM. The caller frees. */
int trial_open(const struct trial_spec *spec, struct trial **ret_trial, struct fault *fault);
void trial_close(struct trial *trial); /* accepts NULL */
/* Of each task; 0: its samples have none. */
size_t trial_stack_bytes(const struct trial *trial);

/* Times a unit of work, and of the serial kernel where there is one, at n = 1 (the least of 21
 * phases; of two kernels the median), or the whole of an intrinsic workload (the least of 21 runs
 * or of as many as fit 0.25 s; one where it is longer than 50 ms); and an empty fork-join of
 * own_pus workers (the median of 201, or of as many as fit 0.25 s). Then, in some 10 ms together, a
 * page fault (the median over 512 fresh pages) and the units of a sentinel sample of 0.25 ms. */
int trial_calibrate(struct trial *trial, struct area_calibration *ret_calibration,
                    struct fault *fault);

/* Takes over what an earlier measuring process calibrated with the same set-up. Without it and
 * without a calibration of its own no start of a worker is late, and faults have no cost. */
void trial_know(struct trial *trial, const struct area_calibration *calibration);

/* Takes one sample, of the kind that its role says: of a sentinel sample every worker runs its part
 * of parallel_units of the harness's own arithmetic, and nothing of the workload runs; of the best
 * serial code (n is 1) all its units are run_best's; of a counted one the hardware counters are
 * read. Fills `step->sample` from start_s on and one span a worker. A sample that
 * cannot be trusted is marked in it, and is no fault. FAULT_SYSTEM: google-benchmark refused. */
int trial_take(struct trial *trial, struct area_step *step, struct worker_span *ret_spans,
               struct fault *fault);

#endif
