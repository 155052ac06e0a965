/* SPDX-License-Identifier: 0BSD
 * SPDX-FileCopyrightText: the amdahl authors */

/* One counter that all tasks increment with a mutex held: sharing memory to communicate. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { INCREMENTS };

static const struct workload_param params[] = {
    [INCREMENTS] = {.name = "increments",
                    .summary = "increments, of all tasks together",
                    .initial = 200000,
                    .least = 1,
                    .most = 1000000000},
    {.name = NULL},
};

struct counter {
    const struct workload_tasks *calls;
    struct workload_mutex *mutex;
    uint64_t increments, value;
    unsigned tasks; /* of the sample in hand */
    uint64_t next;  /* task to begin, as they begin */
};

static int counter_open(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    struct counter *counter = calloc(1, sizeof *counter);
    if (counter != NULL)
        counter->mutex = workload_mutex_make(setting->calls, "counter");
    if (counter == NULL || counter->mutex == NULL) {
        free(counter);
        snprintf(why, why_bytes, "there is no memory for a mutex");
        return -1;
    }
    counter->calls = setting->calls;
    counter->increments = setting->params[INCREMENTS];
    *ret_shared = counter;
    return 0;
}

static void counter_close(void *shared) {
    struct counter *counter = shared;
    workload_mutex_free(counter->calls, counter->mutex);
    free(counter);
}

/* A task takes a number once, and then does its share of the increments, one at a time. */
static void increment(struct workload_task *self, void *argument) {
    struct counter *counter = argument;
    workload_take(self, counter->mutex);
    uint64_t task = counter->next++;
    workload_give(self, counter->mutex);
    uint64_t count = counter->increments * (task + 1) / counter->tasks -
                     counter->increments * task / counter->tasks;
    for (uint64_t i = 0; i < count; i++) {
        workload_take(self, counter->mutex);
        counter->value++;
        workload_give(self, counter->mutex);
    }
}

static uint64_t counter_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct counter *counter = shared;
    struct workload_group *group = workload_group_make(counter->calls, "increments");
    counter->value = counter->next = 0;
    counter->tasks = sample->tasks;
    for (unsigned i = 0; group != NULL && i < sample->tasks; i++)
        workload_spawn(self, group, increment, counter);
    if (group != NULL)
        workload_join(self, group);
    workload_group_free(counter->calls, group);
    return counter->value;
}

static uint64_t counter_units(const struct workload_setting *setting) {
    return setting->params[INCREMENTS];
}

static int counter_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    if (digest == sample->parallel_units)
        return 0;
    snprintf(why, why_bytes, "%" PRIu64 " increments came to %" PRIu64, sample->parallel_units,
             digest);
    return -1;
}

const struct workload workload_counter_mutex = {
    .abi = WORKLOAD_ABI,
    .name = "counter-mutex",
    .summary = "one counter that all tasks increment with a mutex held",
    .stresses = "a lock, and the cache line that it guards",
    .unit = {.operations = 1, .operation = "increment"},
    .params = params,
    .open = counter_open,
    .whole_units = counter_units,
    .run_tasks = counter_run,
    .tasks = 8,
    .check = counter_check,
    .close = counter_close,
};
