/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/berth.h"
#include "tasks/crew_state.h"

#include <assert.h>

enum { BERTH_BYTES = (sizeof(struct berth) + 63) / 64 * 64 }; /* whole lines */

void *berth_make(struct crew *crew, size_t index) {
    size_t bytes;
    char *stack = stacks_at(&crew->stacks, index, &bytes);
    struct berth *berth = (struct berth *)(void *)(stack + bytes - BERTH_BYTES);
    context_drop(&berth->context); /* of a task that was never to end; of a new one: nothing */
    berth->index = index;
    stacks_mark(&crew->stacks, index);
    return berth;
}

struct berth *berth_take(struct worker *worker, struct task *task, void (*entry)(void *argument)) {
    struct crew *crew = worker->crew;
    struct berth *berth = shelf_take(&worker->berths, &crew->berths, crew);
    assert(berth != NULL);
    size_t bytes;
    void *stack = stacks_at(&crew->stacks, berth->index, &bytes);
    berth->task = task;
    context_make(&berth->context, stack, bytes - BERTH_BYTES, entry, berth);
    return berth;
}

void berth_give(struct worker *worker, struct berth *berth) {
    struct crew *crew = worker->crew;
    if (!stacks_is_whole(&crew->stacks, berth->index))
        atomic_store(&crew->is_overrun, true);
    context_drop(&berth->context);
    shelf_give(&worker->berths, &crew->berths, berth);
}
