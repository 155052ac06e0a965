/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "peers/pool.h"

#include "peers/pinned.h"
#include "team/clock.h"
#include "team/spin.h"

#include <stdalign.h>
#include <stdatomic.h>

/* Two lines of 64 bytes each: cores fetch them in pairs. */
enum { LINE_BYTES = 128 };

struct pool_worker {
    alignas(LINE_BYTES) _Atomic unsigned done; /* the last release that it has finished */
    uint64_t digest;
    struct pool *pool;
    unsigned index;
    pthread_t thread;
};

struct pool {
    alignas(LINE_BYTES) _Atomic unsigned released;
    _Atomic bool is_ending;
    const struct load *load;
    unsigned workers, threads; /* that share, with the caller; that were made */
    struct pool_worker worker[LOAD_WORKERS_MAX];
};

static void *work(void *argument) {
    struct pool_worker *worker = argument;
    struct pool *pool = worker->pool;
    for (unsigned seen = 0;;) {
        while (atomic_load_explicit(&pool->released, memory_order_acquire) == seen)
            spin_relax(false);
        seen++;
        if (atomic_load_explicit(&pool->is_ending, memory_order_relaxed))
            return NULL;
        worker->digest = load_run_share(pool->load, worker->index, pool->workers);
        atomic_store_explicit(&worker->done, seen, memory_order_release);
    }
}

struct pool *pool_create(unsigned workers, const unsigned *pus) {
    struct pool *pool = aligned_alloc(alignof(struct pool), sizeof *pool);
    if (pool == NULL)
        return NULL;
    *pool = (struct pool){.workers = workers};
    int refusal = pinned_bind_self(pus[0]);
    for (unsigned i = 1; i < workers && refusal == 0; i++) {
        struct pool_worker *worker = &pool->worker[i];
        worker->pool = pool;
        worker->index = i;
        refusal = pinned_create(&worker->thread, pus[i], work, worker);
        pool->threads += refusal == 0;
    }
    if (refusal == 0)
        return pool;
    pool_free(pool);
    errno = refusal;
    return NULL;
}

double pool_run(struct pool *pool, const struct load *load, uint64_t *ret_digest) {
    const int64_t begin_ns = clock_now_ns();
    uint64_t digest = load_run_serial(load);
    pool->load = load;
    const unsigned release = 1 + atomic_load_explicit(&pool->released, memory_order_relaxed);
    atomic_store_explicit(&pool->released, release, memory_order_release);
    digest += load_run_share(load, 0, pool->workers);
    for (unsigned i = 1; i < pool->workers; i++) {
        while (atomic_load_explicit(&pool->worker[i].done, memory_order_acquire) != release)
            spin_relax(false);
        digest += pool->worker[i].digest;
    }
    const int64_t end_ns = clock_now_ns();
    *ret_digest = digest;
    return (double)(end_ns - begin_ns) * 1e-9;
}

void pool_free(struct pool *pool) {
    if (pool == NULL)
        return;
    atomic_store_explicit(&pool->is_ending, true, memory_order_relaxed);
    atomic_fetch_add_explicit(&pool->released, 1, memory_order_release);
    for (unsigned i = 1; i <= pool->threads; i++)
        pthread_join(pool->worker[i].thread, NULL);
    free(pool);
}
