/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What was seen of a foreign program's threads: rows of runnable.csv and of threads.csv. */
#ifndef AMDAHL_WATCH_ROW_H
#define AMDAHL_WATCH_ROW_H

#include "wire/sample.h"
#include "wire/watch.h"

/* How often so many threads were runnable in one run. */
struct runnable_row {
    uint64_t sample;
    struct series series;
    double p;
    uint32_t n;
    uint32_t runnable; /* WATCH_RUNNABLE_MAX: or more */
    uint32_t looks;
};

/* The threads of one name in one run. */
struct thread_row {
    uint64_t sample;
    struct series series;
    double p;
    uint32_t n;
    struct watch_thread thread;
};

#endif
