/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/interrupt.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

int interrupt_open(struct interrupt *ret_interrupt, struct fault *fault) {
    struct interrupt interrupt = {.file = -1};
    sigset_t both;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    sigprocmask(SIG_BLOCK, &both, &interrupt.before);
    interrupt.file = signalfd(-1, &both, SFD_NONBLOCK | SFD_CLOEXEC);
    if (interrupt.file < 0) {
        int error = errno;
        sigprocmask(SIG_SETMASK, &interrupt.before, NULL);
        return fault_set(fault, FAULT_SYSTEM, error, "cannot wait for signals");
    }
    *ret_interrupt = interrupt;
    return 0;
}

void interrupt_read(struct interrupt *interrupt) {
    struct signalfd_siginfo came;
    while (read(interrupt->file, &came, sizeof came) == (ssize_t)sizeof came) {
        if (interrupt->count++ == 0)
            interrupt->signal = (int)came.ssi_signo;
    }
}

void interrupt_close(struct interrupt *interrupt) {
    if (interrupt->file < 0)
        return;
    interrupt_read(
        interrupt); /* or a pending one would end the program as soon as the mask falls */
    close(interrupt->file);
    interrupt->file = -1;
    sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}
