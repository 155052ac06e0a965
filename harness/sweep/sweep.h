/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The loop of the main job: calibrate, plan, warm up, then round after round ask the measurers and
 * record what they answer, until the answer is precise enough, the budget is spent, the rounds are
 * done, or somebody says stop. */
#ifndef AMDAHL_SWEEP_H
#define AMDAHL_SWEEP_H

#include "fault/fault.h"
#include "plan/plan.h"
#include "sweep/lane.h"
#include "wire/area.h"

#include <stdbool.h>

struct run_dir;

struct sweep_progress {
    uint64_t rounds; /* done */
    double done;     /* 0 … 1 of the budget or of the rounds */
    double left_s;   /* expected; NAN: not known yet */
};

/* Says how near the answer is. */
struct sweep_judge {
    void *context;
    /* Looks at all samples that there are. FAULT_SYSTEM: no memory. */
    int (*look)(void *context, const struct sample *samples, size_t count, struct fault *fault);
    /* Then: whether what was asked for of a block is precise enough, at every n. */
    bool (*is_precise)(void *context, const struct series *series, double p, uint32_t tasks);
};

struct sweep_spec {
    const struct series *series; /* what is measured, in the same rounds */
    size_t series_count;         /* 1 … SWEEP_SERIES_MAX */
    const char *const *plugins;  /* of each series: the library that its workload is in, NULL where
                                  * it is built in; NULL: all are */
    struct plan_fractions fractions; /* count 0: a foreign program that is told no p */
    struct plan_cores cores;
    struct plan_tasks tasks; /* count 0: each workload's own, if it has any */
    unsigned pus;            /* n above it is oversubscribed */
    struct area_setup base;  /* all but series, script_seed and script_start_ns */
    double budget_s;         /* of measuring, for the whole command */
    uint64_t rounds; /* exactly so many; 0: until the judge is content or the budget spent */
    const struct sweep_judge *judge; /* NULL: none, and no warm-up */
    double min_time_s;               /* 0: by rule */
    double tick_period_s;            /* 0: not known */
    double time_limit_s; /* of one batch of samples; 0: 10 × what is expected, and 5 s. A foreign
                          * program has a limit of its own: area_program */
    uint64_t seed;
    void (*progress)(void *context,
                     const struct sweep_progress *progress); /* after a round; NULL: none */
    void *progress_context;
};

enum { SWEEP_SERIES_MAX = 64 };

/* What ended it. */
enum sweep_end { SWEEP_END_BUDGET, SWEEP_END_PRECISION, SWEEP_END_ROUNDS, SWEEP_END_CUT };

struct sweep_result {
    struct sample
        *samples; /* in the order in which they were taken; free with sweep_result_release */
    struct watch *watches; /* of each sample where a foreign program is measured; else NULL */
    size_t sample_count;
    uint64_t rounds;          /* whole ones */
    enum sweep_end end;       /* SWEEP_END_CUT: a signal, a fault, or every workload given up */
    uint64_t warmup_rounds;   /* before them; their samples are of the role warmup */
    bool is_drifting;         /* T(1) still had a trend when the warm-up ended */
    unsigned epochs;          /* of the lane with the fewest */
    int signal;               /* that ended it early; 0: none */
    double warmup_s;          /* of measuring_s, before the first round */
    double measuring_s;       /* from a request to its answer, over all */
    double samples_s;         /* of that, inside samples, whatever their role: the rest is what it
                               * costs to take them */
    double speedup_samples_s; /* of that, inside those that speed-ups are made of, valid or not */
    size_t lane_count;
    struct lane_report *lanes; /* of each series that was opened; NULL: none was */
};

/* Runs it, appending to `run` as it goes. What workloads do wrong, also while they are set up,
 * stands in their lane's report and is no fault here. FAULT_SYSTEM when rows cannot be written or
 * memory ends; what was measured until then is in *ret_result all the same, as after success. */
int sweep_run(const struct sweep_spec *spec, struct run_dir *run, struct sweep_result *ret_result,
              struct fault *fault);
void sweep_result_release(struct sweep_result *result);

#endif
