/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A task as the rest of this room sees it. */
#ifndef AMDAHL_TASK_H
#define AMDAHL_TASK_H

#include "tasks/berth.h"
#include "workload_tasks.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct worker;

/* What a parked task waits for, as one task and as several do. */
struct task_wait {
    const char *what, *what_many; /* "waits for the mutex", "wait for the mutex" */
    const char *name;             /* of the thing; NULL: it has none */
    enum workload_wait_kind kind;
};

enum task_state { TASK_FREE, TASK_READY, TASK_RUNS, TASK_PARKED };

enum { CREW_LINE_BYTES = 128 }; /* two lines: x86 fetches pairs */

/* The first 64 bytes are all that a task which never parks touches from its spawn to its end. */
struct task {
    alignas(CREW_LINE_BYTES) struct workload_task face; /* first: what the workload holds */
    /* Set by who switches to it, read by itself: the worker that runs it. */
    struct worker *worker;
    void (*run)(struct workload_task *self, void *argument);
    void *argument;
    struct workload_group *group;
    struct berth *berth; /* NULL: not begun */
    struct task *next;   /* among those that wait for the same */
    enum task_state state;
    atomic_bool is_claimed; /* of a select: one of its cases came */

    struct task_wait wait;
    uint64_t parked_ticks;
    size_t selects; /* so far */
};

static inline struct task *task_of(struct workload_task *face) {
    return (struct task *)face;
}

#endif
