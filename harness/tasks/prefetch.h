/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Asks for a cache line that another worker wrote, before it is needed: many can be under way at a
 * time, where reading one after the other would wait for each. */
#ifndef AMDAHL_PREFETCH_H
#define AMDAHL_PREFETCH_H

/* To be written: else the line would be asked for twice. The compiler's own builtin asks for that
 * only where the target is known to have the instruction; without it the processor does nothing. */
static inline void prefetch_to_write(const void *line) {
#if defined(__x86_64__)
    __asm__ volatile("prefetchw %0" : : "m"(*(const char *)line));
#else
    __builtin_prefetch(line, 1);
#endif
}

#endif
