/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The switching of tasks: parking, waking, and what a task goes through from spawn to end. */
#include "tasks/crew_state.h"
#include "tasks/group.h"

#include <assert.h>

/* So often a worker looks at its queue before the task that was woken last, and at the poller. */
enum { PICKS_A_TURN = 64 };

struct task *crew_pick(struct worker *worker) {
    uint64_t picks = atomic_load_explicit(&worker->picks, memory_order_relaxed);
    atomic_store_explicit(&worker->picks, picks + 1, memory_order_relaxed);
    size_t taken;
    struct task *task = NULL;
    if (picks % PICKS_A_TURN == 0)
        task = run_queue_take(&worker->queue, 1, &taken);
    if (task == NULL && atomic_load_explicit(&worker->next, memory_order_relaxed) != NULL)
        task = atomic_exchange(&worker->next, NULL);
    if (task == NULL)
        task = run_queue_take(&worker->queue, 1, &taken);
    return task;
}

/* On the stack that was switched to: the other's context is saved. */
static inline void arrive(struct worker *worker) {
    void (*after)(void *) = worker->after;
    if (after != NULL)
        after(worker->after_argument);
}

static inline void arrive_task(struct task *task) {
    arrive(task_worker(task));
}

static inline void leave_word(struct worker *worker, void (*after)(void *argument),
                              void *argument) {
    worker->after = after;
    worker->after_argument = argument;
}

/* Books what the task waited, and makes it the worker's. */
static inline void take_up(struct worker *worker, struct task *task, uint64_t now) {
    if (task->state == TASK_PARKED) {
        enum workload_wait_kind kind = task->wait.kind;
        worker->parked.ticks[kind] += ticks_between(task->parked_ticks, now);
        worker->parked.count[kind]++;
    }
    task->state = TASK_RUNS;
    task->worker = worker;
}

/* Where to go on: another task, or the worker's own context, also when the poller's turn is due. */
static inline struct context *onward(struct worker *worker, uint64_t now) {
    if (atomic_load_explicit(&worker->picks, memory_order_relaxed) % PICKS_A_TURN == 1 &&
        poller_is_wanted(&worker->crew->poller))
        return &worker->own;
    struct task *task = crew_pick(worker);
    if (task == NULL)
        return &worker->own;
    take_up(worker, task, now);
    return &task->context;
}

static void suspend(struct task *task, uint64_t now, void (*after)(void *argument),
                    void *argument) {
    struct worker *worker = task_worker(task);
    struct context *to = onward(worker, now);
    leave_word(worker, after, argument);
    context_switch(&task->context, to);
    arrive_task(task);
}

void crew_park(struct task *task, struct task_wait wait, void (*after)(void *argument),
               void *argument) {
    uint64_t now = ticks_now();
    task->wait = wait;
    task->parked_ticks = now;
    task->state = TASK_PARKED;
    suspend(task, now, after, argument);
}

void crew_ready(struct worker *by, struct task *task) {
    struct task *before = atomic_exchange(&by->next, task);
    if (before != NULL)
        run_queue_put(&by->queue, before);
    search_notify(by->crew);
}

void crew_run(struct worker *worker, struct task *task) {
    take_up(worker, task, ticks_now());
    leave_word(worker, NULL, NULL);
    context_switch(&worker->own, &task->context);
    arrive(worker);
}

void crew_queue(struct worker *by, struct task *task) {
    run_queue_put(&by->queue, task);
    search_notify(by->crew);
}

static void requeue(void *argument) {
    struct task *task = argument;
    crew_queue(task_worker(task), task);
}

void crew_yield(struct workload_task *self) {
    struct task *task = task_of(self);
    struct worker *worker = task_worker(task);
    /* The one that was woken last first, as always; then the queue, of which this is the end. */
    if (atomic_load_explicit(&worker->next, memory_order_relaxed) == NULL &&
        run_queue_count(&worker->queue) == 0 && !poller_is_wanted(&worker->crew->poller))
        return;
    task->state = TASK_READY;
    suspend(task, ticks_now(), requeue, task);
}

unsigned crew_worker_of(const struct workload_task *self) {
    return task_worker((const struct task *)self)->index;
}

/* The worker whose stack it runs on is that of the context that went on. */
static void shelve(void *argument) {
    struct task *task = argument;
    shelf_give(task_worker(task), task);
}

static void task_main(void *argument) {
    struct task *task = argument;
    arrive_task(task);
    task->run(&task->face, task->argument);
    if (task->group != NULL)
        group_done(&task->face, task->group);
    struct worker *worker = task_worker(task);
    worker->ended++;
    struct context *to = onward(worker, ticks_now());
    leave_word(worker, shelve, task);
    context_leave(&task->context, to);
}

int crew_spawn(struct workload_task *self, struct workload_group *group,
               void (*run)(struct workload_task *self, void *argument), void *argument) {
    struct worker *worker = task_worker(task_of(self));
    struct task *task = shelf_take(worker);
    if (task == NULL)
        return -1;
    if (group != NULL)
        group_add(group, 1);
    size_t bytes;
    void *stack = stacks_at(&worker->crew->stacks, task->index, &bytes);
    task->run = run;
    task->argument = argument;
    task->group = group;
    context_make(&task->context, stack, bytes, task_main, task);
    worker->spawned++;
    task->state = TASK_READY;
    crew_queue(worker, task);
    return 0;
}
