/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses the waiting for someone else: requests to a server on the loopback, which holds each
 * answer for a time L, and some computing, c, on each answer. It is what most programs on a network
 * do, and where the words synchronous, asynchronous, concurrent and parallel part: six modes.
 *
 *   sequential   one request at a time, whatever t                     k (L + c)
 *   concurrent   t tasks of which one runs at a time, as in a program with one thread, whatever n:
 *                  -sync   the one that runs also while it waits       k (L + c)
 *                  -async  another, while it waits                     max(k c, k (L + c)/t)
 *   parallel     t tasks, of which n run at a time:
 *                  -sync   a task that waits blocks its worker         k (L + c)/min(n, t)
 *                  -async  it is parked                                max(k c/n, k (L + c)/t)
 *
 * The server (request_server.h) is a process of its own, from `open` to `close`. */
#include "request_server.h"
#include "workload.h"
#include "workload_tasks.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUESTS, HOLD_US, WORK, MODE };
enum mode {
    SEQUENTIAL_SYNC,
    SEQUENTIAL_ASYNC,
    CONCURRENT_SYNC,
    CONCURRENT_ASYNC,
    PARALLEL_SYNC,
    PARALLEL_ASYNC
};

/* clang-format off */
static const char *const modes[] = {
    "sequential-sync", "sequential-async", "concurrent-sync", "concurrent-async",
    "parallel-sync", "parallel-async", NULL};
/* clang-format on */

static const struct workload_param params[] = {
    [REQUESTS] = {.name = "requests",
                  .summary = "requests, of all tasks together",
                  .initial = 64,
                  .least = 1,
                  .most = 1000000},
    [HOLD_US] = {.name = "hold-us",
                 .summary = "us that the server holds each answer",
                 .initial = 5000,
                 .least = 0,
                 .most = 1000000},
    /* Some 250 us: a multiplication and an addition take about four cycles, 1 ns. */
    [WORK] = {.name = "work",
              .summary = "multiply-adds of computing on each answer",
              .initial = 250000,
              .least = 0,
              .most = 100000000},
    [MODE] = {.name = "mode",
              .summary = "how many requests at a time, and what waits for them",
              .initial = PARALLEL_ASYNC,
              .least = SEQUENTIAL_SYNC,
              .most = PARALLEL_ASYNC,
              .words = modes},
    {.name = NULL},
};

enum {
    CACHE_LINE_BYTES = 64,
    PATIENCE_MS = 10000, /* beyond the hold, for an answer: then the server is lost. Of the -sync
                            modes; a task that awaits has only the harness's limit */
    SAMPLE_MOST_S = 60,  /* one request after the other: longer ones are a slip of the pen */
    STEP_MOST_NS = 2,    /* of a multiply-add: four cycles at 2 GHz */
};

/* The linear congruential generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2,
 * 3rd ed., section 3.3.4, table 1, line 26. Read through volatile: a compiler that saw the values
 * could fold steps into one. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)
static const volatile uint64_t hidden_multiplier = MMIX_MULTIPLIER;
static const volatile uint64_t hidden_increment = MMIX_INCREMENT;

/* One task's connection. */
struct caller {
    _Alignas(CACHE_LINE_BYTES) struct request *request;
    uint64_t digest;
    int socket;
    int wait_ms; /* at most, for an answer */
};

struct request {
    const struct workload_tasks *calls;
    struct workload_mutex *mutex; /* the one thread of the concurrent modes */
    struct workload_group *group;
    uint64_t count, work;
    enum mode mode;
    struct caller *callers;
    unsigned caller_count;
    pid_t server_pid;                                 /* 0: none */
    struct server_cores allowed;                      /* to the program */
    struct server_cores *cores;                       /* that each worker runs on */
    _Alignas(CACHE_LINE_BYTES) _Atomic uint64_t next; /* request to begin */
    atomic_bool is_lost;
};

static uint64_t compute(uint64_t x, uint64_t steps) {
    const uint64_t multiplier = hidden_multiplier, increment = hidden_increment;
    for (uint64_t i = 0; i < steps; i++)
        x = multiplier * x + increment;
    return x;
}

static uint64_t request_digest(uint64_t index, uint64_t computed) {
    return server_mix(computed + index * UINT64_C(0x9e3779b97f4a7c15));
}

/* Not inline: errno is the worker's, which may be another one after each wait. 1: it came. 0: not
 * yet. -1: it never will. */
static __attribute__((noinline)) int take_answer(const struct caller *caller,
                                                 uint64_t *ret_answer) {
    const ssize_t length = recv(caller->socket, ret_answer, sizeof *ret_answer, MSG_DONTWAIT);
    if (length == sizeof *ret_answer)
        return 1;
    return length < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

/* Blocks its thread. What is there when it returns, take_answer sees. */
static void poll_answer(void *argument) {
    struct caller *caller = argument;
    struct pollfd wanted = {.fd = caller->socket, .events = POLLIN};
    if (poll(&wanted, 1, caller->wait_ms) == 0)
        shutdown(caller->socket, SHUT_RDWR);
}

static bool is_sync(enum mode mode) {
    return mode == SEQUENTIAL_SYNC || mode == CONCURRENT_SYNC || mode == PARALLEL_SYNC;
}

static bool wait_for_answer(struct workload_task *self, struct caller *caller) {
    if (!is_sync(caller->request->mode))
        return workload_await(self, caller->socket, WORKLOAD_READABLE) == 0;
    workload_block(self, WORKLOAD_WAIT_IO, poll_answer, caller);
    return true;
}

static bool ask(struct workload_task *self, struct caller *caller, uint64_t index,
                uint64_t *ret_answer) {
    if (send(caller->socket, &index, sizeof index, MSG_NOSIGNAL) != sizeof index)
        return false;
    int came = 0;
    while (came == 0 && wait_for_answer(self, caller))
        came = take_answer(caller, ret_answer);
    return came == 1;
}

static bool do_one(struct workload_task *self, struct caller *caller, uint64_t index) {
    struct request *request = caller->request;
    const bool holds_to_wait = request->mode == CONCURRENT_SYNC;
    const bool holds = holds_to_wait || request->mode == CONCURRENT_ASYNC;
    uint64_t answer = 0;
    if (holds_to_wait)
        workload_take(self, request->mutex);
    const bool came = ask(self, caller, index, &answer);
    if (holds && !holds_to_wait)
        workload_take(self, request->mutex);
    if (came)
        caller->digest += request_digest(index, compute(answer, request->work));
    if (holds)
        workload_give(self, request->mutex);
    return came;
}

static void call(struct workload_task *self, void *argument) {
    struct caller *caller = argument;
    struct request *request = caller->request;
    uint64_t index;
    while (!atomic_load(&request->is_lost) &&
           (index = atomic_fetch_add(&request->next, 1)) < request->count) {
        if (!do_one(self, caller, index))
            atomic_store(&request->is_lost, true);
    }
}

static uint64_t request_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct request *request = shared;
    const bool is_sequential =
        request->mode == SEQUENTIAL_SYNC || request->mode == SEQUENTIAL_ASYNC;
    unsigned count = sample->tasks < request->caller_count ? sample->tasks : request->caller_count;
    uint64_t digest = 0;
    count = is_sequential ? 1 : count;
    atomic_store(&request->next, 0);
    for (unsigned i = 0; i < count; i++)
        request->callers[i].digest = 0;
    for (unsigned i = 1; i < count; i++)
        workload_spawn(self, request->group, call, &request->callers[i]);
    call(self, &request->callers[0]);
    workload_join(self, request->group);
    for (unsigned i = 0; i < count; i++)
        digest += request->callers[i].digest;
    return digest;
}

static int start(struct request *request, int64_t hold_ns, char *why, size_t why_bytes) {
    struct sockaddr_in at;
    const pid_t pid =
        server_start(&request->allowed, hold_ns, request->caller_count, &at, why, why_bytes);
    if (pid < 0)
        return -1;
    request->server_pid = pid;
    for (unsigned i = 0; i < request->caller_count; i++) {
        char what[64];
        request->callers[i].socket = server_connect(&at);
        if (request->callers[i].socket >= 0)
            continue;
        snprintf(what, sizeof what, "connection %u of %u to its server failed", i + 1,
                 request->caller_count);
        return server_say(why, why_bytes, what);
    }
    return 0;
}

static void request_close(void *shared) {
    struct request *request = shared;
    for (unsigned i = 0; request->callers != NULL && i < request->caller_count; i++)
        if (request->callers[i].socket >= 0)
            close(request->callers[i].socket);
    if (request->server_pid > 0)
        server_stop(request->server_pid);
    workload_group_free(request->calls, request->group);
    workload_mutex_free(request->calls, request->mutex);
    free(request->callers);
    free(request->cores);
    free(request);
}

/* What cannot be done, or not in a time that anyone waits. */
static int refuse(const struct workload_setting *setting, char *why, size_t why_bytes) {
    const enum mode mode = (enum mode)setting->params[MODE];
    const double unit_s = 1e-6 * (double)setting->params[HOLD_US] +
                          1e-9 * STEP_MOST_NS * (double)setting->params[WORK];
    const double sample_s = unit_s * (double)setting->params[REQUESTS];
    if (sample_s > SAMPLE_MOST_S) {
        snprintf(why, why_bytes,
                 "one after the other its requests could take %.0f s, more than %d: make fewer "
                 "(--param requests=), or shorter ones (hold-us=, work=)",
                 sample_s, SAMPLE_MOST_S);
        return -1;
    }
    if (!is_sync(mode) && !workload_can_await(setting->calls)) {
        snprintf(why, why_bytes,
                 "mode=%s waits for sockets, and this program was built without libuv: take "
                 "--param mode=sequential-sync, concurrent-sync or parallel-sync, or build with "
                 "-Dlibuv=enabled",
                 modes[mode]);
        return -1;
    }
    return 0;
}

static struct request *make_request(const struct workload_setting *setting) {
    struct request *request = aligned_alloc(CACHE_LINE_BYTES, sizeof *request);
    const uint64_t count = setting->params[REQUESTS];
    if (request == NULL)
        return NULL;
    memset(request, 0, sizeof *request);
    request->calls = setting->calls;
    request->count = count;
    request->work = setting->params[WORK];
    request->mode = (enum mode)setting->params[MODE];
    request->caller_count = setting->tasks < count ? setting->tasks : (unsigned)count;
    request->mutex = workload_mutex_make(setting->calls, "the one thread");
    request->group = workload_group_make(setting->calls, "requests");
    request->callers =
        aligned_alloc(CACHE_LINE_BYTES, request->caller_count * sizeof *request->callers);
    request->cores = calloc(setting->workers, sizeof *request->cores);
    server_note_allowed(&request->allowed);
    for (unsigned i = 0; request->callers != NULL && i < request->caller_count; i++) {
        request->callers[i] = (struct caller){
            .request = request,
            .socket = -1,
            .wait_ms = (int)(setting->params[HOLD_US] / 1000) + PATIENCE_MS,
        };
    }
    if (request->mutex == NULL || request->group == NULL || request->callers == NULL ||
        request->cores == NULL) {
        request_close(request);
        return NULL;
    }
    return request;
}

static int request_open(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    if (refuse(setting, why, why_bytes) != 0)
        return -1;
    struct request *request = make_request(setting);
    if (request == NULL) {
        snprintf(why, why_bytes, "there is no memory for %u connections", setting->tasks);
        return -1;
    }
    if (start(request, (int64_t)setting->params[HOLD_US] * 1000, why, why_bytes) != 0) {
        request_close(request);
        return -1;
    }
    *ret_shared = request;
    return 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): a callback's type */
static int request_setup(void *shared, unsigned worker, void **ret_state, char *why,
                         size_t why_bytes) {
    struct request *request = shared;
    (void)why, (void)why_bytes;
    server_note_cores(0, &request->cores[worker]);
    *ret_state = request;
    return 0;
}

/* Beside a worker the server would take from it what no law knows of. */
static void request_prepare(void *state, const struct workload_sample *sample) {
    const struct request *request = state;
    if (sample->worker == 0)
        server_leave_cores(request->server_pid, &request->allowed, request->cores, sample->workers);
}

static uint64_t request_units(const struct workload_setting *setting) {
    return setting->params[REQUESTS];
}

static uint64_t request_wait_ns(const struct workload_setting *setting) {
    return setting->params[HOLD_US] * 1000;
}

/* The generator composed with itself `steps` times is one multiplication and one addition: F. B.
 * Brown, Random number generation with arbitrary strides, Trans. Am. Nucl. Soc. 71 (1994). */
static void compose_steps(uint64_t steps, uint64_t *ret_multiplier, uint64_t *ret_increment) {
    uint64_t a = MMIX_MULTIPLIER, c = MMIX_INCREMENT, multiplier = 1, increment = 0;
    for (; steps > 0; steps /= 2) {
        if (steps % 2 == 1) {
            increment = a * increment + c;
            multiplier *= a;
        }
        c = a * c + c;
        a *= a;
    }
    *ret_multiplier = multiplier;
    *ret_increment = increment;
}

static int request_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    struct request *request = shared;
    uint64_t multiplier, increment, expected = 0;
    if (atomic_load(&request->is_lost)) {
        snprintf(why, why_bytes,
                 "the server was lost: it ended, or did not answer, before all %" PRIu64
                 " requests were done",
                 request->count);
        return -1;
    }
    compose_steps(request->work, &multiplier, &increment);
    for (uint64_t i = 0; i < sample->parallel_units; i++)
        expected += request_digest(i, multiplier * server_answer(i) + increment);
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "the digest of %" PRIu64 " answers is %016" PRIx64 ", but they come to %016" PRIx64,
             sample->parallel_units, digest, expected);
    return -1;
}

const struct workload workload_request = {
    .abi = WORKLOAD_ABI,
    .name = "request",
    .summary = "requests to a server that holds each answer, and computing on it, in six modes",
    .stresses = "waiting: how much of it other tasks and other cores hide",
    .unit = {.operations = 1, .operation = "request"},
    .params = params,
    .open = request_open,
    .setup = request_setup,
    .prepare = request_prepare,
    .whole_units = request_units,
    .run_tasks = request_run,
    .tasks = 32,
    .unit_wait_ns = request_wait_ns,
    .has_helpers = true,
    .check = request_check,
    .close = request_close,
};
