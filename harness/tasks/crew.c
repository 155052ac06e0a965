/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/crew.h"
#include "tasks/crew_state.h"

#include "tasks/channel.h"
#include "tasks/fibers.h"
#include "tasks/group.h"
#include "tasks/mutex.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    STACK_BYTES = 64 * 1024,
    /* A sanitizer's frames are some times as large. */
    SANITIZED_STACK_BYTES = 256 * 1024,
    SHELF_ROOM = 64, /* what a worker may keep for itself (shelf.c) */
};
static const int64_t SPIN_NS = 200000;  /* some times what waking a blocked thread takes */
static const int64_t LONE_NS = 10000;   /* a hundred times what a task takes to send and park */
static const int64_t GAUGE_NS = 500000; /* 25 ns of a clock's step are 0.005 % of it */

const struct workload_tasks crew_tasks = {
    .spawn = crew_spawn,
    .yield = crew_yield,
    .worker = crew_worker_of,
    .sleep = poller_sleep,
    .await = poller_await,
    .channel_make = channel_make,
    .channel_free = channel_free,
    .send = channel_send,
    .receive = channel_receive,
    .close = channel_close,
    .select = channel_select,
    .mutex_make = mutex_make,
    .mutex_free = mutex_free,
    .take = mutex_take,
    .give = mutex_give,
    .group_make = group_make,
    .group_free = group_free,
    .add = group_add,
    .done = group_done,
    .join = group_join,
};

static size_t choose_stack_bytes(size_t asked) {
    size_t least = STACK_BYTES;
#if defined(FIBERS_ADDRESS) || defined(FIBERS_THREAD)
    least = SANITIZED_STACK_BYTES;
#endif
    return (asked == 0 ? least : asked) + context_overhead_bytes();
}

/* How long a tick is, by the clock: the better the longer ago the first look was. */
static void gauge_ticks(struct crew *crew) {
    int64_t now_ns = clock_now_ns();
    uint64_t now = ticks_now();
    if (now_ns > crew->origin_ns && now > crew->origin_ticks)
        crew->ns_per_tick = (double)(now_ns - crew->origin_ns) / (double)(now - crew->origin_ticks);
}

static uint64_t ticks_of(const struct crew *crew, int64_t ns) {
    return ns == INT64_MAX ? UINT64_MAX : (uint64_t)((double)ns / crew->ns_per_tick);
}

static void start_clock(struct crew *crew, int64_t spin_ns) {
    crew->origin_ns = clock_now_ns();
    crew->origin_ticks = ticks_now();
    crew->ns_per_tick = 1;
    while (clock_now_ns() < crew->origin_ns + GAUGE_NS)
        spin_relax(false);
    gauge_ticks(crew);
    crew->spin_ticks = ticks_of(crew, spin_ns == 0 ? SPIN_NS : spin_ns);
    crew->lone_ticks = ticks_of(crew, LONE_NS);
}

static int make_workers(struct crew *crew, unsigned count, struct fault *fault) {
    crew->workers = aligned_alloc(CREW_LINE_BYTES, count * sizeof *crew->workers);
    if (crew->workers == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a crew of %u workers", count);
    memset(crew->workers, 0, count * sizeof *crew->workers);
    for (unsigned i = 0; i < count; i++) {
        struct worker *worker = &crew->workers[i];
        worker->crew = crew;
        worker->index = i;
        worker->seen_picks = calloc(count, sizeof *worker->seen_picks);
        crew->worker_count = i + 1;
        if (worker->seen_picks == NULL)
            return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a crew of %u workers",
                             count);
    }
    return 0;
}

/* Zeroed pages that take memory only when a task is first used. */
static int make_tasks(struct crew *crew, size_t count, struct fault *fault) {
    void *tasks = mmap(NULL, count * sizeof *crew->tasks, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (tasks == MAP_FAILED)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot have %zu tasks: try fewer", count);
    crew->tasks = tasks;
    crew->task_count = count;
    return 0;
}

int crew_create(const struct crew_spec *spec, struct crew **ret_crew, struct fault *fault) {
    if (spec->workers == 0 || spec->tasks == 0 || spec->tasks > SIZE_MAX / 4096)
        return fault_set(fault, FAULT_USAGE, 0,
                         "a crew of %u workers with %zu tasks: there must be one of each",
                         spec->workers, spec->tasks);
    struct crew *crew = aligned_alloc(CREW_LINE_BYTES, sizeof *crew);
    if (crew == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a crew");
    memset(crew, 0, sizeof *crew);
    crew->yields = spec->yields;
    /* Each worker may keep some that others cannot have. */
    size_t tasks = spec->tasks + (size_t)spec->workers * SHELF_ROOM;
    int status = make_workers(crew, spec->workers, fault);
    if (status == 0)
        status = make_tasks(crew, tasks, fault);
    if (status == 0)
        status = stacks_open(tasks, choose_stack_bytes(spec->stack_bytes), &crew->stacks, fault);
    if (status == 0)
        status = poller_open(&crew->poller, tasks, fault);
    if (status != 0) {
        crew_free(crew);
        return status;
    }
    start_clock(crew, spec->spin_ns);
    *ret_crew = crew;
    return 0;
}

void crew_free(struct crew *crew) {
    if (crew == NULL)
        return;
    if (crew->tasks != NULL) {
        shelf_reset(crew);
        munmap(crew->tasks, crew->task_count * sizeof *crew->tasks);
    }
    poller_close(&crew->poller);
    stacks_close(&crew->stacks);
    for (unsigned i = 0; i < crew->worker_count; i++)
        free(crew->workers[i].seen_picks);
    free(crew->workers);
    free(crew);
}

static void reset(struct crew *crew) {
    for (unsigned i = 0; i < crew->worker_count; i++) {
        struct worker *worker = &crew->workers[i];
        worker->queue = (struct run_queue){0};
        worker->next = NULL;
        worker->sleep = WORKER_AWAKE;
        worker->is_idle = false;
    }
    if (crew->fault.code != FAULT_NONE) { /* tasks were left where they were */
        crew->abandoned += deadlock_count_living(crew);
        shelf_reset(crew);
    }
    crew->fault = (struct fault){0};
    crew->sleepers = 0;
    crew->searchers = 0;
    crew->idle = 0;
    crew->is_overrun = false;
}

void crew_begin(struct crew *crew, unsigned n,
                void (*run)(struct workload_task *self, void *argument), void *argument) {
    assert(n >= 1 && n <= crew->worker_count);
    reset(crew);
    gauge_ticks(crew);
    crew->n = n;
    /* A stand-in for the task that spawns the first one. */
    struct task maker = {.worker = &crew->workers[0]};
    int status = crew_spawn(&maker.face, NULL, run, argument);
    assert(status == 0);
    (void)status;
    atomic_store(&crew->is_over, false);
}

static void settle(const struct wait_ticks *ticks, double ns_per_tick,
                   struct workload_waits *waits) {
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++) {
        waits[kind].wait_ns = (uint64_t)((double)ticks->ticks[kind] * ns_per_tick);
        waits[kind].count = ticks->count[kind];
    }
}

void crew_work(struct crew *crew, unsigned worker) {
    struct worker *self = &crew->workers[worker];
    context_adopt(&self->own);
    for (;;) {
        if (poller_is_wanted(&crew->poller))
            poller_look(self);
        struct task *task = crew_pick(self);
        if (task == NULL)
            task = search(self);
        if (task == NULL)
            break;
        crew_run(self, task);
    }
    settle(&self->idle, crew->ns_per_tick, self->idle_waits);
    settle(&self->parked, crew->ns_per_tick, self->parked_waits);
}

int crew_end(const struct crew *crew, struct fault *fault) {
    if (crew->is_overrun)
        return fault_set(fault, FAULT_WORKLOAD, 0,
                         "a task wrote beyond its stack: large arrays belong elsewhere");
    if (crew->fault.code == FAULT_NONE)
        return 0;
    return fault_set(fault, crew->fault.code, 0, "%s", crew->fault.text);
}

const struct workload_waits *crew_idle(const struct crew *crew, unsigned worker,
                                       enum workload_wait_kind kind) {
    return &crew->workers[worker].idle_waits[kind];
}

const struct workload_waits *crew_parked(const struct crew *crew, unsigned worker,
                                         enum workload_wait_kind kind) {
    return &crew->workers[worker].parked_waits[kind];
}

struct crew_counts crew_counts(const struct crew *crew) {
    struct crew_counts counts = {0};
    for (unsigned i = 0; i < crew->worker_count; i++) {
        counts.spawned += crew->workers[i].spawned;
        counts.stolen += crew->workers[i].stolen;
    }
    return counts;
}
