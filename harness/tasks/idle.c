/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/idle.h"
#include "tasks/crew_state.h"

/* The tasks taken up first: so that none is seen that was taken up but never parked. */
static void count_parked(const struct crew *crew, uint64_t *ret_parked) {
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        ret_parked[kind] = 0;
    for (unsigned i = 0; i < crew->n; i++)
        for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
            ret_parked[kind] -= atomic_load_explicit(&crew->workers[i].parkings.resumed[kind],
                                                     memory_order_acquire);
    for (unsigned i = 0; i < crew->n; i++)
        for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
            ret_parked[kind] +=
                atomic_load_explicit(&crew->workers[i].parkings.parked[kind], memory_order_relaxed);
}

static void book_to(struct wait_ticks *idle, int kind, uint64_t ticks) {
    idle->ticks[kind] += ticks;
    idle->count[kind]++;
}

/* Each kind's part is of what the kinds before it left, so that the parts add up. */
static void book(struct wait_ticks *idle, uint64_t ticks, const uint64_t *parked) {
    uint64_t tasks = 0;
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        tasks += kind == WORKLOAD_WAIT_JOIN ? 0 : parked[kind];
    if (tasks == 0 && ticks != 0)
        book_to(idle, WORKLOAD_WAIT_JOIN, ticks);
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS && tasks != 0 && ticks != 0; kind++) {
        if (kind == WORKLOAD_WAIT_JOIN || parked[kind] == 0)
            continue;
        uint64_t part = (uint64_t)((double)ticks * ((double)parked[kind] / (double)tasks));
        book_to(idle, kind, part);
        ticks -= part;
        tasks -= parked[kind];
    }
}

void idle_look(struct worker *worker, uint64_t now) {
    struct idle_book *book_now = &worker->idle_book;
    uint64_t ticks = book_now->carried + ticks_between(book_now->begin, now);
    uint64_t parked[WORKLOAD_WAIT_KINDS];
    count_parked(worker->crew, parked);
    book(&worker->idle, ticks / 2, book_now->seen);
    book(&worker->idle, ticks - ticks / 2, parked);
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        book_now->seen[kind] = parked[kind];
    book_now->carried = 0;
    book_now->begin = now;
    book_now->has_looked = true;
}

void idle_begin(struct worker *worker, uint64_t now) {
    worker->idle_book.begin = worker->idle_book.since = now;
    worker->idle_book.join_before = worker->idle.ticks[WORKLOAD_WAIT_JOIN];
    if (!worker->idle_book.has_looked)
        idle_look(worker, now);
}

void idle_go_on(struct worker *worker, uint64_t now) {
    const struct idle_book *book_now = &worker->idle_book;
    if (book_now->carried + ticks_between(book_now->begin, now) >= worker->crew->lone_ticks)
        idle_look(worker, now);
}

void idle_end(struct worker *worker, uint64_t now) {
    struct idle_book *book_now = &worker->idle_book;
    idle_go_on(worker, now);
    book_now->carried += ticks_between(book_now->begin, now);
    book_now->begin = now;
}

/* Ticks carried over from before it may have been booked in it. */
uint64_t idle_join_ticks(const struct worker *worker) {
    const struct idle_book *book_now = &worker->idle_book;
    uint64_t join = worker->idle.ticks[WORKLOAD_WAIT_JOIN] - book_now->join_before;
    uint64_t all = ticks_between(book_now->since, book_now->begin);
    return join < all ? join : all;
}

void idle_spin(struct worker *worker, struct spinlock *lock, enum workload_wait_kind kind) {
    uint64_t begin = ticks_now();
    spinlock_take(lock);
    book_to(&worker->idle, (int)kind, ticks_between(begin, ticks_now()));
}
