/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The times that tasks sleep until, the earliest first. The caller keeps them to one thread. */
#ifndef AMDAHL_ALARMS_H
#define AMDAHL_ALARMS_H

#include "fault/fault.h"

#include <stddef.h>
#include <stdint.h>

struct task;

struct alarm_entry {
    int64_t at_ns; /* CLOCK_MONOTONIC */
    struct task *task;
};

/* A heap: no entry is earlier than the one at half its index. */
struct alarms {
    struct alarm_entry *heap; /* from index 1 */
    size_t count, room;
};

/* Room for so many, made once. FAULT_SYSTEM for no memory. */
int alarms_open(struct alarms *ret_alarms, size_t room, struct fault *fault);
void alarms_close(struct alarms *alarms);

/* There must be room. */
void alarms_put(struct alarms *alarms, int64_t at_ns, struct task *task);
/* INT64_MAX: none. */
int64_t alarms_earliest_ns(const struct alarms *alarms);
/* Takes the earliest out if its time has come, else NULL. */
struct task *alarms_take(struct alarms *alarms, int64_t now_ns);

#endif
