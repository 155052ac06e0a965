/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session.h"
#include "cli/suggest.h"
#include "record/run_dir.h"
#include "team/clock.h"
#include "trial/script.h"
#include "trial/trial.h"
#include "workload_table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char *const DEFAULT_WORKLOAD[] = {"spin"};

static int refuse_workload(const char *name, struct fault *fault) {
    const char *names[SWEEP_WORKLOADS_MAX];
    size_t count = 0;
    char phrase[96];
    while (workload_table[count] != NULL && count < SWEEP_WORKLOADS_MAX) {
        names[count] = workload_table[count]->name;
        count++;
    }
    suggest_phrase(name, names, count, "", phrase, sizeof phrase);
    return fault_set(fault, FAULT_USAGE, 0,
                     "'%.60s' is not a workload%s; `amdahl list` shows those there are", name,
                     phrase);
}

static int plan_workloads(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct sweep_spec *spec = &session->spec;
    spec->workloads = options->operand_count > 0 ? options->operands : DEFAULT_WORKLOAD;
    spec->workload_count = options->operand_count > 0 ? options->operand_count : 1;
    if (spec->workload_count > SWEEP_WORKLOADS_MAX)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%zu workloads were named: at most %d go into one sweep",
                         spec->workload_count, SWEEP_WORKLOADS_MAX);
    for (size_t i = 0; i < spec->workload_count; i++) {
        if (workload_find(spec->workloads[i]) == NULL)
            return refuse_workload(spec->workloads[i], fault);
        for (size_t j = 0; j < i; j++)
            if (strcmp(spec->workloads[i], spec->workloads[j]) == 0)
                return fault_set(fault, FAULT_USAGE, 0, "the workload '%s' was named twice",
                                 spec->workloads[i]);
    }
    return 0;
}

static int plan_place(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct place_spec spec = {
        .synthetic = options->synthetic, .xml_path = options->xml, .cpus = options->cpus};
    int status = place_policy_parse(options->place, &spec.policy, fault);
    if (status == 0)
        status = place_load(&spec, &session->place, fault);
    if (status != 0)
        return status;
    bool runs = strcmp(options->engine, "scripted") != 0 && !options->dry_run;
    if (!place_is_this_machine(session->place) && runs)
        return fault_set(
            fault, FAULT_UNMEASURABLE, 0,
            "cannot measure on a machine that is not this one (%s): leave it out, or give "
            "--engine scripted",
            place_foreign_reason(session->place));
    place_facts(session->place, &session->facts);
    place_describe(session->place, session->machine_line, sizeof session->machine_line);
    return 0;
}

static int plan_lists(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct place_edges edges = place_edges(session->place);
    struct plan_machine machine = {
        .cache_cores = edges.cache_cores,
        .numa_cores = edges.numa_cores,
        .package_cores = edges.package_cores,
        .cores = edges.auto_cores,
        .pus = edges.pus,
    };
    int status = plan_parse_fractions(options->fractions, &session->spec.fractions, fault);
    if (status == 0)
        status = plan_parse_cores(options->cores, &machine, options->oversubscribe,
                                  &session->spec.cores, fault);
    session->spec.pus = edges.pus;
    return status;
}

static int copy_text(char *text, size_t bytes, const char *value, const char *option,
                     struct fault *fault) {
    if (value != NULL && strlen(value) >= bytes)
        return fault_set(fault, FAULT_USAGE, 0, "%s: its value is longer than %zu characters",
                         option, bytes - 1);
    snprintf(text, bytes, "%s", value == NULL ? "" : value);
    return 0;
}

/* A script that cannot be used is found out before anything is written. */
static int plan_script(const struct options *options, struct fault *fault) {
    if (strcmp(options->engine, "scripted") != 0)
        return 0;
    if (options->script == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--engine scripted needs the times that it gives: --script FILE");
    struct team_script script;
    int status = script_read(options->script, &script, fault);
    script_release(&script);
    return status;
}

static int plan_setup(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct area_setup *base = &session->spec.base;
    const struct plan_cores *cores = &session->spec.cores;
    snprintf(base->series.engine, sizeof base->series.engine, "%s", options->engine);
    snprintf(base->series.scaling, sizeof base->series.scaling, "strong");
    snprintf(base->series.place, sizeof base->series.place, "%s", options->place);
    snprintf(base->series.idle, sizeof base->series.idle, "%s", options->idle);
    base->workers = cores->value[cores->count - 1];
    base->oversubscribed_from = base->workers > session->spec.pus ? session->spec.pus : UINT32_MAX;
    base->origin_ns = strcmp(options->engine, "scripted") == 0 ? 0 : clock_now_ns();

    int status = copy_text(base->cpus, sizeof base->cpus, options->cpus, "--cpus", fault);
    if (status == 0)
        status = copy_text(base->synthetic, sizeof base->synthetic, options->synthetic,
                           "--synthetic", fault);
    if (status == 0)
        status = copy_text(base->xml_path, sizeof base->xml_path, options->xml, "--xml", fault);
    if (status == 0)
        status = copy_text(session->path, sizeof session->path, options->out, "--out", fault);
    if (status == 0)
        status = copy_text(base->script_path, sizeof base->script_path, options->script, "--script",
                           fault);
    return status;
}

static int plan_seed(struct session *session, struct fault *fault) {
    uint64_t drawn = session->options->seed;
    if (!session->options->seed_given &&
        getrandom(&drawn, sizeof drawn, 0) != (ssize_t)sizeof drawn)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot draw a seed: give --seed");
    /* 32 bits are orders enough, and can be typed again. */
    session->spec.seed = session->options->seed_given ? drawn : drawn & UINT32_MAX;
    return 0;
}

int session_plan(const struct options *options, struct session *ret_session, struct fault *fault) {
    *ret_session = (struct session){.options = options};
    struct session *session = ret_session;
    int status = plan_workloads(session, fault);
    if (status == 0)
        status = plan_place(session, fault);
    if (status == 0)
        status = plan_lists(session, fault);
    if (status == 0)
        status = plan_script(options, fault);
    if (status == 0)
        status = plan_setup(session, fault);
    if (status == 0)
        status = plan_seed(session, fault);
    if (status != 0)
        return status;

    machine_read("/", &session->machine);
    session->spec.budget_s = options->budget_s;
    session->spec.rounds = options->rounds;
    session->spec.min_time_s = options->min_time_s;
    session->spec.time_limit_s = options->time_limit_s;
    session->spec.tick_period_s =
        isnan(session->machine.tick_period_s) ? 0 : session->machine.tick_period_s;
    return 0;
}

void session_release(struct session *session) {
    run_dir_close(session->run);
    sweep_result_release(&session->result);
    free(session->rows);
    place_free(session->place);
}
