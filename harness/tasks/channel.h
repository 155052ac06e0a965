/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Channels: bounded queues of items, or, with no capacity, meetings of a sender and a receiver. */
#ifndef AMDAHL_CHANNEL_H
#define AMDAHL_CHANNEL_H

#include "workload_tasks.h"

/* The calls of the table. */
struct workload_channel *channel_make(const struct workload_channel_spec *spec);
void channel_free(struct workload_channel *channel);
bool channel_send(struct workload_task *self, struct workload_channel *channel, const void *item);
bool channel_receive(struct workload_task *self, struct workload_channel *channel, void *ret_item);
void channel_close(struct workload_task *self, struct workload_channel *channel);
int channel_select(struct workload_task *self, struct workload_case *cases, size_t count,
                   bool waits);

#endif
