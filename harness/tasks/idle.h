/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a worker without a task waits for: that for which the tasks that live are parked meanwhile.
 * The workers count those who park and those who are taken up again; a worker that is idle looks at
 * the counts now and then, and books its time since the last look, one half by what it saw then and
 * one by what it sees now, to the kinds in proportion to the tasks parked for them. WORKLOAD_WAIT_
 * JOIN gets what passed while no task was parked for anything else: nothing was left to begin, or
 * nothing yet. */
#ifndef AMDAHL_IDLE_H
#define AMDAHL_IDLE_H

#include "tasks/spinlock.h"
#include "workload_tasks.h"

#include <stdbool.h>
#include <stdint.h>

struct worker;

/* Of one worker, who alone uses it. */
struct idle_book {
    uint64_t since, join_before; /* of the latest idle time: its begin, and JOIN's ticks then */
    uint64_t begin;              /* of the idle time that is not booked */
    uint64_t carried;            /* ticks from before that are not */
    uint64_t seen[WORKLOAD_WAIT_KINDS]; /* tasks parked, at the last look */
    bool has_looked;                    /* in this run */
};

/* The worker has no task, from now; it has one again. Short idle times are gathered until they make
 * a look worth it. */
void idle_begin(struct worker *worker, uint64_t now);
void idle_end(struct worker *worker, uint64_t now);

/* Looks and books all up to now: in an idle time, or with `now` as it ended. */
void idle_look(struct worker *worker, uint64_t now);

/* Of an idle time that has ended and is booked, the ticks that JOIN got. */
uint64_t idle_join_ticks(const struct worker *worker);

/* Looks if that was long ago. In an idle time. */
void idle_go_on(struct worker *worker, uint64_t now);

/* Takes a lock that others hold, and books the time to the kind: the worker has a task, but one
 * that only waits. */
void idle_spin(struct worker *worker, struct spinlock *lock, enum workload_wait_kind kind);

/* Takes a lock at which many tasks may meet; an open one costs no look at the clock. */
static inline void idle_take_lock(struct worker *worker, struct spinlock *lock,
                                  enum workload_wait_kind kind) {
    if (!spinlock_try(lock))
        idle_spin(worker, lock, kind);
}

#endif
