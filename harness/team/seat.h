/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The engine `threads` as its two sides see it: the coordinator (pinned.c) and the workers
 * (seat.c).
 *
 * Worker 0 gives an order by writing it to one cache line whose generation it then raises: the
 * release. Each worker that the order is for answers in a cache line of its own: the join. So a
 * fork-join costs one transfer of a line each way. The fields of an order are written before t0;
 * between t1 and the first a_i there is only the store of the generation. */
#ifndef AMDAHL_SEAT_H
#define AMDAHL_SEAT_H

#include "fault/fault.h"
#include "team/account.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct place;

/* Two lines: the adjacent-line prefetcher of x86 fetches pairs (Intel 64 optimization
 * manual, 3.7.3). */
enum { LINE_BYTES = 128 };

enum order_kind {
    ORDER_EACH,          /* call each(each_context, i) */
    ORDER_PHASE,         /* call share(share_context, i) between two clock reads */
    ORDER_COUNTED_PHASE, /* the same between two reads of the counters */
    ORDER_ARM,           /* read what the next phase's accounting starts from */
    ORDER_ACCOUNT,       /* read what it ends with */
    ORDER_PARK,          /* workers from n on go to sleep */
    ORDER_QUIT,
};

/* The line that all workers spin on. Its generation counts orders and holds the kind of the newest
 * in its low bits, so that in the steady state an order is one store to a line that nobody else
 * wrote. */
struct order {
    alignas(LINE_BYTES) _Atomic uint32_t generation;
    uint32_t n;                                    /* the order is for workers 1 … n - 1 */
    void (*share)(void *context, unsigned worker); /* of ORDER_PHASE */
    void *share_context;
    alignas(LINE_BYTES) void (*each)(void *context, unsigned worker); /* of ORDER_EACH */
    void *each_context;
    bool counts; /* of ORDER_ARM: the next phase is a counted one */
};

enum { ORDER_KIND_BITS = 3, ORDER_KIND_MASK = (1 << ORDER_KIND_BITS) - 1 };

enum seat_state { SEAT_STARTING, SEAT_SPINNING, SEAT_PARKED, SEAT_FAILED };

struct seat {
    /* What the coordinator waits for: one line. */
    alignas(LINE_BYTES) _Atomic uint32_t done;
    int64_t begin_ns, end_ns;
    /* What it reads outside the timed phase. */
    alignas(LINE_BYTES) _Atomic uint32_t state;
    _Atomic uint32_t asleep; /* the futex word: 1 while the worker is to sleep */
    struct account account;
    bool has_counters;
    unsigned worker;
    pthread_t thread;
    struct pinned *team;
    struct fault fault;
};

struct pinned {
    struct order order;
    const struct place *place;
    unsigned workers;
    unsigned started;  /* seats whose thread runs, the coordinator's included */
    unsigned mustered; /* those that the next phase is for */
    unsigned spinning; /* those that are awake: `mustered`, or with spins_idle `started` */
    bool yields, clocks, spins_idle;
    bool has_counters;  /* every worker has, and there are clocks to count between */
    struct seat *seats; /* of all workers; seat 0 is the coordinator's, for its accounts only */
};

/* Opens the worker's account, on its own thread, and finds out whether that can count. */
void seat_open(struct seat *seat);

/* A worker's thread: checks its binding, sleeps until it is mustered, obeys until ORDER_QUIT. */
void *seat_main(void *argument);

/* Carries one order of this kind out on the calling thread; false: it was ORDER_QUIT. */
bool seat_obey(struct seat *seat, const struct order *order, enum order_kind kind);

/* The coordinator's side of sleep: wakes the worker; waits until it is in `state`. */
void seat_wake(struct seat *seat);
void seat_await(const struct seat *seat, enum seat_state state);

#endif
