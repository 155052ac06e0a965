/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The open stat files of the threads that are looked at: reading one again takes a fifth of the
 * time that opening it anew does (3 us of 20, between sleeps). */
#ifndef AMDAHL_TASK_FILES_H
#define AMDAHL_TASK_FILES_H

#include "program/task_stat.h"

#include <stdbool.h>
#include <sys/types.h>

/* Of more threads the files are opened each time: a process may mostly have 1024 of them open. */
enum { TASK_FILES_MAX = 256 };

struct task_file {
    pid_t thread;
    int file;
    bool is_used; /* since the last sweep */
};
/* All zeros: empty. */
struct task_files {
    size_t count, next; /* next: where the one after the last read stood */
    struct task_file files[TASK_FILES_MAX];
};

/* What the stat file of `thread` in the directory `tasks` says; false: it has gone. Allocates
 * nothing. */
bool task_files_read(struct task_files *files, int tasks, const char *thread,
                     struct task_stat *ret_stat);
/* Closes those that were not read since the last sweep. */
void task_files_sweep(struct task_files *files);
void task_files_close(struct task_files *files);

#endif
