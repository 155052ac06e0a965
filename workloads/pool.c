/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A pool: t tasks that take jobs from one queue, which a producer fills. The queue is bounded: when
 * it is full the producer waits, so that it never gets far ahead of those who work. That is called
 * back-pressure, and it is why a pool holds where a task for each job would use up the memory. Each
 * job is done exactly once, by whoever comes first.
 *
 * With jobs that are long beside a message every core has work. With --param fill=1500 and work=0
 * the producer takes longer to make a job than the others to do it: all of them wait for one queue,
 * and more cores only wait as well. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., section
 * 3.3.4, table 1, line 26. Read through volatile: a compiler that saw the values could fold steps
 * into one. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)
static const volatile uint64_t hidden_multiplier = MMIX_MULTIPLIER;
static const volatile uint64_t hidden_increment = MMIX_INCREMENT;

/* In the queue behind the jobs, once for each task. */
#define NO_MORE UINT64_MAX

enum { CACHE_LINE_BYTES = 64 };

struct pool;

/* One task of the pool, and what it found: on a line of its own, for it alone writes there. */
struct member {
    _Alignas(CACHE_LINE_BYTES) struct pool *pool;
    uint64_t digest;
};

struct pool {
    const struct workload_tasks *calls;
    struct workload_channel *queue;
    struct workload_group *group;
    struct member *members;
    uint8_t *times_done; /* of each job */
    uint64_t jobs, work, fill;
};

static const struct workload_param pool_params[] = {
    {.name = "jobs", .summary = "jobs to be done", .initial = 4000, .least = 1, .most = 10000000},
    {.name = "work",
     .summary = "multiply-adds of a job",
     .initial = 1500,
     .least = 0,
     .most = 1000000},
    {.name = "room",
     .summary = "jobs that may lie in the queue",
     .initial = 64,
     .least = 0,
     .most = 1000000},
    {.name = "fill",
     .summary = "multiply-adds that the producer makes a job with",
     .initial = 0,
     .least = 0,
     .most = 1000000},
    {.name = NULL},
};

static uint64_t pool_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void pool_close(void *shared) {
    struct pool *pool = shared;
    workload_channel_free(pool->calls, pool->queue);
    workload_group_free(pool->calls, pool->group);
    free(pool->members);
    free(pool->times_done);
    free(pool);
}

static int pool_open(const struct workload_setting *setting, void **ret_shared, char *why,
                     size_t why_bytes) {
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool != NULL) {
        pool->calls = setting->calls;
        pool->jobs = setting->params[0];
        pool->work = setting->params[1];
        pool->fill = setting->params[3];
        pool->queue = workload_channel_make(
            setting->calls, &(struct workload_channel_spec){.name = "jobs",
                                                            .capacity = setting->params[2],
                                                            .item_bytes = sizeof(uint64_t),
                                                            .is_queue = true});
        pool->group = workload_group_make(setting->calls, "pool");
        pool->members = aligned_alloc(CACHE_LINE_BYTES, setting->tasks * sizeof *pool->members);
        pool->times_done = malloc(pool->jobs);
        if (pool->queue != NULL && pool->group != NULL && pool->members != NULL &&
            pool->times_done != NULL) {
            *ret_shared = pool;
            return 0;
        }
        pool_close(pool);
    }
    snprintf(why, why_bytes,
             "pool: cannot allocate a queue, %" PRIu64
             " jobs and %u tasks; free some memory or lower --param jobs=",
             setting->params[0], setting->tasks);
    return -1;
}

static void pool_prepare(void *state, const struct workload_sample *sample) {
    struct pool *pool = state;
    if (sample->worker == 0)
        memset(pool->times_done, 0, pool->jobs);
}

static uint64_t compute(uint64_t steps, uint64_t job) {
    const uint64_t multiplier = hidden_multiplier, increment = hidden_increment;
    uint64_t x = job;
    for (uint64_t step = 0; step < steps; step++)
        x = multiplier * x + increment;
    return x;
}

static void work_off(struct workload_task *self, void *argument) {
    struct member *member = argument;
    struct pool *pool = member->pool;
    uint64_t job;
    while (workload_receive(self, pool->queue, &job) && job != NO_MORE) {
        member->digest += compute(pool->work, job);
        pool->times_done[job]++;
    }
}

/* The producer. */
static uint64_t pool_run(struct workload_task *self, void *shared,
                         const struct workload_sample *sample) {
    struct pool *pool = shared;
    const uint64_t no_more = NO_MORE;
    uint64_t digest = 0;
    for (unsigned i = 0; i < sample->tasks; i++) {
        pool->members[i] = (struct member){.pool = pool};
        workload_spawn(self, pool->group, work_off, &pool->members[i]);
    }
    for (uint64_t job = 0; job < pool->jobs; job++) {
        digest += compute(pool->fill, job);
        workload_send(self, pool->queue, &job);
    }
    for (unsigned i = 0; i < sample->tasks; i++)
        workload_send(self, pool->queue, &no_more);
    workload_join(self, pool->group);
    for (unsigned i = 0; i < sample->tasks; i++)
        digest += pool->members[i].digest;
    return digest;
}

/* So many steps make a·job + c of a job's number, and of all numbers a·(0 + 1 + …) + c·jobs. */
static uint64_t sum_computed(uint64_t steps, uint64_t jobs) {
    const uint64_t zero = compute(steps, 0);
    return (compute(steps, 1) - zero) * (jobs * (jobs - 1) / 2) + zero * jobs;
}

static int pool_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    const struct pool *pool = shared;
    const uint64_t jobs = sample->parallel_units;
    const uint64_t expected = sum_computed(pool->work, jobs) + sum_computed(pool->fill, jobs);
    for (uint64_t job = 0; job < pool->jobs; job++)
        if (pool->times_done[job] != 1) {
            snprintf(why, why_bytes, "pool: job %" PRIu64 " was done %u times", job,
                     (unsigned)pool->times_done[job]);
            return -1;
        }
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "pool: the digest of %" PRIu64 " jobs is %016" PRIx64 ", expected %016" PRIx64, jobs,
             digest, expected);
    return -1;
}

const struct workload workload_pool = {
    .abi = WORKLOAD_ABI,
    .name = "pool",
    .summary = "tasks that take jobs from one bounded queue, which a producer fills",
    .stresses = "one queue that all tasks take from, and its back-pressure",
    .unit = {.operations = 1, .operation = "job"},
    .params = pool_params,
    .open = pool_open,
    .prepare = pool_prepare,
    .whole_units = pool_units,
    .run_tasks = pool_run,
    .tasks = 8,
    .check = pool_check,
    .close = pool_close,
};
