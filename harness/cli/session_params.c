/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --param: the parameters of workloads and engines. */
#include "cli/session_state.h"
#include "cli/suggest.h"
#include "trial/trial.h"
#include "wire/params.h"

#include <stdio.h>
#include <string.h>

/* What was asked for of a parameter: the text behind "NAME="; NULL: nothing. */
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
    if (status == 0 && strpbrk(values, ";=") != NULL)
        status = fault_set(fault, FAULT_USAGE, 0, "%s: '%.60s' is no value: ';' and '=' part them",
                           option, values);
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
int session_cross_params(const struct workload_card *workload,
                         const struct team_engine_info *engine, const struct option_list *asked,
                         struct levels *texts, struct fault *fault) {
    int status = 0;
    *texts = (struct levels){.count = 1};
    for (const struct team_engine_param *param = engine->params;
         status == 0 && param != NULL && param->name != NULL; param++) {
        char first[WIRE_PARAMS_BYTES];
        const char *values = find_asked(asked, param->name);
        snprintf(first, sizeof first, "%.*s", (int)strcspn(param->words, "|"), param->words);
        status = cross(texts, param->name, values != NULL ? values : first, fault);
    }
    for (size_t i = 0; i < workload->param_count && status == 0; i++) {
        const char *name = workload->params[i].name, *values = find_asked(asked, name);
        if (values != NULL)
            status = cross(texts, name, values, fault);
    }
    return status;
}

/* Where it is none of "word|word", the fault lists them and says which was probably meant. */
static int check_word(const char *name, const char *words, const char *value, struct fault *fault) {
    enum { WORDS_MOST = CARD_WORDS_BYTES / 2 }; /* of a letter each */
    char word[WORDS_MOST][WIRE_NAME_BYTES], phrase[64];
    const char *candidates[WORDS_MOST];
    size_t count = 0;
    if (params_is_word(words, value))
        return 0;
    for (; count < WORDS_MOST && params_word_at(words, count, word[count], sizeof word[count]);
         count++)
        candidates[count] = word[count];
    suggest_phrase(value, candidates, count, "", phrase, sizeof phrase);
    return fault_set(fault, FAULT_USAGE, 0, "--param %s: '%s' is not one of %s%s", name, value,
                     words, phrase);
}

int session_check_params(const struct workload_card *workload,
                         const struct team_engine_info *engine, const char *text,
                         struct fault *fault) {
    uint64_t values[WORKLOAD_PARAMS_MAX];
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++) {
        char value[WIRE_PARAMS_BYTES] = "";
        params_find(text, param->name, value, sizeof value);
        int status = check_word(param->name, param->words, value, fault);
        if (status != 0)
            return status;
    }
    for (size_t i = 0; i < workload->param_count; i++) {
        const struct card_param *param = &workload->params[i];
        char value[WIRE_PARAMS_BYTES];
        if (param->words[0] == '\0' || !params_find(text, param->name, value, sizeof value))
            continue;
        int status = check_word(param->name, param->words, value, fault);
        if (status != 0)
            return status;
    }
    return workload_read_params(workload, text, values, fault);
}

static bool declares(const struct workload_card *workload, const struct team_engine_info *engine,
                     struct list_slice name) {
    for (const struct team_engine_param *param = engine->params;
         param != NULL && param->name != NULL; param++)
        if (list_is_word(name, param->name))
            return true;
    for (size_t i = 0; i < workload->param_count; i++)
        if (list_is_word(name, workload->params[i].name))
            return true;
    return false;
}

/* A parameter that nothing in the sweep has is a slip of the pen. */
int session_check_asked(const struct session *session, const struct levels *engines,
                        struct fault *fault) {
    const struct option_list *asked = &session->options->params;
    for (size_t i = 0; i < asked->count; i++) {
        struct list_slice name = {asked->value[i], strlen(asked->value[i])}, values;
        bool known = false;
        if (!list_cut(&name, '=', &values))
            return fault_set(fault, FAULT_USAGE, 0, "--param: '%.*s' is not NAME=VALUE",
                             LIST_SHOW(name));
        for (size_t j = 0; j < i; j++)
            if (strncmp(asked->value[j], asked->value[i], name.length + 1) == 0)
                return fault_set(fault, FAULT_USAGE, 0,
                                 "--param: '%.*s' was given twice; several values are joined by "
                                 "commas",
                                 LIST_SHOW(name));
        for (size_t j = 0; j < session->workload_count; j++)
            for (size_t k = 0; k < engines->count; k++)
                known = known ||
                        declares(&session->cards[j], session_find_engine(engines->word[k]), name);
        if (!known)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--param: no workload and no engine of this sweep has a parameter "
                             "'%.*s'; `amdahl list` shows those there are",
                             LIST_SHOW(name));
    }
    return 0;
}
