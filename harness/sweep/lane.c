/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/answer.h"
#include "sweep/lane_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For a set-up, whose length nobody knows beforehand: first touch of 24 GiB takes some 10 s. */
static const double SET_UP_LIMIT_S = 60;

double lane_limit_s(const struct lane *lane, double rule_s) {
    return lane->spec->time_limit_s > 0 ? lane->spec->time_limit_s : rule_s;
}

struct plan_round_spec lane_round_spec(const struct lane *lane, uint64_t round) {
    return (struct plan_round_spec){
        .works = lane->report.blocks.works,
        .roles = lane->report.blocks.roles,
        .blocks = lane->report.blocks.count,
        .cores = &lane->spec->cores,
        .resting = plan_returns_in(round) ? NULL : lane->resting,
        .unit_s = lane->report.calibration.unit_s,
        .seed = lane->spec->seed,
        .round = round,
    };
}

void lane_fail(struct lane *lane, enum fault_code code, const char *text) {
    fault_set(&lane->report.fault, code, 0, "%s", text);
    lane->report.failures++;
    if (++lane->failures_in_a_row >= LANE_FAILURES_MAX || lane->hangs >= LANE_FAILURES_MAX)
        lane->report.abandoned = true;
}

void lane_fail_named(struct lane *lane, enum fault_code code, const char *text) {
    char named[sizeof lane->report.fault.text];
    snprintf(named, sizeof named, "'%s': %.400s", lane->report.series.workload, text);
    lane_fail(lane, code == FAULT_TIME_LIMIT ? FAULT_WORKLOAD : code, named);
}

int lane_start(struct lane *lane, struct interrupt *interrupt, struct fault *fault) {
    lane->setup.script_seed = lane->spec->seed + lane->report.epochs;
    lane->setup.script_start_ns = lane->engine_now_ns;
    int status = measurer_process_start(&lane->setup, lane->step_capacity, lane->span_capacity,
                                        lane_limit_s(lane, SET_UP_LIMIT_S), interrupt,
                                        &lane->process, fault);
    if (status == 0)
        lane->report.epochs++;
    return status;
}

static int lane_calibrate(struct lane *lane, struct interrupt *interrupt, struct fault *fault) {
    struct area_reply reply;
    int status = measurer_process_ask(lane->process, &(struct area_request){.kind = AREA_CALIBRATE},
                                      lane_limit_s(lane, SET_UP_LIMIT_S), interrupt, &reply, fault);
    if (status != 0)
        return status;
    lane->report.calibration = measurer_process_area(lane->process)->calibration;
    lane->engine_now_ns = reply.now_ns;
    return answer_is_calibration(&lane->report.calibration)
               ? 0
               : fault_set(fault, FAULT_WORKLOAD, 0, "its calibration gave " ANSWER_NONSENSE);
}

static int lane_plan(struct lane *lane, struct fault *fault) {
    const struct plan_fractions *asked = &lane->spec->fractions;
    struct lane_report *report = &lane->report;
    const struct area_calibration *found = &report->calibration;
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
    });
    int status = plan_blocks_make(&(struct plan_blocks_spec){.fractions = asked,
                                                             .cores = &lane->spec->cores,
                                                             .scaling = lane->scaling,
                                                             .unit_s = found->unit_s,
                                                             .serial_unit_s = found->serial_unit_s,
                                                             .sample_s = report->length.sample_s,
                                                             .whole_units = found->whole_units,
                                                             .phases_s = found->phases_s},
                                  &report->blocks, fault);
    if (status != 0)
        return status;
    const struct plan_round_spec round = lane_round_spec(lane, 0);
    report->round_s = plan_round_seconds(&round);
    return 0;
}

static void lane_size(struct lane *lane) {
    const struct plan_cores *cores = &lane->spec->cores;
    size_t blocks = lane->spec->fractions.count + 2, spans = 0;
    for (size_t i = 0; i < cores->count; i++)
        spans += cores->value[i] + 1; /* and a T(1) of its own */
    lane->step_capacity = blocks * 2 * cores->count;
    lane->span_capacity = blocks * spans;
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
    if (spec->plugins != NULL && spec->plugins[index] != NULL)
        snprintf(lane->setup.plugin_path, sizeof lane->setup.plugin_path, "%s",
                 spec->plugins[index]);
    lane_size(lane);
    lane->steps = calloc(lane->step_capacity, sizeof *lane->steps);
    if (lane->steps == NULL) {
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
    free(lane->steps);
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
