/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A crew: n workers that run tasks until none is left. The threads are the caller's, one a worker;
 * the crew makes none. A task that waits is parked and leaves its worker to the others.
 *
 * Each worker has a queue of its own and takes from the others' when that is empty. The task that
 * was woken last goes first, on the worker that woke it; only if that worker does not come to it
 * within some microseconds is it taken by another. A worker that finds nothing spins for a while,
 * looks after times and sockets, and then sleeps in the kernel. When all of them have nothing to do
 * the run is over, or, if tasks are left, none of which waits for a time or a socket, deadlocked.
 */
#ifndef AMDAHL_CREW_H
#define AMDAHL_CREW_H

#include "fault/fault.h"
#include "workload_tasks.h"
#include "workload_wait.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crew;

struct crew_spec {
    unsigned workers;   /* the most that a run will have, from 1 */
    size_t tasks;       /* the most that live at once, from 1 */
    size_t stack_bytes; /* of each; 0: 64 KiB, under a sanitizer 256 */
    int64_t spin_ns;    /* a worker without a task sleeps after so long; 0: 200 us, 20 where
                           tasks wait for times or sockets; INT64_MAX:
                           never */
    bool yields;        /* spinning workers give their core away: as in struct team_spec */
};

/* FAULT_USAGE for no workers or no tasks, FAULT_SYSTEM for no room for the stacks or no event loop.
 * The caller frees, when no thread is in crew_work. */
int crew_create(const struct crew_spec *spec, struct crew **ret_crew, struct fault *fault);
void crew_free(struct crew *crew);

/* Of each task, where the spec does not say. */
size_t crew_stack_bytes(void);

/* Sets the next run up: its first task will be run(self, argument), on workers 0 … n - 1, whichever
 * of them comes first. On one thread, before any of them calls crew_work. */
void crew_begin(struct crew *crew, unsigned n,
                void (*run)(struct workload_task *self, void *argument), void *argument);

/* A worker's part of the run, on its own thread, once for each of the n workers. Returns when all
 * tasks have ended, the first one's children too, or when they are deadlocked. */
void crew_work(struct crew *crew, unsigned worker);

/* After crew_work has returned on all workers: 0, or FAULT_WORKLOAD with a sentence that names what
 * the tasks of a deadlock wait for, or a task whose stack was too small. */
int crew_end(const struct crew *crew, struct fault *fault);

/* What a worker waited with no task to run, in all runs so far, by what the tasks that lived were
 * parked for meanwhile, in proportion to their number. WORKLOAD_WAIT_JOIN gets what passed while
 * none was parked for anything else: before there was anything to begin, and when nothing was left.
 * It is known to about 10 us, to 2 ms while the worker sleeps in the kernel; one that sleeps in
 * the poller looks only before and after. A kind also has what
 * the worker's tasks spun at a mutex before they parked, or at a channel's own lock. `count` is how
 * often something was booked; likewise of calls that blocked it (workload_block). And how long the
 * tasks that it took up again had been parked, by what for: those overlap, so that their sum may be
 * any multiple of the time. On the worker's own cache lines, where crew_work writes them when it
 * returns. Borrowed while the crew lives. */
const struct workload_waits *crew_idle(const struct crew *crew, unsigned worker,
                                       enum workload_wait_kind kind);
const struct workload_waits *crew_parked(const struct crew *crew, unsigned worker,
                                         enum workload_wait_kind kind);
/* Of the last run, what a worker waited at its end: WORKLOAD_WAIT_JOIN's part of the time after its
 * last task, or of the whole run if it had none. The other part of JOIN's passed before a task of
 * its own. Written when crew_work returns. */
uint64_t crew_left_ns(const struct crew *crew, unsigned worker);

/* Tasks that were spawned, and how many of them a worker took from another's queue, how often it
 * took some, and how often a worker was woken that slept in the kernel; in all runs so far, between
 * runs. */
struct crew_counts {
    uint64_t spawned, stolen, steals, wakes;
};
struct crew_counts crew_counts(const struct crew *crew);

/* The calls for workload_channel_make and its like, outside tasks. */
extern const struct workload_tasks crew_tasks;

#endif
