/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/poller.h"
#include "tasks/alarms.h"
#include "tasks/crew_state.h"
#include "tasks/sleep_word.h"
#include "tasks/sockets.h"

#include <errno.h>

int poller_open(struct poller *poller, size_t tasks, struct fault *fault) {
    int status = alarms_open(&poller->alarms, tasks, fault);
    atomic_store(&poller->earliest_ns, INT64_MAX);
    return status == 0 ? sockets_open(&poller->sockets, fault) : status;
}

void poller_close(struct poller *poller) {
    sockets_close(poller->sockets);
    alarms_close(&poller->alarms);
}

static void wake_task(struct worker *worker, struct task *task) {
    search_leave_idle(worker);
    sleep_end(worker);
    atomic_fetch_sub(&worker->crew->poller.pending, 1);
    crew_queue(worker, task); /* in the order in which they came */
}

void poller_came(struct worker *worker, struct socket_wish *wish, int error) {
    wish->error = error;
    atomic_fetch_sub(&worker->crew->poller.socket_count, 1);
    wake_task(worker, wish->task);
}

static void note_earliest(struct poller *poller) {
    atomic_store(&poller->earliest_ns, alarms_earliest_ns(&poller->alarms));
}

static void ring(struct worker *worker) {
    struct poller *poller = &worker->crew->poller;
    if (atomic_load(&poller->earliest_ns) == INT64_MAX)
        return;
    int64_t now_ns = clock_now_ns();
    while (atomic_load(&poller->earliest_ns) <= now_ns) {
        spinlock_take(&poller->alarm_lock);
        struct task *task = alarms_take(&poller->alarms, now_ns);
        note_earliest(poller);
        spinlock_give(&poller->alarm_lock);
        if (task != NULL)
            wake_task(worker, task);
    }
}

void poller_look(struct worker *worker) {
    struct poller *poller = &worker->crew->poller;
    if (!spinlock_try(&poller->turn))
        return;
    ring(worker);
    if (atomic_load(&poller->socket_count) != 0)
        sockets_look(poller->sockets, worker, 0);
    spinlock_give(&poller->turn);
}

/* libuv counts in whole ms: what is left beyond them the worker spins. */
static void block_in_loop(struct worker *worker, int64_t earliest_ns) {
    struct sockets *sockets = worker->crew->poller.sockets;
    if (earliest_ns == INT64_MAX) {
        sockets_look(sockets, worker, -1);
        return;
    }
    int64_t wait_ms = (earliest_ns - clock_now_ns()) / 1000000;
    if (wait_ms > 0)
        sockets_look(sockets, worker, wait_ms < INT32_MAX ? (int)wait_ms : INT32_MAX);
}

void poller_block(struct worker *worker) {
    struct poller *poller = &worker->crew->poller;
    int64_t earliest_ns = atomic_load(&poller->earliest_ns);
    if (atomic_load(&poller->socket_count) != 0)
        block_in_loop(worker, earliest_ns);
    else
        sleep_word_wait(&worker->sleep, WORKER_POLLS, earliest_ns);
}

void poller_kick(struct poller *poller, struct worker *worker) {
    sleep_word_wake(&worker->sleep);
    sockets_kick(poller->sockets);
}

/* Something new is waited for: who sleeps in the poller must know, or somebody must look. */
static void announce(struct crew *crew) {
    /* What was written before is seen by who is not yet seen asleep below. */
    atomic_exchange(&crew->poller.is_announced, true);
    struct worker *blocked = atomic_load(&crew->poller.blocked);
    if (blocked == NULL || !sleep_wake(blocked))
        search_notify(crew);
}

static void after_sleep(void *argument) {
    struct task *task = argument;
    struct crew *crew = task_worker(task)->crew;
    struct poller *poller = &crew->poller;
    int64_t before_ns = atomic_load(&poller->earliest_ns);
    note_earliest(poller);
    bool is_earliest = atomic_load(&poller->earliest_ns) < before_ns;
    spinlock_give(&poller->alarm_lock);
    if (is_earliest)
        announce(crew);
}

void poller_sleep(struct workload_task *self, uint64_t time_ns) {
    struct task *task = task_of(self);
    struct poller *poller = &task_worker(task)->crew->poller;
    int64_t most_ns = INT64_MAX / 2;
    int64_t at_ns = clock_now_ns() + (time_ns < (uint64_t)most_ns ? (int64_t)time_ns : most_ns);
    spinlock_take(&poller->alarm_lock);
    atomic_fetch_add(&poller->pending, 1);
    alarms_put(&poller->alarms, at_ns, task);
    crew_park(task,
              (struct task_wait){"waits for a time", "wait for a time", NULL, WORKLOAD_WAIT_IO},
              after_sleep, task);
}

static void after_await(void *argument) {
    struct socket_wish *wish = argument;
    struct crew *crew = task_worker(wish->task)->crew;
    sockets_ask(crew->poller.sockets, wish);
    announce(crew);
}

int poller_await(struct workload_task *self, int socket, enum workload_readiness readiness) {
    struct task *task = task_of(self);
    struct poller *poller = &task_worker(task)->crew->poller;
    if (poller->sockets == NULL)
        return -ENOSYS;
    struct socket_wish wish = {.task = task, .socket = socket, .readiness = readiness};
    atomic_fetch_add(&poller->pending, 1);
    atomic_fetch_add(&poller->socket_count, 1);
    crew_park(task,
              (struct task_wait){"waits for a socket", "wait for a socket", NULL, WORKLOAD_WAIT_IO},
              after_await, &wish);
    return wish.error;
}
