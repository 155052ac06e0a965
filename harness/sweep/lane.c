/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/answer.h"
#include "sweep/lane_state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For a set-up and a calibration, whose length nobody knows beforehand: first touch of 24 GiB takes
 * some 10 s. Who gives less time to the whole does not wait that long for one of them. */
static const double SET_UP_LIMIT_LEAST_S = 10, SET_UP_LIMIT_MOST_S = 60;

static double set_up_limit_s(const struct lane *lane) {
    double budget_s = lane->spec->rounds > 0 ? SET_UP_LIMIT_MOST_S : lane->spec->budget_s;
    return lane_limit_s(lane, fmin(SET_UP_LIMIT_MOST_S, fmax(SET_UP_LIMIT_LEAST_S, budget_s)));
}

double lane_limit_s(const struct lane *lane, double rule_s) {
    return lane->spec->time_limit_s > 0 ? lane->spec->time_limit_s : rule_s;
}

bool lane_is_of_program(const struct lane *lane) {
    return lane->setup.program.argument_count > 0;
}

/* The measurer keeps the limits of single runs; this one is for a measurer that does not. */
double lane_program_limit_s(const struct lane *lane, size_t runs, double run_limit_s) {
    const struct area_program *program = &lane->setup.program;
    int hooks = (program->prepare[0] != '\0') + (program->conclude[0] != '\0');
    return (double)runs * (run_limit_s + hooks * area_hook_limit_s(run_limit_s)) + 5;
}

/* Without work there is nothing to explain, and a round of it is shorter than a sentinel. */
static bool lane_has_work(const struct lane *lane) {
    return lane->report.calibration.unit_s > 0;
}

struct plan_round_spec lane_round_spec(const struct lane *lane, uint64_t round, bool is_warming) {
    const struct area_calibration *found = &lane->report.calibration;
    const bool may = !is_warming && lane_has_work(lane);
    const bool may_own = may && !lane_is_of_program(lane); /* of the measurer's own workers */
    return (struct plan_round_spec){
        .works = lane->report.blocks.works,
        .roles = lane->report.blocks.roles,
        .blocks = lane->report.blocks.count,
        .cores = &lane->spec->cores,
        .resting = plan_returns_in(round) ? NULL : lane->resting,
        .has_sentinels = may_own && found->sentinel_units > 0,
        /* They tell where growth from n = 1 comes from. */
        .has_counted =
            may_own && found->has_counters && lane->spec->cores.count > 1 && plan_counts_in(round),
        .has_best = may && found->has_best && plan_takes_best_in(round),
        .unit_s = lane->report.calibration.unit_s,
        .seed = lane->spec->seed,
        .round = round,
    };
}

void lane_fail(struct lane *lane, enum fault_code code, const char *text) {
    fault_set(&lane->report.fault, code, 0, "%s", text);
    lane->report.failures++;
    lane->round_failed = true;
    if (++lane->failures_in_a_row >= LANE_FAILURES_MAX || lane->hangs >= LANE_FAILURES_MAX)
        lane->report.abandoned = true;
}

void lane_fail_named(struct lane *lane, enum fault_code code, const char *text) {
    char named[sizeof lane->report.fault.text], name[WIRE_NAME_BYTES + 4];
    const int length = snprintf(name, sizeof name, "'%s' ", lane->report.series.workload);
    const bool is_named = strncmp(text, name, (size_t)length) == 0; /* as the measurer's own are */
    snprintf(named, sizeof named, "'%s': %.400s", lane->report.series.workload, text);
    lane_fail(lane, code == FAULT_TIME_LIMIT ? FAULT_WORKLOAD : code, is_named ? text : named);
}

int lane_start(struct lane *lane, struct interrupt *interrupt, struct fault *fault) {
    lane->setup.script_seed = lane->spec->seed + lane->report.epochs;
    lane->setup.script_start_ns = lane->engine_now_ns;
    int status = measurer_process_start(&lane->setup, lane->step_capacity, lane->span_capacity,
                                        set_up_limit_s(lane), interrupt, &lane->process, fault);
    if (status != 0)
        return status;
    lane->report.epochs++;
    /* Measurers of later epochs take over what the first one calibrated; before it, it is zeros. */
    measurer_process_area(lane->process)->calibration = lane->report.calibration;
    return 0;
}

/* A run of the first ones may take as long as after the slowest that is allowed as the very first;
 * beside the warm-ups there are one at n = 1, one at the largest n and one of the best serial
 * program. */
static double lane_calibration_limit_s(const struct lane *lane) {
    const struct area_program *program = &lane->setup.program;
    if (!lane_is_of_program(lane))
        return set_up_limit_s(lane);
    return lane_program_limit_s(lane, program->warmups + 3,
                                area_run_limit_s(program, area_run_limit_s(program, 0)));
}

static int lane_calibrate(struct lane *lane, struct interrupt *interrupt, struct fault *fault) {
    struct area_reply reply;
    int status = measurer_process_ask(lane->process, &(struct area_request){.kind = AREA_CALIBRATE},
                                      lane_calibration_limit_s(lane), interrupt, &reply, fault);
    if (status != 0)
        return status;
    struct area *area = measurer_process_area(lane->process);
    lane->report.calibration = area->calibration;
    lane->engine_now_ns = reply.now_ns;
    if (!answer_is_calibration(&lane->report.calibration))
        return fault_set(fault, FAULT_WORKLOAD, 0, "its calibration gave " ANSWER_NONSENSE);
    if (lane_is_of_program(lane)) {
        /* Measurers of later epochs know no run before their own. */
        struct area_program *program = &lane->setup.program;
        program->time_limit_s = area_run_limit_s(program, area->calibration.slowest_s);
        area->setup.program.time_limit_s = program->time_limit_s;
    }
    return 0;
}

/* The units of a run are its own: the work is one, and expected to take T(1) at every n. A fraction
 * is told to the program, which makes it true or not: there are no anchors. */
static void lane_plan_program(struct lane *lane) {
    const struct plan_fractions *asked = &lane->spec->fractions;
    struct lane_report *report = &lane->report;
    report->length =
        (struct plan_length){.sample_s = report->calibration.unit_s, .reason = "the program's own"};
    report->blocks.count = asked->count > 0 ? asked->count : 1;
    for (size_t i = 0; i < report->blocks.count; i++) {
        const double p = asked->count > 0 ? asked->value[i] : NAN;
        report->blocks.works[i] =
            (struct plan_work){.p = p, .p_work = p, .serial_units = 1, .serial_cost = 1};
        report->blocks.roles[i] = SAMPLE_ASKED;
    }
}

/* Of -t, or the workload's own count. */
static struct plan_tasks lane_tasks(const struct lane *lane) {
    uint32_t own = lane->report.calibration.tasks;
    return lane->spec->tasks.count > 0 ? lane->spec->tasks
                                       : (struct plan_tasks){.count = own > 0, .value = {own}};
}

static int lane_plan_workload(struct lane *lane, struct fault *fault) {
    const struct plan_fractions *asked = &lane->spec->fractions;
    struct lane_report *report = &lane->report;
    const struct area_calibration *found = &report->calibration;
    const struct plan_tasks tasks = lane_tasks(lane);
    report->length = plan_sample_length(&(struct plan_length_spec){
        .min_time_s = lane->spec->min_time_s,
        /* Workers that share PUs give way while they wait: their fork-join is the scheduler's. */
        .fork_join_s = lane->setup.oversubscribed_from < lane->setup.workers
                           ? 0
                           : report->calibration.fork_join_s,
        .tick_period_s = lane->spec->tick_period_s,
        .budget_s = lane->spec->budget_s / (double)lane->spec->series_count,
        .is_intrinsic = found->whole_units > 0,
        .scaling = lane->scaling,
        .fractions = asked,
        .cores = &lane->spec->cores,
        .tasks = &tasks,
    });
    return plan_blocks_make(&(struct plan_blocks_spec){.fractions = asked,
                                                       .cores = &lane->spec->cores,
                                                       .scaling = lane->scaling,
                                                       .unit_s = found->unit_s,
                                                       .serial_unit_s = found->serial_unit_s,
                                                       .sample_s = report->length.sample_s,
                                                       .whole_units = found->whole_units,
                                                       .phases_s = found->phases_s,
                                                       .unit_wait_s = found->unit_wait_s,
                                                       .tasks = &tasks},
                            &report->blocks, fault);
}

static int lane_plan(struct lane *lane, struct fault *fault) {
    int status = 0;
    if (lane_is_of_program(lane))
        lane_plan_program(lane);
    else
        status = lane_plan_workload(lane, fault);
    if (status != 0)
        return status;
    lane->sentinel = (struct plan_work){.p = NAN,
                                        .p_work = NAN,
                                        .parallel_units = lane->report.calibration.sentinel_units,
                                        .serial_cost = 1,
                                        .each = true};
    const struct plan_round_spec round = lane_round_spec(lane, 0, false);
    lane->report.round_s = plan_round_seconds(&round);
    return 0;
}

static void lane_size(struct lane *lane) {
    const struct plan_cores *cores = &lane->spec->cores;
    size_t tasks = lane->spec->tasks.count;
    size_t blocks = (lane->spec->fractions.count + 2) * (tasks > 0 ? tasks : 1);
    lane->step_capacity = plan_steps_most(blocks, cores);
    lane->span_capacity = lane_is_of_program(lane) ? 0 : plan_workers_most(blocks, cores);
}

int lane_open(const struct sweep_spec *spec, size_t index, struct interrupt *interrupt,
              struct lane **ret_lane, struct fault *fault) {
    struct lane *lane = calloc(1, sizeof *lane);
    if (lane == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot plan '%s'",
                         spec->series[index].workload);
    lane->spec = spec;
    lane->setup = spec->base;
    lane->setup.series = lane->report.series = spec->series[index];
    lane->setup.program.warm_up_p =
        spec->fractions.count > 0 ? spec->fractions.value[spec->fractions.count - 1] : NAN;
    if (spec->plugins != NULL && spec->plugins[index] != NULL)
        snprintf(lane->setup.plugin_path, sizeof lane->setup.plugin_path, "%s",
                 spec->plugins[index]);
    lane_size(lane);
    lane->steps = calloc(lane->step_capacity, sizeof *lane->steps);
    lane->cases = calloc(lane->step_capacity, sizeof *lane->cases);
    if (lane->steps == NULL || lane->cases == NULL) {
        lane_close(lane);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot plan '%s'",
                         spec->series[index].workload);
    }

    struct fault own = {0};
    int status = plan_parse_scaling(lane->setup.series.scaling, &lane->scaling, &own);
    if (status == 0)
        status = lane_start(lane, interrupt, &own);
    if (status == 0)
        status = lane_calibrate(lane, interrupt, &own);
    if (status == 0)
        status = lane_plan(lane, &own);
    if (status != 0) {
        if (interrupt->count < 2) /* or the second signal ended it: nobody's failure */
            lane_fail_named(lane, own.code, own.text);
        lane->report.abandoned = true;
    }
    *ret_lane = lane;
    return 0;
}

void lane_close(struct lane *lane) {
    if (lane == NULL)
        return;
    measurer_process_stop(lane->process);
    agreement_release(&lane->agreement);
    free(lane->steps);
    free(lane->cases);
    free(lane);
}

const struct lane_report *lane_report(const struct lane *lane) {
    return &lane->report;
}

void lane_rest(struct lane *lane, size_t index, bool rests) {
    lane->resting[index] = rests;
}

void lane_drop(struct lane *lane) {
    measurer_process_stop(lane->process);
    lane->process = NULL;
}

void lane_renew(struct lane *lane) {
    struct fault own = {.code = FAULT_NONE};
    if (measurer_process_end(lane->process, &own) != 0) {
        lane->hangs += own.code == FAULT_TIME_LIMIT;
        lane_fail_named(lane, own.code, own.text);
    }
    lane_drop(lane);
}
