/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The mutex and the group; and to which kind the waits for everything are booked. */
#include "crew_runs.h"

#include <sched.h>

enum { TURNS = CREW_IS_SLOW ? 300 : 20000, TASKS = 6 };

struct guarded {
    struct workload_mutex *mutex;
    struct workload_channel *channel;
    uint64_t count; /* plain: the mutex keeps it whole, and ThreadSanitizer agrees */
    bool yields;
};

static void count_guarded(struct workload_task *self, void *argument) {
    struct guarded *guarded = argument;
    for (int i = 0; i < TURNS; i++) {
        workload_take(self, guarded->mutex);
        uint64_t before = guarded->count;
        if (guarded->yields && i % 50 == 0)
            workload_yield(self);
        guarded->count = before + 1;
        workload_give(self, guarded->mutex);
    }
}

static void run_guarded(struct workload_task *self, void *argument) {
    struct workload_group *group = workload_group_make(self->tasks, "counters");
    for (int i = 0; i < TASKS; i++)
        workload_spawn(self, group, count_guarded, argument);
    workload_join(self, group);
    workload_group_free(self->tasks, group);
}

static void test_excludes(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++)
        for (int yields = 0; yields < 2; yields++) {
            struct guarded guarded = {.mutex = workload_mutex_make(&crew_tasks, "count"),
                                      .yields = yields};
            crew_do(CREW_SIZES[s], 10, run_guarded, &guarded);
            CHECK_INT(guarded.count, TASKS * TURNS);
            workload_mutex_free(&crew_tasks, guarded.mutex);
        }
}

/* A group that is told by hand, joined by several. */
struct relay {
    struct workload_group *group;
    atomic_int done, joined, early;
};

static void do_one(struct workload_task *self, void *argument) {
    struct relay *relay = argument;
    workload_yield(self);
    atomic_fetch_add(&relay->done, 1);
    workload_done(self, relay->group);
}

static void join_all(struct workload_task *self, void *argument) {
    struct relay *relay = argument;
    workload_join(self, relay->group);
    if (atomic_load(&relay->done) != 10)
        atomic_fetch_add(&relay->early, 1);
    atomic_fetch_add(&relay->joined, 1);
}

static void run_relay(struct workload_task *self, void *argument) {
    struct relay *relay = argument;
    workload_add(self, relay->group, 10);
    for (int i = 0; i < 3; i++)
        workload_spawn(self, NULL, join_all, relay);
    for (int i = 0; i < 10; i++)
        workload_spawn(self, NULL, do_one, relay);
}

static void test_group(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct relay relay = {.group = workload_group_make(&crew_tasks, "relay")};
        crew_do(CREW_SIZES[s], 20, run_relay, &relay);
        CHECK_INT(relay.joined, 3);
        CHECK_INT(relay.early, 0);
        workload_group_free(&crew_tasks, relay.group);
    }
}

/* One task has what the others want and sleeps, on a single worker: the worker idles through the
 * time, and the others are parked through it. */
static const uint64_t HELD_NS = 30000000;

static void want(struct workload_task *self, void *argument) {
    struct guarded *guarded = argument;
    if (guarded->mutex != NULL) {
        workload_take(self, guarded->mutex);
        workload_give(self, guarded->mutex);
    } else {
        workload_receive(self, guarded->channel, NULL);
    }
}

static void run_held(struct workload_task *self, void *argument) {
    struct guarded *guarded = argument;
    if (guarded->mutex != NULL)
        workload_take(self, guarded->mutex);
    workload_spawn(self, NULL, want, guarded);
    workload_spawn(self, NULL, want, guarded);
    workload_yield(self);
    workload_sleep(self, HELD_NS);
    if (guarded->mutex != NULL)
        workload_give(self, guarded->mutex);
    else
        workload_close(self, guarded->channel);
}

static void check_booked(struct guarded guarded, enum workload_wait_kind kind) {
    struct crew *crew = crew_new(1, 10, 0);
    CHECK_INT(crew_try(crew, 1, run_held, &guarded, NULL), 0);
    for (int k = 0; k < WORKLOAD_WAIT_KINDS; k++) {
        const struct workload_waits *parked = crew_parked(crew, 0, (enum workload_wait_kind)k);
        uint64_t tasks = k == (int)kind ? 2 : k == WORKLOAD_WAIT_IO ? 1 : 0;
        CHECK_INT(parked->count, tasks);
        CHECK_REPORT(parked->wait_ns >= tasks * HELD_NS * 9 / 10, "kind %d: %llu ns", k,
                     (unsigned long long)parked->wait_ns);
    }
    const struct workload_waits *idle = crew_idle(crew, 0, WORKLOAD_WAIT_IO);
    CHECK(idle->count >= 1 && idle->wait_ns >= HELD_NS * 9 / 10);
    CHECK_INT(crew_idle(crew, 0, WORKLOAD_WAIT_QUEUE)->count, 0);
    CHECK_INT(crew_idle(crew, 0, kind)->wait_ns, 0);
    crew_free(crew);
}

static void test_waits_are_booked(void) {
    struct guarded guarded = {.mutex = workload_mutex_make(&crew_tasks, "held")};
    check_booked(guarded, WORKLOAD_WAIT_LOCK);
    workload_mutex_free(&crew_tasks, guarded.mutex);
    for (int is_queue = 0; is_queue < 2; is_queue++) {
        guarded = (struct guarded){
            .channel = workload_channel_make(
                &crew_tasks, &(struct workload_channel_spec){.is_queue = is_queue})};
        check_booked(guarded, is_queue ? WORKLOAD_WAIT_QUEUE : WORKLOAD_WAIT_CHANNEL);
        workload_channel_free(&crew_tasks, guarded.channel);
    }
}

/* A worker that has nothing to do while the only task computes waits for the end. */
static void come(struct workload_task *self, void *argument) {
    (void)self;
    atomic_store((atomic_bool *)argument, true);
}

static void run_alone(struct workload_task *self, void *argument) {
    atomic_bool *other_is_here = argument;
    workload_spawn(self, NULL, come, other_is_here);
    while (!atomic_load(other_is_here)) /* on the other worker: this one is held */
        sched_yield();
    for (int64_t end_ns = crew_clock_ns() + (int64_t)HELD_NS; crew_clock_ns() < end_ns;)
        ;
}

static void test_idle_to_the_end(void) {
    struct crew *crew = crew_new(2, 10, INT64_MAX);
    atomic_bool other_is_here = false;
    CHECK_INT(crew_try(crew, 2, run_alone, &other_is_here, NULL), 0);
    uint64_t longest_ns = 0;
    for (unsigned i = 0; i < 2; i++)
        if (crew_idle(crew, i, WORKLOAD_WAIT_JOIN)->wait_ns > longest_ns)
            longest_ns = crew_idle(crew, i, WORKLOAD_WAIT_JOIN)->wait_ns;
    CHECK(longest_ns > HELD_NS / 2); /* a thread may be late to its end */
    CHECK(crew_idle(crew, 0, WORKLOAD_WAIT_QUEUE)->count +
              crew_idle(crew, 1, WORKLOAD_WAIT_QUEUE)->count >=
          1);
    crew_free(crew);
}

int main(void) {
    test_excludes();
    test_group();
    test_waits_are_booked();
    test_idle_to_the_end();
    return check_done();
}
