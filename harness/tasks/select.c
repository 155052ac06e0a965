/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Select: the first of several channels' cases that can be done. */
#include "tasks/channel.h"
#include "tasks/channel_state.h"

#include <assert.h>
#include <stdint.h>

/* The channels of a select, each once, in the order of their addresses, in which they are locked:
 * so that no two selects can wait for each other's. */
struct lock_set {
    struct workload_channel *channels[WORKLOAD_CASES_MAX];
    size_t count;
};

static void lock_set_make(const struct workload_case *cases, size_t count,
                          struct lock_set *ret_set) {
    ret_set->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct workload_channel *channel = cases[i].channel;
        size_t at = ret_set->count;
        while (at > 0 && (uintptr_t)ret_set->channels[at - 1] > (uintptr_t)channel)
            at--;
        if (channel == NULL || (at > 0 && ret_set->channels[at - 1] == channel))
            continue;
        for (size_t j = ret_set->count++; j > at; j--)
            ret_set->channels[j] = ret_set->channels[j - 1];
        ret_set->channels[at] = channel;
    }
}

static void lock_set_take(struct worker *worker, const struct lock_set *set) {
    for (size_t i = 0; i < set->count; i++)
        idle_take_lock(worker, &set->channels[i]->lock, set->channels[i]->kind);
}

/* The set is on the stack of a task, which may go on and return as soon as the last lock is given.
 */
static void lock_set_give(void *argument) {
    const struct lock_set set = *(const struct lock_set *)argument;
    for (size_t i = 0; i < set.count; i++)
        spinlock_give(&set.channels[i]->lock);
}

/* From `first` on, the first case that can be done now is; its index, or -1. */
static int try_cases(struct workload_case *cases, size_t count, size_t first,
                     struct task **ret_woken) {
    for (size_t k = 0; k < count; k++) {
        size_t i = (first + k) % count;
        struct workload_case *one = &cases[i];
        if (one->channel == NULL)
            continue;
        enum channel_step step = one->kind == WORKLOAD_SEND
                                     ? channel_try_send(one->channel, one->item, ret_woken)
                                     : channel_try_receive(one->channel, one->item, ret_woken);
        if (step == CHANNEL_BLOCKS)
            continue;
        one->is_open = step == CHANNEL_DONE;
        return (int)i;
    }
    return -1;
}

static struct waiters *list_of(const struct workload_case *one) {
    return one->kind == WORKLOAD_SEND ? &one->channel->senders : &one->channel->receivers;
}

/* Booked to the kind of the first channel. */
static struct task_wait wait_of(const struct workload_case *cases, size_t count) {
    size_t i = 0;
    while (i < count && cases[i].channel == NULL)
        i++;
    if (i == count)
        return (struct task_wait){"waits for one of no channels", "wait for one of no channels",
                                  NULL, WORKLOAD_WAIT_CHANNEL};
    return (struct task_wait){"waits for one of several channels, the first being",
                              "wait for one of several channels, the first being",
                              cases[i].channel->name == NULL ? "unnamed" : cases[i].channel->name,
                              cases[i].channel->kind};
}

/* Parks at all channels; one of them wakes the task. */
static int wait_cases(struct task *task, struct workload_case *cases, size_t count,
                      struct lock_set *set) {
    struct waiter waiters[WORKLOAD_CASES_MAX];
    atomic_store(&task->is_claimed, false);
    for (size_t i = 0; i < count; i++) {
        waiters[i] = (struct waiter){
            .task = task, .sent = cases[i].item, .filled = cases[i].item, .is_of_select = true};
        if (cases[i].channel == NULL)
            continue;
        waiters_put(list_of(&cases[i]), &waiters[i]);
    }
    crew_park(task, wait_of(cases, count), lock_set_give, set);
    int chosen = -1;
    lock_set_take(task_worker(task), set);
    for (size_t i = 0; i < count; i++) {
        if (waiters[i].is_listed)
            waiters_remove(list_of(&cases[i]), &waiters[i]);
        if (!waiters[i].is_chosen)
            continue;
        cases[i].is_open = waiters[i].has_come;
        chosen = (int)i;
    }
    lock_set_give(set);
    assert(chosen >= 0);
    return chosen;
}

/* Looks without the lock, so that who tries again and again does not hinder who has it. What it
 * finds was so when it read the count: a channel with room has nobody waiting but when it is full
 * or empty, and once closed it stays so, which is why that is read last. */
static bool may_be_done(const struct workload_case *one) {
    const struct workload_channel *channel = one->channel;
    if (channel == NULL)
        return false;
    size_t count = atomic_load_explicit(&channel->count, memory_order_acquire);
    bool is_ready = one->kind == WORKLOAD_SEND
                        ? count < channel->capacity || waiters_first(&channel->receivers) != NULL
                        : count > 0 || waiters_first(&channel->senders) != NULL;
    return is_ready || channel_is_closed(channel);
}

static bool may_any_be_done(const struct workload_case *cases, size_t count) {
    size_t i = 0;
    while (i < count && !may_be_done(&cases[i]))
        i++;
    return i < count;
}

int channel_select(struct workload_task *self, struct workload_case *cases, size_t count,
                   bool waits) {
    struct task *task = task_of(self), *woken = NULL;
    struct lock_set set;
    if (count > WORKLOAD_CASES_MAX || (!waits && !may_any_be_done(cases, count)))
        return -1;
    lock_set_make(cases, count, &set);
    lock_set_take(task_worker(task), &set);
    /* In turn, so that a case that is always ready does not shut the others out. */
    int chosen = try_cases(cases, count, task->selects++, &woken);
    if (chosen < 0 && waits)
        return wait_cases(task, cases, count, &set);
    lock_set_give(&set);
    if (woken != NULL)
        crew_ready(task_worker(task), woken);
    return chosen;
}
