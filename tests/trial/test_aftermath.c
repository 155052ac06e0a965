/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a workload's code leaves behind: threads, processes, another affinity. In a set-up it is a
 * fault, in a sample the sample is broken; what it cleans away again is its own affair. */
#include "adder.h"
#include "check.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/shelf.h"
#include "trial/trial.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, THREADS_MAX = 4 };

/* When the workload misbehaves: in its open, its setup, while it is calibrated, in a sample's run
 * (which alone has a serial part) or in its check. */
enum moment { NEVER, IN_OPEN, IN_SETUP, IN_CALIBRATION, IN_RUN, IN_CHECK };

static struct {
    enum moment moment;
    void (*misbehave)(void);
    _Atomic bool done; /* once */
    pthread_t threads[THREADS_MAX];
    unsigned thread_count;
    _Atomic bool is_over; /* the threads may end */
    pid_t child;
} deed;

static cpu_set_t all_pus; /* that this test may use; a team leaves its caller bound */

static void at(enum moment moment) {
    if (deed.moment == moment && !atomic_exchange(&deed.done, true))
        deed.misbehave();
}

static int deed_open(const struct workload_setting *setting, void **ret_shared, char *why,
                     size_t why_bytes) {
    at(IN_OPEN);
    return adder_open(setting, ret_shared, why, why_bytes);
}

static int deed_setup(void *shared, unsigned worker, void **ret_state, char *why,
                      size_t why_bytes) {
    if (worker == WORKERS - 1)
        at(IN_SETUP);
    return adder_setup(shared, worker, ret_state, why, why_bytes);
}

static uint64_t deed_run(void *state, uint64_t first, uint64_t count) {
    bool is_last = state == &adder.worker[WORKERS - 1];
    if (first > 0 && is_last)
        at(IN_RUN);
    if (first == 0 && count > 0)
        at(IN_CALIBRATION);
    return adder_run(state, first, count);
}

static int deed_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    at(IN_CHECK);
    return adder_check(shared, sample, digest, why, why_bytes);
}

static struct workload make_workload(void) {
    struct workload workload = workload_adder;
    workload.open = deed_open;
    workload.setup = deed_setup;
    workload.run = deed_run;
    workload.check = deed_check;
    return workload;
}

static void *linger(void *unused) {
    while (!atomic_load(&deed.is_over))
        usleep(1000);
    return unused;
}

static void leave_two_threads(void) {
    for (; deed.thread_count < 2; deed.thread_count++)
        if (pthread_create(&deed.threads[deed.thread_count], NULL, linger, NULL) != 0)
            return;
}

/* None of these is left. */
static void make_and_join_threads(void) {
    for (int turn = 0; turn < 20; turn++) {
        pthread_t thread;
        atomic_store(&deed.is_over, true);
        if (pthread_create(&thread, NULL, linger, NULL) == 0)
            pthread_join(thread, NULL);
    }
}

static void leave_child(void) {
    deed.child = fork();
    if (deed.child == 0)
        for (;;)
            pause();
}

static void make_and_await_child(void) {
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
}

/* Away from the one PU that it is bound to: to all, where there are others. */
static void unbind(void) {
    sched_setaffinity(0, sizeof all_pus, &all_pus);
}

static void clean_up(void) {
    atomic_store(&deed.is_over, true);
    for (unsigned i = 0; i < deed.thread_count; i++)
        pthread_join(deed.threads[i], NULL);
    if (deed.child > 0) {
        kill(deed.child, SIGKILL);
        waitpid(deed.child, NULL, 0);
    }
}

/* Opens, calibrates, takes two samples; the first fault or the first broken sample's cause in
 * `text`. */
static void measure(struct trial *trial, char *text, size_t bytes, struct fault *fault) {
    struct worker_span spans[WORKERS];
    struct area_calibration found;
    if (trial_calibrate(trial, &found, fault) != 0)
        return;
    for (unsigned turn = 0; turn < 2; turn++) {
        struct area_step step = {.serial_units = 100,
                                 .parallel_units = 300,
                                 .sample = {.id = turn, .p = 0.75, .n = WORKERS, .units = 400}};
        CHECK_INT(trial_take(trial, &step, spans, fault), 0);
        if (step.sample.validity != SAMPLE_BROKEN)
            continue;
        CHECK(step.sample.time_s > 0); /* its figures stay */
        snprintf(text, bytes, "%s", step.sample.cause);
        return;
    }
}

static void try(enum place_policy policy, enum moment moment, void (*misbehave)(void),
                const char *expected) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct trial *trial = NULL;
    struct fault fault = {.code = FAULT_NONE};
    char text[WIRE_CAUSE_BYTES] = "";
    CHECK_INT(place_load(&(struct place_spec){.policy = policy}, &place, &fault), 0);
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    adder_reset();
    memset(&deed, 0, sizeof deed);
    deed.moment = moment;
    deed.misbehave = misbehave;
    const struct workload workload = make_workload();
    const struct trial_spec trial_spec = {.workload = &workload,
                                          .team = team,
                                          .place = place,
                                          .workers = WORKERS,
                                          .own_pus = WORKERS,
                                          .runs = true};
    if (trial_open(&trial_spec, &trial, &fault) == 0)
        measure(trial, text, sizeof text, &fault);
    CHECK_STRING(fault.code == FAULT_NONE ? text : fault.text, expected);
    CHECK(fault.code == FAULT_NONE || fault.code == FAULT_WORKLOAD);
    CHECK(deed.done || moment == NEVER);
    clean_up();
    trial_close(trial);
    team_free(team);
    place_free(place);
    unbind();
}

static void test_threads(void) {
    try(PLACE_SPREAD, IN_OPEN, leave_two_threads,
        "'adder' left 2 threads of its own running, in open: a workload must not");
    try(PLACE_SPREAD, IN_SETUP, leave_two_threads,
        "'adder' left 2 threads of its own running, in setup: a workload must not");
    try(PLACE_SPREAD, IN_CALIBRATION, leave_two_threads,
        "'adder' left 2 threads of its own running, in run while it was calibrated: a workload "
        "must not");
    try(PLACE_SPREAD, IN_RUN, leave_two_threads, "left 2 threads of its own running");
    try(PLACE_NONE, IN_CHECK, leave_two_threads, "left 2 threads of its own running");
    try(PLACE_SPREAD, IN_RUN, make_and_join_threads, "");
}

static void test_processes(void) {
    try(PLACE_SPREAD, IN_SETUP, leave_child,
        "'adder' left a process of its own, in setup: a workload must not");
    try(PLACE_SPREAD, IN_RUN, leave_child, "left a process of its own");
    try(PLACE_SPREAD, IN_RUN, make_and_await_child, "");
}

static void test_affinity(void) {
    struct place *place = NULL;
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, NULL), 0);
    size_t pus = place_pu_count(place);
    place_free(place);
    if (pus < 2) {
        printf("affinity: not tested, there is one PU only\n");
        return;
    }
    try(PLACE_SPREAD, IN_OPEN, unbind,
        "'adder' changed the affinity of worker 0, in open: a workload must not");
    try(PLACE_SPREAD, IN_SETUP, unbind,
        "'adder' changed the affinity of worker 1, in setup: a workload must not");
    try(PLACE_SPREAD, IN_RUN, unbind, "changed the affinity of worker 1");
    try(PLACE_SPREAD, IN_CHECK, unbind, "changed the affinity of worker 0");
    try(PLACE_NONE, IN_RUN, unbind, ""); /* nothing was bound */
}

/* What is stored through the file is seen; a store of one's own is a crash. */
static void test_shelf(void) {
    size_t bytes = area_bytes(2, 4, 0);
    int file = memfd_create("area", 0);
    struct shelf shelf;
    struct fault fault = {.code = FAULT_NONE};
    CHECK(file >= 0 && ftruncate(file, (off_t)bytes) == 0);
    struct area *area = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    area->span_offset = sizeof *area + 2 * sizeof area->steps[0];
    file = shelf_move_file(file);
    CHECK_INT(shelf_open(file, &shelf), 0);

    const struct worker_span spans[2] = {{.worker = 8}, {.worker = 9}};
    const struct area_step step = {.first_span = 2, .sample = {.id = 77, .n = 2}};
    CHECK_INT(shelf_put_step(&shelf, 1, &step, spans, &fault), 0);
    CHECK_INT(shelf_put_taken(&shelf, 3, &fault), 0);
    CHECK_INT(area->taken, 3);
    CHECK_INT(area->steps[1].sample.id, 77);
    CHECK_INT(area->steps[0].sample.id, 0);
    CHECK_INT(area_spans(area)[2].worker, 8);
    CHECK_INT(area_spans(area)[3].worker, 9);
    CHECK_INT(area_spans(area)[1].worker, 0);

    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_DUMPABLE, 0); /* no core file */
        signal(SIGSEGV, SIG_DFL);  /* not a sanitizer's report */
        volatile struct area *writable;
        memcpy(&writable, &shelf.area, sizeof writable);
        writable->steps[1].sample.id = 5;
        _exit(0);
    }
    int status = 0;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    CHECK_INT(area->steps[1].sample.id, 77);

    close(file);
    CHECK_INT(shelf_put_taken(&shelf, 4, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "closed a file of the measuring process");
    CHECK_INT(area->taken, 3);
    CHECK_INT(shelf_open(file, &shelf), -1);
    munmap(area, bytes);
}

int main(void) {
    CHECK_INT(sched_getaffinity(0, sizeof all_pus, &all_pus), 0);
    test_shelf();
    test_threads();
    test_processes();
    test_affinity();
    return check_done();
}
