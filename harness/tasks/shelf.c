/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks to begin, on the stacks of those that ended: each worker keeps a few, the crew the rest. */
#include "tasks/crew_state.h"

enum { SHELF_MAX = 64 };

static struct task *make_fresh(struct crew *crew) {
    if (crew->fresh == crew->task_count)
        return NULL;
    struct task *task = &crew->tasks[crew->fresh];
    task->face.tasks = &crew_tasks;
    task->index = crew->fresh++;
    stacks_mark(&crew->stacks, task->index);
    return task;
}

/* Half a shelf from the crew's, or what is there. */
static struct task *refill(struct worker *worker) {
    struct crew *crew = worker->crew;
    struct task *first = NULL;
    uint64_t count = 0;
    spinlock_take(&crew->free_lock);
    for (; count < SHELF_MAX / 2; count++) {
        struct task *task = crew->free;
        if (task != NULL)
            crew->free = task->next;
        else
            task = make_fresh(crew);
        if (task == NULL)
            break;
        task->next = first;
        first = task;
    }
    spinlock_give(&crew->free_lock);
    worker->free_count = count;
    return first;
}

struct task *shelf_take(struct worker *worker) {
    struct task *task = worker->free;
    if (task == NULL)
        task = refill(worker);
    if (task == NULL)
        return NULL;
    worker->free_count--;
    worker->free = task->next;
    return task;
}

/* Half a shelf back to the crew, for workers that begin more than they end. */
static void unload(struct worker *worker) {
    struct crew *crew = worker->crew;
    struct task *task = worker->free;
    spinlock_take(&crew->free_lock);
    for (int i = 0; i < SHELF_MAX / 2; i++) {
        struct task *next = task->next;
        task->next = crew->free;
        crew->free = task;
        task = next;
    }
    spinlock_give(&crew->free_lock);
    worker->free = task;
    worker->free_count -= SHELF_MAX / 2;
}

void shelf_give(struct worker *worker, struct task *task) {
    if (!stacks_is_whole(&worker->crew->stacks, task->index))
        atomic_store(&worker->crew->is_overrun, true);
    task->state = TASK_FREE;
    context_drop(&task->context);
    task->next = worker->free;
    worker->free = task;
    worker->free_count++;
    if (worker->free_count >= SHELF_MAX)
        unload(worker);
}

void shelf_reset(struct crew *crew) {
    for (unsigned i = 0; i < crew->worker_count; i++) {
        crew->workers[i].free = NULL;
        crew->workers[i].free_count = 0;
    }
    crew->free = NULL;
    for (size_t i = crew->fresh; i-- > 0;) {
        struct task *task = &crew->tasks[i];
        if (task->state != TASK_FREE)
            context_drop(&task->context);
        task->state = TASK_FREE;
        task->next = crew->free;
        crew->free = task;
    }
}
