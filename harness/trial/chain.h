/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How fast a core's clock runs, by a fixed chain of instructions each of which needs the one
 * before: it takes the same number of cycles whatever else the core's other units, its caches or
 * other cores do. And whether that changed. */
#ifndef AMDAHL_CHAIN_H
#define AMDAHL_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

/* Seconds that the chain takes on the calling thread, about 1e-5: the least of three, so that one
 * interruption is not taken for a slower clock. */
double chain_time_s(void);

enum { CHAIN_HISTORY_MAX = 32, CHAIN_HISTORY_MIN = 8 };

/* A worker's last chains, at one n, of one measuring process; the next one begins without, so that
 * the first CHAIN_HISTORY_MIN of each epoch are never off. Zeroed is empty. */
struct chain_history {
    double chain_s[CHAIN_HISTORY_MAX];
    size_t count; /* ever noted */
};

/* Notes a chain; gives whether it is longer by more than 5 % than the median of those that were
 * there, once they are CHAIN_HISTORY_MIN. A slower clock that stays becomes the usual one. */
bool chain_history_note(struct chain_history *history, double chain_s);

#endif
