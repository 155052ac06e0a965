/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/mutex.h"
#include "tasks/crew_state.h"

#include <stdlib.h>

enum mutex_state { MUTEX_OPEN, MUTEX_TAKEN, MUTEX_WANTED };

struct workload_mutex {
    alignas(CREW_LINE_BYTES) atomic_int state;
    struct spinlock lock; /* of the list; the state is set to MUTEX_WANTED under it */
    struct task *first, *last;
    const char *name;
};

struct workload_mutex *mutex_make(const char *name) {
    struct workload_mutex *mutex = aligned_alloc(CREW_LINE_BYTES, sizeof *mutex);
    if (mutex != NULL)
        *mutex = (struct workload_mutex){.name = name};
    return mutex;
}

void mutex_free(struct workload_mutex *mutex) {
    free(mutex);
}

static bool try_open(struct workload_mutex *mutex) {
    int open = MUTEX_OPEN;
    return atomic_compare_exchange_strong_explicit(&mutex->state, &open, MUTEX_TAKEN,
                                                   memory_order_acquire, memory_order_relaxed);
}

/* Some hundred ns, as long as a short section on another worker: less than parking costs. On one
 * worker the one that has it cannot go on meanwhile. */
static bool spin_open(struct workload_mutex *mutex) {
    enum { TURNS = 64 };
    for (int i = 0; i < TURNS; i++) {
        if (atomic_load_explicit(&mutex->state, memory_order_relaxed) == MUTEX_OPEN &&
            try_open(mutex))
            return true;
        spin_relax(false);
    }
    return false;
}

/* The worker does nothing meanwhile: that is a wait like one without a task. */
static bool spin_booked(struct worker *worker, struct workload_mutex *mutex) {
    if (worker->crew->n == 1)
        return false;
    uint64_t begin = ticks_now();
    bool is_had = spin_open(mutex);
    worker->idle.ticks[WORKLOAD_WAIT_LOCK] += ticks_between(begin, ticks_now());
    worker->idle.count[WORKLOAD_WAIT_LOCK]++;
    return is_had;
}

static void after_take(void *argument) {
    struct workload_mutex *mutex = argument;
    spinlock_give(&mutex->lock);
}

/* Who was woken goes to the front again: it has waited longest. */
static void put_waiting(struct workload_mutex *mutex, struct task *task, bool was_woken) {
    task->next = was_woken ? mutex->first : NULL;
    if (mutex->first == NULL || !was_woken) {
        if (mutex->first == NULL)
            mutex->first = task;
        else
            mutex->last->next = task;
        mutex->last = task;
    } else {
        mutex->first = task;
    }
}

void mutex_take(struct workload_task *self, struct workload_mutex *mutex) {
    struct task *task = task_of(self);
    if (try_open(mutex) || spin_booked(task_worker(task), mutex))
        return;
    for (bool was_woken = false;; was_woken = true) {
        idle_take_lock(task_worker(task), &mutex->lock, WORKLOAD_WAIT_LOCK);
        if (atomic_exchange_explicit(&mutex->state, MUTEX_WANTED, memory_order_acquire) ==
            MUTEX_OPEN) {
            spinlock_give(&mutex->lock);
            return;
        }
        put_waiting(mutex, task, was_woken);
        crew_park(task,
                  (struct task_wait){"waits for the mutex", "wait for the mutex", mutex->name,
                                     WORKLOAD_WAIT_LOCK},
                  after_take, mutex);
    }
}

static struct task *take_waiting(struct worker *worker, struct workload_mutex *mutex) {
    idle_take_lock(worker, &mutex->lock, WORKLOAD_WAIT_LOCK);
    struct task *task = mutex->first;
    if (task != NULL)
        mutex->first = task->next;
    spinlock_give(&mutex->lock);
    return task;
}

void mutex_give(struct workload_task *self, struct workload_mutex *mutex) {
    if (atomic_exchange_explicit(&mutex->state, MUTEX_OPEN, memory_order_release) != MUTEX_WANTED)
        return;
    struct task *task = take_waiting(task_worker(task_of(self)), mutex);
    if (task != NULL)
        crew_ready(task_worker(task_of(self)), task);
}
