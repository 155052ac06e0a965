/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The workloads that were built in, in the order of workloads/meson.build; ends with NULL. */
#ifndef AMDAHL_WORKLOAD_TABLE_H
#define AMDAHL_WORKLOAD_TABLE_H

#include "workload.h"

extern const struct workload *const workload_table[];

#endif
