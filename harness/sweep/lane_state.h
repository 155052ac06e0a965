/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What lane.c (open, plan, close) and lane_round.c (take a round) share. */
#ifndef AMDAHL_LANE_STATE_H
#define AMDAHL_LANE_STATE_H

#include "sweep/agreement.h"
#include "sweep/lane.h"
#include "sweep/measurer_process.h"
#include "sweep/sweep.h"

/* A part of a round: whole blocks, steps[first] … steps[end - 1]. */
struct lane_batch {
    size_t first, end;
    uint64_t round;
    uint64_t first_id; /* the sample's of steps[0], not of steps[first] */
    double longest_s;  /* that it may be expected to take */
};

struct lane {
    const struct sweep_spec *spec;
    struct area_setup setup;
    enum plan_scaling scaling;
    struct lane_report report;
    struct measurer_process *process; /* NULL: to be started */
    struct plan_work sentinel;        /* of one sentinel */
    bool resting[PLAN_BLOCKS_MAX];
    struct plan_step *steps; /* of the round in hand */
    size_t step_count;       /* 0: the round is over */
    struct lane_batch batch; /* the last one that was taken */
    size_t step_capacity, span_capacity;
    struct agreement agreement;
    struct agreement_case *cases; /* step_capacity: of the batch in hand, for the agreement */
    unsigned failures_in_a_row, hangs;
    bool round_failed;     /* the round in hand has lost something */
    int64_t engine_now_ns; /* where the measurer's clock stood last */
};

/* Starts the measurer of a new epoch. */
int lane_start(struct lane *lane, struct interrupt *interrupt, struct fault *fault);
/* Ends the measurer after a failure, whatever it does. */
void lane_drop(struct lane *lane);
/* The round as the plan wants it, with what it has beside the blocks; in a round for warm-up there
 * is nothing beside them. */
struct plan_round_spec lane_round_spec(const struct lane *lane, uint64_t round, bool is_warming);
/* The work of a step, and the seconds that are expected of it. */
const struct plan_work *lane_step_work(const struct lane *lane, const struct plan_step *step);
double lane_step_seconds(const struct lane *lane, const struct plan_step *step);
/* The same where a workload's own tasks gain nothing by further cores, as those with one lock or
 * channel do, nor by each other, as those that wait in turn: for time limits. */
double lane_step_longest_s(const struct lane *lane, const struct plan_step *step);
/* What is asked of the measurer in step `i` of the round; nothing of the answer yet. */
struct sample lane_step_sample(const struct lane *lane, const struct lane_batch *batch, size_t i);
/* The time limit of a request: the user's, or `rule_s`. */
double lane_limit_s(const struct lane *lane, double rule_s);
/* Whether it measures a foreign program: samples without phases and spans, looked at as they run.
 */
bool lane_is_of_program(const struct lane *lane);
/* The time limit of so many runs of the program with their hooks, by the limit of one run. */
double lane_program_limit_s(const struct lane *lane, size_t runs, double run_limit_s);
/* Notes a failure of the workload in its own words; the first is kept. */
void lane_fail(struct lane *lane, enum fault_code code, const char *text);
/* The same with the workload's name before it where it does not begin with that, for what happened
 * outside a sample; a time limit is then a workload's failure. */
void lane_fail_named(struct lane *lane, enum fault_code code, const char *text);

#endif
