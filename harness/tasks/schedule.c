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
    struct task *task = NULL;
    if (picks % PICKS_A_TURN == 0)
        task = run_queue_take(&worker->queue);
    if (task == NULL && atomic_load_explicit(&worker->next, memory_order_relaxed) != NULL)
        task = atomic_exchange(&worker->next, NULL);
    if (task == NULL)
        task = run_queue_take(&worker->queue);
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

static void task_main(void *argument);

/* Books what the task waited, and makes it the worker's. */
static inline void take_up(struct worker *worker, struct task *task, uint64_t now) {
    if (task->state == TASK_PARKED) {
        enum workload_wait_kind kind = task->wait.kind;
        worker->parked.ticks[kind] += ticks_between(task->parked_ticks, now);
        counter_step(&worker->parkings.resumed[kind]);
    }
    task->state = TASK_RUNS;
    task->worker = worker;
    if (task->berth == NULL)
        task->berth = berth_take(worker, task, task_main);
}

/* The worker's next task, or NULL: it has none, or its own context is due, for the poller. */
static inline struct task *pick_in_turn(struct worker *worker) {
    if (atomic_load_explicit(&worker->picks, memory_order_relaxed) % PICKS_A_TURN == 1 &&
        poller_is_wanted(&worker->crew->poller))
        return NULL;
    return crew_pick(worker);
}

/* Where to go on: the task's context, or, without one, the worker's own. */
static inline struct context *onward(struct worker *worker, struct task *task, uint64_t now) {
    if (task == NULL)
        return &worker->own;
    take_up(worker, task, now);
    return &task->berth->context;
}

static void suspend(struct task *task, uint64_t now, void (*after)(void *argument),
                    void *argument) {
    struct worker *worker = task_worker(task);
    struct context *to = onward(worker, pick_in_turn(worker), now);
    leave_word(worker, after, argument);
    context_switch(&task->berth->context, to);
    arrive_task(task);
}

void crew_park(struct task *task, struct task_wait wait, void (*after)(void *argument),
               void *argument) {
    uint64_t now = ticks_now();
    task->wait = wait;
    task->parked_ticks = now;
    task->state = TASK_PARKED;
    counter_step(&task_worker(task)->parkings.parked[wait.kind]);
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
    context_switch(&worker->own, &task->berth->context);
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

void crew_block(struct workload_task *self, enum workload_wait_kind kind,
                void (*call)(void *argument), void *argument) {
    struct worker *worker = task_worker(task_of(self));
    uint64_t begin = ticks_now();
    call(argument);
    worker->idle.ticks[kind] += ticks_between(begin, ticks_now());
    worker->idle.count[kind]++;
}

static void leave_berth(void *argument) {
    struct berth *berth = argument;
    berth_give(berth->worker, berth);
}

/* Runs the task to its end and gives the worker that it ended on. */
static struct worker *run_to_end(struct task *task) {
    task->run(&task->face, task->argument);
    if (task->group != NULL)
        group_done(&task->face, task->group);
    struct worker *worker = task_worker(task);
    worker->ended++;
    task->state = TASK_FREE;
    task->berth = NULL;
    shelf_give(&worker->tasks, &worker->crew->store, task);
    return worker;
}

/* What runs on a berth: its first task, and as long as the next of the worker is one to be begun,
 * that one too, for which nothing needs to be switched. */
static void task_main(void *argument) {
    struct berth *berth = argument;
    struct task *task = berth->task;
    struct worker *worker;
    arrive_task(task);
    for (;;) {
        worker = run_to_end(task);
        task = pick_in_turn(worker);
        if (task == NULL || task->berth != NULL)
            break;
        task->berth = berth;
        take_up(worker, task, 0); /* never parked */
    }
    berth->worker = worker;
    struct context *to = onward(worker, task, ticks_now());
    leave_word(worker, leave_berth, berth);
    context_leave(&berth->context, to);
}

void *task_make(struct crew *crew, size_t index) {
    struct task *task = &crew->tasks[index];
    task->face.tasks = &crew_tasks;
    task->state = TASK_FREE;
    task->berth = NULL;
    return task;
}

int crew_spawn(struct workload_task *self, struct workload_group *group,
               void (*run)(struct workload_task *self, void *argument), void *argument) {
    struct worker *worker = task_worker(task_of(self));
    struct task *task = shelf_take(&worker->tasks, &worker->crew->store, worker->crew);
    if (task == NULL)
        return -1;
    if (group != NULL)
        group_add(group, 1);
    task->run = run;
    task->argument = argument;
    task->group = group;
    worker->spawned++;
    task->state = TASK_READY;
    crew_queue(worker, task);
    return 0;
}
