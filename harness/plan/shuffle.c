/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "plan/shuffle.h"

uint64_t shuffle_next(struct shuffle *shuffle) {
    /* The increment and the multipliers are those of the paper's Java SplittableRandom. */
    uint64_t bits = shuffle->state += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return bits ^ (bits >> 31);
}

struct shuffle shuffle_start(uint64_t seed, uint64_t round) {
    /* Both are mixed on their own, so that neighbouring rounds do not give shifted copies of one
     * stream. */
    struct shuffle of_seed = {.state = seed};
    struct shuffle of_round = {.state = ~round};
    return (struct shuffle){.state = shuffle_next(&of_seed) ^ shuffle_next(&of_round)};
}

uint32_t shuffle_below(struct shuffle *shuffle, uint32_t bound) {
    /* The first 2^64 mod bound numbers are passed over: without them each remainder is equally
     * frequent. */
    uint64_t passed_over = -(uint64_t)bound % bound;
    uint64_t bits = shuffle_next(shuffle);
    while (bits < passed_over)
        bits = shuffle_next(shuffle);
    return (uint32_t)(bits % bound);
}

void shuffle_counts(struct shuffle *shuffle, unsigned *values, size_t count) {
    for (size_t left = count; left > 1; left--) {
        size_t other = shuffle_below(shuffle, (uint32_t)left);
        unsigned kept = values[left - 1];
        values[left - 1] = values[other];
        values[other] = kept;
    }
}
