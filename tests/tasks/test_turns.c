/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Nobody is forgotten: what stands in the queue and what the poller waits for, beside tasks that
 * keep a worker busy and beside one that sleeps. */
#include "crew_runs.h"

#include <errno.h>
#include <sys/socket.h>

static const uint64_t HELD_NS = 30000000;

/* Two tasks that wake each other again and again do not keep one worker from what stands in its
 * queue, nor from the times that come. */
struct rally {
    struct workload_channel *there, *back;
    bool was_queued_run, has_slept;
};

static void sleep_shortly(struct workload_task *self, void *argument) {
    workload_sleep(self, 1000000);
    ((struct rally *)argument)->has_slept = true;
}

static void stand_in_queue(struct workload_task *self, void *argument) {
    (void)self;
    ((struct rally *)argument)->was_queued_run = true;
}

static void hit_back(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    while (workload_receive(self, rally->there, NULL))
        workload_send(self, rally->back, NULL);
}

static void run_rally(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    const int64_t end_ns = crew_clock_ns() + 2000000000;
    workload_spawn(self, NULL, sleep_shortly, rally);
    workload_spawn(self, NULL, hit_back, rally);
    workload_yield(self); /* both wait */
    workload_spawn(self, NULL, stand_in_queue, rally);
    while (!(rally->was_queued_run && rally->has_slept) && crew_clock_ns() < end_ns) {
        workload_send(self, rally->there, NULL);
        workload_receive(self, rally->back, NULL);
    }
    CHECK(rally->was_queued_run);
    CHECK(rally->has_slept);
    workload_close(self, rally->there);
}

static void test_rally_starves_nobody(void) {
    struct rally rally = {
        .there = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0}),
        .back = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0})};
    crew_do(1, 5, run_rally, &rally);
    workload_channel_free(&crew_tasks, rally.there);
    workload_channel_free(&crew_tasks, rally.back);
}

/* One worker sleeps until a time that is far away when the other's task waits for one that is near:
 * who sleeps is told. */
enum { FAR_NS = 2000000000 };

static void sleep_far(struct workload_task *self, void *argument) {
    (void)argument;
    workload_sleep(self, FAR_NS);
}

/* Without a task for the other worker, so that it takes what was spawned and goes to sleep. */
static void hold_on(void) {
    for (int64_t end_ns = crew_clock_ns() + (int64_t)HELD_NS; crew_clock_ns() < end_ns;)
        ;
}

static void run_near(struct workload_task *self, void *argument) {
    workload_spawn(self, NULL, sleep_far, NULL);
    hold_on();
    int64_t begin_ns = crew_clock_ns();
    workload_sleep(self, 1000000);
    *(int64_t *)argument = crew_clock_ns() - begin_ns;
}

static void test_near_time_is_announced(void) {
    int64_t slept_ns = 0;
    crew_do(2, 4, run_near, &slept_ns);
    CHECK_REPORT(slept_ns < FAR_NS / 2, "1 ms took %g s", 1e-9 * (double)slept_ns);
}

/* The same with sockets: nobody writes to the far one before the near one has come. */
struct far_and_near {
    int far[2], near[2];
};

static void await_far(struct workload_task *self, void *argument) {
    struct far_and_near *pairs = argument;
    workload_await(self, pairs->far[0], WORKLOAD_READABLE);
}

static void run_near_socket(struct workload_task *self, void *argument) {
    struct far_and_near *pairs = argument;
    workload_spawn(self, NULL, await_far, pairs);
    hold_on();
    CHECK_INT(send(pairs->near[1], "x", 1, MSG_NOSIGNAL), 1);
    int error = workload_await(self, pairs->near[0], WORKLOAD_READABLE);
    if (error == -ENOSYS)
        printf("built without libuv: no sockets\n");
    else
        CHECK_INT(error, 0);
    CHECK_INT(send(pairs->far[1], "x", 1, MSG_NOSIGNAL), 1);
}

static void test_near_socket_is_announced(void) {
    struct far_and_near pairs;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pairs.far) != 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pairs.near) != 0)
        abort();
    crew_do(2, 4, run_near_socket, &pairs);
    for (int i = 0; i < 2; i++) {
        close(pairs.far[i]);
        close(pairs.near[i]);
    }
}

int main(void) {
    test_rally_starves_nobody();
    test_near_time_is_announced();
    test_near_socket_is_announced();
    return check_done();
}
