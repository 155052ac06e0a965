/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Channels: order, room, meeting, closing, and every item once. */
#include "crew_runs.h"

#include <sched.h>

enum { ITEMS = CREW_IS_SLOW ? 500 : 20000, SENDERS = 5, RECEIVERS = 3 };

struct item {
    uint64_t sender, number, copy;
};

struct traffic {
    struct workload_channel *channel;
    size_t capacity;
    _Atomic uint64_t sum, received;
    atomic_int out_of_order, torn, next_sender;
};

static void send_many(struct workload_task *self, void *argument) {
    struct traffic *traffic = argument;
    uint64_t sender = (uint64_t)atomic_fetch_add(&traffic->next_sender, 1);
    for (uint64_t i = 1; i <= ITEMS; i++) {
        struct item item = {sender, i, ~i};
        if (!workload_send(self, traffic->channel, &item))
            atomic_fetch_add(&traffic->torn, 1);
        memset(&item, 0xff, sizeof item); /* it was copied */
    }
}

/* One receiver sees the items of one sender in their order. */
static void receive_many(struct workload_task *self, void *argument) {
    struct traffic *traffic = argument;
    uint64_t newest[SENDERS] = {0}, sum = 0, received = 0;
    struct item item;
    while (workload_receive(self, traffic->channel, &item)) {
        if (item.copy != ~item.number || item.sender >= SENDERS) {
            atomic_fetch_add(&traffic->torn, 1);
            continue;
        }
        if (item.number <= newest[item.sender])
            atomic_fetch_add(&traffic->out_of_order, 1);
        newest[item.sender] = item.number;
        sum += item.number;
        received++;
    }
    if (item.sender != 0 || item.number != 0 || item.copy != 0) /* zeros when it is closed */
        atomic_fetch_add(&traffic->torn, 1);
    atomic_fetch_add(&traffic->sum, sum);
    atomic_fetch_add(&traffic->received, received);
}

static void run_traffic(struct workload_task *self, void *argument) {
    struct traffic *traffic = argument;
    struct workload_group *senders = workload_group_make(self->tasks, "senders");
    struct workload_group *receivers = workload_group_make(self->tasks, "receivers");
    for (int i = 0; i < RECEIVERS; i++)
        workload_spawn(self, receivers, receive_many, traffic);
    for (int i = 0; i < SENDERS; i++)
        workload_spawn(self, senders, send_many, traffic);
    workload_join(self, senders);
    workload_close(self, traffic->channel);
    workload_join(self, receivers);
    workload_group_free(self->tasks, senders);
    workload_group_free(self->tasks, receivers);
}

static void test_every_item_once(void) {
    static const size_t capacities[] = {0, 1, 7};
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++)
        for (size_t c = 0; c < 3; c++) {
            struct traffic traffic = {
                .channel = workload_channel_make(
                    &crew_tasks,
                    &(struct workload_channel_spec){.capacity = capacities[c],
                                                    .item_bytes = sizeof(struct item)}),
            };
            crew_do(CREW_SIZES[s], 20, run_traffic, &traffic);
            CHECK_INT(traffic.received, (uint64_t)ITEMS * SENDERS);
            CHECK_INT(traffic.sum, (uint64_t)ITEMS * (ITEMS + 1) / 2 * SENDERS);
            CHECK_INT(traffic.out_of_order, 0);
            CHECK_INT(traffic.torn, 0);
            workload_channel_free(&crew_tasks, traffic.channel);
        }
}

/* What happened, in order, on one worker. */
struct story {
    struct workload_channel *channel;
    char text[64];
    size_t length;
};

static void tell(struct story *story, char letter) {
    if (story->length < sizeof story->text - 1)
        story->text[story->length++] = letter;
}

static void send_four(struct workload_task *self, void *argument) {
    struct story *story = argument;
    for (uint64_t i = 1; i <= 4; i++) {
        workload_send(self, story->channel, &i);
        tell(story, 's');
    }
    workload_close(self, story->channel);
}

static void receive_all(struct workload_task *self, void *argument) {
    struct story *story = argument;
    uint64_t item;
    while (workload_receive(self, story->channel, &item))
        tell(story, (char)('0' + item));
    tell(story, 'e');
}

static void run_story(struct workload_task *self, void *argument) {
    workload_spawn(self, NULL, send_four, argument);
    workload_spawn(self, NULL, receive_all, argument);
}

static void check_story(size_t capacity, const char *expected) {
    struct story story = {
        .channel = workload_channel_make(
            &crew_tasks, &(struct workload_channel_spec){.capacity = capacity, .item_bytes = 8})};
    crew_do(1, 4, run_story, &story);
    CHECK_STRING(story.text, expected);
    workload_channel_free(&crew_tasks, story.channel);
}

/* A sender goes on while there is room, and no further. */
static void test_room(void) {
    check_story(0, "1ss23ss4e");
    check_story(2, "ss123ss4e");
    check_story(4, "ssss1234e");
}

/* Closing lets go of all that wait. */
struct closing {
    struct workload_channel *channel;
    atomic_int refused, taken, ended;
};

static void send_refused(struct workload_task *self, void *argument) {
    struct closing *closing = argument;
    uint64_t item = 1;
    if (workload_send(self, closing->channel, &item))
        atomic_fetch_add(&closing->taken, 1);
    else
        atomic_fetch_add(&closing->refused, 1);
    atomic_fetch_add(&closing->ended, 1);
}

static void run_closing(struct workload_task *self, void *argument) {
    struct closing *closing = argument;
    uint64_t item = 5;
    for (int i = 0; i < 3; i++)
        workload_spawn(self, NULL, send_refused, closing);
    for (int i = 0; i < 5; i++)
        workload_yield(self);
    workload_close(self, closing->channel);
    workload_close(self, closing->channel); /* no effect */
    CHECK(!workload_send(self, closing->channel, &item));
    CHECK(workload_receive(self, closing->channel, &item)); /* the one that had room */
    CHECK_INT(item, 1);
    CHECK(!workload_receive(self, closing->channel, &item));
    CHECK_INT(item, 0);
    CHECK(!workload_receive(self, closing->channel, NULL));
}

static void test_close(void) {
    struct closing closing = {
        .channel = workload_channel_make(
            &crew_tasks, &(struct workload_channel_spec){.capacity = 1, .item_bytes = 8})};
    crew_do(1, 5, run_closing, &closing);
    CHECK_INT(closing.taken, 1);
    CHECK_INT(closing.refused, 2);
    CHECK_INT(closing.ended, 3);
    workload_channel_free(&crew_tasks, closing.channel);
}

static void test_no_room_to_make(void) {
    CHECK(workload_channel_make(
              &crew_tasks,
              &(struct workload_channel_spec){.capacity = SIZE_MAX / 2, .item_bytes = 8}) == NULL);
    CHECK(workload_channel_make(&crew_tasks, &(struct workload_channel_spec){
                                                 .capacity = SIZE_MAX, .item_bytes = 1}) == NULL);
}

int main(void) {
    test_every_item_once();
    test_room();
    test_close();
    test_no_room_to_make();
    return check_done();
}
