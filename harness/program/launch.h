/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One run of a program, from just before its process is made until it has been waited for. The
 * program begins in a process group of its own, on given PUs, with no signal blocked or ignored,
 * and is killed when the process that runs it ends. */
#ifndef AMDAHL_LAUNCH_H
#define AMDAHL_LAUNCH_H

#include "fault/fault.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct look;
struct place_mask;

/* What a run needs besides the program: made once, one run at a time, by one thread. */
struct launch;
/* FAULT_SYSTEM. The caller frees with launch_close. */
int launch_open(struct launch **ret_launch, struct fault *fault);
void launch_close(struct launch *launch); /* accepts NULL */

struct launch_spec {
    const char *path;
    char *const *arguments, *const *variables; /* end with NULL */
    const struct place_mask *mask;             /* NULL: as the caller's */
    int input, output, error;                  /* files, from 0 to 2 or closed on exec */
    int drain; /* the reading end, which does not block, of a pipe to read and throw away; -1: none
                */
    double time_limit_s;        /* then its group is killed */
    _Atomic int32_t *ret_group; /* holds its process group while it runs, else 0; NULL: none */
    struct look *look;          /* that was begun for this run: it is looked at; NULL: not */
};

struct launch_end {
    int64_t start_ns, end_ns; /* CLOCK_MONOTONIC: before the process is made, after wait4 */
    int wait_status;          /* as wait4 gives it */
    bool timed_out;
    double user_s, system_s; /* of the program and of what it waited for */
    double
        watch_s; /* CPU time of the caller while the program ran: waking and looking; not `drain` */
};

/* Runs it to its end. Whatever is left of its process group then is killed. FAULT_WORKLOAD where it
 * cannot be executed, with a remedy for a script without its first line, FAULT_SYSTEM where no
 * process can be made, bound or watched. */
int launch_run(struct launch *launch, const struct launch_spec *spec, struct launch_end *ret_end,
               struct fault *fault);

/* Now, on the clock of a launch's times. */
int64_t launch_now_ns(void);
/* CPU time of the calling thread. */
double launch_cpu_s(void);

#endif
