/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Memory that the system could give without swapping: MemAvailable of /proc/meminfo, in bytes; NAN
 * where it is not known. */
#ifndef AMDAHL_MEMORY_H
#define AMDAHL_MEMORY_H

double memory_available_bytes(void);

#endif
