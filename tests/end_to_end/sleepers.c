/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that do nothing but wait: as many naps of 20 ms as there are tasks at most, shared out over
 * those in flight. With 10 000 in flight all are parked at once,
 * and no worker is held. For row 17 of tools/check-concepts. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Long beside what it takes to make 10 000 tasks, which is some milliseconds. */
enum { NAP_NS = 20000000 };

struct sleepers {
    const struct workload_tasks *calls;
    struct workload_group *group;
    unsigned naps; /* whatever t */
};

static int sleepers_open(const struct workload_setting *setting, void **ret_shared, char *why,
                         size_t why_bytes) {
    struct sleepers *sleepers = calloc(1, sizeof *sleepers);
    if (sleepers != NULL)
        sleepers->group = workload_group_make(setting->calls, "sleepers");
    if (sleepers == NULL || sleepers->group == NULL) {
        free(sleepers);
        snprintf(why, why_bytes, "there is no memory for a group");
        return -1;
    }
    sleepers->calls = setting->calls;
    sleepers->naps = setting->tasks;
    *ret_shared = sleepers;
    return 0;
}

static void sleepers_close(void *shared) {
    struct sleepers *sleepers = shared;
    workload_group_free(sleepers->calls, sleepers->group);
    free(sleepers);
}

static void nap(struct workload_task *self, void *argument) {
    for (uintptr_t naps = (uintptr_t)argument; naps > 0; naps--)
        workload_sleep(self, NAP_NS);
}

static uint64_t sleepers_run(struct workload_task *self, void *shared,
                             const struct workload_sample *sample) {
    struct sleepers *sleepers = shared;
    uint64_t begun = 0;
    for (uint64_t i = 0, t = sample->tasks; i < t; i++) {
        uintptr_t naps = (uintptr_t)(sleepers->naps * (i + 1) / t - sleepers->naps * i / t);
        if (workload_spawn(self, sleepers->group, nap, (void *)naps) == 0) /* NOLINT: a number */
            begun += naps;
    }
    workload_join(self, sleepers->group);
    return begun;
}

static uint64_t sleepers_units(const struct workload_setting *setting) {
    return setting->tasks;
}

static int sleepers_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                          char *why, size_t why_bytes) {
    const struct sleepers *sleepers = shared;
    (void)sample;
    if (digest == sleepers->naps)
        return 0;
    snprintf(why, why_bytes, "of %u naps %" PRIu64 " were begun", sleepers->naps, digest);
    return -1;
}

static uint64_t sleepers_wait_ns(const struct workload_setting *setting) {
    (void)setting;
    return NAP_NS;
}

const struct workload workload_sleepers = {
    .abi = WORKLOAD_ABI,
    .name = "sleepers",
    .summary = "tasks that sleep 20 ms each",
    .stresses = "nothing but the table of tasks",
    .unit = {.operations = 1, .operation = "sleep"},
    .open = sleepers_open,
    .whole_units = sleepers_units,
    .run_tasks = sleepers_run,
    .tasks = 1000,
    .unit_wait_ns = sleepers_wait_ns,
    .check = sleepers_check,
    .close = sleepers_close,
};
