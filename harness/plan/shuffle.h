/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Numbers for shuffling that are the same on every machine for ever. */
#ifndef AMDAHL_SHUFFLE_H
#define AMDAHL_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

struct shuffle {
    uint64_t state;
};

/* The stream of a (seed, round): any round's order can be made again without those before it. */
struct shuffle shuffle_start(uint64_t seed, uint64_t round);

/* The next 64 bits: splitmix64 (Steele, Lea, Flood, OOPSLA 2014, doi 10.1145/2660193.2660195). */
uint64_t shuffle_next(struct shuffle *shuffle);

/* A whole number below `bound` (> 0), each equally likely. */
uint32_t shuffle_below(struct shuffle *shuffle, uint32_t bound);

/* Puts them into an order, each equally likely. */
void shuffle_counts(struct shuffle *shuffle, unsigned *values, size_t count);

#endif
