/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What ends a sweep: its budget, a signal, a second one, a full disk. */
#include "conductor.h"

#include <signal.h>
#include <sys/resource.h>

/* The budget is of measuring, in the engine's time: 2 s of the script's clock, in epochs as even.
 */
static void test_budget(void) {
    static const char *const names[] = {"honest", "other"};
    for (size_t count = 1; count <= 2; count++) {
        struct conductor conductor;
        conductor_open(&conductor, "scripted");
        conductor_measure(&conductor, "scripted", names, count);
        conductor.spec.budget_s = 2;
        conductor_run(&conductor);
        const struct sweep_result *result = &conductor.result;
        double round_s = result->measuring_s / (double)result->rounds;
        CHECK_INT(conductor.status, 0);
        CHECK(result->measuring_s <= 2);
        CHECK(result->measuring_s > 2 - 2 * round_s); /* and it is used */
        CHECK(result->samples_s <= result->measuring_s);
        CHECK(result->samples_s > 0.9 * result->measuring_s);
        CHECK_INT(result->sample_count, count * result->rounds * 12);
        CHECK_INT(result->epochs, 6);
        CHECK_INT(result->signal, 0);
        conductor_check_files(&conductor);
        conductor_close(&conductor);
    }
}

/* The first round is taken even if it is longer than the budget. */
static void test_small_budget(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.budget_s = 1e-6;
    conductor_run(&conductor);
    CHECK_INT(conductor.result.rounds, 1);
    CHECK_INT(conductor.result.sample_count, 12);
    conductor_close(&conductor);
}

struct lookout {
    uint64_t calls, signal_at; /* 0: never */
    int signal;
    double done;
};

static void watch_progress(void *context, const struct sweep_progress *progress) {
    struct lookout *watch = context;
    if (watch->signal_at > 0 && watch->calls >= watch->signal_at)
        return; /* the round that the signal cut short is not a whole one */
    watch->calls++;
    CHECK_INT(progress->rounds, watch->calls);
    CHECK(progress->done > watch->done && progress->done <= 1);
    CHECK(progress->left_s >= 0);
    watch->done = progress->done;
    if (watch->calls == watch->signal_at)
        kill(getpid(), watch->signal);
}

static void test_progress(void) {
    struct conductor conductor;
    struct lookout watch = {0};
    conductor_open(&conductor, "scripted");
    conductor.spec.progress = watch_progress;
    conductor.spec.progress_context = &watch;
    conductor.spec.rounds = 8;
    conductor_run(&conductor);
    CHECK_INT(watch.calls, 8);
    CHECK_NEAR(watch.done, 1, 0);
    conductor_close(&conductor);
}

/* Between two rounds: the next batch is taken, then it ends. With samples of 0.4 s a batch, which
 * is cut at 1 s, is less than the round. */
static void test_first_signal(int signal) {
    struct conductor conductor;
    struct lookout watch = {.signal_at = 3, .signal = signal};
    sigset_t mask, pending;
    conductor_open(&conductor, "scripted");
    conductor.spec.progress = watch_progress;
    conductor.spec.progress_context = &watch;
    conductor.spec.min_time_s = 0.4;
    conductor.spec.rounds = 100;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    size_t round = conductor_find(result, "honest", 2, 0, 1, 0), in_fourth = 0, in_third = 0;
    CHECK(round < result->sample_count);
    for (size_t i = 0; i < result->sample_count; i++) {
        in_third += result->samples[i].round == 2;
        in_fourth += result->samples[i].round == 3;
    }
    CHECK_INT(conductor.status, 0);
    CHECK_INT(result->signal, signal);
    CHECK_INT(result->rounds, 3);
    CHECK(in_fourth > 0 && in_fourth < in_third);
    CHECK_INT(result->lanes[0].failures, 0);
    CHECK_INT(conductor_count(result, "honest", SAMPLE_BROKEN), 0);
    conductor_check_files(&conductor);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    sigpending(&pending);
    CHECK_INT(sigismember(&mask, signal), 0);
    CHECK_INT(sigismember(&pending, signal), 0);
    conductor_close(&conductor);
}

static timer_t send_later(int signal, long nanoseconds) {
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = signal};
    struct itimerspec when = {.it_value.tv_nsec = nanoseconds};
    timer_t timer;
    CHECK_INT(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_INT(timer_settime(timer, 0, &when, NULL), 0);
    return timer;
}

/* In the middle of a hang: the first signal waits for an answer, the second does not. No workload
 * is blamed, and what was measured is kept. */
static void test_second_signal(void) {
    static const char *const names[] = {"honest", "hangs"};
    struct conductor conductor;
    sigset_t both, before;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    sigprocmask(SIG_BLOCK, &both, &before); /* the sweep may be late to wait for them */
    conductor_open(&conductor, "threads");
    conductor_measure(&conductor, "threads", names, 2);
    conductor.spec.fractions = (struct plan_fractions){.count = 1, .value = {0.5}};
    conductor.spec.rounds = 10;
    conductor.spec.time_limit_s = 50;
    double begin_s = conductor_now_s();
    timer_t first = send_later(SIGINT, 600000000), second = send_later(SIGTERM, 900000000);
    conductor_run(&conductor);
    CHECK(conductor_now_s() - begin_s < 40);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(conductor.status, 0);
    CHECK_INT(result->signal, SIGINT);
    CHECK_INT(result->rounds, 0);
    CHECK_INT(conductor_count(result, "hangs", SAMPLE_BROKEN), 0);
    for (size_t i = 0; i < result->lane_count; i++) {
        CHECK_INT(result->lanes[i].failures, 0);
        CHECK_STRING(result->lanes[i].fault.text, "");
    }
    conductor_check_files(&conductor);
    timer_delete(first);
    timer_delete(second);
    sigprocmask(SIG_SETMASK, &before, NULL);
    conductor_close(&conductor);
}

/* Two signals before anything was measured: as they come while the first workload is set up. */
static void test_signals_at_set_up(void) {
    struct conductor conductor;
    sigset_t both, before;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    sigprocmask(SIG_BLOCK, &both, &before);
    conductor_open(&conductor, "threads");
    conductor.spec.rounds = 10;
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGINT);
    conductor_run(&conductor);
    CHECK_INT(conductor.status, 0);
    CHECK(conductor.result.signal == SIGTERM || conductor.result.signal == SIGINT);
    CHECK_INT(conductor.result.sample_count, 0);
    CHECK_INT(conductor.result.lanes[0].failures, 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    conductor_close(&conductor);
}

/* A file size limit stands for the full disk: the sweep ends with the record's fault, and what it
 * had measured is in the result and, up to the last whole row, in the file. */
static void test_full_disk(void) {
    enum { LIMIT_BYTES = 1 << 16 }; /* the area for these few samples is smaller */
    struct conductor conductor;
    struct rlimit before, limit;
    conductor_open(&conductor, "scripted");
    conductor.spec.rounds = 1000;
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = LIMIT_BYTES;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
    conductor_run(&conductor);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    CHECK_INT(conductor.status, -FAULT_SYSTEM);
    CHECK_HOLDS(conductor.fault.text, "samples.csv");
    CHECK(conductor.result.sample_count > 100);
    struct sample *samples = NULL;
    size_t count = 0;
    CHECK_INT(run_dir_read_samples(conductor.run_path, &samples, &count, NULL, NULL), 0);
    CHECK(count > 100 && count <= conductor.result.sample_count);
    free(samples);
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_budget();
    test_small_budget();
    test_progress();
    test_first_signal(SIGTERM);
    test_first_signal(SIGINT);
    test_second_signal();
    test_signals_at_set_up();
    test_full_disk();
    return check_done();
}
