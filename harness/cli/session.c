/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session_state.h"
#include "record/run_dir.h"
#include "team/clock.h"
#include "trial/script.h"
#include "trial/trial.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* The machine once for each place, in the order in which they were given. */
static int load_places(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct place_spec spec = {
        .synthetic = options->synthetic, .xml_path = options->xml, .kinds = options->kinds};
    int status = surroundings_resolve(options, &session->surroundings, fault);
    spec.cpus = session->surroundings.cpus;
    for (size_t i = 0; i < session->spec.series_count && status == 0; i++) {
        bool known = false;
        status = place_policy_parse(session->series[i].place, &spec.policy, fault);
        for (size_t j = 0; j < session->place_count; j++)
            known = known || place_policy_of(session->places[j]) == spec.policy;
        if (status == 0 && !known) {
            status = place_load(&spec, &session->places[session->place_count], fault);
            session->place_count += status == 0;
        }
    }
    return status;
}

static bool is_scripted(const struct options *options) {
    return strcmp(options->engine, "scripted") == 0;
}

static int plan_places(struct session *session, struct fault *fault) {
    int status = load_places(session, fault);
    if (status != 0)
        return status;
    const struct place *first = session->places[0];
    bool runs = !is_scripted(session->options) && !session->options->dry_run;
    if (!place_is_this_machine(first) && runs)
        return fault_set(
            fault, FAULT_UNMEASURABLE, 0,
            "cannot measure on a machine that is not this one (%s): leave it out, or give %s",
            place_foreign_reason(first),
            session_is_of_program(session) ? "--dry-run" : "--engine scripted");
    place_facts(first, &session->facts);
    place_describe(first, session->machine_line, sizeof session->machine_line);
    return 0;
}

static void add_cores(struct plan_cores *cores, const struct plan_cores *more) {
    for (size_t i = 0; i < more->count && cores->count < PLAN_CORES_MAX; i++) {
        size_t at = 0;
        while (at < cores->count && cores->value[at] < more->value[i])
            at++;
        if (at < cores->count && cores->value[at] == more->value[i])
            continue;
        memmove(cores->value + at + 1, cores->value + at,
                (cores->count - at) * sizeof cores->value[0]);
        cores->value[at] = more->value[i];
        cores->count++;
    }
}

/* `auto` is another list at each place: all of them are measured at all places, to be compared. */
static int plan_lists(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct plan_cores *cores = &session->spec.cores;
    int status = options->fractions == NULL /* a program that is told none */
                     ? 0
                     : plan_parse_fractions(options->fractions, &session->spec.fractions, fault);
    if (status == 0 && options->tasks != NULL)
        status = plan_parse_tasks(options->tasks, &session->spec.tasks, fault);
    session->spec.pus = place_capacity(session->places[0]);
    for (size_t i = 0; i < session->place_count && status == 0; i++) {
        struct place_edges edges = place_edges(session->places[i]);
        struct plan_machine machine = {
            .cache_cores = edges.cache_cores,
            .numa_cores = edges.numa_cores,
            .package_cores = edges.package_cores,
            .cores = edges.auto_cores,
            .pus = session->spec.pus,
            .has_quota = session->spec.pus < edges.pus,
        };
        struct plan_cores own;
        status = plan_parse_cores(options->cores, &machine, options->oversubscribe, &own, fault);
        if (status == 0)
            add_cores(cores, &own);
    }
    return status;
}

int session_copy_text(char *text, size_t bytes, const char *value, const char *option,
                      struct fault *fault) {
    if (value != NULL && strlen(value) >= bytes)
        return fault_set(fault, FAULT_USAGE, 0, "%s: its value is longer than %zu characters",
                         option, bytes - 1);
    snprintf(text, bytes, "%s", value == NULL ? "" : value);
    return 0;
}

/* A script that cannot be used is found out before anything is written. */
static int plan_script(const struct options *options, struct fault *fault) {
    if (!is_scripted(options))
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
    const struct plan_tasks *tasks = &session->spec.tasks;
    base->workers = cores->value[cores->count - 1];
    if (tasks->count > 0) {
        base->tasks_least = tasks->value[0];
        base->tasks_most = tasks->value[tasks->count - 1];
    }
    base->oversubscribed_from = base->workers > session->spec.pus ? session->spec.pus : UINT32_MAX;
    base->origin_ns = is_scripted(options) ? 0 : clock_now_ns();

    int status = session_copy_text(base->cpus, sizeof base->cpus, session->surroundings.cpus,
                                   "--cpus", fault);
    if (status == 0)
        status =
            session_copy_text(base->kinds, sizeof base->kinds, options->kinds, "--kind", fault);
    if (status == 0)
        status = session_copy_text(base->synthetic, sizeof base->synthetic, options->synthetic,
                                   "--synthetic", fault);
    if (status == 0)
        status =
            session_copy_text(base->xml_path, sizeof base->xml_path, options->xml, "--xml", fault);
    if (status == 0)
        status =
            session_copy_text(session->path, sizeof session->path, options->out, "--out", fault);
    if (status == 0)
        status = session_copy_text(base->script_path, sizeof base->script_path, options->script,
                                   "--script", fault);
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

/* Before the measuring, not in it. What runs nowhere is not disturbed. */
static int examine_surroundings(struct session *session, struct fault *fault) {
    const struct plan_cores *cores = &session->spec.cores;
    if (is_scripted(session->options) || !place_is_this_machine(session->places[0]))
        return 0;
    return surroundings_examine(
        &session->surroundings,
        &(struct surroundings_spec){.places = session->places,
                                    .place_count = session->place_count,
                                    .workers = cores->value[cores->count - 1],
                                    .machine = &session->machine},
        fault);
}

/* Rounds that have no work to do are so short that a budget would hold hundreds of thousands. */
enum { ROUNDS_WITHOUT_WORK = 2000 };

/* 0: some workload has work, and the budget decides. */
static uint64_t rounds_without_work(const struct session *session) {
    for (size_t i = 0; i < session->workload_count; i++)
        if (!session->cards[i].is_empty)
            return 0;
    return ROUNDS_WITHOUT_WORK;
}

bool session_is_of_program(const struct session *session) {
    return session->spec.base.program.argument_count > 0;
}

static size_t find_workload(const struct session *session, const char *name) {
    size_t i = 0;
    while (i < session->workload_count && strcmp(session->cards[i].name, name) != 0)
        i++;
    return i;
}

const struct workload_card *session_card(const struct session *session, const char *name) {
    size_t at = find_workload(session, name);
    return at < session->workload_count ? &session->cards[at] : NULL;
}

const struct plugin_origin *session_origin(const struct session *session, const char *name) {
    size_t at = find_workload(session, name);
    return at < session->workload_count ? &session->origins[at] : NULL;
}

bool session_is_intrinsic(const struct session *session) {
    for (size_t i = 0; i < session->workload_count; i++)
        if (!session->cards[i].is_intrinsic)
            return false;
    return session->workload_count > 0;
}

int session_plan_rest(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    int status = plan_places(session, fault);
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
    session->machine.quota_cpus = place_quota_cpus(session->places[0]);
    session->spec.budget_s = options->budget_s;
    session->spec.rounds = options->rounds > 0 ? options->rounds : rounds_without_work(session);
    double precision = options->precision > 0 ? options->precision : options->margin / 4;
    session_stop_begin(&session->stop, precision, options->margin);
    session->spec.judge = session->spec.rounds == 0 ? &session->stop.judge : NULL;
    session->spec.min_time_s = options->min_time_s;
    session->spec.time_limit_s = options->time_limit_s;
    session->spec.tick_period_s =
        isnan(session->machine.tick_period_s) ? 0 : session->machine.tick_period_s;
    return examine_surroundings(session, fault);
}

int session_plan(const struct options *options, struct session *ret_session, struct fault *fault) {
    *ret_session = (struct session){.options = options};
    int status = session_plan_series(ret_session, fault);
    return status != 0 ? status : session_plan_rest(ret_session, fault);
}

void session_release(struct session *session) {
    private_dir_remove(&session->private_dir);
    run_dir_close(session->run);
    surroundings_release(&session->surroundings);
    session_stop_release(&session->stop);
    sweep_result_release(&session->result);
    free(session->rows);
    free(session->differences);
    sentinel_release(&session->sentinel);
    for (size_t i = 0; i < session->place_count; i++)
        place_free(session->places[i]);
}
