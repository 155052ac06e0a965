/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a thread does in each turn of a spin loop. */
#ifndef AMDAHL_SPIN_H
#define AMDAHL_SPIN_H

#include <sched.h>
#include <stdbool.h>

/* A hint to the core that this is a spin loop; or, where the one waited for may need this very
 * core, giving the core away. */
static inline void spin_relax(bool yields) {
    if (yields) {
        sched_yield();
        return;
    }
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

#endif
