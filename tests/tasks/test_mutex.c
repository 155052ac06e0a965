/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The mutex and the group; and to which kind the waits for everything are booked. */
#include "crew_runs.h"

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

/* Who was woken and finds the mutex taken again is still the first of those who wait. */
struct line {
    struct workload_mutex *mutex;
    char text[3];
    int length;
};

static void stand_in_line(struct workload_task *self, struct line *line, char letter) {
    workload_take(self, line->mutex);
    line->text[line->length++] = letter;
    workload_give(self, line->mutex);
}

static void stand_first(struct workload_task *self, void *argument) {
    stand_in_line(self, argument, 'a');
}

static void stand_second(struct workload_task *self, void *argument) {
    stand_in_line(self, argument, 'b');
}

static void run_line(struct workload_task *self, void *argument) {
    struct line *line = argument;
    workload_take(self, line->mutex);
    workload_spawn(self, NULL, stand_first, line);
    workload_spawn(self, NULL, stand_second, line);
    workload_yield(self);
    workload_yield(self); /* both wait */
    workload_give(self, line->mutex);
    workload_take(self, line->mutex); /* before the first comes to run */
    workload_yield(self);
    workload_give(self, line->mutex);
}

static void test_woken_stays_first(void) {
    struct line line = {.mutex = workload_mutex_make(&crew_tasks, "line")};
    crew_do(1, 4, run_line, &line);
    CHECK_STRING(line.text, "ab");
    workload_mutex_free(&crew_tasks, line.mutex);
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

/* A group is joined when nothing is in it, and is used again. */
static void run_again(struct workload_task *self, void *argument) {
    struct relay *relay = argument;
    workload_join(self, relay->group);
    for (int turn = 1; turn <= 20; turn++) {
        workload_add(self, relay->group, 5);
        for (int i = 0; i < 5; i++)
            workload_spawn(self, relay->group, do_one, relay); /* counted twice: it tells, too */
        workload_join(self, relay->group);
        relay->early += atomic_load(&relay->done) != 5 * turn;
    }
}

static void test_group_again(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct relay relay = {.group = workload_group_make(&crew_tasks, "again")};
        crew_do(CREW_SIZES[s], 20, run_again, &relay);
        CHECK_INT(relay.done, 100);
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
    struct crew *crew = crew_new(2, 10, 0);
    CHECK_INT(crew_try(crew, 1, run_held, &guarded, NULL), 0);
    for (int k = 0; k < WORKLOAD_WAIT_KINDS; k++) {
        const struct workload_waits *parked = crew_parked(crew, 0, (enum workload_wait_kind)k);
        uint64_t tasks = k == (int)kind ? 2 : k == WORKLOAD_WAIT_IO ? 1 : 0;
        CHECK_INT(parked->count, tasks);
        CHECK_REPORT(parked->wait_ns >= tasks * HELD_NS * 9 / 10, "kind %d: %llu ns", k,
                     (unsigned long long)parked->wait_ns);
    }
    /* One of the three parked tasks waits for the time, two for the kind. */
    double io_ns = crew_idle_ns(crew, WORKLOAD_WAIT_IO), kind_ns = crew_idle_ns(crew, kind);
    CHECK_REPORT(io_ns + kind_ns >= (double)HELD_NS * 9 / 10, "%g + %g ns", io_ns, kind_ns);
    CHECK_NEAR(kind_ns / io_ns, 2, 0.2);
    CHECK(crew_idle(crew, 0, WORKLOAD_WAIT_IO)->count >= 1);
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

int main(void) {
    test_excludes();
    test_woken_stays_first();
    test_group();
    test_group_again();
    test_waits_are_booked();
    return check_done();
}
