/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What was seen of a foreign program's threads while it ran: a look at them at a low rate. */
#ifndef AMDAHL_WATCH_H
#define AMDAHL_WATCH_H

#include <stdint.h>

enum {
    WATCH_RUNNABLE_MAX = 128,
    WATCH_THREADS_MAX = 16,
    WATCH_NAME_BYTES = 16,
    WATCH_PUS_BYTES = 48
};

/* Threads of one name, of the program and of what it started. */
struct watch_thread {
    char name[WATCH_NAME_BYTES]; /* the kernel's comm */
    uint32_t most;               /* that there were at one look, at most */
    uint32_t runnable;           /* looks at which one was runnable, summed over the threads */
    char pus[WATCH_PUS_BYTES];   /* that they were seen on: "0-1,4"; cut with ",..." */
};

/* One run of a program. */
struct watch {
    uint32_t
        looks[WATCH_RUNNABLE_MAX + 1]; /* with 0, 1, 2, … runnable threads; the last: or more */
    uint32_t thread_count;
    struct watch_thread threads[WATCH_THREADS_MAX]; /* the last takes all further names, as "..." */
};

#endif
