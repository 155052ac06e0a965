/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a page fault costs the thread that meets it, where the page is private, fresh and of the
 * usual size: the kernel's entry, a page found and zeroed, the exit. */
#ifndef AMDAHL_FAULT_COST_H
#define AMDAHL_FAULT_COST_H

/* In seconds: the median over 512 pages, less that of touching them again. 0: no memory for them.
 * Takes about a millisecond, on the calling thread. */
double fault_cost_s(void);

#endif
