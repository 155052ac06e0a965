/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/strays.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void strays_make_mark(char mark[STRAYS_MARK_BYTES]) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(mark, STRAYS_MARK_BYTES, "AMDAHL_MEASURER=%d-%lld%09ld", (int)getpid(),
             (long long)now.tv_sec, now.tv_nsec);
}

char **strays_make_environment(char *mark) {
    extern char **environ;
    size_t count = 0;
    while (environ[count] != NULL)
        count++;
    char **marked = calloc(count + 2, sizeof *marked);
    if (marked == NULL)
        return NULL;
    marked[0] = mark; /* first, so that a look finds it in the first bytes */
    memcpy(marked + 1, environ, count * sizeof *marked);
    return marked;
}

/* The mark may have moved behind others: all of what fits is searched. */
static bool has_mark(pid_t pid, const char *mark) {
    char path[32], text[16384];
    snprintf(path, sizeof path, "/proc/%d/environ", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, text, sizeof text);
    close(file);
    return length > 0 && memmem(text, (size_t)length, mark, strlen(mark) + 1) != NULL;
}

static unsigned kill_marked(const char *mark) {
    DIR *processes = opendir("/proc");
    unsigned killed = 0;
    for (const struct dirent *entry; processes != NULL && (entry = readdir(processes)) != NULL;) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && pid != getpid() && has_mark(pid, mark))
            killed += kill(pid, SIGKILL) == 0;
    }
    if (processes != NULL)
        closedir(processes);
    return killed;
}

/* One that starts another and ends, as a daemon does, may be gone before its turn comes in a
 * listing in which the other does not yet stand. So none may be found three times; and those who
 * never stop doing so are given up after a hundred. */
enum { QUIET_PASSES = 3, PASSES_MAX = 100 };

void strays_end(const char *mark) {
    int quiet = 0;
    for (int pass = 0; pass < PASSES_MAX && quiet < QUIET_PASSES; pass++) {
        quiet = kill_marked(mark) > 0 ? 0 : quiet + 1;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}
