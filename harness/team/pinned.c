/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The coordinator of the engine `threads`: POSIX threads, one to a PU. */
#include "place/place.h"
#include "team/clock.h"
#include "team/engine.h"
#include "team/seat.h"
#include "team/spin.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Raises the generation: from here on the order is the workers'. */
static void order_release(struct pinned *team, enum order_kind kind) {
    uint32_t generation = atomic_load_explicit(&team->order.generation, memory_order_relaxed);
    uint32_t count = (generation >> ORDER_KIND_BITS) + 1;
    atomic_store_explicit(&team->order.generation, count << ORDER_KIND_BITS | (uint32_t)kind,
                          memory_order_release);
}

static void order_join(const struct pinned *team, unsigned first, unsigned end) {
    uint32_t generation = atomic_load_explicit(&team->order.generation, memory_order_relaxed);
    for (unsigned i = first; i < end; i++)
        while (atomic_load_explicit(&team->seats[i].done, memory_order_acquire) != generation)
            spin_relax(team->yields);
}

/* An untimed order to every mustered worker, worker 0 included, carried out when it returns. */
static void order_give(struct pinned *team, enum order_kind kind) {
    order_release(team, kind);
    seat_obey(&team->seats[0], &team->order, kind);
    order_join(team, 1, team->spinning);
}

static void pinned_muster(void *self, unsigned n) {
    struct pinned *team = self;
    unsigned spin_end = team->spins_idle ? team->started : n;
    if (spin_end < team->spinning) {
        team->order.n = spin_end;
        order_release(team, ORDER_PARK);
        order_join(team, 1, team->spinning);
        for (unsigned i = spin_end; i < team->spinning; i++)
            seat_await(&team->seats[i], SEAT_PARKED);
    }
    for (unsigned i = team->spinning; i < spin_end; i++)
        seat_wake(&team->seats[i]);
    for (unsigned i = team->spinning; i < spin_end; i++)
        seat_await(&team->seats[i], SEAT_SPINNING);
    team->spinning = spin_end;
    team->mustered = team->order.n = n;
}

static void pinned_each(void *self, void (*fn)(void *context, unsigned worker), void *context) {
    struct pinned *team = self;
    team->order.each = fn;
    team->order.each_context = context;
    order_give(team, ORDER_EACH);
}

static int64_t pinned_now_ns(const void *self) {
    (void)self;
    return clock_now_ns();
}

/* Before t0. Written only where it changes, for each store takes the line from the workers that
 * spin on it. */
static void phase_write(struct pinned *team, const struct team_job *job) {
    if (team->order.share != job->share)
        team->order.share = job->share;
    if (team->order.share_context != job->context)
        team->order.share_context = job->context;
}

/* The part that is timed, and nothing else. `counts` is a constant where it is called: without it
 * there is no instruction of the counting. */
static inline __attribute__((always_inline)) void phase_run(struct pinned *team,
                                                            const struct team_job *job,
                                                            struct team_times *ret_times,
                                                            bool counts) {
    struct counters *counters = &team->seats[0].account.counters;
    enum order_kind kind = counts ? ORDER_COUNTED_PHASE : ORDER_PHASE;
    bool clocks = team->clocks;
    unsigned n = team->mustered;
    if (counts)
        counters_begin(counters);
    if (clocks)
        ret_times->t0_ns = clock_now_ns();
    if (job->serial != NULL)
        job->serial(job->context);
    if (clocks)
        ret_times->t1_ns = clock_now_ns();
    order_release(team, kind);
    seat_obey(&team->seats[0], &team->order, kind);
    order_join(team, 1, n);
    if (clocks)
        ret_times->t3_ns = ret_times->t2_ns = clock_now_ns();
    if (job->finish == NULL)
        return;
    if (counts)
        counters_begin(counters);
    job->finish(job->context);
    if (clocks)
        ret_times->t3_ns = clock_now_ns();
    if (counts)
        counters_end(counters);
}

static void pinned_run(void *self, const struct team_job *job, struct team_times *ret_times,
                       struct team_span *ret_spans) {
    struct pinned *team = self;
    bool counts = job->counts && team->has_counters;
    if (team->order.counts != counts)
        team->order.counts = counts;
    if (team->clocks)
        order_give(team, ORDER_ARM);
    phase_write(team, job);
    if (counts)
        phase_run(team, job, ret_times, true);
    else
        phase_run(team, job, ret_times, false);
    order_join(team, team->mustered, team->spinning);
    if (!team->clocks)
        return;

    order_give(team, ORDER_ACCOUNT);
    for (unsigned i = 0; i < team->mustered; i++) {
        const struct seat *seat = &team->seats[i];
        ret_spans[i] = account_span(&seat->account, seat->begin_ns, seat->end_ns);
    }
}

static bool pinned_has_counters(const void *self) {
    return ((const struct pinned *)self)->has_counters;
}

static void pinned_free(void *self) {
    struct pinned *team = self;
    if (team->started > 1) {
        pinned_muster(team, team->started);
        order_release(team, ORDER_QUIT);
        for (unsigned i = 1; i < team->started; i++)
            pthread_join(team->seats[i].thread, NULL);
    }
    account_close(&team->seats[0].account);
    free(team->seats);
    free(team);
}

/* Starts one worker on its PU, with every signal blocked, and waits until it sleeps there. */
static int seat_start(struct seat *seat, const pthread_attr_t *attributes, struct fault *fault) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&seat->thread, attributes, seat_main, seat);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0)
        return fault_set(fault, FAULT_SYSTEM, error, "cannot start worker %u: try fewer cores",
                         seat->worker);

    uint32_t state;
    while ((state = atomic_load_explicit(&seat->state, memory_order_acquire)) == SEAT_STARTING)
        sched_yield();
    if (state != SEAT_FAILED)
        return 0;
    pthread_join(seat->thread, NULL);
    return fault_set(fault, seat->fault.code, seat->fault.system_errno, "%s", seat->fault.text);
}

static int pinned_start(struct pinned *team, struct fault *fault) {
    pthread_attr_t attributes;
    int status = 0;
    for (unsigned i = 1; i < team->workers && status == 0; i++) {
        pthread_attr_init(&attributes);
        status = place_bind_attributes(team->place, i, &attributes, fault);
        if (status == 0)
            status = seat_start(&team->seats[i], &attributes, fault);
        if (status == 0)
            team->started = i + 1;
        pthread_attr_destroy(&attributes);
    }
    team->has_counters = true;
    for (unsigned i = 0; i < team->started; i++)
        team->has_counters = team->has_counters && team->seats[i].has_counters;
    return status;
}

static int pinned_create(const struct team_spec *spec, void **ret_self, struct fault *fault) {
    struct pinned *team = aligned_alloc(LINE_BYTES, sizeof *team);
    struct seat *seats = aligned_alloc(LINE_BYTES, spec->workers * sizeof *seats);
    if (team == NULL || seats == NULL) {
        free(team);
        free(seats);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a team of %u workers",
                         spec->workers);
    }
    memset(seats, 0, spec->workers * sizeof *seats);
    *team = (struct pinned){.place = spec->place,
                            .workers = spec->workers,
                            .started = 1,
                            .mustered = 1,
                            .spinning = 1,
                            .yields = spec->yields,
                            .clocks = !spec->clocks_off,
                            .spins_idle = spec->idle == TEAM_IDLE_SPIN,
                            .seats = seats};
    for (unsigned i = 0; i < spec->workers; i++) {
        seats[i].worker = i;
        seats[i].team = team;
    }
    seat_open(&seats[0]);

    int status = place_bind_self(spec->place, 0, fault);
    if (status == 0)
        status = pinned_start(team, fault);
    if (status != 0) {
        pinned_free(team);
        return status;
    }
    *ret_self = team;
    return 0;
}

const struct team_engine team_engine_threads = {
    .name = "threads",
    .create = pinned_create,
    .free = pinned_free,
    .now_ns = pinned_now_ns,
    .has_counters = pinned_has_counters,
    .muster = pinned_muster,
    .each = pinned_each,
    .run = pinned_run,
};
