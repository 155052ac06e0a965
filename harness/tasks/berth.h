/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where a task runs: a stack and its context. A task has none until a worker first runs it, which
 * gives it one of its own: memory that this worker's cache has. A task that ends leaves its berth
 * to the next that begins on the worker. */
#ifndef AMDAHL_BERTH_H
#define AMDAHL_BERTH_H

#include "tasks/context.h"

#include <stddef.h>

struct crew;
struct task;
struct worker;

/* At the top of its own stack. */
struct berth {
    struct context context;
    struct task *task;     /* the first that runs here, while it is begun */
    struct worker *worker; /* of who leaves it */
    size_t index;          /* of the stack */
};

/* The one of a stack, free: of a store. */
void *berth_make(struct crew *crew, size_t index);

/* One from the worker's shelf, from whose context entry(berth) will be called. There always is one:
 * crew_create counts them. */
struct berth *berth_take(struct worker *worker, struct task *task, void (*entry)(void *argument));

/* To the worker's shelf; from another context. Notes whether the tasks kept to their stack. */
void berth_give(struct worker *worker, struct berth *berth);

#endif
