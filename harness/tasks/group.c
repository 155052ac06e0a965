/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/group.h"
#include "tasks/crew_state.h"

#include <stdlib.h>

/* What is added and what is done lie apart: who spawns does not wait for the cache line of those
 * who end. With the lowest bit of `done` a task waits; only then those who end look at `added`. */
enum { GROUP_IS_JOINED = 1, GROUP_ONE_DONE = 2 };

struct workload_group {
    alignas(CREW_LINE_BYTES) _Atomic uint64_t done; /* GROUP_ONE_DONE for each */
    struct spinlock lock;
    struct task *waiting; /* under the lock */
    const char *name;
    alignas(CREW_LINE_BYTES) _Atomic uint64_t added;
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
    atomic_fetch_add_explicit(&group->added, count, memory_order_relaxed);
}

/* What is left, given `done`, which was read first: whatever was added by those who are done is
 * then seen. It may be more by now, never less unless `done` has changed. */
static uint64_t count_left(const struct workload_group *group, uint64_t done) {
    return atomic_load_explicit(&group->added, memory_order_relaxed) - done / GROUP_ONE_DONE;
}

/* The last of all, for whom tasks wait, is so under the lock: who joins takes it too, so that the
 * group may be freed as soon as it is joined. */
static struct task *finish(struct workload_group *group) {
    struct task *waiting = NULL;
    spinlock_take(&group->lock);
    uint64_t done = atomic_fetch_add_explicit(&group->done, GROUP_ONE_DONE, memory_order_acq_rel);
    if (count_left(group, done) == 1) {
        waiting = group->waiting;
        group->waiting = NULL;
        atomic_fetch_and_explicit(&group->done, ~(uint64_t)GROUP_IS_JOINED, memory_order_relaxed);
    }
    spinlock_give(&group->lock);
    return waiting;
}

/* All others only count, and do not touch the group afterwards. */
static struct task *count_one(struct workload_group *group) {
    uint64_t done = atomic_load_explicit(&group->done, memory_order_acquire);
    while ((done & GROUP_IS_JOINED) == 0 || count_left(group, done) > 1) {
        if (atomic_compare_exchange_weak_explicit(&group->done, &done, done + GROUP_ONE_DONE,
                                                  memory_order_acq_rel, memory_order_acquire))
            return NULL;
    }
    return finish(group);
}

void group_done(struct workload_task *self, struct workload_group *group) {
    for (struct task *task = count_one(group), *next; task != NULL; task = next) {
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
    uint64_t done = atomic_fetch_or_explicit(&group->done, GROUP_IS_JOINED, memory_order_acq_rel);
    if (count_left(group, done) == 0) {
        atomic_fetch_and_explicit(&group->done, ~(uint64_t)GROUP_IS_JOINED, memory_order_relaxed);
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
