/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The sleep of workers, in the kernel: on a futex, or in the poller's event loop. */
#include "tasks/crew_state.h"
#include "tasks/sleep_word.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A sleeper looks so often what the tasks are parked for (idle.h): waking for that takes 5 us. */
static const int64_t LOOK_NS = 2000000;

void sleep_word_wait(_Atomic uint32_t *word, uint32_t value, int64_t until_ns) {
    struct timespec until = {.tv_sec = until_ns / 1000000000, .tv_nsec = until_ns % 1000000000};
    syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, value,
            until_ns == INT64_MAX ? NULL : &until, NULL, FUTEX_BITSET_MATCH_ANY);
}

void sleep_word_wake(_Atomic uint32_t *word) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

enum worker_sleep sleep_end(struct worker *worker) {
    struct crew *crew = worker->crew;
    uint32_t from = atomic_load(&worker->sleep);
    if (from == WORKER_AWAKE ||
        !atomic_compare_exchange_strong(&worker->sleep, &from, WORKER_AWAKE))
        return WORKER_AWAKE;
    atomic_fetch_add(&crew->searchers, 1);
    atomic_fetch_sub(&crew->sleepers, 1);
    return (enum worker_sleep)from;
}

bool sleep_wake(struct worker *worker) {
    enum worker_sleep from = sleep_end(worker);
    if (from == WORKER_AWAKE)
        return false;
    if (from == WORKER_POLLS)
        poller_kick(&worker->crew->poller, worker);
    else
        sleep_word_wake(&worker->sleep);
    atomic_fetch_add(&worker->crew->wakes, 1);
    return true;
}

/* Who wakes something looks for sleepers afterwards; a sleeper looks for something to do after it
 * has become one. So one of them sees the other. */
static bool may_sleep(struct crew *crew) {
    return !search_sees_work(crew) && !atomic_load(&crew->is_over);
}

static void sleep_and_look(struct worker *worker) {
    while (atomic_load(&worker->sleep) == WORKER_ASLEEP) {
        sleep_word_wait(&worker->sleep, WORKER_ASLEEP, clock_now_ns() + LOOK_NS);
        idle_look(worker, ticks_now());
    }
}

void sleep_until_woken(struct worker *worker) {
    struct crew *crew = worker->crew;
    struct poller *poller = &crew->poller;
    bool polls = poller_is_wanted(poller) && spinlock_try(&poller->turn);
    if (polls)
        atomic_store(&poller->blocked, worker);
    else if (poller_is_wanted(poller) && atomic_load(&poller->blocked) == NULL)
        return; /* someone is looking, and may not again for long */
    atomic_store(&worker->sleep, polls ? WORKER_POLLS : WORKER_ASLEEP);
    atomic_fetch_add(&crew->sleepers, 1);
    atomic_fetch_sub(&crew->searchers, 1);
    if (may_sleep(crew)) {
        if (polls)
            poller_block(worker);
        else if (!poller_is_wanted(poller) || atomic_load(&poller->blocked) != NULL)
            sleep_and_look(worker);
    }
    sleep_end(worker);
    if (polls) {
        atomic_store(&poller->blocked, NULL);
        spinlock_give(&poller->turn);
    }
}
