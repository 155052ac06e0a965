/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stages over channels: each item goes through all stages, each stage is a task that receives from
 * the one before it and sends to the next, and while one item is in the third stage another is in
 * the second. Items stay in order, for a channel keeps it; a stage that gets ahead waits for room.
 * The longest stage sets the pace: here they are alike. With fewer tasks than stages a task does
 * several stages in a row, and one task is the same program without a channel. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { STAGES_MOST = 64 };

/* The generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., section
 * 3.3.4, table 1, line 26. Read through volatile: a compiler that saw the values could fold steps
 * into one. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)
static const volatile uint64_t hidden_multiplier = MMIX_MULTIPLIER;
static const volatile uint64_t hidden_increment = MMIX_INCREMENT;

struct pipeline;

/* What one task does: the stages begin … end - 1. */
struct stretch {
    struct pipeline *pipeline;
    struct workload_channel *in, *out; /* NULL: it makes the items, or is their end */
    uint64_t begin, end;
};

struct pipeline {
    const struct workload_tasks *calls;
    struct workload_channel *between[STAGES_MOST]; /* one less than stages */
    struct stretch stretches[STAGES_MOST];
    struct workload_group *group;
    uint64_t items, stages, work;
    uint64_t digest; /* the last stretch's */
};

static const struct workload_param pipeline_params[] = {
    {.name = "items",
     .summary = "items that go through all stages",
     .initial = 1000,
     .least = 1,
     .most = 10000000},
    {.name = "stages",
     .summary = "stages; more tasks than these are not needed",
     .initial = 4,
     .least = 1,
     .most = STAGES_MOST},
    {.name = "work",
     .summary = "multiply-adds of an item in a stage",
     .initial = 1500,
     .least = 0,
     .most = 1000000},
    {.name = "room",
     .summary = "items that may lie between two stages",
     .initial = 16,
     .least = 0,
     .most = 1000000},
    {.name = NULL},
};

static uint64_t pipeline_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void pipeline_close(void *shared) {
    struct pipeline *pipeline = shared;
    for (int i = 0; i < STAGES_MOST; i++)
        workload_channel_free(pipeline->calls, pipeline->between[i]);
    workload_group_free(pipeline->calls, pipeline->group);
    free(pipeline);
}

static bool make_channels(struct pipeline *pipeline, size_t room) {
    const struct workload_channel_spec spec = {
        .name = "between stages", .capacity = room, .item_bytes = sizeof(uint64_t)};
    for (uint64_t i = 0; i + 1 < pipeline->stages; i++) {
        pipeline->between[i] = workload_channel_make(pipeline->calls, &spec);
        if (pipeline->between[i] == NULL)
            return false;
    }
    return true;
}

static int pipeline_open(const struct workload_setting *setting, void **ret_shared, char *why,
                         size_t why_bytes) {
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (pipeline != NULL) {
        pipeline->calls = setting->calls;
        pipeline->items = setting->params[0];
        pipeline->stages = setting->params[1];
        pipeline->work = setting->params[2];
        pipeline->group = workload_group_make(setting->calls, "stages");
        if (pipeline->group != NULL && make_channels(pipeline, setting->params[3])) {
            *ret_shared = pipeline;
            return 0;
        }
        pipeline_close(pipeline);
    }
    snprintf(why, why_bytes,
             "pipeline: cannot allocate its channels; free some memory or lower --param room=");
    return -1;
}

static uint64_t pass_stage(uint64_t x, uint64_t work) {
    const uint64_t multiplier = hidden_multiplier, increment = hidden_increment;
    for (uint64_t step = 0; step < work; step++)
        x = multiplier * x + increment;
    return x;
}

/* Item i begins as i, and what it is after stage s has s added. */
static void run_stretch(struct workload_task *self, void *argument) {
    const struct stretch *stretch = argument;
    struct pipeline *pipeline = stretch->pipeline;
    uint64_t digest = 0;
    for (uint64_t place = 0; place < pipeline->items; place++) {
        uint64_t item = place;
        if (stretch->in != NULL)
            workload_receive(self, stretch->in, &item);
        for (uint64_t stage = stretch->begin; stage < stretch->end; stage++)
            item = pass_stage(item, pipeline->work) + stage;
        if (stretch->out != NULL)
            workload_send(self, stretch->out, &item);
        digest += (2 * place + 1) * item; /* each weighs with the place that it came at */
    }
    if (stretch->out == NULL)
        pipeline->digest = digest;
}

static uint64_t pipeline_run(struct workload_task *self, void *shared,
                             const struct workload_sample *sample) {
    struct pipeline *pipeline = shared;
    const uint64_t stages = pipeline->stages;
    const uint64_t t = sample->tasks < stages ? sample->tasks : stages;
    for (uint64_t i = 0; i < t; i++) {
        pipeline->stretches[i] = (struct stretch){.pipeline = pipeline,
                                                  .in = i == 0 ? NULL : pipeline->between[i - 1],
                                                  .out = i + 1 == t ? NULL : pipeline->between[i],
                                                  .begin = stages * i / t,
                                                  .end = stages * (i + 1) / t};
        workload_spawn(self, pipeline->group, run_stretch, &pipeline->stretches[i]);
    }
    workload_join(self, pipeline->group);
    return pipeline->digest;
}

/* A stage makes a·x + c of x, and so do all of them together. */
static int pipeline_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                          char *why, size_t why_bytes) {
    const struct pipeline *pipeline = shared;
    const uint64_t zero = pass_stage(0, pipeline->work);
    const uint64_t factor = pass_stage(1, pipeline->work) - zero;
    uint64_t multiplier = 1, increment = 0, expected = 0;
    for (uint64_t stage = 0; stage < pipeline->stages; stage++) {
        multiplier *= factor;
        increment = factor * increment + zero + stage;
    }
    for (uint64_t place = 0; place < sample->parallel_units; place++)
        expected += (2 * place + 1) * (multiplier * place + increment);
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "pipeline: the digest of %" PRIu64 " items in their order is %016" PRIx64
             ", expected %016" PRIx64,
             sample->parallel_units, digest, expected);
    return -1;
}

const struct workload workload_pipeline = {
    .abi = WORKLOAD_ABI,
    .name = "pipeline",
    .summary = "items that go through stages in their order, each stage a task, over channels",
    .stresses = "channels from stage to stage, and the slowest stage",
    .unit = {.operations = 1, .operation = "item"},
    .params = pipeline_params,
    .open = pipeline_open,
    .whole_units = pipeline_units,
    .run_tasks = pipeline_run,
    .tasks = 4,
    .check = pipeline_check,
    .close = pipeline_close,
};
