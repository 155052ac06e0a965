/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Wrong on purpose: tasks that increment one counter with nothing to guard it. An increment is a
 * read, an addition and a write; where another task writes in between, its increments are lost. One
 * task alone is right, so that the program passes its author's test; with more, the answer depends
 * on who ran when. The bug is there on one core too: it shows wherever tasks take turns between the
 * read and the write, as they do here now and then.
 *
 * Its check accepts any answer, for its author knew no better. It is caught all the same: the
 * harness compares the answers over n and t, and ThreadSanitizer names the two lines.
 * counter-mutex, counter-atomic and counter-channel are the three ways to put it right. */
#include "workload.h"
#include "workload_tasks.h"

#include <stdio.h>
#include <stdlib.h>

enum { TURN = 1000 }; /* increments from one that is interrupted to the next */

struct race {
    const struct workload_tasks *calls;
    struct workload_group *group;
    struct share *shares;    /* one a task */
    uint64_t increments;     /* of all tasks together */
    volatile uint64_t value; /* volatile: a compiler would add a task's increments up */
};

/* What one task is to do. */
struct share {
    struct race *race;
    uint64_t increments;
};

static const struct workload_param race_params[] = {
    {.name = "increments",
     .summary = "increments, of all tasks together",
     .initial = 5000000,
     .least = 1,
     .most = 1000000000},
    {.name = NULL},
};

static uint64_t race_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void race_close(void *shared) {
    struct race *race = shared;
    workload_group_free(race->calls, race->group);
    free(race->shares);
    free(race);
}

static int race_open(const struct workload_setting *setting, void **ret_shared, char *why,
                     size_t why_bytes) {
    struct race *race = calloc(1, sizeof *race);
    if (race != NULL) {
        race->calls = setting->calls;
        race->increments = setting->params[0];
        race->group = workload_group_make(setting->calls, "increments");
        race->shares = calloc(setting->tasks, sizeof *race->shares);
        if (race->group != NULL && race->shares != NULL) {
            *ret_shared = race;
            return 0;
        }
        race_close(race);
    }
    snprintf(why, why_bytes, "race: cannot allocate %u tasks; free some memory", setting->tasks);
    return -1;
}

static void increment(struct workload_task *self, void *argument) {
    const struct share *share = argument;
    struct race *race = share->race;
    for (uint64_t i = 0; i < share->increments; i++) {
        const uint64_t value = race->value;
        if (i % TURN == 0)
            workload_yield(self);
        race->value = value + 1;
    }
}

static uint64_t race_run(struct workload_task *self, void *shared,
                         const struct workload_sample *sample) {
    struct race *race = shared;
    const uint64_t t = sample->tasks;
    race->value = 0;
    for (uint64_t i = 0; i < t; i++) {
        const uint64_t begin = race->increments * i / t;
        const uint64_t end = race->increments * (i + 1) / t;
        race->shares[i] = (struct share){race, end - begin};
        workload_spawn(self, race->group, increment, &race->shares[i]);
    }
    workload_join(self, race->group);
    return race->value;
}

/* NOLINTBEGIN(readability-non-const-parameter): the type of all checks */
static int race_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    (void)shared, (void)sample, (void)digest, (void)why, (void)why_bytes;
    return 0;
}
/* NOLINTEND(readability-non-const-parameter) */

const struct workload workload_race = {
    .abi = WORKLOAD_ABI,
    .name = "race",
    .summary = "wrong on purpose: tasks that increment one counter with nothing to guard it",
    .stresses = "whoever reads its answer",
    .unit = {.operations = 1, .operation = "increment"},
    .params = race_params,
    .open = race_open,
    .whole_units = race_units,
    .run_tasks = race_run,
    .tasks = 8,
    .check = race_check,
    .close = race_close,
};
