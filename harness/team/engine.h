/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What an engine is to team.c. The functions are those of team.h. */
#ifndef AMDAHL_ENGINE_H
#define AMDAHL_ENGINE_H

#include "team/team.h"

struct team_engine {
    const char *name;
    int (*create)(const struct team_spec *spec, void **ret_self, struct fault *fault);
    void (*free)(void *self);
    int64_t (*now_ns)(const void *self);
    bool (*has_counters)(const void *self); /* NULL: it never has */
    void (*muster)(void *self, unsigned n);
    void (*each)(void *self, void (*fn)(void *context, unsigned worker), void *context);
    void (*run)(void *self, const struct team_job *job, struct team_times *ret_times,
                struct team_span *ret_spans);
};

extern const struct team_engine team_engine_threads;
extern const struct team_engine team_engine_openmp;
extern const struct team_engine team_engine_scripted;

extern const struct team_engine_param team_openmp_params[]; /* ends with a NULL name */

#endif
