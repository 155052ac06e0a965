/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/sentinel.h"

/* A multiplication takes 3 cycles and an addition 1, and a multiplier takes a new one in each
 * cycle (uops.info, IMUL of 64 bits): 4 chains would just fill one, 8 fill two. A unit is 512
 * steps, some 0.2 us. */
enum { SENTINEL_CHAINS = 8, SENTINEL_STEPS = 64 };

/* Knuth's MMIX generator: x becomes FACTOR x + ADDEND. */
static const uint64_t FACTOR = 6364136223846793005u, ADDEND = 1442695040888963407u;

uint64_t sentinel_run(uint64_t units) {
    uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8;
    for (uint64_t step = 0; step < units * SENTINEL_STEPS; step++) {
        a = FACTOR * a + ADDEND;
        b = FACTOR * b + ADDEND;
        c = FACTOR * c + ADDEND;
        d = FACTOR * d + ADDEND;
        e = FACTOR * e + ADDEND;
        f = FACTOR * f + ADDEND;
        g = FACTOR * g + ADDEND;
        h = FACTOR * h + ADDEND;
        /* In registers of their own: vectors of them would be other arithmetic. */
        __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d));
        __asm__ volatile("" : "+r"(e), "+r"(f), "+r"(g), "+r"(h));
    }
    return a + b + c + d + e + f + g + h;
}

/* k steps at once are x -> factor x + addend, and those of 2 k are found from them. */
uint64_t sentinel_digest(uint64_t units) {
    uint64_t factor = FACTOR, addend = ADDEND; /* of 1, 2, 4, … steps */
    uint64_t all_factor = 1, all_addend = 0;
    for (uint64_t steps = units * SENTINEL_STEPS; steps > 0; steps /= 2) {
        if (steps % 2 == 1) {
            all_factor *= factor;
            all_addend = factor * all_addend + addend;
        }
        addend += factor * addend;
        factor *= factor;
    }
    uint64_t starts = SENTINEL_CHAINS * (SENTINEL_CHAINS + 1) / 2;
    return all_factor * starts + SENTINEL_CHAINS * all_addend;
}
