/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that share memory by communicating: the counter is a variable of one task, its owner. The
 * others cannot reach it; they send requests over a channel, so much is to be added, and the owner
 * does one after the other. There is no lock, and the total is exact. The price is a message for
 * each increment, where counter-mutex takes a lock and counter-atomic one instruction; for a mere
 * number that is dear. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    REQUESTS_ROOM = 64, /* requests that may lie there before those who send wait for the owner */
    HOW_MANY = 0,       /* the request that asks for the total: none adds 0 */
};

struct counter {
    const struct workload_tasks *calls;
    struct workload_channel *requests, *totals;
    struct workload_group *group;
    struct share *shares; /* one a task */
    uint64_t increments;  /* of all tasks together */
};

/* What one task is to do. */
struct share {
    struct counter *counter;
    uint64_t increments;
};

static const struct workload_param counter_params[] = {
    {.name = "increments",
     .summary = "increments, of all tasks together",
     .initial = 200000,
     .least = 1,
     .most = 1000000000},
    {.name = NULL},
};

static uint64_t counter_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void counter_close(void *shared) {
    struct counter *counter = shared;
    workload_channel_free(counter->calls, counter->requests);
    workload_channel_free(counter->calls, counter->totals);
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
        counter->requests = workload_channel_make(
            setting->calls, &(struct workload_channel_spec){.name = "requests",
                                                            .capacity = REQUESTS_ROOM,
                                                            .item_bytes = sizeof(uint64_t)});
        counter->totals = workload_channel_make(
            setting->calls,
            &(struct workload_channel_spec){.name = "totals", .item_bytes = sizeof(uint64_t)});
        counter->group = workload_group_make(setting->calls, "increments");
        counter->shares = calloc(setting->tasks, sizeof *counter->shares);
        if (counter->requests != NULL && counter->totals != NULL && counter->group != NULL &&
            counter->shares != NULL) {
            *ret_shared = counter;
            return 0;
        }
        counter_close(counter);
    }
    snprintf(why, why_bytes,
             "counter-channel: cannot allocate channels and %u tasks; free some memory",
             setting->tasks);
    return -1;
}

/* The owner, beside the tasks that are asked for. */
static void own_count(struct workload_task *self, void *argument) {
    const struct counter *counter = argument;
    uint64_t count = 0, more;
    while (workload_receive(self, counter->requests, &more) && more != HOW_MANY)
        count += more;
    workload_send(self, counter->totals, &count);
}

static void increment(struct workload_task *self, void *argument) {
    const struct share *share = argument;
    const uint64_t one = 1;
    for (uint64_t i = 0; i < share->increments; i++)
        workload_send(self, share->counter->requests, &one);
}

/* A channel keeps the order, so that the question comes after all increments. */
static uint64_t counter_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct counter *counter = shared;
    const uint64_t t = sample->tasks, question = HOW_MANY;
    uint64_t total = 0;
    workload_spawn(self, NULL, own_count, counter);
    for (uint64_t i = 0; i < t; i++) {
        const uint64_t begin = counter->increments * i / t;
        const uint64_t end = counter->increments * (i + 1) / t;
        counter->shares[i] = (struct share){counter, end - begin};
        workload_spawn(self, counter->group, increment, &counter->shares[i]);
    }
    workload_join(self, counter->group);
    workload_send(self, counter->requests, &question);
    workload_receive(self, counter->totals, &total);
    return total;
}

static int counter_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    if (digest == sample->parallel_units)
        return 0;
    snprintf(why, why_bytes, "counter-channel: %" PRIu64 " increments came to %" PRIu64,
             sample->parallel_units, digest);
    return -1;
}

const struct workload workload_counter_channel = {
    .abi = WORKLOAD_ABI,
    .name = "counter-channel",
    .summary = "one counter that a task owns, and increments as the others ask over a channel",
    .stresses = "a channel that many send to and one receives from",
    .unit = {.operations = 1, .operation = "increment"},
    .params = counter_params,
    .open = counter_open,
    .whole_units = counter_units,
    .run_tasks = counter_run,
    .tasks = 8,
    .check = counter_check,
    .close = counter_close,
};
