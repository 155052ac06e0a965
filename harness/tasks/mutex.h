/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A lock whose waiters are parked. */
#ifndef AMDAHL_MUTEX_H
#define AMDAHL_MUTEX_H

#include "workload_tasks.h"

/* The calls of the table. */
struct workload_mutex *mutex_make(const char *name);
void mutex_free(struct workload_mutex *mutex);
void mutex_take(struct workload_task *self, struct workload_mutex *mutex);
void mutex_give(struct workload_task *self, struct workload_mutex *mutex);

#endif
