/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The clock of every figure: CLOCK_MONOTONIC, through the vDSO, in nanoseconds. It is one clock for
 * all processes of the machine, so that the conductor's origin serves the measurer. */
#ifndef AMDAHL_CLOCK_H
#define AMDAHL_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

#endif
