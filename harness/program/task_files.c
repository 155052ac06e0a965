/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/task_files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Threads are listed in one order, so that the next one mostly stands after the last. NULL: none.
 */
static struct task_file *find(struct task_files *files, pid_t thread) {
    for (size_t i = 0; i < files->count; i++) {
        size_t at = (files->next + i) % files->count;
        if (files->files[at].thread == thread) {
            files->next = at + 1;
            return &files->files[at];
        }
    }
    return NULL;
}

static bool read_file(int file, struct task_stat *ret_stat) {
    char line[1024];
    ssize_t length = pread(file, line, sizeof line - 1, 0);
    if (length <= 0)
        return false;
    line[length] = '\0';
    return task_stat_parse(line, ret_stat);
}

static void drop(struct task_files *files, struct task_file *file) {
    close(file->file);
    *file = files->files[--files->count];
}

bool task_files_read(struct task_files *files, int tasks, const char *thread,
                     struct task_stat *ret_stat) {
    char path[32];
    const pid_t number = (pid_t)strtol(thread, NULL, 10);
    struct task_file *known = find(files, number);
    if (known != NULL && read_file(known->file, ret_stat)) {
        known->is_used = true;
        return true;
    }
    if (known != NULL) /* another thread may have its number */
        drop(files, known);
    snprintf(path, sizeof path, "%.20s/stat", thread);
    int file = openat(tasks, path, O_RDONLY | O_CLOEXEC);
    bool is_read = file >= 0 && read_file(file, ret_stat);
    if (is_read && files->count < TASK_FILES_MAX)
        files->files[files->count++] = (struct task_file){number, file, true};
    else if (file >= 0)
        close(file);
    return is_read;
}

void task_files_sweep(struct task_files *files) {
    for (size_t i = files->count; i-- > 0;) {
        if (files->files[i].is_used)
            files->files[i].is_used = false;
        else
            drop(files, &files->files[i]);
    }
    files->next = 0;
}

void task_files_close(struct task_files *files) {
    while (files->count > 0)
        drop(files, &files->files[files->count - 1]);
    files->next = 0;
}
