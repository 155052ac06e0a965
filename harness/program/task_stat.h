/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One line of /proc/PID/stat or /proc/PID/task/TID/stat: proc(5). */
#ifndef AMDAHL_TASK_STAT_H
#define AMDAHL_TASK_STAT_H

#include "wire/watch.h"

#include <stdbool.h>
#include <sys/types.h>

struct task_stat {
    char name[WATCH_NAME_BYTES]; /* the kernel's comm, which may hold blanks and brackets */
    char state;                  /* 'R': running, or waiting for a core */
    pid_t parent, group;
    int pu; /* that it was on last */
};

/* False where the text is no such line. Allocates nothing. */
bool task_stat_parse(const char *line, struct task_stat *ret_stat);

#endif
