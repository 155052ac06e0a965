/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Times and sockets: tasks that wait for them are parked, on as many threads as there are workers.
 */
#include "crew_runs.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { SLEEPERS = 100, PAIRS = CREW_IS_SLOW ? 8 : 50, ECHOES = 20 };
static const uint64_t NAP_NS = 30000000;

struct night {
    char text[8];
    atomic_int length, early, woken;
    unsigned threads;
};

struct sleeper {
    struct night *night;
    uint64_t time_ns;
    char letter;
};

static void sleep_and_write(struct workload_task *self, void *argument) {
    struct sleeper *sleeper = argument;
    int64_t begin_ns = crew_clock_ns();
    workload_sleep(self, sleeper->time_ns);
    if (crew_clock_ns() - begin_ns < (int64_t)sleeper->time_ns)
        atomic_fetch_add(&sleeper->night->early, 1);
    int at = atomic_fetch_add(&sleeper->night->length, 1);
    if (at < 7)
        sleeper->night->text[at] = sleeper->letter;
}

static void run_in_order(struct workload_task *self, void *argument) {
    static struct sleeper sleepers[4];
    static const uint64_t ms[] = {90, 1, 60, 30};
    for (int i = 0; i < 4; i++) {
        sleepers[i] = (struct sleeper){argument, ms[i] * 1000000, (char)('a' + i)};
        workload_spawn(self, NULL, sleep_and_write, &sleepers[i]);
    }
}

static void test_in_order(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct night night = {0};
        crew_do(CREW_SIZES[s], 10, run_in_order, &night);
        if (CREW_SIZES[s] == 1) /* else a thread that holds one may be late */
            CHECK_STRING(night.text, "bdca");
        CHECK_INT(night.length, 4);
        CHECK_INT(night.early, 0);
    }
}

static unsigned count_threads(void) {
    DIR *threads = opendir("/proc/self/task");
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(threads)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(threads);
    return count;
}

static void nap(struct workload_task *self, void *argument) {
    struct night *night = argument;
    workload_sleep(self, NAP_NS);
    atomic_fetch_add(&night->woken, 1);
}

/* Many sleep through the same time on one worker. */
static void run_naps(struct workload_task *self, void *argument) {
    struct night *night = argument;
    struct workload_group *group = workload_group_make(self->tasks, NULL);
    for (int i = 0; i < SLEEPERS; i++)
        workload_spawn(self, group, nap, night);
    workload_join(self, group);
    night->threads = count_threads();
    workload_group_free(self->tasks, group);
}

static void test_naps_overlap(void) {
    struct night night = {0};
    int64_t begin_ns = crew_clock_ns();
    crew_do(1, SLEEPERS + 1, run_naps, &night);
    CHECK_INT(night.woken, SLEEPERS);
    CHECK(crew_clock_ns() - begin_ns < (int64_t)(SLEEPERS * NAP_NS) / 2);
    if (CREW_COUNTS_THREADS)
        CHECK_INT(night.threads, 1);
}

/* Runs that are mostly ends of waits: none is lost, and the last one ends the run, whoever took the
 * woken task from the worker that woke it. */
static void nap_shortly(struct workload_task *self, void *argument) {
    for (int i = 0; i < 5; i++)
        workload_sleep(self, 20000);
    atomic_fetch_add(&((struct night *)argument)->woken, 1);
}

static void run_short_naps(struct workload_task *self, void *argument) {
    for (int i = 0; i < 8; i++)
        workload_spawn(self, NULL, nap_shortly, argument);
}

static void test_short_naps(void) {
    enum { RUNS = CREW_IS_SLOW ? 20 : 1000 };
    struct night night = {0};
    struct crew *crew = crew_new(CREW_SIZE_MAX, 10, 1000); /* asleep as soon as there is nothing */
    for (int i = 0; i < RUNS; i++)
        CHECK_INT(crew_try(crew, i % 3 + 2, run_short_naps, &night, NULL), 0);
    CHECK_INT(night.woken, 8 * RUNS);
    crew_free(crew);
}

/* A task that computes does not keep the others' times from being looked at, if it yields. */
static void run_busy(struct workload_task *self, void *argument) {
    struct night *night = argument;
    workload_spawn(self, NULL, nap, night);
    while (atomic_load(&night->woken) == 0)
        workload_yield(self);
}

static void test_busy_worker_looks(void) {
    struct night night = {0};
    crew_do(1, 4, run_busy, &night);
    CHECK_INT(night.woken, 1);
}

/* Each pair of sockets is echoed over, byte by byte. */
struct echo {
    int ends[2];
    int errors, received;
};

static int read_byte(struct workload_task *self, int socket, char *ret_byte) {
    for (;;) {
        ssize_t got = recv(socket, ret_byte, 1, MSG_DONTWAIT);
        if (got == 1)
            return 0;
        if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
            return -EPIPE;
        int error = workload_await(self, socket, WORKLOAD_READABLE);
        if (error != 0)
            return error;
    }
}

static int write_byte(struct workload_task *self, int socket, char byte) {
    int error = workload_await(self, socket, WORKLOAD_WRITABLE);
    return error != 0                                                 ? error
           : send(socket, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1 ? 0
                                                                      : -errno;
}

static void echo_back(struct workload_task *self, void *argument) {
    struct echo *echo = argument;
    char byte;
    while (read_byte(self, echo->ends[1], &byte) == 0)
        if (write_byte(self, echo->ends[1], byte) != 0)
            echo->errors++;
}

static void call_out(struct workload_task *self, void *argument) {
    struct echo *echo = argument;
    for (int i = 0; i < ECHOES; i++) {
        char byte = 0;
        if (i % 5 == 0)
            workload_sleep(self, 300000);
        if (write_byte(self, echo->ends[0], (char)i) != 0 ||
            read_byte(self, echo->ends[0], &byte) != 0 || byte != (char)i)
            echo->errors++;
        else
            echo->received++;
    }
    shutdown(echo->ends[0], SHUT_WR);
}

struct exchange {
    struct echo echoes[PAIRS];
    unsigned threads;
};

static void run_echoes(struct workload_task *self, void *argument) {
    struct exchange *exchange = argument;
    struct workload_group *group = workload_group_make(self->tasks, "echoes");
    for (int i = 0; i < PAIRS; i++) {
        workload_spawn(self, group, echo_back, &exchange->echoes[i]);
        workload_spawn(self, group, call_out, &exchange->echoes[i]);
    }
    workload_yield(self);
    exchange->threads = count_threads();
    workload_join(self, group);
    workload_group_free(self->tasks, group);
}

static void test_echoes(void) {
    struct crew *crew = crew_new(CREW_SIZE_MAX, 2 * PAIRS + 1, 0);
    for (size_t turn = 0; turn < 2 * CREW_SIZE_COUNT; turn++) {
        struct exchange exchange = {0};
        unsigned n = CREW_SIZES[turn % CREW_SIZE_COUNT];
        int errors = 0, received = 0;
        for (int i = 0; i < PAIRS; i++)
            if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, exchange.echoes[i].ends) != 0)
                abort();
        CHECK_INT(crew_try(crew, n, run_echoes, &exchange, NULL), 0);
        for (int i = 0; i < PAIRS; i++) {
            errors += exchange.echoes[i].errors;
            received += exchange.echoes[i].received;
            close(exchange.echoes[i].ends[0]); /* the numbers come again in the next turn */
            close(exchange.echoes[i].ends[1]);
        }
        CHECK_INT(errors, 0);
        CHECK_INT(received, PAIRS * ECHOES);
        if (CREW_COUNTS_THREADS)
            CHECK(exchange.threads <= n);
    }
    crew_free(crew);
}

static void await_again(struct workload_task *self, void *argument) {
    struct echo *echo = argument;
    workload_yield(self);
    CHECK_INT(workload_await(self, echo->ends[0], WORKLOAD_READABLE), -EBUSY);
    CHECK_INT(workload_await(self, -1, WORKLOAD_READABLE), -EBADF);
    CHECK_INT(workload_await(self, 1000000, WORKLOAD_READABLE) < 0, 1);
    CHECK_INT(send(echo->ends[1], "x", 1, MSG_NOSIGNAL), 1);
}

static void run_refusals(struct workload_task *self, void *argument) {
    struct echo *echo = argument;
    workload_spawn(self, NULL, await_again, echo);
    CHECK_INT(workload_await(self, echo->ends[0], WORKLOAD_READABLE), 0);
}

static void test_refusals(void) {
    struct echo echo;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, echo.ends) != 0)
        abort();
    crew_do(1, 4, run_refusals, &echo);
    close(echo.ends[0]);
    close(echo.ends[1]);
}

/* A socket that failed is one to be asked: its connection is refused. */
static void run_refused(struct workload_task *self, void *argument) {
    int *socket = argument, error = 0;
    socklen_t length = sizeof error;
    CHECK_INT(workload_await(self, *socket, WORKLOAD_WRITABLE), 0);
    CHECK_INT(getsockopt(*socket, SOL_SOCKET, SO_ERROR, &error, &length), 0);
    CHECK_INT(error, ECONNREFUSED);
}

static void test_failed_socket(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    /* Bound and not listened at: nobody answers at its port. */
    int deaf = socket(AF_INET, SOCK_STREAM, 0);
    int caller = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (bind(deaf, (struct sockaddr *)&at, sizeof at) == 0 &&
        getsockname(deaf, (struct sockaddr *)&at, &length) == 0 &&
        connect(caller, (struct sockaddr *)&at, sizeof at) != 0 && errno == EINPROGRESS)
        crew_do(1, 4, run_refused, &caller);
    else
        printf("a refused connection: not tested, this machine's loopback has none\n");
    close(caller);
    close(deaf);
}

static void ask_for_none(struct workload_task *self, void *argument) {
    *(int *)argument = workload_await(self, -1, WORKLOAD_READABLE);
}

int main(void) {
    int error = 0;
    test_in_order();
    test_naps_overlap();
    test_short_naps();
    test_busy_worker_looks();
    crew_do(1, 1, ask_for_none, &error);
    if (error == -ENOSYS) {
        printf("built without libuv: no sockets\n");
        return check_done();
    }
    CHECK_INT(error, -EBADF);
    test_echoes();
    test_refusals();
    test_failed_socket();
    return check_done();
}
