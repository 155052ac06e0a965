/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A deadlock ends the run with a sentence, and the crew can run again. */
#include "crew_runs.h"

struct knot {
    struct workload_channel *jobs, *unnamed;
    struct workload_mutex *left, *right;
    struct workload_group *group;
    atomic_int here;
};

static struct knot knot_make(void) {
    return (struct knot){
        .jobs = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){.name = "jobs"}),
        .unnamed = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0}),
        .left = workload_mutex_make(&crew_tasks, "left"),
        .right = workload_mutex_make(&crew_tasks, "right"),
        .group = workload_group_make(&crew_tasks, "all"),
    };
}

static void knot_free(struct knot *knot) {
    workload_channel_free(&crew_tasks, knot->jobs);
    workload_channel_free(&crew_tasks, knot->unnamed);
    workload_mutex_free(&crew_tasks, knot->left);
    workload_mutex_free(&crew_tasks, knot->right);
    workload_group_free(&crew_tasks, knot->group);
}

static void receive_job(struct workload_task *self, void *argument) {
    workload_receive(self, ((struct knot *)argument)->jobs, NULL);
}

static void run_receivers(struct workload_task *self, void *argument) {
    struct knot *knot = argument;
    for (int i = 0; i < 3; i++)
        workload_spawn(self, knot->group, receive_job, knot);
    workload_join(self, knot->group);
}

static void run_send_to_nobody(struct workload_task *self, void *argument) {
    workload_sleep(self, 1000000); /* while that is to come it is no deadlock */
    workload_send(self, ((struct knot *)argument)->unnamed, NULL);
}

static void take_right_left(struct workload_task *self, void *argument) {
    struct knot *knot = argument;
    workload_take(self, knot->right);
    atomic_fetch_add(&knot->here, 1);
    while (atomic_load(&knot->here) < 2)
        workload_yield(self);
    workload_take(self, knot->left);
}

static void run_lock_order(struct workload_task *self, void *argument) {
    struct knot *knot = argument;
    workload_take(self, knot->left);
    workload_spawn(self, NULL, take_right_left, knot);
    atomic_fetch_add(&knot->here, 1);
    while (atomic_load(&knot->here) < 2)
        workload_yield(self);
    workload_take(self, knot->right);
}

static void run_select(struct workload_task *self, void *argument) {
    struct knot *knot = argument;
    struct workload_case cases[] = {{.channel = knot->jobs, .kind = WORKLOAD_SEND},
                                    {.channel = knot->unnamed, .kind = WORKLOAD_RECEIVE}};
    workload_select(self, cases, 2, true);
}

static void run_select_of_none(struct workload_task *self, void *argument) {
    (void)argument;
    workload_select(self, NULL, 0, true);
}

static void run_well(struct workload_task *self, void *argument) {
    workload_yield(self);
    atomic_fetch_add(&((struct knot *)argument)->here, 1);
}

static void check_named(void (*run)(struct workload_task *self, void *argument), const char *first,
                        const char *second) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct crew *crew = crew_new(CREW_SIZE_MAX, 20, s == 0 ? 0 : 1000);
        for (int again = 0; again < 3; again++) {
            struct knot knot = knot_make();
            struct fault fault = {0};
            CHECK_INT(crew_try(crew, CREW_SIZES[s], run, &knot, &fault), -FAULT_WORKLOAD);
            CHECK_HOLDS(fault.text, "deadlock: ");
            CHECK_HOLDS(fault.text, first);
            CHECK_HOLDS(fault.text, second);
            CHECK_HOLDS(fault.text, "; nothing can wake ");
            knot.here = 0;
            CHECK_INT(crew_try(crew, CREW_SIZES[s], run_well, &knot, NULL), 0);
            CHECK_INT(knot.here, 1);
            knot_free(&knot);
        }
        crew_free(crew);
    }
}

int main(void) {
    check_named(run_receivers, "3 tasks wait to receive from the channel 'jobs'",
                "a task waits for the group 'all'");
    check_named(run_send_to_nobody, "a task waits to send to the channel; nothing can wake it", "");
    check_named(run_lock_order, "waits for the mutex 'left'", "waits for the mutex 'right'");
    check_named(run_select, "waits for one of several channels, the first being 'jobs'", "");
    check_named(run_select_of_none, "waits for one of no channels", "");
    return check_done();
}
