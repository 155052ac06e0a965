/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that share memory where there is the least to share: a counter that one instruction
 * increments, whole or not at all. Nobody waits in line and no task is ever parked; yet the cache
 * line goes from core to core for each increment, so that more cores make it no faster, and rather
 * slower. What is no number but a struct needs a lock (counter-mutex) or an owner
 * (counter-channel). */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct counter {
    const struct workload_tasks *calls;
    struct workload_group *group;
    struct share *shares; /* one a task */
    uint64_t increments;  /* of all tasks together */
    _Atomic uint64_t value;
};

/* What one task is to do. */
struct share {
    struct counter *counter;
    uint64_t increments;
};

static const struct workload_param counter_params[] = {
    {.name = "increments",
     .summary = "increments, of all tasks together",
     .initial = 1000000,
     .least = 1,
     .most = 1000000000},
    {.name = NULL},
};

static uint64_t counter_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void counter_close(void *shared) {
    struct counter *counter = shared;
    workload_group_free(counter->calls, counter->group);
    free(counter->shares);
    free(counter);
}

static int counter_open(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    struct counter *counter = calloc(1, sizeof *counter);
    if (counter != NULL) {
        counter->calls = setting->calls;
        counter->increments = setting->params[0];
        counter->group = workload_group_make(setting->calls, "increments");
        counter->shares = calloc(setting->tasks, sizeof *counter->shares);
        if (counter->group != NULL && counter->shares != NULL) {
            *ret_shared = counter;
            return 0;
        }
        counter_close(counter);
    }
    snprintf(why, why_bytes, "counter-atomic: cannot allocate %u tasks; free some memory",
             setting->tasks);
    return -1;
}

/* No order is asked for: the group's end orders the last value before its reading. */
static void increment(struct workload_task *self, void *argument) {
    (void)self;
    const struct share *share = argument;
    struct counter *counter = share->counter;
    for (uint64_t i = 0; i < share->increments; i++)
        atomic_fetch_add_explicit(&counter->value, 1, memory_order_relaxed);
}

static uint64_t counter_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct counter *counter = shared;
    const uint64_t t = sample->tasks;
    atomic_store(&counter->value, 0);
    for (uint64_t i = 0; i < t; i++) {
        const uint64_t begin = counter->increments * i / t;
        const uint64_t end = counter->increments * (i + 1) / t;
        counter->shares[i] = (struct share){counter, end - begin};
        workload_spawn(self, counter->group, increment, &counter->shares[i]);
    }
    workload_join(self, counter->group);
    return atomic_load(&counter->value);
}

static int counter_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    if (digest == sample->parallel_units)
        return 0;
    snprintf(why, why_bytes, "counter-atomic: %" PRIu64 " increments came to %" PRIu64,
             sample->parallel_units, digest);
    return -1;
}

const struct workload workload_counter_atomic = {
    .abi = WORKLOAD_ABI,
    .name = "counter-atomic",
    .summary = "one counter that all tasks increment, each in one atomic instruction",
    .stresses = "one cache line that all cores write",
    .unit = {.operations = 1, .operation = "increment"},
    .params = counter_params,
    .open = counter_open,
    .whole_units = counter_units,
    .run_tasks = counter_run,
    .tasks = 8,
    .check = counter_check,
    .close = counter_close,
};
