/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/adopted.h"
#include "program/launch.h"
#include "program/task_stat.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int64_t PATIENCE_NS = 1000000000;

void adopted_begin(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void adopted_end(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

/* Waits for those that have ended. False: there are no others. */
static bool reap_ended(double *used_s) {
    struct rusage used;
    pid_t ended;
    while ((ended = wait4(-1, NULL, WNOHANG, &used)) > 0)
        *used_s += seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
    return ended == 0;
}

static bool is_child(int proc, const char *process) {
    char path[64], line[1024];
    struct task_stat stat;
    snprintf(path, sizeof path, "%.20s/stat", process);
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, line, sizeof line - 1);
    if (file >= 0)
        close(file);
    line[length > 0 ? length : 0] = '\0';
    return task_stat_parse(line, &stat) && stat.parent == getpid();
}

/* /proc/PID/task/TID/children would tell, but many kernels are built without it. */
static void kill_children(void) {
    DIR *proc = opendir("/proc");
    for (const struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
        pid_t process = (pid_t)strtol(entry->d_name, NULL, 10);
        if (process > 0 && is_child(dirfd(proc), entry->d_name))
            kill(process, SIGKILL);
    }
    if (proc != NULL)
        closedir(proc);
}

double adopted_kill(void) {
    const int64_t deadline_ns = launch_now_ns() + PATIENCE_NS;
    double used_s = 0;
    while (reap_ended(&used_s) && launch_now_ns() < deadline_ns) {
        kill_children();
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return used_s;
}
