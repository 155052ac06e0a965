/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The engine `openmp` on the real cores: who runs, where and in which order, who is left when fewer
 * are mustered, and that the parameters reach the runtime. One process for each runtime and way of
 * waiting, as a runtime reads its environment once.
 *   test_team_openmp RUNTIME WAIT
 * Exits 77 where the runtime is not installed. */
#include "befell.h"
#include "check.h"
#include "place/place.h"
#include "team/team.h"

#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 5, TURNS = 100, NAP_US = 200000 };

/* What LeakSanitizer asks for: LLVM's runtime loses some KiB each time that its threads end. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libomp.so";
}

struct tally {
    _Atomic unsigned serial, calls[WORKERS], signals_blocked, finished, calls_before_finish;
    _Atomic int pu[WORKERS];
};

static void count_serial(void *context) {
    atomic_fetch_add(&((struct tally *)context)->serial, 1);
}

static void count_share(void *context, unsigned worker) {
    struct tally *tally = context;
    sigset_t blocked;
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    if (sigismember(&blocked, SIGINT) == 1 && sigismember(&blocked, SIGPROF) == 1)
        atomic_fetch_add(&tally->signals_blocked, 1);
    atomic_fetch_add(&tally->calls[worker], 1);
    atomic_store(&tally->pu[worker], place_where_self());
}

static void count_finish(void *context) {
    struct tally *tally = context;
    for (unsigned i = 0; i < WORKERS; i++)
        tally->calls_before_finish += tally->calls[i];
    usleep(100); /* later than t2 by more than the clock's step */
    atomic_fetch_add(&tally->finished, 1);
}

static unsigned threads_now(void) {
    DIR *tasks = opendir("/proc/self/task");
    unsigned count = 0;
    for (struct dirent *task; (task = readdir(tasks)) != NULL;)
        count += task->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* A thread that has been told to end may still be on its way: up to 2 s. */
static unsigned threads_soon(unsigned wanted) {
    unsigned count = 0;
    for (int turn = 0; turn < 200 && (count = threads_now()) != wanted; turn++)
        usleep(10000);
    return count;
}

/* CPU time that the process takes while this thread sleeps for NAP_US, in us. */
static long cpu_of_a_nap_us(void) {
    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    usleep(NAP_US);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    return (end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000;
}

static void check_clocks(const struct team_times *times, const struct team_span *spans,
                         unsigned n) {
    CHECK(times->t0_ns <= times->t1_ns);
    for (unsigned i = 0; i < n; i++) {
        CHECK(times->t1_ns <= spans[i].begin_ns);
        CHECK(spans[i].begin_ns <= spans[i].end_ns);
        CHECK(spans[i].end_ns <= times->t2_ns);
        CHECK(spans[i].run_delay_ns >= -1 && spans[i].run_delay_ns < 2000000000);
    }
}

static void test_every_worker_once(struct team *team, const struct place *place) {
    static const unsigned musters[] = {1, 2, 5, 3, 1, 4, 5, 5, 2, 1};
    struct team_times times;
    struct team_span spans[WORKERS];
    for (unsigned turn = 0; turn < TURNS; turn++) {
        unsigned n = musters[turn % 10];
        struct tally tally = {0};
        bool finishes = turn / 10 % 2 == 0;
        struct team_job job = {.serial = count_serial,
                               .share = count_share,
                               .finish = finishes ? count_finish : NULL,
                               .context = &tally};
        team_muster(team, n);
        team_each(team, count_share, &tally);
        team_run(team, &job, &times, spans);
        CHECK_INT(tally.serial, 1);
        CHECK_INT(tally.finished, finishes);
        CHECK_INT(tally.calls_before_finish, finishes ? 2 * n : 0); /* with those of team_each */
        CHECK(finishes ? times.t2_ns + 100000 <= times.t3_ns : times.t2_ns == times.t3_ns);
        CHECK_INT(tally.signals_blocked, 2 * (n - 1)); /* not worker 0's */
        for (unsigned i = 0; i < WORKERS; i++)
            CHECK_INT(tally.calls[i], i < n ? 2 : 0);
        for (unsigned i = 0; i < n; i++) {
            CHECK_INT(tally.pu[i], place_slot(place, i % place_pu_count(place)).pu);
            CHECK_INT(spans[i].pu_seen, tally.pu[i]);
        }
        check_clocks(&times, spans, n);
    }
}

static void test_unused_workers_are_gone(struct team *team) {
    static const unsigned musters[] = {5, 2, 4, 1};
    struct tally tally = {0};
    for (unsigned turn = 0; turn < 4; turn++) {
        team_muster(team, musters[turn]);
        team_each(team, count_share, &tally);
        CHECK_INT(threads_soon(musters[turn]), musters[turn]);
    }
    CHECK(cpu_of_a_nap_us() < NAP_US / 20);
}

/* Between two regions an actively waiting worker burns its core, a passive one does not. */
static void test_wait_is_obeyed(struct team *team, const struct place *place, const char *wait) {
    struct tally tally = {0};
    if (place_pu_count(place) < 2)
        return;
    team_muster(team, 2);
    team_each(team, count_share, &tally);
    long cpu_us = cpu_of_a_nap_us();
    if (strcmp(wait, "active") == 0)
        CHECK(cpu_us > NAP_US / 20);
    if (strcmp(wait, "passive") == 0)
        CHECK(cpu_us < NAP_US / 20);
    team_muster(team, 1);
    CHECK(cpu_of_a_nap_us() < NAP_US / 20);
}

static void test_clocks_off(struct team_spec spec) {
    struct team *team = NULL;
    struct fault fault = {0};
    struct tally tally = {0};
    struct team_job job = {
        .serial = count_serial, .share = count_share, .finish = count_finish, .context = &tally};
    struct team_times times = {-7, -7, -7, -7};
    struct team_span spans[WORKERS] = {{.pu_seen = -7}};
    spec.clocks_off = true;
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    if (team == NULL)
        return;
    team_muster(team, 3);
    team_run(team, &job, &times, spans);
    CHECK_INT(tally.serial, 1);
    for (unsigned i = 0; i < WORKERS; i++)
        CHECK_INT(tally.calls[i], i < 3);
    CHECK_INT(tally.finished, 1);
    CHECK(times.t0_ns == -7 && times.t1_ns == -7 && times.t2_ns == -7 && times.t3_ns == -7);
    CHECK_INT(spans[0].pu_seen, -7);
    team_free(team);
}

static void check_refused(struct team_spec spec, const char *params, enum fault_code code,
                          const char *part) {
    struct team *team = NULL;
    struct fault fault = {0};
    spec.params = params;
    CHECK_INT(team_create(&spec, &team, &fault), -(int)code);
    CHECK_HOLDS(fault.text, part);
    CHECK(team == NULL);
    team_free(team);
}

static void test_wrong_words(const struct team_spec *spec) {
    check_refused(*spec, "runtime=libpomp", FAULT_USAGE, "libpomp");
    check_refused(*spec, "runtime=libpomp", FAULT_USAGE, "libgomp|libomp");
    check_refused(*spec, "units=3;wait=idly", FAULT_USAGE, "default|active|passive");
    check_refused(*spec, "wait=", FAULT_USAGE, "default|active|passive");
}

/* A user's variables, of which the first would leave the team without workers. */
static void set_hostile_environment(const char *wait) {
    setenv("OMP_THREAD_LIMIT", "1", 1);
    setenv("OMP_NUM_THREADS", "1", 1);
    setenv("GOMP_SPINCOUNT", "17", 1);
    setenv("KMP_BLOCKTIME", "17", 1);
    setenv("LIBOMP_NUM_HIDDEN_HELPER_THREADS", "3", 1);
    setenv("OMP_PROC_BIND", "true", 1);
    setenv("OMP_WAIT_POLICY", strcmp(wait, "active") == 0 ? "passive" : "active", 1);
}

static void test_environment(const char *wait) {
    CHECK(getenv("OMP_THREAD_LIMIT") == NULL && getenv("OMP_NUM_THREADS") == NULL);
    CHECK(getenv("GOMP_SPINCOUNT") == NULL && getenv("KMP_BLOCKTIME") == NULL);
    CHECK(getenv("LIBOMP_NUM_HIDDEN_HELPER_THREADS") == NULL);
    static const char *const names[] = {"OMP_PROC_BIND", "OMP_DYNAMIC", "OMP_WAIT_POLICY"};
    const char *const wanted[] = {"false", "false", strcmp(wait, "default") == 0 ? "" : wait};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        CHECK_STRING(value == NULL ? "" : value, wanted[i]);
    }
}

/* Last, as it changes the environment. */
static void test_loaded_too_early(const struct team_spec *spec) {
    setenv("OMP_NUM_THREADS", "3", 1);
    check_refused(*spec, spec->params, FAULT_UNMEASURABLE, "was loaded before");
}

int main(int count, char **arguments) {
    if (count != 3) {
        fputs("usage: test_team_openmp RUNTIME WAIT\n", stderr);
        return 2;
    }
    const char *wait = arguments[2];
    char params[80];
    snprintf(params, sizeof params, "units=3;runtime=%s;wait=%s", arguments[1], wait);
    set_hostile_environment(wait);
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    /* More workers than PUs on most machines that run tests. */
    struct team_spec spec = {
        .engine = "openmp", .params = params, .place = place, .workers = WORKERS};
    int status = team_create(&spec, &team, &fault);
    if (fault.code == FAULT_UNMEASURABLE) {
        printf("skipped: %s\n", fault.text);
        place_free(place);
        return 77;
    }
    CHECK_STRING(fault.text, "");
    CHECK_INT(status, 0);
    if (status != 0)
        return check_done();
    test_environment(wait);
    test_wrong_words(&spec);
    test_every_worker_once(team, place);
    test_unused_workers_are_gone(team);
    befell_check_accounts(team);
    befell_check_counters(team);
    test_wait_is_obeyed(team, place, wait);
    team_free(team);
    CHECK_INT(threads_soon(1), 1);
    test_clocks_off(spec);
    test_loaded_too_early(&spec);
    place_free(place);
    return check_done();
}
