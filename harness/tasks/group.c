/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/group.h"
#include "tasks/crew_state.h"

#include <assert.h>
#include <stdlib.h>

struct workload_group {
    alignas(CREW_LINE_BYTES) atomic_size_t count;
    struct spinlock lock;
    struct task *waiting; /* under the lock */
    const char *name;
};

struct workload_group *group_make(const char *name) {
    struct workload_group *group = aligned_alloc(CREW_LINE_BYTES, sizeof *group);
    if (group != NULL)
        *group = (struct workload_group){.name = name};
    return group;
}

void group_free(struct workload_group *group) {
    free(group);
}

void group_add(struct workload_group *group, size_t count) {
    atomic_fetch_add_explicit(&group->count, count, memory_order_relaxed);
}

/* Only the last of all needs the lock, under which it is the last: who joins takes the lock too, so
 * that the group may be freed as soon as it is joined. */
static struct task *count_down(struct workload_group *group) {
    size_t count = atomic_load_explicit(&group->count, memory_order_relaxed);
    assert(count > 0);
    while (count > 1)
        if (atomic_compare_exchange_weak_explicit(&group->count, &count, count - 1,
                                                  memory_order_release, memory_order_relaxed))
            return NULL;
    struct task *waiting = NULL;
    spinlock_take(&group->lock);
    if (atomic_fetch_sub_explicit(&group->count, 1, memory_order_acq_rel) == 1) {
        waiting = group->waiting;
        group->waiting = NULL;
    }
    spinlock_give(&group->lock);
    return waiting;
}

void group_done(struct workload_task *self, struct workload_group *group) {
    for (struct task *task = count_down(group), *next; task != NULL; task = next) {
        next = task->next;
        crew_ready(task_worker(task_of(self)), task);
    }
}

static void after_join(void *argument) {
    struct workload_group *group = argument;
    spinlock_give(&group->lock);
}

void group_join(struct workload_task *self, struct workload_group *group) {
    struct task *task = task_of(self);
    spinlock_take(&group->lock);
    if (atomic_load_explicit(&group->count, memory_order_acquire) == 0) {
        spinlock_give(&group->lock);
        return;
    }
    task->next = group->waiting;
    group->waiting = task;
    crew_park(task,
              (struct task_wait){"waits for the group", "wait for the group", group->name,
                                 WORKLOAD_WAIT_JOIN},
              after_join, group);
}
