/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Select over several channels: with and without waiting, fairly, and against other selects. */
#include "crew_runs.h"

enum { ITEMS = CREW_IS_SLOW ? 500 : 20000 };

static struct workload_channel *channel_of(size_t capacity, bool is_queue) {
    return workload_channel_make(&crew_tasks,
                                 &(struct workload_channel_spec){
                                     .capacity = capacity, .item_bytes = 8, .is_queue = is_queue});
}

struct two {
    struct workload_channel *a, *b;
    _Atomic uint64_t sum;
    _Atomic int met;
};

static struct two two_of(size_t capacity) {
    return (struct two){.a = channel_of(capacity, false), .b = channel_of(capacity, false)};
}

static void two_free(struct two *two) {
    workload_channel_free(&crew_tasks, two->a);
    workload_channel_free(&crew_tasks, two->b);
}

static void run_without_waiting(struct workload_task *self, void *argument) {
    struct two *two = argument;
    uint64_t item = 0, sent = 9;
    struct workload_case cases[] = {{.channel = two->a, .item = &item, .kind = WORKLOAD_RECEIVE},
                                    {.channel = NULL, .kind = WORKLOAD_SEND},
                                    {.channel = two->b, .item = &sent, .kind = WORKLOAD_SEND}};
    CHECK_INT(workload_select(self, cases, 2, false), -1);
    CHECK_INT(workload_select(self, cases, 0, false), -1);
    CHECK_INT(workload_select(self, cases, 3, false), 2); /* there is room for one */
    CHECK(cases[2].is_open);
    CHECK_INT(workload_select(self, cases, 3, false), -1);
    cases[0].channel = two->b;
    CHECK_INT(workload_select(self, cases, 1, true), 0);
    CHECK_INT(item, 9);
    workload_close(self, two->b);
    CHECK_INT(workload_select(self, cases, 1, true), 0);
    CHECK(!cases[0].is_open);
    CHECK_INT(item, 0);
}

/* More than there may be are none at all. */
static void run_too_many(struct workload_task *self, void *argument) {
    struct two *two = argument;
    uint64_t item = 3;
    struct workload_case cases[WORKLOAD_CASES_MAX + 1];
    for (int i = 0; i <= WORKLOAD_CASES_MAX; i++)
        cases[i] = (struct workload_case){.channel = two->a, .item = &item, .kind = WORKLOAD_SEND};
    CHECK_INT(workload_select(self, cases, WORKLOAD_CASES_MAX + 1, true), -1);
    CHECK_INT(workload_select(self, cases, WORKLOAD_CASES_MAX + 1, false), -1);
    CHECK(workload_select(self, cases, WORKLOAD_CASES_MAX, false) >=
          0); /* the room is still there */
}

static void test_without_waiting(void) {
    struct two two = two_of(1);
    crew_do(1, 4, run_without_waiting, &two);
    two_free(&two);
    two = two_of(1);
    crew_do(1, 4, run_too_many, &two);
    two_free(&two);
}

/* Of two that are always ready each comes as often. */
static void run_fairly(struct workload_task *self, void *argument) {
    struct two *two = argument;
    uint64_t item = 1, came[2] = {0};
    workload_close(self, two->a);
    workload_close(self, two->b);
    struct workload_case cases[] = {{.channel = two->a, .item = &item, .kind = WORKLOAD_RECEIVE},
                                    {.channel = two->b, .item = &item, .kind = WORKLOAD_RECEIVE}};
    for (int i = 0; i < 100; i++)
        came[workload_select(self, cases, 2, true)]++;
    CHECK_INT(came[0], 50);
    CHECK_INT(came[1], 50);
}

static void test_fair(void) {
    struct two two = two_of(0);
    crew_do(1, 4, run_fairly, &two);
    two_free(&two);
}

/* Two tasks that each offer on one channel and want from the other, in one select: they always
 * meet, and neither locks the other out. */
static void meet(struct workload_task *self, struct two *two, bool is_first) {
    uint64_t out = 1, in = 0;
    for (int i = 0; i < ITEMS; i++) {
        struct workload_case cases[] = {
            {.channel = is_first ? two->a : two->b, .item = &out, .kind = WORKLOAD_SEND},
            {.channel = is_first ? two->b : two->a, .item = &in, .kind = WORKLOAD_RECEIVE}};
        if (workload_select(self, cases, 2, true) == 1)
            atomic_fetch_add(&two->sum, in);
        else
            atomic_fetch_add(&two->met, 1);
    }
}

static void meet_first(struct workload_task *self, void *argument) {
    meet(self, argument, true);
}

static void meet_second(struct workload_task *self, void *argument) {
    meet(self, argument, false);
}

static void run_meeting(struct workload_task *self, void *argument) {
    struct workload_group *group = workload_group_make(self->tasks, "both");
    workload_spawn(self, group, meet_first, argument);
    workload_spawn(self, group, meet_second, argument);
    workload_join(self, group);
    workload_group_free(self->tasks, group);
}

static void test_select_meets_select(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct two two = two_of(0);
        crew_do(CREW_SIZES[s], 4, run_meeting, &two);
        CHECK_INT(two.sum, ITEMS); /* each of them was in ITEMS meetings: a send and a receipt */
        CHECK_INT(two.met, ITEMS);
        two_free(&two);
    }
}

/* One receiver of two senders' channels, until both are closed. */
static void send_a(struct workload_task *self, void *argument) {
    struct two *two = argument;
    for (uint64_t i = 1; i <= ITEMS; i++)
        workload_send(self, two->a, &i);
    workload_close(self, two->a);
}

static void send_b(struct workload_task *self, void *argument) {
    struct two *two = argument;
    for (uint64_t i = 1; i <= ITEMS; i++)
        workload_send(self, two->b, &i);
    workload_close(self, two->b);
}

static void run_merge(struct workload_task *self, void *argument) {
    struct two *two = argument;
    uint64_t item;
    workload_spawn(self, NULL, send_a, two);
    workload_spawn(self, NULL, send_b, two);
    struct workload_case cases[] = {{.channel = two->a, .item = &item, .kind = WORKLOAD_RECEIVE},
                                    {.channel = two->b, .item = &item, .kind = WORKLOAD_RECEIVE}};
    for (int open = 2; open > 0;) {
        int came = workload_select(self, cases, 2, true);
        if (cases[came].is_open) {
            atomic_fetch_add(&two->sum, item);
            continue;
        }
        cases[came].channel = NULL;
        open--;
    }
}

static void test_merge(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++)
        for (size_t capacity = 0; capacity < 3; capacity++) {
            struct two two = two_of(capacity);
            crew_do(CREW_SIZES[s], 4, run_merge, &two);
            CHECK_INT(two.sum, (uint64_t)ITEMS * (ITEMS + 1));
            two_free(&two);
        }
}

int main(void) {
    test_without_waiting();
    test_fair();
    test_select_meets_select();
    test_merge();
    return check_done();
}
