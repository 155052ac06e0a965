/* SPDX-License-Identifier: 0BSD
 * SPDX-FileCopyrightText: the amdahl authors */

/* A lock for workloads whose waiting is booked, in C or in C++. The uncontended path reads no
 * clock. It spins, for the workers of a sample have a core each, and gives way now and then where
 * they have not. */
#ifndef AMDAHL_WORKLOAD_WAIT_H
#define AMDAHL_WORKLOAD_WAIT_H

#include <sched.h>
#include <stdint.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What one worker waited so far, in all samples. Each worker has its own, on a cache line that no
 * other worker writes. */
struct workload_waits {
    uint64_t wait_ns, count;
};

/* Zeroed is open. On a cache line of its own. */
struct workload_lock {
    unsigned char is_taken;
};

/* The clock is POSIX's: with -std=c17 alone, which hides it, define _POSIX_C_SOURCE as 200809L
 * before the first #include, or use -std=gnu17. */
#ifdef CLOCK_MONOTONIC

static inline uint64_t workload_wait_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Waits until the lock is open and takes it; a wait is added to `waits`. */
static inline void workload_lock_take(struct workload_lock *lock, struct workload_waits *waits) {
    uint64_t begin_ns;
    unsigned turns = 0;
    if (!__atomic_test_and_set(&lock->is_taken, __ATOMIC_ACQUIRE))
        return;
    begin_ns = workload_wait_now_ns();
    do {
        while (__atomic_load_n(&lock->is_taken, __ATOMIC_RELAXED))
            if (++turns % 4096 == 0)
                sched_yield();
    } while (__atomic_test_and_set(&lock->is_taken, __ATOMIC_ACQUIRE));
    waits->wait_ns += workload_wait_now_ns() - begin_ns;
    waits->count++;
}

static inline void workload_lock_give(struct workload_lock *lock) {
    __atomic_clear(&lock->is_taken, __ATOMIC_RELEASE);
}

#endif

#ifdef __cplusplus
}
#endif

#endif
