/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A worker of the engine `threads`: it spins for orders, or sleeps on a futex. */
#include "team/seat.h"
#include "place/place.h"
#include "team/clock.h"
#include "team/spin.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

static void futex_wait(_Atomic uint32_t *word, uint32_t value) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

/* Sleeps until it is woken, and gives the generation from which the worker is to go on. It is read
 * before the coordinator learns that the worker is awake, so that no order can be missed. */
static uint32_t seat_park(struct seat *seat) {
    atomic_store_explicit(&seat->asleep, 1, memory_order_relaxed);
    atomic_store_explicit(&seat->state, SEAT_PARKED, memory_order_release);
    while (atomic_load_explicit(&seat->asleep, memory_order_acquire) == 1)
        futex_wait(&seat->asleep, 1);

    uint32_t generation = atomic_load_explicit(&seat->team->order.generation, memory_order_relaxed);
    atomic_store_explicit(&seat->state, SEAT_SPINNING, memory_order_release);
    return generation;
}

void seat_wake(struct seat *seat) {
    atomic_store_explicit(&seat->asleep, 0, memory_order_release);
    futex_wake(&seat->asleep);
}

void seat_await(const struct seat *seat, enum seat_state state) {
    while (atomic_load_explicit(&seat->state, memory_order_acquire) != (uint32_t)state)
        spin_relax(seat->team->yields);
}

/* By itself, so that the compiler leaves the ordinary phase as it is. */
static __attribute__((noinline)) void seat_count_phase(struct seat *seat,
                                                       const struct order *order) {
    struct counters *counters = &seat->account.counters;
    if (seat->worker != 0) /* worker 0 counts from its serial part on */
        counters_begin(counters);
    seat_obey(seat, order, ORDER_PHASE);
    counters_end(counters);
}

bool seat_obey(struct seat *seat, const struct order *order, enum order_kind kind) {
    switch (kind) {
    case ORDER_EACH:
        order->each(order->each_context, seat->worker);
        break;
    case ORDER_PHASE:
        if (seat->team->clocks)
            seat->begin_ns = clock_now_ns();
        order->share(order->share_context, seat->worker);
        if (seat->team->clocks)
            seat->end_ns = clock_now_ns();
        break;
    case ORDER_COUNTED_PHASE:
        seat_count_phase(seat, order);
        break;
    case ORDER_ARM:
        account_arm(&seat->account, order->counts);
        break;
    case ORDER_ACCOUNT:
        account_settle(&seat->account);
        break;
    case ORDER_PARK:
        break;
    case ORDER_QUIT:
        return false;
    }
    return true;
}

static void seat_serve(struct seat *seat) {
    const struct pinned *team = seat->team;
    const struct order *order = &team->order;
    uint32_t seen = seat_park(seat);
    for (;;) {
        uint32_t generation;
        while ((generation = atomic_load_explicit(&order->generation, memory_order_acquire)) ==
               seen)
            spin_relax(team->yields);
        seen = generation;
        /* An order that is not for this worker is answered too, so that none is overwritten while
         * it is read. */
        enum order_kind kind = (enum order_kind)(generation & ORDER_KIND_MASK);
        bool mine = seat->worker < order->n;
        bool parks = kind == ORDER_PARK && !mine;
        bool goes_on = mine ? seat_obey(seat, order, kind) : true;
        atomic_store_explicit(&seat->done, generation, memory_order_release);
        if (!goes_on)
            return;
        if (parks)
            seen = seat_park(seat);
    }
}

/* Whether the binding that the system reports is the one that was asked for. */
static int seat_verify(struct seat *seat) {
    int asked = place_worker_pu(seat->team->place, seat->worker);
    int bound = place_read_back_self(seat->team->place);
    if (asked >= 0 && bound != asked)
        return fault_set(
            &seat->fault, FAULT_SYSTEM, 0,
            "worker %u was to be bound to PU %d, but the system says %d: does another program "
            "change affinities?",
            seat->worker, asked, bound);
    return 0;
}

void seat_open(struct seat *seat) {
    const struct pinned *team = seat->team;
    account_open(&seat->account, place_worker_pu(team->place, seat->worker) < 0);
    seat->has_counters = team->clocks && counters_are_there();
}

void *seat_main(void *argument) {
    struct seat *seat = argument;
    seat_open(seat);
    if (seat_verify(seat) == 0)
        seat_serve(seat);
    else
        atomic_store_explicit(&seat->state, SEAT_FAILED, memory_order_release);
    account_close(&seat->account);
    return NULL;
}
