/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The series of a session: every workload with every value of its parameters, on every engine, in
 * every kind of scaling and at every place that was asked for. */
#include "cli/session_state.h"
#include "plan/list.h"
#include "team/team.h"
#include "wire/params.h"

#include <stdio.h>
#include <string.h>

const struct team_engine_info *session_find_engine(const char *name) {
    size_t count = 0;
    const struct team_engine_info *table = team_engine_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

static int check_engines(const struct levels *engines, struct fault *fault) {
    size_t count = 0, used = 0;
    const struct team_engine_info *table = team_engine_table(&count);
    char names[96] = "";
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ",
                                 table[i].name);
    for (size_t i = 0; i < engines->count; i++) {
        if (session_find_engine(engines->word[i]) == NULL)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--engine: '%s' is not an engine; those there are: %s",
                             engines->word[i], names);
        if (engines->count > 1 && strcmp(engines->word[i], "scripted") == 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--engine: the scripted engine has a clock of its own and cannot be "
                             "measured beside others");
    }
    return 0;
}

/* The factors of one workload. */
struct factors {
    struct levels engines, scalings, places;
};

static int add_series(struct session *session, const struct series *series, struct fault *fault) {
    if (session->spec.series_count == SWEEP_SERIES_MAX)
        return fault_set(fault, FAULT_USAGE, 0,
                         "more than %d series were asked for: workloads, parameters, engines, "
                         "scalings and places multiply",
                         SWEEP_SERIES_MAX);
    const struct plugin_origin *origin = session_origin(session, series->workload);
    session->plugins[session->spec.series_count] =
        origin->library[0] == '\0' ? NULL : origin->library;
    session->series[session->spec.series_count++] = *series;
    return 0;
}

/* The places of one workload with one engine and one kind of scaling, parameter by parameter. */
static int add_places(struct session *session, const struct factors *factors,
                      const struct levels *params, struct series *series, struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < params->count; i++)
        for (size_t j = 0; j < factors->places.count && status == 0; j++) {
            snprintf(series->params, sizeof series->params, "%s", params->word[i]);
            snprintf(series->place, sizeof series->place, "%.15s", factors->places.word[j]);
            status =
                session_check_params(session_card(session, series->workload),
                                     session_find_engine(series->engine), series->params, fault);
            if (status == 0)
                status = add_series(session, series, fault);
        }
    return status;
}

static int add_workload(struct session *session, const struct factors *factors, const char *name,
                        struct fault *fault) {
    struct series series = {.workload = ""};
    int status = 0;
    snprintf(series.workload, sizeof series.workload, "%s", name);
    for (size_t i = 0; i < factors->engines.count && status == 0; i++) {
        const struct team_engine_info *engine = session_find_engine(factors->engines.word[i]);
        struct levels params;
        snprintf(series.engine, sizeof series.engine, "%s", engine->name);
        bool idles_as_asked = params_is_word(engine->idle_words, session->options->idle);
        if (!idles_as_asked && strcmp(session->options->idle, "block") != 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--idle %s: the engine '%s' leaves that to its runtime: see its "
                             "parameters in `amdahl list`",
                             session->options->idle, engine->name);
        snprintf(series.idle, sizeof series.idle, "%s",
                 idles_as_asked ? session->options->idle : engine->idle_words);
        status = session_cross_params(session_card(session, name), engine,
                                      &session->options->params, &params, fault);
        for (size_t j = 0; j < factors->scalings.count && status == 0; j++) {
            snprintf(series.scaling, sizeof series.scaling, "%.15s", factors->scalings.word[j]);
            status = add_places(session, factors, &params, &series, fault);
        }
    }
    return status;
}

/* What an intrinsic workload leaves no choice about. */
static int check_intrinsic(const struct session *session, const struct levels *scalings,
                           struct fault *fault) {
    const struct workload_card *card = NULL;
    for (size_t i = 0; i < session->workload_count; i++)
        if (session->cards[i].is_intrinsic)
            card = &session->cards[i];
    for (size_t i = 0; card != NULL && i < scalings->count; i++)
        if (strcmp(scalings->word[i], "strong") != 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--scaling %s: the work of '%s' is a fixed whole %s, which scales "
                             "strongly only: leave the one or the other out",
                             scalings->word[i], card->name,
                             card->tasks > 0 ? "that its tasks share"
                                             : "with serial phases of its own");
    if (card != NULL && session->options->fractions_given && session_is_intrinsic(session))
        return fault_set(fault, FAULT_USAGE, 0,
                         "-p, --fraction: '%s' %s, so that its p is measured and not chosen: leave "
                         "-p out",
                         card->name,
                         card->tasks > 0 ? "is a whole that its tasks share"
                                         : "has serial phases of its own");
    return 0;
}

int session_plan_series(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct factors factors;
    int status = session_plan_workloads(session, fault);
    if (status == 0)
        status = levels_read(&factors.engines, "--engine", options->engine, fault);
    if (status == 0)
        status = check_engines(&factors.engines, fault);
    if (status == 0)
        status = levels_read(&factors.scalings, "--scaling",
                             options->scaling != NULL ? options->scaling : "strong", fault);
    for (size_t i = 0; status == 0 && i < factors.scalings.count; i++)
        status = plan_parse_scaling(factors.scalings.word[i], &(enum plan_scaling){0}, fault);
    if (status == 0)
        status = check_intrinsic(session, &factors.scalings, fault);
    if (status == 0)
        status = levels_read(&factors.places, "--place", options->place, fault);
    for (size_t i = 0; status == 0 && i < factors.places.count; i++)
        status = place_policy_parse(factors.places.word[i], &(enum place_policy){0}, fault);
    if (status == 0)
        status = session_check_asked(session, &factors.engines, fault);
    for (size_t i = 0; status == 0 && i < session->workload_count; i++)
        status = add_workload(session, &factors, session->cards[i].name, fault);
    session->spec.series = session->series;
    session->spec.plugins = session->plugins;
    return status;
}
