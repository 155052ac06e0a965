/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The sockets that tasks wait for, in an event loop of libuv. All but sockets_ask and sockets_kick
 * are for who holds the poller's turn. */
#ifndef AMDAHL_SOCKETS_H
#define AMDAHL_SOCKETS_H

#include "fault/fault.h"
#include "workload_tasks.h"

#include <stdbool.h>
#include <stdint.h>

struct sockets;
struct task;
struct worker;

/* A task's wish, on its own stack. */
struct socket_wish {
    struct task *task;
    struct socket_wish *next;
    int socket;
    enum workload_readiness readiness;
    int error; /* filled: 0 or a negative errno */
};

/* Whether the program was built with libuv. */
bool sockets_can_be(void);

/* *ret_sockets is NULL where the program was built without libuv. */
int sockets_open(struct sockets **ret_sockets, struct fault *fault);
void sockets_close(struct sockets *sockets);

/* Hands the wish over; the task is parked by then, or about to be. Any thread. */
void sockets_ask(struct sockets *sockets, struct socket_wish *wish);

/* Looks once and makes ready, by poller_came, the tasks whose sockets are. Waits for at most
 * `wait_ms`; 0: does not wait; negative: as long as it takes, or until sockets_kick. */
void sockets_look(struct sockets *sockets, struct worker *worker, int wait_ms);
void sockets_kick(struct sockets *sockets);

/* Called back: the task's wish is fulfilled, or has failed. */
void poller_came(struct worker *worker, struct socket_wish *wish, int error);

#endif
