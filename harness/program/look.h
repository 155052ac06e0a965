/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Looks at the threads of a program while it runs: which are runnable, what they are called, where
 * they are. A look is taken once in a period, which is so long that waking and looking take at most
 * 0.5 % of one core; the first one of each run at another part of it, so that over the runs each
 * moment of the program is as likely to be seen as any other. */
#ifndef AMDAHL_LOOK_H
#define AMDAHL_LOOK_H

#include "fault/fault.h"
#include "wire/watch.h"

#include <stdint.h>
#include <sys/types.h>

struct look;
struct place_mask;

/* `root` is where /proc is; NULL: "/proc". FAULT_SYSTEM. The caller frees with look_close. One
 * thread uses it. */
int look_open(const char *root, struct look **ret_look, struct fault *fault);
void look_close(struct look *look); /* accepts NULL */

/* Forgets the last run. Threads whose affinity is not within `mask` are strays; NULL: none is. The
 * mask is borrowed until the run's last look. */
void look_begin(struct look *look, struct place_mask *mask);
/* From a run's start to its first look, and from one to the next. The period changes while looks
 * are taken. */
int64_t look_first_ns(const struct look *look);
int64_t look_period_ns(const struct look *look);
/* One look at the process and its descendants. One that has ended already is not counted. Allocates
 * nothing. */
void look_take(struct look *look, pid_t program);
/* CPU time of this thread since the last look that was for something else: no cost of looking. */
void look_leave_out(struct look *look, double cpu_s);

/* What was seen since look_begin. When the period had to be made longer in a run, the looks until
 * then count for less by as much: each stands for the same time. What is not whole then is rounded
 * up or down, over the runs as often as keeps their sums right. */
struct look_sum {
    uint32_t looks, looks_one; /* in all; with one runnable thread */
    double runnable;           /* threads, summed over the looks */
    const char *stray;         /* the name of a thread that left its cores; NULL: none */
};
struct look_sum look_end(const struct look *look, struct watch *ret_watch);

#endif
