/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A sample in a real cgroup with a quota of a tenth of a CPU, which needs more than that. Skipped
 * where no cgroup can be made. */
#include "adder.h"
#include "check.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77 };

static const char THROTTLED[] = "throttled by the CPU quota";

static char directory[256];

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

static bool make_cgroup(const char *parent) {
    snprintf(directory, sizeof directory, "%s/amdahl_trial_%ld", parent, (long)getpid());
    if (mkdir(directory, 0755) != 0)
        return false;
    if (write_file("cpu.max", "10000 100000\n") ||
        (write_file("cpu.cfs_period_us", "100000\n") && write_file("cpu.cfs_quota_us", "10000\n")))
        return true;
    rmdir(directory);
    return false;
}

/* It takes 60 ms of CPU time, for which the quota stops it some times; run delay may stand beside
 * it, and is not the cause. On a machine so busy that it does not even get a tenth of a CPU there
 * is nothing to be stopped for: then another one. */
static void check_samples(void) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct trial *trial = NULL;
    struct worker_span span;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    struct team_spec spec = {.engine = "threads", .place = place, .workers = 1};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    adder_reset();
    CHECK_INT(trial_open(&(struct trial_spec){.workload = &workload_adder,
                                              .team = team,
                                              .place = place,
                                              .workers = 1,
                                              .own_pus = 1,
                                              .runs = true},
                         &trial, &fault),
              0);
    adder.burns_ns = 60000000;
    struct area_step step = {.parallel_units = 10, .sample = {.id = 1, .p = 1, .n = 1}};
    for (int turn = 0; turn < 10 && strcmp(step.sample.cause, THROTTLED) != 0; turn++) {
        CHECK_INT(trial_take(trial, &step, &span, &fault), 0);
        CHECK_STRING(fault.text, "");
    }
    CHECK_INT(step.sample.validity, SAMPLE_DISTURBED);
    CHECK_STRING(step.sample.cause, THROTTLED);
    trial_close(trial);
    team_free(team);
    place_free(place);
}

static int run_inside(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!write_file("cgroup.procs", "0\n")) {
        printf("skipped: a process cannot enter the cgroup: %s\n", strerror(errno));
        return SKIPPED;
    }
    check_samples();
    return check_done();
}

/* A cgroup can be removed once its last process is reaped, at times a moment later. */
static void remove_cgroup(void) {
    const struct timespec pause = {.tv_nsec = 10000000};
    for (int attempt = 0; rmdir(directory) != 0 && attempt < 200; attempt++)
        nanosleep(&pause, NULL);
}

static int run(void) {
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        exit(run_inside());
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    remove_cgroup();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(void) {
    static const char *const parents[] = {"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct",
                                          "/sys/fs/cgroup"};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++)
        if (make_cgroup(parents[i]))
            return run();
    printf("skipped: no cgroup with a CPU quota can be made here: %s\n", strerror(errno));
    return SKIPPED;
}
