/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The series of a session: every workload with every value of its parameters, on every engine, in
 * every kind of scaling and at every place that was asked for. */
#include "cli/session_state.h"
#include "cli/suggest.h"
#include "plan/list.h"
#include "team/team.h"
#include "trial/trial.h"
#include "wire/params.h"
#include "workload_table.h"

#include <stdio.h>
#include <string.h>

static const char *const DEFAULT_WORKLOAD[] = {"spin"};

/* The levels of a factor, in the order in which they were given. */
enum { LEVELS_MAX = 16 };
struct levels {
    size_t count;
    char word[LEVELS_MAX][WIRE_PARAMS_BYTES];
};

static int levels_add(struct levels *levels, const char *option, struct list_slice item,
                      struct fault *fault) {
    char *word = levels->word[levels->count];
    if (levels->count == LEVELS_MAX || item.length >= sizeof levels->word[0] || item.length == 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s: '%.*s' is empty, too long, or more than %d values", option,
                         LIST_SHOW(item), LEVELS_MAX);
    snprintf(word, sizeof levels->word[0], "%.*s", (int)item.length, item.text);
    for (size_t i = 0; i < levels->count; i++)
        if (strcmp(levels->word[i], word) == 0)
            return fault_set(fault, FAULT_USAGE, 0, "%s: '%s' was given twice", option, word);
    levels->count++;
    return 0;
}

static int levels_read(struct levels *levels, const char *option, const char *text,
                       struct fault *fault) {
    struct list_slice item;
    int status = 0;
    levels->count = 0;
    while (status == 0 && list_next_item(&text, &item))
        status = levels_add(levels, option, item, fault);
    return status;
}

static int refuse_workload(const char *name, struct fault *fault) {
    const char *names[SWEEP_SERIES_MAX];
    size_t count = 0;
    char phrase[96];
    while (workload_table[count] != NULL && count < SWEEP_SERIES_MAX) {
        names[count] = workload_table[count]->name;
        count++;
    }
    suggest_phrase(name, names, count, "", phrase, sizeof phrase);
    return fault_set(fault, FAULT_USAGE, 0,
                     "'%.60s' is not a workload%s; `amdahl list` shows those there are", name,
                     phrase);
}

static const struct team_engine_info *find_engine(const char *name) {
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
        if (find_engine(engines->word[i]) == NULL)
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

/* What was asked for of a parameter: the text behind "NAME=" of the last --param with that name. */
static const char *find_asked(const struct option_list *asked, const char *name) {
    const char *values = NULL;
    size_t length = strlen(name);
    for (size_t i = 0; i < asked->count; i++)
        if (strncmp(asked->value[i], name, length) == 0 && asked->value[i][length] == '=')
            values = asked->value[i] + length + 1;
    return values;
}

/* Puts "name=value" behind each text, once for every value. */
static int cross(struct levels *texts, const char *name, const char *values, struct fault *fault) {
    struct levels levels, crossed = {.count = 0};
    char option[48], text[2 * WIRE_PARAMS_BYTES];
    snprintf(option, sizeof option, "--param %.32s", name);
    int status = levels_read(&levels, option, values, fault);
    for (size_t i = 0; i < texts->count; i++)
        for (size_t j = 0; j < levels.count && status == 0; j++) {
            int length = snprintf(text, sizeof text, "%s%s%.32s=%s", texts->word[i],
                                  texts->word[i][0] == '\0' ? "" : ";", name, levels.word[j]);
            status = levels_add(&crossed, option, (struct list_slice){text, (size_t)length}, fault);
        }
    if (status == 0)
        *texts = crossed;
    return status;
}

/* An engine's parameters stand in the text always, a workload's where they were asked for. */
static int cross_params(const struct workload *workload, const struct team_engine_info *engine,
                        const struct option_list *asked, struct levels *texts,
                        struct fault *fault) {
    int status = 0;
    *texts = (struct levels){.count = 1};
    for (const struct team_engine_param *param = engine->params;
         status == 0 && param != NULL && param->name != NULL; param++) {
        char first[WIRE_PARAMS_BYTES];
        const char *values = find_asked(asked, param->name);
        snprintf(first, sizeof first, "%.*s", (int)strcspn(param->words, "|"), param->words);
        status = cross(texts, param->name, values != NULL ? values : first, fault);
    }
    for (const struct workload_param *param = workload->params;
         status == 0 && param != NULL && param->name != NULL; param++) {
        const char *values = find_asked(asked, param->name);
        if (values != NULL)
            status = cross(texts, param->name, values, fault);
    }
    return status;
}

static int check_params(const struct workload *workload, const struct team_engine_info *engine,
                        const char *text, struct fault *fault) {
    uint64_t values[WORKLOAD_PARAMS_MAX];
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++) {
        char value[WIRE_PARAMS_BYTES] = "";
        params_find(text, param->name, value, sizeof value);
        if (!params_is_word(param->words, value))
            return fault_set(fault, FAULT_USAGE, 0, "--param %s: '%s' is not one of %s",
                             param->name, value, param->words);
    }
    return workload_read_params(workload, text, values, fault);
}

static bool declares(const struct workload *workload, const struct team_engine_info *engine,
                     struct list_slice name) {
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++)
        if (list_is_word(name, param->name))
            return true;
    for (const struct workload_param *param = workload->params;
         param != NULL && param->name != NULL; param++)
        if (list_is_word(name, param->name))
            return true;
    return false;
}

/* A parameter that nothing in the sweep has is a slip of the pen. */
static int check_asked(const struct session *session, const struct levels *engines,
                       struct fault *fault) {
    const struct option_list *asked = &session->options->params;
    for (size_t i = 0; i < asked->count; i++) {
        struct list_slice name = {asked->value[i], strlen(asked->value[i])}, values;
        bool known = false;
        if (!list_cut(&name, '=', &values))
            return fault_set(fault, FAULT_USAGE, 0, "--param: '%.*s' is not NAME=VALUE",
                             LIST_SHOW(name));
        for (size_t j = 0; j < session->workload_count; j++)
            for (size_t k = 0; k < engines->count; k++)
                known = known || declares(workload_find(session->workloads[j]),
                                          find_engine(engines->word[k]), name);
        if (!known)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--param: no workload and no engine of this sweep has a parameter "
                             "'%.*s'; `amdahl list` shows those there are",
                             LIST_SHOW(name));
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
            status = check_params(workload_find(series->workload), find_engine(series->engine),
                                  series->params, fault);
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
        const struct team_engine_info *engine = find_engine(factors->engines.word[i]);
        struct levels params;
        snprintf(series.engine, sizeof series.engine, "%s", engine->name);
        bool idles_as_asked = params_is_word(engine->idle_words, session->options->idle);
        snprintf(series.idle, sizeof series.idle, "%s",
                 idles_as_asked ? session->options->idle : engine->idle_words);
        status =
            cross_params(workload_find(name), engine, &session->options->params, &params, fault);
        for (size_t j = 0; j < factors->scalings.count && status == 0; j++) {
            snprintf(series.scaling, sizeof series.scaling, "%.15s", factors->scalings.word[j]);
            status = add_places(session, factors, &params, &series, fault);
        }
    }
    return status;
}

static int check_workloads(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    session->workloads = options->operand_count > 0 ? options->operands : DEFAULT_WORKLOAD;
    session->workload_count = options->operand_count > 0 ? options->operand_count : 1;
    for (size_t i = 0; i < session->workload_count; i++) {
        if (workload_find(session->workloads[i]) == NULL)
            return refuse_workload(session->workloads[i], fault);
        for (size_t j = 0; j < i; j++)
            if (strcmp(session->workloads[i], session->workloads[j]) == 0)
                return fault_set(fault, FAULT_USAGE, 0, "the workload '%s' was named twice",
                                 session->workloads[i]);
    }
    return 0;
}

int session_plan_series(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    struct factors factors;
    int status = check_workloads(session, fault);
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
        status = levels_read(&factors.places, "--place", options->place, fault);
    for (size_t i = 0; status == 0 && i < factors.places.count; i++)
        status = place_policy_parse(factors.places.word[i], &(enum place_policy){0}, fault);
    if (status == 0)
        status = check_asked(session, &factors.engines, fault);
    for (size_t i = 0; status == 0 && i < session->workload_count; i++)
        status = add_workload(session, &factors, session->workloads[i], fault);
    session->spec.series = session->series;
    return status;
}
