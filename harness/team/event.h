/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One event of the kernel's perf_event_open(2), on the calling thread wherever it runs. */
#ifndef AMDAHL_EVENT_H
#define AMDAHL_EVENT_H

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A file to read the count from, which starts now; -1: the kernel refuses. With the `leader` of a
 * group, not -1, the event is counted only while that one is. The caller closes the file. */
static inline int event_open(struct perf_event_attr attributes, int leader) {
    attributes.size = sizeof attributes;
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, leader, PERF_FLAG_FD_CLOEXEC);
}

#endif
