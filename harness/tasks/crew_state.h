/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A crew as the files of this room see it. */
#ifndef AMDAHL_CREW_STATE_H
#define AMDAHL_CREW_STATE_H

#include "tasks/crew.h"
#include "tasks/idle.h"
#include "tasks/poller.h"
#include "tasks/run_queue.h"
#include "tasks/shelf.h"
#include "tasks/stacks.h"
#include "tasks/ticks.h"

/* Ticks and how often, by kind. */
struct wait_ticks {
    uint64_t ticks[WORKLOAD_WAIT_KINDS], count[WORKLOAD_WAIT_KINDS];
};

/* Tasks that a worker parked and took up again in this run, by kind. Over all workers the
 * difference is how many are parked. One writer, read by workers that are idle. */
struct parkings {
    _Atomic uint64_t parked[WORKLOAD_WAIT_KINDS], resumed[WORKLOAD_WAIT_KINDS];
};

enum worker_sleep { WORKER_AWAKE, WORKER_ASLEEP, WORKER_POLLS };

struct worker {
    /* Its own. What is to be done when the context that was left has been saved: */
    alignas(CREW_LINE_BYTES) void (*after)(void *argument);
    void *after_argument;
    struct crew *crew;
    struct context own;
    unsigned index;
    bool is_idle;
    uint64_t spawned, ended, stolen, steals;
    struct wait_ticks parked, idle; /* of the run */
    uint64_t left_ns;               /* of the last run: crew_left_ns */
    struct idle_book idle_book;
    uint64_t *seen_picks, seen_ticks; /* of the others, at the last look at their `next` */
    struct workload_waits parked_waits[WORKLOAD_WAIT_KINDS], idle_waits[WORKLOAD_WAIT_KINDS];
    struct shelf tasks, berths; /* to be used, so that most need no lock */

    alignas(CREW_LINE_BYTES) struct parkings parkings;

    alignas(CREW_LINE_BYTES) struct run_queue queue;

    /* The task that was woken last, and how often the worker came for its next task: while that
     * grows, `next` is no other's business. */
    alignas(CREW_LINE_BYTES) _Atomic(struct task *) next;
    _Atomic uint64_t picks;

    alignas(CREW_LINE_BYTES) _Atomic uint32_t sleep; /* enum worker_sleep; a futex word */
};

struct crew {
    /* Read at every waking, written when a worker runs out of tasks or finds some again. */
    alignas(CREW_LINE_BYTES) atomic_uint sleepers;
    atomic_uint searchers;
    alignas(CREW_LINE_BYTES) _Atomic uint64_t idle; /* search.c */
    atomic_bool is_over;
    _Atomic uint64_t wakes;                      /* of workers that slept in the kernel */
    alignas(CREW_LINE_BYTES) struct store store; /* of tasks */
    alignas(CREW_LINE_BYTES) struct store berths;

    alignas(CREW_LINE_BYTES) struct poller poller;

    unsigned n, worker_count;
    size_t task_count;
    uint64_t abandoned; /* tasks of deadlocks */
    struct worker *workers;
    struct task *tasks;
    _Atomic(struct task *) *rings; /* of the workers' queues */
    size_t ring_room;              /* of each, a power of two */
    struct stacks stacks;
    bool yields;
    atomic_bool is_overrun; /* a task wrote beyond its stack */
    uint64_t spin_ticks, spin_outside_ticks, lone_ticks;
    uint64_t origin_ticks;
    int64_t origin_ns;
    double ns_per_tick;
    struct fault fault; /* of the run; written before is_over */
};

static inline void counter_step(_Atomic uint64_t *count) {
    atomic_store_explicit(count, atomic_load_explicit(count, memory_order_relaxed) + 1,
                          memory_order_release);
}

/* schedule.c */

/* Parks the running task: goes on with another, and calls after(argument) from there, when this one
 * may be woken. Returns when it is. */
void crew_park(struct task *task, struct task_wait wait, void (*after)(void *argument),
               void *argument);
/* Makes a parked task run again, next on the worker of `by`, which may be the task that runs or a
 * worker's own context. */
void crew_ready(struct worker *by, struct task *task);
/* The same behind all others that the worker has. */
void crew_queue(struct worker *by, struct task *task);
/* From a worker's own context: runs the task until the worker has no other. */
void crew_run(struct worker *worker, struct task *task);
/* The next task of the worker's own, or NULL. */
struct task *crew_pick(struct worker *worker);
/* The one of an index, free: of the store. */
void *task_make(struct crew *crew, size_t index);
/* The calls of the table. */
int crew_spawn(struct workload_task *self, struct workload_group *group,
               void (*run)(struct workload_task *self, void *argument), void *argument);
void crew_yield(struct workload_task *self);
unsigned crew_worker_of(const struct workload_task *self);
void crew_block(struct workload_task *self, enum workload_wait_kind kind,
                void (*call)(void *argument), void *argument);

static inline struct worker *task_worker(const struct task *task) {
    return task->worker;
}

/* search.c */

/* Finds a task for a worker that has none, or NULL: the run is over. */
struct task *search(struct worker *worker);
/* The worker is about to have a task again. */
void search_leave_idle(struct worker *worker);
/* Something can run: wakes a sleeper, unless a worker is searching already. */
void search_wake_one(struct crew *crew);
/* Whether there is a task that could run and does not. */
bool search_sees_work(const struct crew *crew);

static inline void search_notify(struct crew *crew) {
    if (atomic_load(&crew->sleepers) != 0 && atomic_load(&crew->searchers) == 0)
        search_wake_one(crew);
}

/* sleep.c */

/* Blocks until woken, or until a time or a socket of the poller's comes. */
void sleep_until_woken(struct worker *worker);
/* Wakes the worker if it sleeps. false: it did not, or somebody else woke it. */
bool sleep_wake(struct worker *worker);
/* Ends the worker's sleep, in which it is or was about to be: it searches again. Whoever does so
 * first gets what sleep it was, the others WORKER_AWAKE. */
enum worker_sleep sleep_end(struct worker *worker);

/* deadlock.c: what the tasks wait for, into crew->fault. When all workers are idle. */
void deadlock_name(struct crew *crew);
size_t deadlock_count_living(const struct crew *crew);

#endif
