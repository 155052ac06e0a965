/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The sentinel's work: arithmetic in registers that keeps a core's multiplier busy in every cycle
 * and touches no memory. What it does in a given time is what the core does, whatever workload is
 * measured. Any thread may call these. */
#ifndef AMDAHL_SENTINEL_H
#define AMDAHL_SENTINEL_H

#include <stdint.h>

/* Does so many units; gives a digest of them. */
uint64_t sentinel_run(uint64_t units);

/* The digest that so many units give, in 64 steps whatever their number: the proof. */
uint64_t sentinel_digest(uint64_t units);

#endif
