/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A real quota of half a CPU: a cgroup is made, a process burns in it, and is seen to be stopped.
 * Skipped where no cgroup can be made. */
#include "machine.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SKIPPED = 77, DEADLINE_S = 20 };

static char directory[256];
static volatile sig_atomic_t interrupted;

static void note_signal(int number) {
    interrupted = number;
}

/* Into a file that is there: beside cgroups, a directory of that name would take any file. */
static bool write_file(const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r+");
    if (file == NULL)
        return false;
    bool written = fputs(text, file) != EOF;
    return fclose(file) == 0 && written;
}

/* Makes a cgroup with a quota below `parent`; gives whether it could. */
static bool make_cgroup(const char *parent) {
    snprintf(directory, sizeof directory, "%s/amdahl_test_%ld", parent, (long)getpid());
    if (mkdir(directory, 0755) != 0)
        return false;
    bool limited =
        write_file("cpu.max", "50000 100000\n") ||
        (write_file("cpu.cfs_period_us", "100000\n") && write_file("cpu.cfs_quota_us", "50000\n"));
    if (limited)
        return true;
    int system_errno = errno;
    rmdir(directory);
    errno = system_errno;
    return false;
}

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Burns until the count has risen twice. */
static void check_throttle(void) {
    struct fault fault = {0};
    struct place_throttle *throttle = NULL;
    CHECK_INT(place_throttle_open(NULL, &throttle, &fault), 0);
    CHECK(throttle != NULL);
    const uint64_t before = place_throttle_count(throttle);
    const double deadline_s = now_s() + DEADLINE_S;
    uint64_t risen = 0;
    while (risen < 2 && now_s() < deadline_s)
        risen = place_throttle_count(throttle) - before;
    CHECK_REPORT(risen >= 2, "throttled %llu times in %d s at half a CPU",
                 (unsigned long long)risen, DEADLINE_S);
    place_throttle_close(throttle);
}

static int run_inside(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!write_file("cgroup.procs", "0\n")) {
        printf("skipped: a process cannot enter the cgroup: %s\n", strerror(errno));
        return SKIPPED;
    }
    struct place *place = machine_load((struct place_spec){0});
    CHECK_NEAR(place_quota_cpus(place), 0.5, 0);
    CHECK_INT(place_capacity(place), 1);
    CHECK_INT(place_edges(place).auto_cores, 1);
    place_free(place);
    check_throttle();
    return check_done();
}

/* A cgroup can be removed once its last process is reaped, at times a moment later. */
static void remove_cgroup(void) {
    const struct timespec pause = {.tv_nsec = 10000000};
    for (int attempt = 0; rmdir(directory) != 0 && attempt < 200; attempt++)
        nanosleep(&pause, NULL);
    CHECK_INT(access(directory, F_OK), -1);
}

static int run(void) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        exit(run_inside());
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        kill(child, SIGKILL);
    remove_cgroup();
    if (interrupted || !WIFEXITED(status))
        return 1;
    return WEXITSTATUS(status) == 0 ? check_done() : WEXITSTATUS(status);
}

int main(void) {
    const struct sigaction action = {.sa_handler = note_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    static const char *const parents[] = {"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct",
                                          "/sys/fs/cgroup"};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++)
        if (make_cgroup(parents[i]))
            return run();
    printf("skipped: no cgroup with a CPU quota can be made here: %s\n", strerror(errno));
    return SKIPPED;
}
