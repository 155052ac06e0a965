/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Built without libuv: no task can wait for a socket. */
#include "tasks/sockets.h"

#include <stddef.h>

bool sockets_can_be(void) {
    return false;
}

int sockets_open(struct sockets **ret_sockets, struct fault *fault) {
    (void)fault;
    *ret_sockets = NULL;
    return 0;
}

void sockets_close(struct sockets *sockets) {
    (void)sockets;
}

void sockets_ask(struct sockets *sockets, struct socket_wish *wish) {
    (void)sockets, (void)wish;
}

void sockets_look(struct sockets *sockets, struct worker *worker, int wait_ms) {
    (void)sockets, (void)worker, (void)wait_ms;
}

void sockets_kick(struct sockets *sockets) {
    (void)sockets;
}
