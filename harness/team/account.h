/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What befell a worker in a sample: how long it was runnable without running, the second field of
 * its schedstat (Linux, Documentation/scheduler/sched-stats.rst); how often it was made to give its
 * core away, was moved, and met a page that was not there; and where it ended. Each worker keeps
 * its own, outside the timed region: some system calls before and as many after, a quarter of a
 * microsecond each time on the machine of docs/benchmarks.md. */
#ifndef AMDAHL_ACCOUNT_H
#define AMDAHL_ACCOUNT_H

#include "team/counters.h"
#include "team/team.h"

#include <stdint.h>

/* The thread's totals so far, from its start or from account_open; -1: not known. */
struct account_totals {
    int64_t run_delay_ns, switches, migrations, faults;
    int pu; /* OS index where it is, which is no total */
};

struct account {
    int schedstat_file;           /* -1: the kernel has none */
    int migrations_file;          /* a perf event's; -1: none */
    struct account_totals before; /* t0 */
    struct account_totals after;  /* t3 */
    struct counters counters;     /* open between the two in a counted phase */
    bool counts;                  /* it is or was one */
};
/* One that is not open. */
#define ACCOUNT_CLOSED                                                                             \
    ((struct account){.schedstat_file = -1, .migrations_file = -1, .counters = COUNTERS_CLOSED})

/* Of the calling thread, which is the one that the other functions are called by, but for
 * account_close and account_span. `may_move`: it is not bound to one PU, so that it has its moves
 * counted by the kernel where that allows it (kernel.perf_event_paranoid at most 1). One that is
 * bound does without: the count makes each of its context switches some 0.2 us longer, and a move
 * of it shows in where it is. */
void account_open(struct account *account, bool may_move);
void account_close(struct account *account); /* accepts one that was closed */
/* Before t0; `counts`: with the counters open, which the engine begins and ends. */
void account_arm(struct account *account, bool counts);
void account_settle(struct account *account); /* after t3 */

/* A worker's span: the two times as they are given, and what befell it. */
struct team_span account_span(const struct account *account, int64_t begin_ns, int64_t end_ns);

#endif
