/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A worker whose PU somebody else uses too: a disturbance, unless its workload has helpers for
 * which the program's PUs leave no other. Which those are is the word of who started this process,
 * so that each case runs in a child of its own. */
#include "adder.h"
#include "check.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char RUN_DELAY[] = "run delay";

/* On the calling process's PU. Ends with it. */
static pid_t start_busy(void) {
    pid_t busy = fork();
    if (busy != 0)
        return busy;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (volatile unsigned turn = 0;; turn++)
        ;
}

/* Samples of 60 ms of CPU time beside the other, which is no child of the process that measures. */
static void check_samples(const char *cpus, bool has_helpers, const char *cause) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct trial *trial = NULL;
    struct worker_span span;
    struct fault fault = {.code = FAULT_NONE};
    struct workload workload = workload_adder;
    workload.has_helpers = has_helpers;
    CHECK_INT(place_load(&(struct place_spec){.cpus = cpus}, &place, &fault), 0);
    CHECK_INT(team_create(&(struct team_spec){.engine = "threads", .place = place, .workers = 1},
                          &team, &fault),
              0);
    CHECK_STRING(fault.text, "");
    adder_reset();
    const struct trial_spec spec = {.workload = &workload,
                                    .team = team,
                                    .place = place,
                                    .workers = 1,
                                    .own_pus = 1,
                                    .runs = true};
    CHECK_INT(trial_open(&spec, &trial, &fault), 0);
    adder.burns_ns = 60000000;
    for (int turn = 0; turn < 3; turn++) {
        struct area_step step = {.parallel_units = 10,
                                 .sample = {.p = 1, .n = 1, .pus = 1, .units = 10}};
        CHECK_INT(trial_take(trial, &step, &span, &fault), 0);
        if (span.run_delay_s > 0.01 * step.sample.time_s)
            CHECK_STRING(step.sample.cause, cause);
        else
            printf("nothing was tested: the other did not come to run\n");
    }
    trial_close(trial);
    team_free(team);
    place_free(place);
}

/* The process that measures is the child of one that may use so many PUs, and bound to the first of
 * them. */
static void try(unsigned pus, bool has_helpers, const char *cause) {
    cpu_set_t all, kept, first;
    char cpus[16];
    CHECK_INT(sched_getaffinity(0, sizeof all, &all), 0);
    CPU_ZERO(&kept);
    CPU_ZERO(&first);
    for (int pu = CPU_SETSIZE - 1; pu >= 0; pu--)
        if (CPU_ISSET(pu, &all))
            snprintf(cpus, sizeof cpus, "%d", pu);
    CPU_SET(atoi(cpus), &first);
    for (int pu = 0; pu < CPU_SETSIZE && CPU_COUNT(&kept) < (int)pus; pu++)
        if (CPU_ISSET(pu, &all))
            CPU_SET(pu, &kept);
    sched_setaffinity(0, sizeof first, &first);
    pid_t busy = start_busy();
    sched_setaffinity(0, sizeof kept, &kept);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        check_passed = check_failed = 0;
        check_samples(cpus, has_helpers, cause);
        exit(check_done());
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_INT(status, 0);
    kill(busy, SIGKILL);
    waitpid(busy, NULL, 0);
    sched_setaffinity(0, sizeof all, &all);
}

int main(void) {
    if (place_allowed_pus(0) < 2) {
        printf("skipped: there is one PU only\n");
        return 77;
    }
    try(2, false, RUN_DELAY);
    try(2, true, RUN_DELAY); /* its server has a PU, though the workers have none to themselves */
    try(1, true, "");
    try(1, false, RUN_DELAY);
    return check_done();
}
