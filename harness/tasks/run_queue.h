/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that can run, first in, first out: one worker puts, all take. */
#ifndef AMDAHL_RUN_QUEUE_H
#define AMDAHL_RUN_QUEUE_H

#include "tasks/spinlock.h"
#include "tasks/task.h"

/* Zeroed is empty. */
struct run_queue {
    struct spinlock lock;
    struct task *first, *last;
    atomic_size_t count; /* read without the lock, to see whether a look is worth it */
};

/* The count is stored last and sequentially consistent: who stores it and then sees no sleeper is
 * seen by the sleeper's last look. */
static inline void run_queue_put(struct run_queue *queue, struct task *task) {
    task->next = NULL;
    spinlock_take(&queue->lock);
    if (queue->first == NULL)
        queue->first = task;
    else
        queue->last->next = task;
    queue->last = task;
    size_t count = atomic_load_explicit(&queue->count, memory_order_relaxed);
    atomic_store(&queue->count, count + 1);
    spinlock_give(&queue->lock);
}

/* Takes up to `most` from the front as a chain, or NULL; *ret_taken of them. */
static inline struct task *run_queue_take(struct run_queue *queue, size_t most, size_t *ret_taken) {
    *ret_taken = 0;
    if (atomic_load_explicit(&queue->count, memory_order_acquire) == 0)
        return NULL;
    spinlock_take(&queue->lock);
    struct task *first = queue->first, *last = NULL;
    size_t taken = 0;
    for (struct task *task = first; task != NULL && taken < most; task = task->next, taken++)
        last = task;
    if (last != NULL) {
        queue->first = last->next;
        last->next = NULL;
    }
    size_t count = atomic_load_explicit(&queue->count, memory_order_relaxed);
    atomic_store_explicit(&queue->count, count - taken, memory_order_relaxed);
    spinlock_give(&queue->lock);
    *ret_taken = taken;
    return first;
}

static inline size_t run_queue_count(const struct run_queue *queue) {
    return atomic_load(&queue->count);
}

#endif
