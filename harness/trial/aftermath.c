/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a workload's code leaves behind in its process: threads and processes that go on running
 * beside the samples that follow, and workers that are bound no longer. */
#include "place/place.h"
#include "trial/trial_state.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char TASKS[] = "/proc/self/task";

/* Of this process: the kernel keeps them in the links of the directory, besides the usual two. Not
 * every kernel's /proc does; then the entries are counted, 30 us more. 0: not known. */
static unsigned count_threads(int tasks_file) {
    struct stat status;
    if ((fstat(tasks_file, &status) == 0 || stat(TASKS, &status) == 0) && status.st_nlink > 2)
        return (unsigned)status.st_nlink - 2;
    DIR *tasks = opendir(TASKS);
    unsigned count = 0;
    for (const struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;)
        count += task->d_name[0] != '.';
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

/* Threads more than at the last trial_note_before. One that was just joined may still be on its way
 * out of the kernel: it has 100 ms. */
static unsigned count_threads_left(const struct trial *trial) {
    unsigned count = 0;
    for (int turn = 0; turn < 100; turn++) {
        count = count_threads(trial->tasks_file);
        if (count <= trial->threads || trial->threads == 0)
            return 0;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return count - trial->threads;
}

/* Running, or dead and not waited for, behind which others may hide. */
static bool has_child(void) {
    siginfo_t child;
    return waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void read_back(void *context, unsigned worker) {
    struct trial *trial = context;
    if (place_worker_pu(trial->spec.place, worker) >= 0)
        trial->shares[worker].pu_bound = place_read_back_self(trial->spec.place);
}

static bool is_bound(struct trial *trial, char *cause, size_t bytes) {
    if (trial->spec.place == NULL || place_worker_pu(trial->spec.place, 0) < 0)
        return true;
    team_each(trial->spec.team, read_back, trial);
    for (unsigned i = 0; i < trial->n; i++) {
        if (trial->shares[i].pu_bound == place_worker_pu(trial->spec.place, i))
            continue;
        snprintf(cause, bytes, "changed the affinity of worker %u", i);
        return false;
    }
    return true;
}

void trial_open_tasks(struct trial *trial) {
    trial->tasks_file = open(TASKS, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void trial_muster(struct trial *trial, unsigned n) {
    team_muster(trial->spec.team, n);
    if (trial->spec.runs && trial->n != n)
        trial->threads = count_threads(trial->tasks_file);
    trial->n = n;
}

bool trial_is_clean(struct trial *trial, char *cause, size_t bytes) {
    if (!is_bound(trial, cause, bytes))
        return false;
    unsigned threads = count_threads_left(trial);
    if (threads > 0)
        snprintf(cause, bytes, "left %u thread%s of its own running", threads,
                 threads == 1 ? "" : "s");
    else if (has_child() && !trial->spec.workload->has_helpers)
        snprintf(cause, bytes, "left a process of its own");
    else
        return true;
    return false;
}
