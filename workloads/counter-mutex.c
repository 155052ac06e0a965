/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that share memory to communicate: one counter, and a mutex that a task holds while it
 * increments it. For the state of one thing this is the plainest tool there is, and the right one;
 * but all increments stand in one line, whatever n: the lock is the serial part. counter-atomic
 * does the same in one instruction, counter-channel without anything shared. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct counter {
    const struct workload_tasks *calls;
    struct workload_mutex *mutex;
    struct workload_group *group;
    struct share *shares; /* one a task */
    uint64_t increments;  /* of all tasks together */
    uint64_t value;       /* only with the mutex held */
};

/* What one task is to do. */
struct share {
    struct counter *counter;
    uint64_t increments;
};

static const struct workload_param counter_params[] = {
    {.name = "increments",
     .summary = "increments, of all tasks together",
     .initial = 500000,
     .least = 1,
     .most = 1000000000},
    {.name = NULL},
};

static uint64_t counter_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void counter_close(void *shared) {
    struct counter *counter = shared;
    workload_mutex_free(counter->calls, counter->mutex);
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
        counter->mutex = workload_mutex_make(setting->calls, "counter");
        counter->group = workload_group_make(setting->calls, "increments");
        counter->shares = calloc(setting->tasks, sizeof *counter->shares);
        if (counter->mutex != NULL && counter->group != NULL && counter->shares != NULL) {
            *ret_shared = counter;
            return 0;
        }
        counter_close(counter);
    }
    snprintf(why, why_bytes,
             "counter-mutex: cannot allocate a mutex and %u tasks; free some memory",
             setting->tasks);
    return -1;
}

static void increment(struct workload_task *self, void *argument) {
    const struct share *share = argument;
    struct counter *counter = share->counter;
    struct workload_mutex *mutex = counter->mutex;
    for (uint64_t i = 0; i < share->increments; i++) {
        workload_take(self, mutex);
        counter->value++;
        workload_give(self, mutex);
    }
}

static uint64_t counter_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct counter *counter = shared;
    const uint64_t t = sample->tasks;
    counter->value = 0;
    for (uint64_t i = 0; i < t; i++) {
        const uint64_t begin = counter->increments * i / t;
        const uint64_t end = counter->increments * (i + 1) / t;
        counter->shares[i] = (struct share){counter, end - begin};
        workload_spawn(self, counter->group, increment, &counter->shares[i]);
    }
    workload_join(self, counter->group);
    return counter->value;
}

static int counter_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    if (digest == sample->parallel_units)
        return 0;
    snprintf(why, why_bytes, "counter-mutex: %" PRIu64 " increments came to %" PRIu64,
             sample->parallel_units, digest);
    return -1;
}

const struct workload workload_counter_mutex = {
    .abi = WORKLOAD_ABI,
    .name = "counter-mutex",
    .summary = "one counter that all tasks increment, each with the mutex held",
    .stresses = "a lock, and the cache line that it guards",
    .unit = {.operations = 1, .operation = "increment"},
    .params = counter_params,
    .open = counter_open,
    .whole_units = counter_units,
    .run_tasks = counter_run,
    .tasks = 8,
    .check = counter_check,
    .close = counter_close,
};
