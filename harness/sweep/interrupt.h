/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* SIGINT and SIGTERM as something that poll() can wait for, instead of something that ends the
 * program. */
#ifndef AMDAHL_INTERRUPT_H
#define AMDAHL_INTERRUPT_H

#include "fault/fault.h"

#include <signal.h>

struct interrupt {
    int file;        /* readable when a signal has come; -1: closed */
    int signal;      /* the first one that came; 0: none */
    unsigned count;  /* how many came */
    sigset_t before; /* the mask to go back to */
};

/* Blocks both signals for the process and opens the file. */
int interrupt_open(struct interrupt *ret_interrupt, struct fault *fault);
/* Takes what has come, without waiting. */
void interrupt_read(struct interrupt *interrupt);
void interrupt_close(struct interrupt *interrupt);

#endif
