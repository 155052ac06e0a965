/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a worker without a task does: looks at the others' queues, counts itself idle, ends the run
 * when all are, sleeps when it has spun for long. */
#include "tasks/crew_state.h"

/* Half of what is there, for who takes little comes again soon; and no more than is copied in about
 * a microsecond, through which the other worker cannot take any. */
enum { STEAL_MAX = 64 };

/* The count of idle workers and, above it, how often one stopped being idle, in one word: if that
 * is unchanged nobody ran anything in between. */
static const uint64_t IDLE_LEAVE = UINT32_MAX; /* one less below, one more above */

static void end_run(struct crew *crew) {
    if (deadlock_count_living(crew) != 0)
        deadlock_name(crew);
    atomic_store(&crew->is_over, true);
    for (unsigned i = 0; i < crew->n; i++)
        sleep_wake(&crew->workers[i]);
}

/* A worker is idle while its queue is empty and it holds no task; only workers that are not idle
 * fill queues or wait for the poller. So when all are idle and nobody waits for the poller, nothing
 * can run any more. */
static void enter_idle(struct worker *worker) {
    struct crew *crew = worker->crew;
    worker->is_idle = true;
    uint64_t idle = atomic_fetch_add(&crew->idle, 1) + 1;
    if ((uint32_t)idle == crew->n && !poller_is_wanted(&crew->poller) &&
        atomic_load(&crew->idle) == idle)
        end_run(crew);
}

void search_leave_idle(struct worker *worker) {
    if (worker->is_idle)
        atomic_fetch_add(&worker->crew->idle, IDLE_LEAVE);
    worker->is_idle = false;
}

void search_wake_one(struct crew *crew) {
    for (unsigned i = 0; i < crew->n; i++)
        if (sleep_wake(&crew->workers[i]))
            return;
}

/* Part of what the victim has: the first is the worker's next. */
static struct task *steal(struct worker *worker, struct worker *victim) {
    size_t taken;
    search_leave_idle(worker);
    struct task *first = run_queue_steal(&worker->queue, &victim->queue, STEAL_MAX, &taken);
    worker->stolen += taken;
    worker->steals += first != NULL;
    if (first == NULL)
        enter_idle(worker);
    return first;
}

static struct task *look_at_queues(struct worker *worker) {
    struct crew *crew = worker->crew;
    for (unsigned i = 1; i < crew->n; i++) {
        struct worker *victim = &crew->workers[(worker->index + i) % crew->n];
        if (run_queue_count(&victim->queue) == 0)
            continue;
        struct task *task = steal(worker, victim);
        if (task != NULL)
            return task;
    }
    return NULL;
}

/* The task that the victim woke last, if the victim has not come for a task since the last look. */
static struct task *look_at_lone(struct worker *worker, struct worker *victim) {
    uint64_t picks = atomic_load_explicit(&victim->picks, memory_order_relaxed),
             before = worker->seen_picks[victim->index];
    worker->seen_picks[victim->index] = picks;
    struct task *task = atomic_load_explicit(&victim->next, memory_order_relaxed);
    if (picks != before || task == NULL)
        return NULL;
    search_leave_idle(worker);
    if (atomic_compare_exchange_strong(&victim->next, &task, NULL)) {
        worker->stolen++;
        worker->steals++;
        return task;
    }
    enter_idle(worker);
    return NULL;
}

static struct task *look_at_lones(struct worker *worker, uint64_t now) {
    struct crew *crew = worker->crew;
    if (ticks_between(worker->seen_ticks, now) < crew->lone_ticks)
        return NULL;
    worker->seen_ticks = now;
    for (unsigned i = 1; i < crew->n; i++) {
        struct worker *victim = &crew->workers[(worker->index + i) % crew->n];
        struct task *task = look_at_lone(worker, victim);
        if (task != NULL)
            return task;
    }
    return NULL;
}

bool search_sees_work(const struct crew *crew) {
    for (unsigned i = 0; i < crew->n; i++)
        if (run_queue_count(&crew->workers[i].queue) != 0 ||
            atomic_load(&crew->workers[i].next) != NULL)
            return true;
    return false;
}

/* Who woke something while this worker searched has woken nobody: if it was the last to search,
 * it sees to that. */
static void stop_searching(struct crew *crew) {
    if (atomic_fetch_sub(&crew->searchers, 1) == 1 && atomic_load(&crew->sleepers) != 0 &&
        (poller_is_wanted(&crew->poller) || search_sees_work(crew)))
        search_wake_one(crew);
}

/* The poller has put tasks into the worker's own queue, from where others may have taken them. */
static struct task *look_at_own(struct worker *worker) {
    if (worker->is_idle)
        return NULL;
    struct task *task = crew_pick(worker);
    if (task == NULL)
        enter_idle(worker);
    return task;
}

/* One look everywhere. */
static struct task *look_around(struct worker *worker, uint64_t now) {
    struct task *task = look_at_own(worker);
    if (task == NULL)
        task = look_at_queues(worker);
    if (task == NULL)
        task = look_at_lones(worker, now);
    if (task != NULL || !poller_is_wanted(&worker->crew->poller))
        return task;
    poller_look(worker);
    return look_at_own(worker);
}

static void sleep_booked(struct worker *worker, uint64_t now) {
    idle_look(worker, now);
    sleep_until_woken(worker);
    idle_look(worker, ticks_now());
}

static uint64_t spin_ticks(struct crew *crew) {
    return poller_is_wanted(&crew->poller) ? crew->spin_outside_ticks : crew->spin_ticks;
}

struct task *search(struct worker *worker) {
    struct crew *crew = worker->crew;
    struct task *task = NULL;
    uint64_t since = ticks_now(), now = since;
    idle_begin(worker, now);
    atomic_fetch_add(&crew->searchers, 1);
    enter_idle(worker);
    while (!atomic_load_explicit(&crew->is_over, memory_order_acquire)) {
        task = look_around(worker, now);
        if (task != NULL)
            break;
        spin_relax(crew->yields);
        now = ticks_now();
        idle_go_on(worker, now);
        if (ticks_between(since, now) < spin_ticks(crew))
            continue;
        sleep_booked(worker, now);
        since = ticks_now();
    }
    stop_searching(crew);
    idle_end(worker, ticks_now());
    return task;
}
