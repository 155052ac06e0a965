/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What befell a worker in a sample: how long it was runnable without running, the second field of
 * its schedstat (Linux, Documentation/scheduler/sched-stats.rst), and where it ended. Each worker
 * keeps its own, outside the timed region: one open file, one pread before and one after. */
#ifndef AMDAHL_ACCOUNT_H
#define AMDAHL_ACCOUNT_H

#include <stdint.h>

struct account {
    int file;             /* the thread's schedstat; -1: the kernel has none */
    int64_t armed_ns;     /* its run delay before t0; -1: not known */
    int64_t run_delay_ns; /* from then until after t3; -1: not known */
    int pu_seen;          /* OS index where it was after t3 */
};

/* Of the calling thread, which is the one that the other functions are called by, but for
 * account_close. */
void account_open(struct account *account);
void account_close(struct account *account); /* accepts one that was closed */
void account_arm(struct account *account);
void account_settle(struct account *account);

#endif
