/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The kernel's lists of CPUs, "0-3,8". */
#ifndef AMDAHL_RECORD_CPU_LIST_H
#define AMDAHL_RECORD_CPU_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a list names a CPU, and how many it names. What is no number or range is passed over.
 * Any thread may call them. */
bool cpu_list_holds(const char *list, unsigned cpu);
size_t cpu_list_count(const char *list);
/* How many CPUs two lists both name. */
size_t cpu_list_count_both(const char *list, const char *other);

/* Writes CPUs, which ascend, as such a list. One that does not fit ends with ",..." after its last
 * whole entry, and false is given. `bytes` is 16 at least. */
bool cpu_list_format(const unsigned *cpus, size_t count, char *text, size_t bytes);

#endif
