/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/team.h"
#include "team/engine.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct team {
    const struct team_engine *engine;
    void *self;
};

static const struct team_engine *const engines[] = {&team_engine_threads, &team_engine_openmp,
                                                    &team_engine_scripted};

static const struct team_engine *engine_find(const char *name) {
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    return NULL;
}

const struct team_engine_info *team_engine_table(size_t *ret_count) {
    static const struct team_engine_info table[] = {
        {.name = "threads",
         .summary = "POSIX threads of the harness's own, one to a processing unit",
         .idle_words = "block|spin",
         .is_offered = true},
        {.name = "openmp",
         .summary = "parallel regions of an OpenMP runtime",
         .params = team_openmp_params,
         .idle_words = "runtime",
         .is_offered = true},
        {.name = "scripted",
         .summary = "a script of times: nothing runs",
         .idle_words = "block|spin"},
    };
    *ret_count = sizeof table / sizeof table[0];
    return table;
}

int team_create(const struct team_spec *spec, struct team **ret_team, struct fault *fault) {
    const struct team_engine *engine = engine_find(spec->engine);
    if (engine == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "there is no engine '%s': use threads, openmp or scripted", spec->engine);

    struct team *team = calloc(1, sizeof *team);
    if (team == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a team of %u workers",
                         spec->workers);
    team->engine = engine;
    int status = engine->create(spec, &team->self, fault);
    if (status != 0) {
        free(team);
        return status;
    }
    *ret_team = team;
    return 0;
}

void team_free(struct team *team) {
    if (team == NULL)
        return;
    team->engine->free(team->self);
    free(team);
}

int64_t team_now_ns(const struct team *team) {
    return team->engine->now_ns(team->self);
}

void team_muster(struct team *team, unsigned n) {
    assert(n >= 1);
    team->engine->muster(team->self, n);
}

void team_each(struct team *team, void (*fn)(void *context, unsigned worker), void *context) {
    team->engine->each(team->self, fn, context);
}

bool team_has_counters(const struct team *team) {
    return team->engine->has_counters != NULL && team->engine->has_counters(team->self);
}

void team_run(struct team *team, const struct team_job *job, struct team_times *ret_times,
              struct team_span *ret_spans) {
    team->engine->run(team->self, job, ret_times, ret_spans);
}
