/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/sockets.h"
#include "tasks/spinlock.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* A socket that was waited for, and maybe is: kept, for it will be again. */
struct watch {
    uv_poll_t handle; /* first */
    struct sockets *sockets;
    struct socket_wish *wishes[2]; /* by readiness; NULL: nobody */
};

struct sockets {
    uv_loop_t loop;
    uv_async_t kick;
    uv_timer_t limit;
    struct spinlock lock;
    struct socket_wish *asked; /* under the lock */
    struct watch **watches;    /* by socket; NULL: never waited for */
    size_t watch_room;
    struct worker *worker; /* who looks */
    bool has_come;         /* in this look, something for it */
};

static void watch_start(struct watch *watch);

static void wake_up(uv_async_t *handle) {
    (void)handle;
}

static void time_is_up(uv_timer_t *handle) {
    (void)handle;
}

bool sockets_can_be(void) {
    return true;
}

int sockets_open(struct sockets **ret_sockets, struct fault *fault) {
    struct sockets *sockets = calloc(1, sizeof *sockets);
    int error = sockets == NULL ? UV_ENOMEM : uv_loop_init(&sockets->loop);
    if (error == 0) {
        error = uv_async_init(&sockets->loop, &sockets->kick, wake_up);
        if (error != 0)
            uv_loop_close(&sockets->loop);
    }
    if (error != 0) {
        free(sockets);
        return fault_set(fault, FAULT_SYSTEM, -error, "cannot make libuv's event loop");
    }
    uv_timer_init(&sockets->loop, &sockets->limit);
    *ret_sockets = sockets;
    return 0;
}

void sockets_close(struct sockets *sockets) {
    if (sockets == NULL)
        return;
    uv_close((uv_handle_t *)&sockets->kick, NULL);
    uv_close((uv_handle_t *)&sockets->limit, NULL);
    for (size_t i = 0; i < sockets->watch_room; i++)
        if (sockets->watches[i] != NULL)
            uv_close((uv_handle_t *)&sockets->watches[i]->handle, NULL);
    uv_run(&sockets->loop, UV_RUN_DEFAULT);
    int error = uv_loop_close(&sockets->loop);
    assert(error == 0);
    (void)error;
    for (size_t i = 0; i < sockets->watch_room; i++)
        free(sockets->watches[i]);
    free(sockets->watches);
    free(sockets);
}

void sockets_ask(struct sockets *sockets, struct socket_wish *wish) {
    spinlock_take(&sockets->lock);
    wish->next = sockets->asked;
    sockets->asked = wish;
    spinlock_give(&sockets->lock);
}

void sockets_kick(struct sockets *sockets) {
    if (sockets != NULL)
        uv_async_send(&sockets->kick);
}

static void fulfil(struct watch *watch, enum workload_readiness readiness, int error) {
    struct socket_wish *wish = watch->wishes[readiness];
    watch->wishes[readiness] = NULL;
    if (wish == NULL)
        return;
    watch->sockets->has_come = true;
    poller_came(watch->sockets->worker, wish, error);
}

/* UV_EBADF is libuv's word for a socket that failed (EPOLLERR): a call on it says how. */
static void came(uv_poll_t *handle, int status, int events) {
    struct watch *watch = (struct watch *)handle;
    if (status == UV_EBADF) {
        status = 0;
        events = UV_READABLE | UV_WRITABLE;
    }
    if (status < 0 || (events & UV_READABLE) != 0)
        fulfil(watch, WORKLOAD_READABLE, status);
    if (status < 0 || (events & UV_WRITABLE) != 0)
        fulfil(watch, WORKLOAD_WRITABLE, status);
    watch_start(watch);
}

static void watch_start(struct watch *watch) {
    int events = (watch->wishes[WORKLOAD_READABLE] != NULL ? UV_READABLE : 0) |
                 (watch->wishes[WORKLOAD_WRITABLE] != NULL ? UV_WRITABLE : 0);
    int error =
        events == 0 ? uv_poll_stop(&watch->handle) : uv_poll_start(&watch->handle, events, came);
    if (error != 0) {
        fulfil(watch, WORKLOAD_READABLE, error);
        fulfil(watch, WORKLOAD_WRITABLE, error);
    }
}

static int make_room(struct sockets *sockets, size_t room) {
    if (room <= sockets->watch_room)
        return 0;
    room = room < 2 * sockets->watch_room ? 2 * sockets->watch_room : room;
    struct watch **watches = realloc(sockets->watches, room * sizeof *watches);
    if (watches == NULL)
        return -ENOMEM;
    memset(watches + sockets->watch_room, 0, (room - sockets->watch_room) * sizeof *watches);
    sockets->watches = watches;
    sockets->watch_room = room;
    return 0;
}

static int watch_find(struct sockets *sockets, int socket, struct watch **ret_watch) {
    if (socket < 0)
        return -EBADF;
    int error = make_room(sockets, (size_t)socket + 1);
    if (error != 0)
        return error;
    struct watch *watch = sockets->watches[socket];
    if (watch == NULL) {
        watch = calloc(1, sizeof *watch);
        error = watch == NULL ? -ENOMEM : uv_poll_init(&sockets->loop, &watch->handle, socket);
        if (error != 0) {
            free(watch);
            return error;
        }
        watch->sockets = sockets;
        sockets->watches[socket] = watch;
    }
    *ret_watch = watch;
    return 0;
}

static void begin_wish(struct sockets *sockets, struct socket_wish *wish) {
    struct watch *watch = NULL;
    int error = watch_find(sockets, wish->socket, &watch);
    if (error == 0 && watch->wishes[wish->readiness] != NULL)
        error = -EBUSY;
    if (error != 0) {
        sockets->has_come = true;
        poller_came(sockets->worker, wish, error);
        return;
    }
    watch->wishes[wish->readiness] = wish;
    watch_start(watch);
}

static void begin_wishes(struct sockets *sockets) {
    spinlock_take(&sockets->lock);
    struct socket_wish *wish = sockets->asked;
    sockets->asked = NULL;
    spinlock_give(&sockets->lock);
    for (struct socket_wish *next; wish != NULL; wish = next) {
        next = wish->next; /* it is its task's again when it has come */
        begin_wish(sockets, wish);
    }
}

void sockets_look(struct sockets *sockets, struct worker *worker, int wait_ms) {
    sockets->worker = worker;
    sockets->has_come = false;
    begin_wishes(sockets);
    if (sockets->has_come) /* a wish that failed: its task can run */
        wait_ms = 0;
    if (wait_ms > 0) {
        uv_update_time(&sockets->loop);
        uv_timer_start(&sockets->limit, time_is_up, (uint64_t)wait_ms, 0);
    }
    uv_run(&sockets->loop, wait_ms == 0 ? UV_RUN_NOWAIT : UV_RUN_ONCE);
    if (wait_ms > 0)
        uv_timer_stop(&sockets->limit);
}
