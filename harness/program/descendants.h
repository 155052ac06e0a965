/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The processes of a program: itself, what it started, and what they started. /proc/PID/task/TID's
 * `children` would tell, but many kernels are built without it (CONFIG_PROC_CHILDREN). So each
 * process that is new since before the program is judged once: it belongs to the program if its
 * parent does, or if it is in the program's group. */
#ifndef AMDAHL_DESCENDANTS_H
#define AMDAHL_DESCENDANTS_H

#include <stdint.h>
#include <sys/types.h>

/* More than these at a time are not looked at. */
enum { DESCENDANTS_MAX = 128, DESCENDANTS_BUFFER_BYTES = 8192 };

/* Numbers of processes are below: Linux's PID_MAX_LIMIT. */
enum { PROCESSES_MAX = 1 << 22 };

struct descendant {
    pid_t process;
    int tasks; /* its directory of threads */
};
/* All zeros: of no program. */
struct descendants {
    pid_t program;
    size_t count;
    struct descendant processes[DESCENDANTS_MAX]; /* the program, while it is there, is the first */
    off_t position;                     /* of the program in the directory; 0: not known yet */
    uint64_t known[PROCESSES_MAX / 64]; /* a bit for each that is older or was judged */
    _Alignas(8) char buffer[DESCENDANTS_BUFFER_BYTES];
};

/* Before the program is started: notes who is there. `proc` is /proc. */
void descendants_note(struct descendants *descendants, int proc);
/* Begins with the program alone. */
void descendants_begin(struct descendants *descendants, int proc, pid_t program);
/* Adds those that were made since the last time. Only numbers above the program's are looked at: if
 * numbers wrap around during a run, what is made after that is not found. Allocates nothing. */
void descendants_update(struct descendants *descendants, int proc);
/* Takes out one that has ended; the last one takes its place. */
void descendants_drop(struct descendants *descendants, size_t index);
/* Forgets them all. */
void descendants_close(struct descendants *descendants);

#endif
