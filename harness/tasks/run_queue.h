/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tasks that can run, first in, first out: one worker puts, all take. A ring with room for every
 * task that may live, so that it is never full. Those who take have a lock; who puts needs none. A
 * ring and not a list: who takes many would wait for the memory of each before it knew the next. */
#ifndef AMDAHL_RUN_QUEUE_H
#define AMDAHL_RUN_QUEUE_H

#include "tasks/prefetch.h"
#include "tasks/spinlock.h"
#include "tasks/task.h"

/* With all but the ring and the mask zeroed it is empty. */
struct run_queue {
    struct spinlock lock;     /* of those who take */
    atomic_size_t head, tail; /* counted on without end; the head is written under the lock */
    _Atomic(struct task *) *ring;
    size_t mask;
};

static inline size_t run_queue_count(const struct run_queue *queue) {
    size_t head = atomic_load(&queue->head); /* first: it never passes the tail */
    return atomic_load(&queue->tail) - head;
}

/* The tail is stored sequentially consistent: who stores it and then sees no sleeper is seen by the
 * sleeper's last look. */
static inline void run_queue_put(struct run_queue *queue, struct task *task) {
    size_t tail = atomic_load_explicit(&queue->tail, memory_order_relaxed);
    atomic_store_explicit(&queue->ring[tail & queue->mask], task, memory_order_relaxed);
    atomic_store(&queue->tail, tail + 1);
}

/* The oldest, or NULL. */
static inline struct task *run_queue_take(struct run_queue *queue) {
    struct task *task = NULL;
    if (run_queue_count(queue) == 0)
        return NULL;
    spinlock_take(&queue->lock);
    size_t head = atomic_load_explicit(&queue->head, memory_order_relaxed);
    if (atomic_load_explicit(&queue->tail, memory_order_acquire) != head) {
        task = atomic_load_explicit(&queue->ring[head & queue->mask], memory_order_relaxed);
        atomic_store_explicit(&queue->head, head + 1, memory_order_release);
    }
    spinlock_give(&queue->lock);
    return task;
}

/* Half of what the victim has, at most `most`: gives the first of them, or NULL, and puts the
 * others into the caller's own; *ret_taken of them in all. */
static inline struct task *run_queue_steal(struct run_queue *own, struct run_queue *victim,
                                           size_t most, size_t *ret_taken) {
    spinlock_take(&victim->lock);
    size_t head = atomic_load_explicit(&victim->head, memory_order_relaxed);
    size_t count = atomic_load_explicit(&victim->tail, memory_order_acquire) - head;
    size_t half = (count + 1) / 2, taken = half < most ? half : most;
    size_t tail = atomic_load_explicit(&own->tail, memory_order_relaxed);
    struct task *first = NULL;
    for (size_t i = 0; i < taken; i++) {
        struct task *task =
            atomic_load_explicit(&victim->ring[(head + i) & victim->mask], memory_order_relaxed);
        prefetch_to_write(task);
        if (i == 0)
            first = task;
        else
            atomic_store_explicit(&own->ring[(tail + i - 1) & own->mask], task,
                                  memory_order_relaxed);
    }
    atomic_store_explicit(&victim->head, head + taken, memory_order_release);
    spinlock_give(&victim->lock);
    if (taken > 1)
        atomic_store(&own->tail, tail + taken - 1);
    *ret_taken = taken;
    return first;
}

#endif
