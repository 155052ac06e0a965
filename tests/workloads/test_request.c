/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* That `request` gets every answer in each mode, on any number of workers and tasks; that waits are
 * waited out, together or one after the other; that a server that is gone is named, and that none
 * is left.
 *
 * The workload is included, so that its server can be killed. */
#include "request.c" /* NOLINT(bugprone-suspicious-include): see above */
#include "tasks/crew_runs.h"

enum { WHY_BYTES = 256, TASKS_MOST = 40, COUNT = 48, WORKERS = 4 };

struct opened {
    void *shared;
    struct crew *crew;
    struct workload_sample sample;
    uint64_t digest;
    char why[WHY_BYTES];
};

static int open_quietly(struct opened *opened, const uint64_t *values, unsigned tasks) {
    const struct workload_setting setting = {
        .workers = WORKERS, .params = values, .tasks = tasks, .calls = &crew_tasks};
    *opened = (struct opened){.sample = {.parallel_units = values[REQUESTS]}};
    return request_open(&setting, &opened->shared, opened->why, sizeof opened->why);
}

static struct opened open_mode(enum mode mode, uint64_t hold_us, uint64_t work) {
    const uint64_t values[] = {
        [REQUESTS] = COUNT, [HOLD_US] = hold_us, [WORK] = work, [MODE] = mode};
    struct opened opened;
    CHECK_INT(open_quietly(&opened, values, TASKS_MOST), 0);
    CHECK_STRING(opened.why, "");
    opened.crew = crew_new(WORKERS, TASKS_MOST + WORKLOAD_TASKS_BESIDE, 0);
    return opened;
}

static bool has_child(void) {
    siginfo_t child;
    return waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void close_opened(struct opened *opened) {
    CHECK(has_child());
    request_close(opened->shared);
    crew_free(opened->crew);
    CHECK(!has_child());
}

static void run_sample(struct workload_task *self, void *argument) {
    struct opened *opened = argument;
    opened->digest = request_run(self, opened->shared, &opened->sample);
}

/* The time that it took. */
static int64_t take(struct opened *opened, unsigned n, unsigned tasks) {
    struct fault fault = {0};
    opened->sample.workers = n;
    opened->sample.tasks = tasks;
    const int64_t begin_ns = crew_clock_ns();
    CHECK_INT(crew_try(opened->crew, n, run_sample, opened, &fault), 0);
    CHECK_STRING(fault.text, "");
    return crew_clock_ns() - begin_ns;
}

static bool is_proved(struct opened *opened, uint64_t digest) {
    opened->why[0] = '\0';
    const int status =
        request_check(opened->shared, &opened->sample, digest, opened->why, sizeof opened->why);
    CHECK((status == 0) == (opened->why[0] == '\0'));
    return status == 0;
}

static bool can_be(enum mode mode) {
    return is_sync(mode) || workload_can_await(&crew_tasks);
}

static void test_answers(void) {
    static const unsigned tasks[] = {1, 2, 7, TASKS_MOST};
    uint64_t first = 0;
    for (enum mode mode = SEQUENTIAL_SYNC; mode <= PARALLEL_ASYNC; mode++) {
        if (!can_be(mode))
            continue;
        struct opened opened = open_mode(mode, 50, 1000);
        for (unsigned n = 1; n <= WORKERS; n *= 2)
            for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
                take(&opened, n, tasks[i]);
                first = first == 0 ? opened.digest : first;
                CHECK_REPORT(is_proved(&opened, opened.digest) && opened.digest == first,
                             "%s, n = %u, t = %u: %s", modes[mode], n, tasks[i], opened.why);
            }
        CHECK(!is_proved(&opened, opened.digest + 1));
        CHECK_HOLDS(opened.why, "the digest of 48 answers");
        opened.sample.parallel_units--;
        CHECK(!is_proved(&opened, opened.digest));
        close_opened(&opened);
    }
}

/* The proof's short way comes to what the steps do. */
static void test_proof(void) {
    static const uint64_t steps[] = {0, 1, 2, 3, 7, 64, 1000, 4097};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        uint64_t multiplier, increment;
        compose_steps(steps[i], &multiplier, &increment);
        CHECK(compute(12345, steps[i]) == multiplier * 12345 + increment);
    }
}

/* No mode answers before its time; those that wait for one at a time wait for all. */
static void test_times(void) {
    enum { HOLD_NS = 2000000 };
    for (enum mode mode = SEQUENTIAL_SYNC; mode <= PARALLEL_ASYNC; mode++) {
        if (!can_be(mode))
            continue;
        struct opened opened = open_mode(mode, HOLD_NS / 1000, 0);
        const bool is_one_by_one = mode <= CONCURRENT_SYNC || mode == PARALLEL_SYNC;
        const int64_t least_ns =
            is_one_by_one ? (int64_t)COUNT * HOLD_NS : (int64_t)HOLD_NS * (COUNT / TASKS_MOST + 1);
        const int64_t took_ns = take(&opened, 1, TASKS_MOST);
        CHECK_REPORT(took_ns >= least_ns, "%s: %lld ns of at least %lld", modes[mode],
                     (long long)took_ns, (long long)least_ns);
        if (!is_one_by_one && !CREW_IS_SLOW)
            CHECK(took_ns < (int64_t)COUNT * HOLD_NS / 2);
        /* Blocked or parked, it waited for the server; a sanitizer's own time is not booked. */
        CHECK(crew_idle(opened.crew, 0, WORKLOAD_WAIT_IO)->wait_ns >=
              (uint64_t)least_ns * (CREW_IS_SLOW ? 1 : 5) / 10);
        close_opened(&opened);
    }
}

/* Before a sample, and while it waits. */
static void test_lost(void) {
    for (enum mode mode = SEQUENTIAL_SYNC; mode <= PARALLEL_ASYNC; mode++) {
        if (!can_be(mode))
            continue;
        struct opened opened = open_mode(mode, 1000, 0);
        take(&opened, 2, 4);
        CHECK(is_proved(&opened, opened.digest));
        kill(((struct request *)opened.shared)->server_pid, SIGKILL);
        take(&opened, 2, 4);
        CHECK(!is_proved(&opened, opened.digest));
        CHECK_HOLDS(opened.why, "the server was lost");
        close_opened(&opened);
    }
}

static void *kill_later(void *argument) {
    const struct timespec later = {.tv_nsec = 50000000};
    nanosleep(&later, NULL);
    kill(*(const pid_t *)argument, SIGKILL);
    return NULL;
}

static void test_lost_meanwhile(void) {
    for (enum mode mode = SEQUENTIAL_SYNC; mode <= PARALLEL_ASYNC; mode++) {
        if (!can_be(mode))
            continue;
        struct opened opened = open_mode(mode, 1000000, 0);
        pthread_t thread;
        CHECK_INT(pthread_create(&thread, NULL, kill_later,
                                 &((struct request *)opened.shared)->server_pid),
                  0);
        take(&opened, 2, 4);
        pthread_join(thread, NULL);
        CHECK(!is_proved(&opened, opened.digest));
        CHECK_HOLDS(opened.why, "the server was lost");
        close_opened(&opened);
    }
}

/* With its parent, however that ends: here it is killed, with the server still open. */
static void test_orphan(void) {
    int ends[2];
    char byte;
    CHECK_INT(pipe(ends), 0);
    const pid_t parent = fork();
    if (parent == 0) {
        const uint64_t values[] = {[REQUESTS] = 1, [HOLD_US] = 0, [WORK] = 0, [MODE] = 0};
        struct opened opened;
        close(ends[0]);
        if (open_quietly(&opened, values, 1) != 0)
            _exit(1);
        const pid_t server = ((struct request *)opened.shared)->server_pid;
        if (write(ends[1], &server, sizeof server) != sizeof server)
            _exit(1);
        raise(SIGKILL);
    }
    pid_t server = 0;
    close(ends[1]);
    CHECK_INT(read(ends[0], &server, sizeof server), sizeof server);
    CHECK_INT(read(ends[0], &byte, 1), 0); /* the server does not hold it open */
    close(ends[0]);
    waitpid(parent, NULL, 0);
    pid_t ended = 0; /* its child now: see main */
    for (int turn = 0; turn < 500 && (ended = waitpid(server, NULL, WNOHANG)) == 0; turn++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    CHECK_INT(ended, server);
}

static void refused(const uint64_t *values, unsigned tasks, const char *says) {
    struct opened opened;
    CHECK_INT(open_quietly(&opened, values, tasks), -1);
    CHECK(opened.shared == NULL);
    CHECK_HOLDS(opened.why, says);
    CHECK(!has_child());
}

static bool cannot_await(void) {
    return false;
}

static void test_refused(void) {
    const uint64_t longest[] = {[REQUESTS] = 61, [HOLD_US] = 1000000, [WORK] = 0, [MODE] = 0};
    refused(longest, 8, "could take 61 s, more than 60");
    const uint64_t heavy[] = {[REQUESTS] = 1000, [HOLD_US] = 0, [WORK] = 100000000, [MODE] = 0};
    refused(heavy, 8, "could take 200 s");

    struct workload_tasks calls = crew_tasks;
    calls.can_await = cannot_await;
    const uint64_t parked[] = {[REQUESTS] = 1, [HOLD_US] = 0, [WORK] = 0, [MODE] = PARALLEL_ASYNC};
    const struct workload_setting setting = {
        .workers = 1, .params = parked, .tasks = 1, .calls = &calls};
    char why[WHY_BYTES] = "";
    void *shared = NULL;
    CHECK_INT(request_open(&setting, &shared, why, sizeof why), -1);
    CHECK_HOLDS(why, "mode=parallel-async waits for sockets");
    CHECK_HOLDS(why, "-Dlibuv=enabled");

    const struct rlimit few = {16, 16};
    const uint64_t many[] = {[REQUESTS] = 100, [HOLD_US] = 0, [WORK] = 0, [MODE] = 0};
    const pid_t child = fork(); /* a hard limit is for ever */
    if (child == 0) {
        setrlimit(RLIMIT_NOFILE, &few);
        refused(many, TASKS_MOST, "of 40 to its server failed");
        refused(many, TASKS_MOST, "take fewer tasks (-t)");
        _exit(check_done());
    }
    int status = 1;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
}

int main(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    test_proof();
    test_answers();
    test_times();
    test_lost();
    test_lost_meanwhile();
    test_orphan();
    test_refused();
    return check_done();
}
