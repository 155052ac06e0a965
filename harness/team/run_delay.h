/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How long a thread has been runnable without running: the second field of its schedstat (Linux,
 * Documentation/scheduler/sched-stats.rst). One open file a thread, read by the thread itself. */
#ifndef AMDAHL_RUN_DELAY_H
#define AMDAHL_RUN_DELAY_H

#include <stdint.h>

/* Opens the calling thread's; -1 where the kernel has none. Close with close(). */
int run_delay_open(void);

/* The calling thread's total so far in ns, at the cost of one pread; -1 where `file` is -1 or
 * cannot be read. */
int64_t run_delay_read_ns(int file);

#endif
