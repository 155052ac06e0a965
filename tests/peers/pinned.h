/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Threads on given PUs, as a careful user binds them: by their attributes, since a thread that
 * binds itself begins where its maker runs and waits there until the next tick of the clock. */
#ifndef AMDAHL_PEERS_PINNED_H
#define AMDAHL_PEERS_PINNED_H

#include <pthread.h>
#include <sched.h>

/* Binds the calling thread to the PU of that number. 0, or an errno. */
static inline int pinned_bind_self(unsigned pu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(pu, &set);
    return pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

/* Makes a thread that begins on the PU of that number. 0, or an errno. */
static inline int pinned_create(pthread_t *ret_thread, unsigned pu, void *(*start)(void *),
                                void *argument) {
    cpu_set_t set;
    pthread_attr_t attributes;
    CPU_ZERO(&set);
    CPU_SET(pu, &set);
    int refusal = pthread_attr_init(&attributes);
    if (refusal != 0)
        return refusal;
    refusal = pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
    if (refusal == 0)
        refusal = pthread_create(ret_thread, &attributes, start, argument);
    pthread_attr_destroy(&attributes);
    return refusal;
}

#endif
