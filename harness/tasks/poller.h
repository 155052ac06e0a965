/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What comes from outside: times, and sockets through libuv. No thread is its own: workers look
 * when they have no task, or every so often; one that would sleep waits for both instead. */
#ifndef AMDAHL_POLLER_H
#define AMDAHL_POLLER_H

#include "fault/fault.h"
#include "tasks/alarms.h"
#include "tasks/spinlock.h"
#include "workload_tasks.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crew;
struct sockets;
struct task;
struct worker;

struct poller {
    atomic_size_t pending; /* tasks that wait for it */
    atomic_size_t socket_count;
    /* Of one worker at a time: who looks. */
    struct spinlock turn;
    _Atomic(struct worker *) blocked; /* who sleeps in it */
    atomic_bool is_announced;         /* exchanged for its order alone */

    struct spinlock alarm_lock;
    struct alarms alarms;        /* room for all tasks */
    _Atomic int64_t earliest_ns; /* INT64_MAX: none */

    struct sockets *sockets; /* NULL: built without libuv */
};

int poller_open(struct poller *poller, size_t tasks, struct fault *fault);
void poller_close(struct poller *poller);

static inline bool poller_is_wanted(const struct poller *poller) {
    return atomic_load(&poller->pending) != 0;
}

/* Makes ready all tasks whose time or socket has come, if nobody else is looking. On a worker's own
 * context. */
void poller_look(struct worker *worker);

/* Sleeps in place of the kernel's wait until the worker is woken, or something comes. With the
 * poller's turn held; `blocked` is set. */
void poller_block(struct worker *worker);
/* Ends the sleep of who is in poller_block. Any thread. */
void poller_kick(struct poller *poller, struct worker *worker);

/* The calls of the table. */
void poller_sleep(struct workload_task *self, uint64_t time_ns);
int poller_await(struct workload_task *self, int socket, enum workload_readiness readiness);

#endif
