/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a worker without a task waits for. In proportion: test_mutex.c. */
#include "crew_runs.h"

#include <sched.h>

static const uint64_t HELD_NS = 30000000;

/* A worker that has nothing to do while the only task computes waits for the end. */
static void come(struct workload_task *self, void *argument) {
    (void)self;
    atomic_store((atomic_bool *)argument, true);
}

static void wait_for_other(struct workload_task *self, atomic_bool *other_is_here) {
    workload_spawn(self, NULL, come, other_is_here);
    while (!atomic_load(other_is_here)) /* on the other worker: this one is held */
        sched_yield();
}

static void burn(void) {
    for (int64_t end_ns = crew_clock_ns() + (int64_t)HELD_NS; crew_clock_ns() < end_ns;)
        ;
}

static void run_alone(struct workload_task *self, void *argument) {
    wait_for_other(self, argument);
    burn();
}

static void test_idle_to_the_end(void) {
    struct crew *crew = crew_new(2, 10, INT64_MAX);
    atomic_bool other_is_here = false;
    CHECK_INT(crew_try(crew, 2, run_alone, &other_is_here, NULL), 0);
    uint64_t longest_ns = 0;
    for (unsigned i = 0; i < 2; i++)
        if (crew_left_ns(crew, i) > longest_ns)
            longest_ns = crew_left_ns(crew, i);
    CHECK(crew_idle_ns(crew, WORKLOAD_WAIT_JOIN) >= (double)longest_ns);
    CHECK(longest_ns > HELD_NS / 2); /* a thread may be late to its end */
    for (int kind = 0; kind < WORKLOAD_WAIT_KINDS; kind++)
        if (kind != WORKLOAD_WAIT_JOIN)
            CHECK_NEAR(crew_idle_ns(crew, (enum workload_wait_kind)kind), 0, 0);
    crew_free(crew);
}

/* Before its first task the other worker has nothing to begin: that is a part of the same, but none
 * of what it is left with at the end. */
struct turns {
    struct workload_group *group;
    unsigned first, second; /* the workers */
    atomic_bool has_begun;
};

static void run_second(struct workload_task *self, void *argument) {
    struct turns *turns = argument;
    atomic_store(&turns->has_begun, true);
    burn();
    turns->second = workload_worker(self);
}

static void run_first(struct workload_task *self, void *argument) {
    struct turns *turns = argument;
    turns->first = workload_worker(self);
    burn();
    workload_spawn(self, turns->group, run_second, turns);
    while (!atomic_load(&turns->has_begun))
        sched_yield();
    workload_join(self, turns->group);
}

static void test_left_at_the_end(void) {
    struct crew *crew = crew_new(2, 10, INT64_MAX);
    struct turns turns = {.group = workload_group_make(&crew_tasks, "turns")};
    CHECK_INT(crew_try(crew, 2, run_first, &turns, NULL), 0);
    CHECK_INT(turns.first + turns.second, 1);
    /* A thread may be late to its begin or its end. */
    uint64_t first_ns = crew_left_ns(crew, turns.first),
             second_ns = crew_left_ns(crew, turns.second);
    uint64_t idle_ns = crew_idle(crew, turns.second, WORKLOAD_WAIT_JOIN)->wait_ns;
    CHECK_REPORT(idle_ns >= second_ns + HELD_NS / 4, "%g ns of %g ns at the end", (double)second_ns,
                 (double)idle_ns);
    CHECK(first_ns <= crew_idle(crew, turns.first, WORKLOAD_WAIT_JOIN)->wait_ns);
    crew_free(crew);
    workload_group_free(&crew_tasks, turns.group);
}

/* Two tasks that meet again and again leave the other worker idle: that is the channel's doing, not
 * that there was too little work. */
struct meetings {
    struct workload_channel *there, *back;
    atomic_bool other_is_here;
};

static void answer(struct workload_task *self, void *argument) {
    struct meetings *meetings = argument;
    while (workload_receive(self, meetings->there, NULL))
        workload_send(self, meetings->back, NULL);
}

static void ask(struct workload_task *self, void *argument) {
    struct meetings *meetings = argument;
    wait_for_other(self, &meetings->other_is_here);
    workload_spawn(self, NULL, answer, meetings);
    for (int64_t end_ns = crew_clock_ns() + (int64_t)HELD_NS; crew_clock_ns() < end_ns;) {
        workload_send(self, meetings->there, NULL);
        workload_receive(self, meetings->back, NULL);
    }
    workload_close(self, meetings->there);
}

static void test_idle_beside_meetings(void) {
    static const int64_t SPINS_NS[] = {INT64_MAX, 1}; /* 1: it sleeps */
    for (int i = 0; i < 2; i++) {
        struct meetings meetings = {
            .there = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0}),
            .back = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0})};
        struct crew *crew = crew_new(2, 10, SPINS_NS[i]);
        CHECK_INT(crew_try(crew, 2, ask, &meetings, NULL), 0);
        double waited_ns = crew_idle_ns(crew, WORKLOAD_WAIT_CHANNEL);
        CHECK_REPORT(waited_ns > (double)HELD_NS / 3, "%g ns", waited_ns);
        crew_free(crew);
        workload_channel_free(&crew_tasks, meetings.there);
        workload_channel_free(&crew_tasks, meetings.back);
    }
}

/* What a task spins at a mutex its worker waits: here that worker is never without a task while the
 * mutex is held, for one stands behind the task that wants it. */
struct spinners {
    struct workload_mutex *mutex;
    atomic_bool wants, stands_behind, is_given;
};

static void stand_behind(struct workload_task *self, void *argument) {
    struct spinners *spinners = argument;
    (void)self;
    atomic_store(&spinners->stands_behind, true);
    while (!atomic_load(&spinners->is_given))
        sched_yield();
}

static void want_held(struct workload_task *self, void *argument) {
    struct spinners *spinners = argument;
    workload_spawn(self, NULL, stand_behind, spinners);
    atomic_store(&spinners->wants, true);
    workload_take(self, spinners->mutex);
    workload_give(self, spinners->mutex);
}

static void hold(struct workload_task *self, void *argument) {
    struct spinners *spinners = argument;
    workload_take(self, spinners->mutex);
    workload_spawn(self, NULL, want_held, spinners);
    while (!atomic_load(&spinners->wants) || !atomic_load(&spinners->stands_behind))
        sched_yield(); /* the worker's thread: the task holds it, too */
    workload_give(self, spinners->mutex);
    atomic_store(&spinners->is_given, true);
}

static void test_spinning_is_booked(void) {
    struct spinners spinners = {.mutex = workload_mutex_make(&crew_tasks, "held")};
    struct crew *crew = crew_new(2, 10, INT64_MAX);
    CHECK_INT(crew_try(crew, 2, hold, &spinners, NULL), 0);
    CHECK(crew_idle_ns(crew, WORKLOAD_WAIT_LOCK) > 0);
    crew_free(crew);
    workload_mutex_free(&crew_tasks, spinners.mutex);
}

int main(void) {
    test_idle_to_the_end();
    test_left_at_the_end();
    test_idle_beside_meetings();
    test_spinning_is_booked();
    return check_done();
}
