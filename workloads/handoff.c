/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Ownership that is handed over: who receives the buffer from the channel owns it, writes to it,
 * and sends it on, and then touches it no more. The message is the lock: at each time the buffer
 * has one owner, so that nothing guards it. For that very reason no two tasks ever write at once:
 * what it costs to pass a buffer on is seen here, and no speed-up. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORDS = 256 }; /* 2 KiB, which go to another core's cache with a hand-over */

/* Its owner's alone. */
struct buffer {
    uint64_t handovers_left;
    uint64_t words[WORDS];
};

struct handoff {
    const struct workload_tasks *calls;
    struct workload_channel *owners; /* of the pointer to the buffer */
    struct workload_group *group;
    uint64_t handovers;
    struct buffer buffer;
};

static const struct workload_param handoff_params[] = {
    {.name = "handovers",
     .summary = "times that the buffer is handed over to a task",
     .initial = 100000,
     .least = 1,
     .most = 100000000},
    {.name = NULL},
};

static uint64_t handoff_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void handoff_close(void *shared) {
    struct handoff *handoff = shared;
    workload_channel_free(handoff->calls, handoff->owners);
    workload_group_free(handoff->calls, handoff->group);
    free(handoff);
}

static int handoff_open(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    struct handoff *handoff = calloc(1, sizeof *handoff);
    if (handoff != NULL) {
        handoff->calls = setting->calls;
        handoff->handovers = setting->params[0];
        /* Room for the one buffer: who has done with it need not wait for the next owner. */
        handoff->owners = workload_channel_make(
            setting->calls, &(struct workload_channel_spec){.name = "owners",
                                                            .capacity = 1,
                                                            .item_bytes = sizeof(struct buffer *)});
        handoff->group = workload_group_make(setting->calls, "hand-overs");
        if (handoff->owners != NULL && handoff->group != NULL) {
            *ret_shared = handoff;
            return 0;
        }
        handoff_close(handoff);
    }
    snprintf(why, why_bytes, "handoff: cannot allocate a buffer and a channel; free some memory");
    return -1;
}

/* Adds the number of the hand-over to each word. When none is left, a task passes the buffer on as
 * it is, so that the others see that too. */
static void pass_on(struct workload_task *self, void *argument) {
    const struct handoff *handoff = argument;
    struct buffer *buffer;
    bool has_more = true;
    while (has_more && workload_receive(self, handoff->owners, &buffer)) {
        has_more = buffer->handovers_left > 0;
        for (int i = 0; has_more && i < WORDS; i++)
            buffer->words[i] += buffer->handovers_left;
        buffer->handovers_left -= has_more;
        workload_send(self, handoff->owners, &buffer);
    }
}

static uint64_t handoff_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct handoff *handoff = shared;
    struct buffer *buffer = &handoff->buffer;
    uint64_t digest = 0;
    *buffer = (struct buffer){.handovers_left = handoff->handovers};
    for (unsigned i = 0; i < sample->tasks; i++)
        workload_spawn(self, handoff->group, pass_on, handoff);
    workload_send(self, handoff->owners, &buffer);
    workload_join(self, handoff->group);
    workload_receive(self, handoff->owners, &buffer);
    for (uint64_t i = 0; i < WORDS; i++)
        digest += (2 * i + 1) * buffer->words[i];
    return digest;
}

/* Each word has 1 + 2 + … + k, and the first w odd numbers sum up to w². */
static int handoff_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    const uint64_t k = sample->parallel_units;
    const uint64_t expected = k * (k + 1) / 2 * WORDS * WORDS;
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "handoff: %" PRIu64 " hand-overs left a buffer of digest %" PRIu64
             ", expected %" PRIu64,
             k, digest, expected);
    return -1;
}

const struct workload workload_handoff = {
    .abi = WORKLOAD_ABI,
    .name = "handoff",
    .summary = "one buffer that tasks hand to each other over a channel; its owner alone writes",
    .stresses = "a channel, and the cache lines of what is handed over",
    .unit = {.operations = WORDS, .operation = "integer add"},
    .params = handoff_params,
    .open = handoff_open,
    .whole_units = handoff_units,
    .run_tasks = handoff_run,
    .tasks = 8,
    .check = handoff_check,
    .close = handoff_close,
};
