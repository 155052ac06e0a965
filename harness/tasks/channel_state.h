/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A channel as channel.c and select.c see it. */
#ifndef AMDAHL_CHANNEL_STATE_H
#define AMDAHL_CHANNEL_STATE_H

#include "tasks/channel.h"
#include "tasks/crew_state.h"

#include <string.h>

/* A parked task's wish, on its own stack. */
struct waiter {
    struct task *task;
    const void *sent; /* of a sender */
    void *filled;     /* of a receiver; NULL: thrown away */
    struct waiter *next, *before;
    bool is_listed;
    bool is_of_select; /* counts only if it claims its task */
    bool is_chosen;    /* filled: it is what woke its task */
    bool has_come;     /* filled: the item went over; false: the channel was closed */
};

/* Changed under the channel's lock; `first` is read without it too. */
struct waiters {
    _Atomic(struct waiter *) first;
    struct waiter *last;
};

struct workload_channel {
    alignas(CREW_LINE_BYTES) struct spinlock lock;
    atomic_bool is_closed; /* this and the count are read without the lock too */
    atomic_size_t count;
    size_t capacity, item_bytes, head;
    char *items; /* a ring of `capacity` */
    struct waiters senders, receivers;
    const char *name;
    enum workload_wait_kind kind;
};

static inline struct waiter *waiters_first(const struct waiters *list) {
    return atomic_load_explicit(&list->first, memory_order_relaxed);
}

static inline void waiters_begin_with(struct waiters *list, struct waiter *waiter) {
    atomic_store_explicit(&list->first, waiter, memory_order_relaxed);
}

static inline void waiters_put(struct waiters *list, struct waiter *waiter) {
    waiter->next = NULL;
    waiter->before = list->last;
    waiter->is_listed = true;
    if (list->last == NULL)
        waiters_begin_with(list, waiter);
    else
        list->last->next = waiter;
    list->last = waiter;
}

static inline void waiters_remove(struct waiters *list, struct waiter *waiter) {
    if (waiter->before == NULL)
        waiters_begin_with(list, waiter->next);
    else
        waiter->before->next = waiter->next;
    if (waiter->next == NULL)
        list->last = waiter->before;
    else
        waiter->next->before = waiter->before;
    waiter->is_listed = false;
}

/* The first whose task is still to be had, taken out of the list, or NULL. */
static inline struct waiter *waiters_claim(struct waiters *list) {
    struct waiter *waiter;
    while ((waiter = waiters_first(list)) != NULL) {
        waiters_remove(list, waiter);
        if (!waiter->is_of_select || !atomic_exchange(&waiter->task->is_claimed, true))
            return waiter;
    }
    return NULL;
}

static inline size_t channel_count(const struct workload_channel *channel) {
    return atomic_load_explicit(&channel->count, memory_order_relaxed);
}

static inline bool channel_is_closed(const struct workload_channel *channel) {
    return atomic_load_explicit(&channel->is_closed, memory_order_relaxed);
}

static inline void item_copy(const struct workload_channel *channel, void *to, const void *from) {
    if (to == NULL)
        return;
    if (channel->item_bytes == sizeof(uint64_t))
        memcpy(to, from, sizeof(uint64_t));
    else if (channel->item_bytes != 0)
        memcpy(to, from, channel->item_bytes);
}

/* What one step of a channel came to, under its lock. */
enum channel_step { CHANNEL_BLOCKS, CHANNEL_DONE, CHANNEL_CLOSED };

/* Sends or receives without waiting, if that can be done. *ret_woken is the task that this lets go
 * on, or NULL: to be made ready when the lock is given. */
enum channel_step channel_try_send(struct workload_channel *channel, const void *item,
                                   struct task **ret_woken);
enum channel_step channel_try_receive(struct workload_channel *channel, void *ret_item,
                                      struct task **ret_woken);

#endif
