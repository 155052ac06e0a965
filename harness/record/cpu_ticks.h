/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What each CPU has spent its time on since the machine was started. */
#ifndef AMDAHL_RECORD_CPU_TICKS_H
#define AMDAHL_RECORD_CPU_TICKS_H

#include "fault/fault.h"

#include <stddef.h>
#include <stdint.h>

/* Of one CPU, in ticks of 10 ms (USER_HZ, which is 100 for every Linux program). */
struct cpu_ticks {
    unsigned cpu;
    uint64_t busy;  /* running programs, the kernel and interrupts */
    uint64_t idle;  /* waiting for a disk included */
    uint64_t steal; /* wanted to run while the host ran something else */
};

/* Reads ROOT/proc/stat: one entry for each CPU that is online, in ascending order; none where it
 * cannot be read. The caller frees. FAULT_SYSTEM without memory. Any thread may call it. */
int cpu_ticks_read(const char *root, struct cpu_ticks **ret_ticks, size_t *ret_count,
                   struct fault *fault);

#endif
