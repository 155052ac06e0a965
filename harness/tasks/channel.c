/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/channel.h"
#include "tasks/channel_state.h"

#include <stdlib.h>

struct workload_channel *channel_make(const struct workload_channel_spec *spec) {
    size_t bytes;
    if (__builtin_mul_overflow(spec->capacity, spec->item_bytes, &bytes) ||
        __builtin_add_overflow(bytes, 1, &bytes)) /* malloc(0) may give NULL */
        return NULL;
    struct workload_channel *channel = aligned_alloc(CREW_LINE_BYTES, sizeof *channel);
    char *items = malloc(bytes);
    if (channel == NULL || items == NULL) {
        free(channel);
        free(items);
        return NULL;
    }
    *channel = (struct workload_channel){
        .capacity = spec->capacity,
        .item_bytes = spec->item_bytes,
        .items = items,
        .name = spec->name,
        .kind = spec->is_queue ? WORKLOAD_WAIT_QUEUE : WORKLOAD_WAIT_CHANNEL,
    };
    return channel;
}

void channel_free(struct workload_channel *channel) {
    if (channel != NULL)
        free(channel->items);
    free(channel);
}

static void *ring_at(const struct workload_channel *channel, size_t place) {
    if (place >= channel->capacity)
        place -= channel->capacity;
    return channel->items + place * channel->item_bytes;
}

static void note_count(struct workload_channel *channel, size_t count) {
    atomic_store_explicit(&channel->count, count, memory_order_relaxed);
}

static void ring_put(struct workload_channel *channel, const void *item) {
    item_copy(channel, ring_at(channel, channel->head + channel_count(channel)), item);
    note_count(channel, channel_count(channel) + 1);
}

static void ring_take(struct workload_channel *channel, void *ret_item) {
    item_copy(channel, ret_item, ring_at(channel, channel->head));
    channel->head = channel->head + 1 == channel->capacity ? 0 : channel->head + 1;
    note_count(channel, channel_count(channel) - 1);
}

static struct task *meet(struct waiter *waiter) {
    waiter->has_come = true;
    waiter->is_chosen = true;
    return waiter->task;
}

enum channel_step channel_try_send(struct workload_channel *channel, const void *item,
                                   struct task **ret_woken) {
    *ret_woken = NULL;
    if (channel_is_closed(channel))
        return CHANNEL_CLOSED;
    struct waiter *receiver = waiters_claim(&channel->receivers);
    if (receiver != NULL) {
        item_copy(channel, receiver->filled, item);
        *ret_woken = meet(receiver);
        return CHANNEL_DONE;
    }
    if (channel_count(channel) == channel->capacity)
        return CHANNEL_BLOCKS;
    ring_put(channel, item);
    return CHANNEL_DONE;
}

enum channel_step channel_try_receive(struct workload_channel *channel, void *ret_item,
                                      struct task **ret_woken) {
    *ret_woken = NULL;
    if (channel_count(channel) == 0 && channel_is_closed(channel)) {
        if (ret_item != NULL && channel->item_bytes != 0)
            memset(ret_item, 0, channel->item_bytes);
        return CHANNEL_CLOSED;
    }
    bool has_item = channel_count(channel) != 0;
    if (has_item)
        ring_take(channel, ret_item);
    struct waiter *sender = waiters_claim(&channel->senders);
    if (sender == NULL)
        return has_item ? CHANNEL_DONE : CHANNEL_BLOCKS;
    if (has_item)
        ring_put(channel, sender->sent);
    else
        item_copy(channel, ret_item, sender->sent);
    *ret_woken = meet(sender);
    return CHANNEL_DONE;
}

static void after_wait(void *argument) {
    struct workload_channel *channel = argument;
    spinlock_give(&channel->lock);
}

/* Gives the lock and lets the other side go on. */
static bool finish(struct task *task, struct workload_channel *channel, struct task *woken,
                   enum channel_step step) {
    spinlock_give(&channel->lock);
    if (woken != NULL)
        crew_ready(task_worker(task), woken);
    return step == CHANNEL_DONE;
}

bool channel_send(struct workload_task *self, struct workload_channel *channel, const void *item) {
    struct task *task = task_of(self), *woken;
    idle_take_lock(task_worker(task), &channel->lock, channel->kind);
    enum channel_step step = channel_try_send(channel, item, &woken);
    if (step != CHANNEL_BLOCKS)
        return finish(task, channel, woken, step);
    struct waiter waiter = {.task = task, .sent = item};
    waiters_put(&channel->senders, &waiter);
    crew_park(task,
              (struct task_wait){"waits to send to the channel", "wait to send to the channel",
                                 channel->name, channel->kind},
              after_wait, channel);
    return waiter.has_come;
}

bool channel_receive(struct workload_task *self, struct workload_channel *channel, void *ret_item) {
    struct task *task = task_of(self), *woken;
    idle_take_lock(task_worker(task), &channel->lock, channel->kind);
    enum channel_step step = channel_try_receive(channel, ret_item, &woken);
    if (step != CHANNEL_BLOCKS)
        return finish(task, channel, woken, step);
    struct waiter waiter = {.task = task, .filled = ret_item};
    waiters_put(&channel->receivers, &waiter);
    crew_park(task,
              (struct task_wait){"waits to receive from the channel",
                                 "wait to receive from the channel", channel->name, channel->kind},
              after_wait, channel);
    return waiter.has_come;
}

/* Those that wait at a closed channel, as a chain of tasks. */
static struct task *dismiss(struct workload_channel *channel, struct waiters *list,
                            struct task *chain) {
    for (struct waiter *waiter; (waiter = waiters_claim(list)) != NULL;) {
        waiter->is_chosen = true;
        if (list == &channel->receivers && waiter->filled != NULL && channel->item_bytes != 0)
            memset(waiter->filled, 0, channel->item_bytes);
        waiter->task->next = chain;
        chain = waiter->task;
    }
    return chain;
}

void channel_close(struct workload_task *self, struct workload_channel *channel) {
    spinlock_take(&channel->lock);
    atomic_store_explicit(&channel->is_closed, true, memory_order_relaxed);
    struct task *chain = dismiss(channel, &channel->receivers, NULL);
    chain = dismiss(channel, &channel->senders, chain);
    spinlock_give(&channel->lock);
    for (struct task *next; chain != NULL; chain = next) {
        next = chain->next;
        crew_ready(task_worker(task_of(self)), chain);
    }
}
