/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The engine `openmp`: parallel regions of an OpenMP runtime, whose threads are bound here.
 *
 * How the threads wait, in a sample and between regions, is the runtime's affair and is what is
 * measured. Threads that a sample does not use are ended, for the runtimes have no other way to
 * have them stop spinning at once: a soft pause leaves libomp's at it for its block time (200 ms,
 * or without end). Each time libomp (LLVM 14) loses 3 KiB: 10 to 20 MB in a process of an epoch. */
#include "place/place.h"
#include "team/account.h"
#include "team/clock.h"
#include "team/engine.h"
#include "team/openmp_runtime.h"
#include "team/sanitizer.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A worker's part, on cache lines of its own: two, as x86 fetches pairs. */
struct openmp_seat {
    alignas(128) int64_t begin_ns, end_ns;
    struct account account;
    bool has_counters;
    pid_t thread;       /* the one that was bound here; 0: none is known to be */
    struct fault fault; /* of its last binding */
};

struct openmp {
    struct openmp_runtime runtime;
    const struct place *place;
    unsigned workers, mustered;
    bool clocks, counts; /* `counts`: the phase in hand is a counted one */
    bool has_counters;   /* every worker has, and there are clocks to count between */
    cpu_set_t *pus;      /* all of the place */
    size_t pus_bytes;
    struct openmp_seat *seats; /* of all workers */
    /* The region in hand. */
    const struct team_job *job;
    void (*each)(void *context, unsigned worker);
    void *each_context;
};

static void region_run(struct openmp *team, void (*region)(void *team)) {
    team->runtime.parallel(region, team, team->mustered, 0);
}

static unsigned worker_self(const struct openmp *team) {
    return (unsigned)team->runtime.thread_num();
}

static void muster_region(void *context) {
    struct openmp *team = context;
    unsigned worker = worker_self(team);
    struct openmp_seat *seat = &team->seats[worker];
    pid_t self = gettid();
    if (seat->thread == self)
        return;
    seat->fault = (struct fault){0};
    if (place_bind_self(team->place, worker, &seat->fault) != 0)
        return;
    account_close(&seat->account);
    account_open(&seat->account, place_worker_pu(team->place, worker) < 0);
    seat->thread = self;
}

/* Before threads are made or ended. A runtime makes them where the calling thread may run, and
 * takes those PUs for all there are: a thread that begins on a busy PU begins a timer tick late
 * (4 ms), and libomp on one PU yields in every wait. So worker 0 leaves its PU for that while. */
static void seats_release(struct openmp *team, unsigned n) {
    sched_setaffinity(0, team->pus_bytes, team->pus); /* whether it is bound again, is verified */
    team->seats[0].thread = 0;
    if (n > team->mustered)
        return;
    if (team->runtime.pause_all(OPENMP_PAUSE_HARD) != 0)
        team->runtime.pause_all(OPENMP_PAUSE_SOFT);
    for (unsigned i = 0; i < team->workers; i++)
        team->seats[i].thread = 0;
}

static void openmp_muster(void *self, unsigned n) {
    struct openmp *team = self;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* the threads inherit it */
    if (n != team->mustered)
        seats_release(team, n);
    team->mustered = n;
    region_run(team, muster_region);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void each_region(void *context) {
    struct openmp *team = context;
    team->each(team->each_context, worker_self(team));
}

static void openmp_each(void *self, void (*fn)(void *context, unsigned worker), void *context) {
    struct openmp *team = self;
    team->each = fn;
    team->each_context = context;
    region_run(team, each_region);
}

static int64_t openmp_now_ns(const void *self) {
    (void)self;
    return clock_now_ns();
}

static void arm_region(void *context) {
    struct openmp *team = context;
    account_arm(&team->seats[worker_self(team)].account, team->counts);
}

static void account_region(void *context) {
    struct openmp *team = context;
    account_settle(&team->seats[worker_self(team)].account);
}

static void phase_region(void *context) {
    struct openmp *team = context;
    unsigned worker = worker_self(team);
    struct openmp_seat *seat = &team->seats[worker];
    if (team->clocks)
        seat->begin_ns = clock_now_ns();
    team->job->share(team->job->context, worker);
    if (team->clocks)
        seat->end_ns = clock_now_ns();
}

static void counted_phase_region(void *context) {
    struct openmp *team = context;
    unsigned worker = worker_self(team);
    struct counters *counters = &team->seats[worker].account.counters;
    if (worker != 0) /* worker 0 counts from its serial part on */
        counters_begin(counters);
    phase_region(context);
    counters_end(counters);
}

/* The part that is timed, and nothing else. `counts` is a constant where it is called: without it
 * there is no instruction of the counting. */
static inline __attribute__((always_inline)) void
phase_run(struct openmp *team, struct team_times *ret_times, bool counts) {
    struct counters *counters = &team->seats[0].account.counters;
    const struct team_job *job = team->job;
    bool clocks = team->clocks;
    if (counts)
        counters_begin(counters);
    if (clocks)
        ret_times->t0_ns = clock_now_ns();
    if (job->serial != NULL)
        job->serial(job->context);
    if (clocks)
        ret_times->t1_ns = clock_now_ns();
    region_run(team, counts ? counted_phase_region : phase_region);
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

static void openmp_run(void *self, const struct team_job *job, struct team_times *ret_times,
                       struct team_span *ret_spans) {
    struct openmp *team = self;
    team->job = job;
    team->counts = job->counts && team->has_counters;
    if (team->clocks)
        region_run(team, arm_region);
    if (team->counts)
        phase_run(team, ret_times, true);
    else
        phase_run(team, ret_times, false);
    if (!team->clocks)
        return;

    region_run(team, account_region);
    for (unsigned i = 0; i < team->mustered; i++) {
        const struct openmp_seat *seat = &team->seats[i];
        ret_spans[i] = account_span(&seat->account, seat->begin_ns, seat->end_ns);
    }
}

static bool openmp_has_counters(const void *self) {
    return ((const struct openmp *)self)->has_counters;
}

static void probe_region(void *context) {
    struct openmp *team = context;
    team->seats[worker_self(team)].has_counters = counters_are_there();
}

static void openmp_free(void *self) {
    struct openmp *team = self;
    if (team->mustered > 1)
        openmp_muster(team, 1);
    for (unsigned i = 0; team->seats != NULL && i < team->workers; i++)
        account_close(&team->seats[i].account);
    CPU_FREE(team->pus);
    free(team->seats);
    free(team);
}

static struct openmp *openmp_allocate(const struct team_spec *spec) {
    struct openmp *team = calloc(1, sizeof *team);
    if (team == NULL)
        return NULL;
    int pu_end = 0;
    for (size_t i = 0; i < place_pu_count(spec->place); i++) {
        int pu = place_slot(spec->place, i).pu;
        pu_end = pu >= pu_end ? pu + 1 : pu_end;
    }
    team->place = spec->place;
    team->workers = spec->workers;
    team->mustered = 1;
    team->clocks = !spec->clocks_off;
    team->pus_bytes = CPU_ALLOC_SIZE(pu_end);
    team->pus = CPU_ALLOC(pu_end);
    team->seats = aligned_alloc(alignof(struct openmp_seat), spec->workers * sizeof *team->seats);
    if (team->pus == NULL || team->seats == NULL) {
        free(team->seats);
        team->seats = NULL;
        openmp_free(team);
        return NULL;
    }
    CPU_ZERO_S(team->pus_bytes, team->pus);
    for (size_t i = 0; i < place_pu_count(spec->place); i++)
        CPU_SET_S((size_t)place_slot(spec->place, i).pu, team->pus_bytes, team->pus);
    memset(team->seats, 0, spec->workers * sizeof *team->seats);
    for (unsigned i = 0; i < spec->workers; i++)
        team->seats[i].account = ACCOUNT_CLOSED;
    return team;
}

/* Makes and binds all workers once, so that what cannot be is known before anything is measured. */
static int openmp_start(struct openmp *team, struct fault *fault) {
    openmp_muster(team, team->workers);
    if (team->clocks)
        region_run(team, probe_region);
    team->has_counters = true;
    for (unsigned i = 0; i < team->workers; i++) {
        const struct openmp_seat *seat = &team->seats[i];
        if (seat->fault.code != FAULT_NONE)
            return fault_set(fault, seat->fault.code, seat->fault.system_errno, "%s",
                             seat->fault.text);
        if (seat->thread == 0)
            return fault_set(fault, FAULT_SYSTEM, 0,
                             "the OpenMP runtime gave no thread for worker %u: try fewer cores", i);
        team->has_counters = team->has_counters && seat->has_counters;
    }
    openmp_muster(team, 1);
    return 0;
}

static int openmp_create(const struct team_spec *spec, void **ret_self, struct fault *fault) {
    if (sanitizer_is_of_threads())
        return fault_set(fault, FAULT_UNMEASURABLE, 0,
                         "the engine 'openmp' cannot run under ThreadSanitizer, which takes the "
                         "runtime's synchronisation for races: use a build without it");
    int status = place_bind_self(spec->place, 0, fault);
    if (status != 0)
        return status;
    struct openmp *team = openmp_allocate(spec);
    if (team == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make a team of %u workers",
                         spec->workers);
    sched_setaffinity(0, team->pus_bytes, team->pus); /* see seats_release */
    status = openmp_runtime_load(spec->params, &team->runtime, fault);
    if (status == 0)
        status = openmp_start(team, fault);
    if (status != 0) {
        openmp_free(team);
        place_bind_self(spec->place, 0, NULL); /* the caller may have another team */
        return status;
    }
    *ret_self = team;
    return 0;
}

const struct team_engine team_engine_openmp = {
    .name = "openmp",
    .create = openmp_create,
    .free = openmp_free,
    .now_ns = openmp_now_ns,
    .has_counters = openmp_has_counters,
    .muster = openmp_muster,
    .each = openmp_each,
    .run = openmp_run,
};
