/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A clock for every switch of tasks: the processor's counter, 8 ns a reading where clock_gettime
 * costs 24. It runs at one rate on all cores (the invariant TSC, aarch64's generic timer); a
 * reading may be a few ns off between cores, so differences below 0 are taken for 0. */
#ifndef AMDAHL_TICKS_H
#define AMDAHL_TICKS_H

#include "team/clock.h"

#include <stdint.h>

static inline uint64_t ticks_now(void) {
#if defined(__x86_64__) || defined(__i386__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t ticks;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
#else
    return (uint64_t)clock_now_ns();
#endif
}

static inline uint64_t ticks_between(uint64_t begin, uint64_t end) {
    return (int64_t)(end - begin) > 0 ? end - begin : 0;
}

#endif
