/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/crew.h"
#include "tasks/crew_state.h"

#include "tasks/channel.h"
#include "tasks/fibers.h"
#include "tasks/group.h"
#include "tasks/mutex.h"
#include "tasks/sockets.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    STACK_BYTES = 64 * 1024,
    /* A sanitizer's frames are some times as large. */
    SANITIZED_STACK_BYTES = 256 * 1024,
};
static const int64_t SPIN_NS = 200000; /* some times what waking a blocked thread takes */
/* Where tasks wait for times or sockets: what comes from outside comes later than waking takes, and
 * who sends it may need this core. */
static const int64_t SPIN_OUTSIDE_NS = 20000;
static const int64_t LONE_NS = 10000;   /* a hundred times what a task takes to send and park */
static const int64_t GAUGE_NS = 500000; /* 25 ns of a clock's step are 0.005 % of it */

const struct workload_tasks crew_tasks = {
    .spawn = crew_spawn,
    .yield = crew_yield,
    .worker = crew_worker_of,
    .sleep = poller_sleep,
    .await = poller_await,
    .can_await = sockets_can_be,
    .block = crew_block,
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

size_t crew_stack_bytes(void) {
#if defined(FIBERS_ADDRESS) || defined(FIBERS_THREAD)
    return SANITIZED_STACK_BYTES;
#else
    return STACK_BYTES;
#endif
}

static size_t choose_stack_bytes(size_t asked) {
    return (asked == 0 ? crew_stack_bytes() : asked) + context_overhead_bytes();
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
    crew->spin_outside_ticks = ticks_of(crew, spin_ns == 0 ? SPIN_OUTSIDE_NS : spin_ns);
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

/* Zeroed pages that take memory only when they are first used. NULL: none. */
static void *make_pages(size_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

static int make_tasks(struct crew *crew, size_t count, struct fault *fault) {
    for (crew->ring_room = 1; crew->ring_room < count;)
        crew->ring_room *= 2;
    crew->task_count = count;
    crew->tasks = make_pages(count * sizeof *crew->tasks);
    crew->rings = make_pages(crew->worker_count * crew->ring_room * sizeof *crew->rings);
    if (crew->tasks == NULL || crew->rings == NULL ||
        store_open(&crew->store, count, task_make) != 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot have %zu tasks: try fewer", count);
    return 0;
}

/* One for each task that may live and for what lies on the shelves, so that there always is one. */
static int make_berths(struct crew *crew, const struct crew_spec *spec, struct fault *fault) {
    size_t count = crew->task_count + (size_t)spec->workers * SHELF_MAX;
    int status = stacks_open(count, choose_stack_bytes(spec->stack_bytes), &crew->stacks, fault);
    if (status == 0 && store_open(&crew->berths, count, berth_make) != 0)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot have %zu tasks: try fewer",
                           crew->task_count);
    return status;
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
    size_t tasks = spec->tasks + (size_t)spec->workers * SHELF_MAX;
    int status = make_workers(crew, spec->workers, fault);
    if (status == 0)
        status = make_tasks(crew, tasks, fault);
    if (status == 0)
        status = make_berths(crew, spec, fault);
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

static void drop_pages(void *pages, size_t bytes) {
    if (pages != NULL)
        munmap(pages, bytes);
}

void crew_free(struct crew *crew) {
    if (crew == NULL)
        return;
    store_reset(&crew->berths, crew); /* the sanitizers keep something for each */
    store_close(&crew->berths);
    store_close(&crew->store);
    drop_pages(crew->tasks, crew->task_count * sizeof *crew->tasks);
    drop_pages(crew->rings, crew->worker_count * crew->ring_room * sizeof *crew->rings);
    poller_close(&crew->poller);
    stacks_close(&crew->stacks);
    for (unsigned i = 0; i < crew->worker_count; i++)
        free(crew->workers[i].seen_picks);
    free(crew->workers);
    free(crew);
}

static void reset_worker(struct worker *worker) {
    struct crew *crew = worker->crew;
    worker->queue = (struct run_queue){.ring = crew->rings + worker->index * crew->ring_room,
                                       .mask = crew->ring_room - 1};
    worker->next = NULL;
    worker->sleep = WORKER_AWAKE;
    worker->is_idle = false;
    worker->parkings = (struct parkings){0};
    worker->idle_book = (struct idle_book){0};
}

/* After a deadlock: tasks were left where they were. */
static void abandon(struct crew *crew) {
    crew->abandoned += deadlock_count_living(crew);
    for (unsigned i = 0; i < crew->worker_count; i++) {
        crew->workers[i].tasks.count = 0;
        crew->workers[i].berths.count = 0;
    }
    store_reset(&crew->store, crew);
    store_reset(&crew->berths, crew);
}

static void reset(struct crew *crew) {
    for (unsigned i = 0; i < crew->worker_count; i++)
        reset_worker(&crew->workers[i]);
    if (crew->fault.code != FAULT_NONE)
        abandon(crew);
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

/* Adds this run's, which are then settled: all runs' ticks at the length that a tick has now could
 * be less than they were before. */
static void settle(struct wait_ticks *ticks, double ns_per_tick, struct workload_waits *waits) {
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++) {
        waits[kind].wait_ns += (uint64_t)((double)ticks->ticks[kind] * ns_per_tick);
        waits[kind].count += ticks->count[kind];
    }
    *ticks = (struct wait_ticks){0};
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
    idle_look(self, self->idle_book.begin);
    self->left_ns = (uint64_t)((double)idle_join_ticks(self) * crew->ns_per_tick);
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        self->parked.count[kind] += self->parkings.resumed[kind];
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

uint64_t crew_left_ns(const struct crew *crew, unsigned worker) {
    return crew->workers[worker].left_ns;
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
        counts.steals += crew->workers[i].steals;
    }
    counts.wakes = crew->wakes;
    return counts;
}
