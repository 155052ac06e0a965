/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What joins tasks: it counts what is to be done. */
#ifndef AMDAHL_GROUP_H
#define AMDAHL_GROUP_H

#include "workload_tasks.h"

/* The calls of the table. */
struct workload_group *group_make(const char *name);
void group_free(struct workload_group *group);
void group_add(struct workload_group *group, size_t count);
void group_done(struct workload_task *self, struct workload_group *group);
void group_join(struct workload_task *self, struct workload_group *group);

#endif
