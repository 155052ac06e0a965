/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Three calls that do not need each other, whose answers take 1, 2 and 3 ms. One after the other
 * they take the sum; all at once they take as long as the longest, and one core is enough for it,
 * since all that a caller does is wait. What is gained is not computing but waiting that overlaps:
 * more tasks help (-t), more cores do not (-n). */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct fanout {
    const struct workload_tasks *calls;
    struct workload_channel *answers;
    struct caller *callers; /* one a task */
    uint64_t count, step_ns;
};

/* What one task is to do: the calls begin … end - 1. */
struct caller {
    const struct fanout *fanout;
    uint64_t begin, end;
};

static const struct workload_param fanout_params[] = {
    {.name = "calls", .summary = "calls to be made", .initial = 3, .least = 1, .most = 1000},
    {.name = "step-us",
     .summary = "microseconds that the first call takes, the second twice that, and so on",
     .initial = 1000,
     .least = 1,
     .most = 1000000},
    {.name = NULL},
};

static uint64_t fanout_units(const struct workload_setting *setting) {
    return setting->params[0];
}

/* In the mean: (1 + 2 + … + k) steps for k calls. */
static uint64_t fanout_unit_wait_ns(const struct workload_setting *setting) {
    return (setting->params[0] + 1) * setting->params[1] * 1000 / 2;
}

static void fanout_close(void *shared) {
    struct fanout *fanout = shared;
    workload_channel_free(fanout->calls, fanout->answers);
    free(fanout->callers);
    free(fanout);
}

static int fanout_open(const struct workload_setting *setting, void **ret_shared, char *why,
                       size_t why_bytes) {
    struct fanout *fanout = calloc(1, sizeof *fanout);
    if (fanout != NULL) {
        fanout->calls = setting->calls;
        fanout->count = setting->params[0];
        fanout->step_ns = setting->params[1] * 1000;
        /* Room for all: who has an answer need not wait until it is asked for. */
        fanout->answers = workload_channel_make(
            setting->calls, &(struct workload_channel_spec){.name = "answers",
                                                            .capacity = fanout->count,
                                                            .item_bytes = sizeof(uint64_t)});
        fanout->callers = calloc(fanout->count, sizeof *fanout->callers);
        if (fanout->answers != NULL && fanout->callers != NULL) {
            *ret_shared = fanout;
            return 0;
        }
        fanout_close(fanout);
    }
    snprintf(why, why_bytes,
             "fanout: cannot allocate a channel and %" PRIu64 " calls; free some memory",
             setting->params[0]);
    return -1;
}

/* The answer to call i is (i + 1)². */
static void make_calls(struct workload_task *self, void *argument) {
    const struct caller *caller = argument;
    for (uint64_t call = caller->begin; call < caller->end; call++) {
        const uint64_t answer = (call + 1) * (call + 1);
        workload_sleep(self, (call + 1) * caller->fanout->step_ns);
        workload_send(self, caller->fanout->answers, &answer);
    }
}

/* Asks first, all of it, and then collects. */
static uint64_t fanout_run(struct workload_task *self, void *shared,
                           const struct workload_sample *sample) {
    struct fanout *fanout = shared;
    const uint64_t t = sample->tasks < fanout->count ? sample->tasks : fanout->count;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < t; i++) {
        fanout->callers[i] =
            (struct caller){fanout, fanout->count * i / t, fanout->count * (i + 1) / t};
        workload_spawn(self, NULL, make_calls, &fanout->callers[i]);
    }
    for (uint64_t i = 0; i < fanout->count; i++) {
        uint64_t answer = 0;
        workload_receive(self, fanout->answers, &answer);
        sum += answer;
    }
    return sum;
}

static int fanout_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                        char *why, size_t why_bytes) {
    (void)shared;
    const uint64_t k = sample->parallel_units;
    const uint64_t expected = k * (k + 1) * (2 * k + 1) / 6;
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "fanout: the answers to %" PRIu64 " calls came to %" PRIu64 ", expected %" PRIu64, k,
             digest, expected);
    return -1;
}

const struct workload workload_fanout = {
    .abi = WORKLOAD_ABI,
    .name = "fanout",
    .summary = "three calls that take 1, 2 and 3 ms to answer: 3 ms together, not 6",
    .stresses = "waiting that overlaps, on one core",
    .unit = {.operations = 1, .operation = "call"},
    .params = fanout_params,
    .open = fanout_open,
    .whole_units = fanout_units,
    .run_tasks = fanout_run,
    .tasks = 3,
    .unit_wait_ns = fanout_unit_wait_ns,
    .check = fanout_check,
    .close = fanout_close,
};
