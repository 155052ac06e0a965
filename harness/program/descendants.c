/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/descendants.h"
#include "program/task_stat.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct descendants *descendants, int proc, pid_t process) {
    char path[32];
    snprintf(path, sizeof path, "%d/task", (int)process);
    int tasks = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (tasks >= 0)
        descendants->processes[descendants->count++] = (struct descendant){process, tasks};
}

void descendants_drop(struct descendants *descendants, size_t index) {
    close(descendants->processes[index].tasks);
    descendants->processes[index] = descendants->processes[--descendants->count];
}

void descendants_close(struct descendants *descendants) {
    while (descendants->count > 0)
        descendants_drop(descendants, descendants->count - 1);
    descendants->program = 0;
}

/* Whether it was not known before; now it is. */
static bool is_new(struct descendants *descendants, pid_t process) {
    if (process <= 0 || process >= PROCESSES_MAX)
        return false;
    uint64_t *word = &descendants->known[process / 64], bit = UINT64_C(1) << process % 64;
    bool was_known = (*word & bit) != 0;
    *word |= bit;
    return !was_known;
}

void descendants_begin(struct descendants *descendants, int proc, pid_t program) {
    descendants_close(descendants);
    descendants->program = program;
    is_new(descendants, program);
    add(descendants, proc, program);
}

static bool is_among(const struct descendants *descendants, pid_t process) {
    for (size_t i = 0; i < descendants->count; i++)
        if (descendants->processes[i].process == process)
            return true;
    return false;
}

static bool belongs(const struct descendants *descendants, int proc, pid_t process) {
    char path[32], line[1024];
    struct task_stat stat;
    snprintf(path, sizeof path, "%d/stat", (int)process);
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, line, sizeof line - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return false;
    line[length] = '\0';
    return task_stat_parse(line, &stat) &&
           (stat.group == descendants->program || is_among(descendants, stat.parent));
}

static void consider(struct descendants *descendants, int proc, pid_t process) {
    /* Where there is no room it stays to be judged. */
    if (descendants->count < DESCENDANTS_MAX && is_new(descendants, process) &&
        descendants->program > 0 && belongs(descendants, proc, process))
        add(descendants, proc, process);
}

/* A parent comes before its children, for the kernel lists processes by number. */
void descendants_update(struct descendants *descendants, int proc) {
    ssize_t bytes;
    off_t here = lseek(proc, descendants->position, SEEK_SET);
    while ((bytes = getdents64(proc, descendants->buffer, sizeof descendants->buffer)) > 0) {
        for (ssize_t at = 0; at < bytes;) {
            const struct dirent64 *entry = (const void *)(descendants->buffer + at);
            pid_t process = (pid_t)strtol(entry->d_name, NULL, 10);
            if (process > 0 && process == descendants->program)
                descendants->position = here;
            consider(descendants, proc, process);
            here = entry->d_off;
            at += entry->d_reclen;
        }
    }
}

void descendants_note(struct descendants *descendants, int proc) {
    descendants_close(descendants);
    memset(descendants->known, 0, sizeof descendants->known);
    descendants->position = 0;
    descendants_update(descendants, proc);
}
