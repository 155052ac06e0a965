/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A lock for a few instructions, between workers. The holder may switch away while it holds it: the
 * context that goes on gives it. */
#ifndef AMDAHL_SPINLOCK_H
#define AMDAHL_SPINLOCK_H

#include "team/spin.h"

#include <stdatomic.h>

/* Zeroed is open. */
struct spinlock {
    atomic_bool is_taken;
};

/* Turns after which the core is given away: its holder may be a thread that waits for it. */
enum { SPINLOCK_PATIENCE = 1024 };

static inline bool spinlock_try(struct spinlock *lock) {
    return !atomic_exchange_explicit(&lock->is_taken, true, memory_order_acquire);
}

static inline void spinlock_take(struct spinlock *lock) {
    for (unsigned turns = 1; !spinlock_try(lock);)
        while (atomic_load_explicit(&lock->is_taken, memory_order_relaxed))
            spin_relax(turns++ % SPINLOCK_PATIENCE == 0);
}

static inline void spinlock_give(struct spinlock *lock) {
    atomic_store_explicit(&lock->is_taken, false, memory_order_release);
}

#endif
