/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/chain.h"
#include "team/clock.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A step is a multiplication and an addition, 3 cycles and 1 on today's cores (uops.info, IMUL and
 * ADD of 64 bits): 32768 cycles, 11 us at 3 GHz, in which two clock reads of 25 ns are 0.5 %. */
enum { CHAIN_STEPS = 8192, CHAIN_TIMES = 3 };

static const uint64_t CHAIN_FACTOR = 6364136223846793005u; /* Knuth's MMIX generator */

/* T(1) wanders by 1 to 2 % on a machine that is left alone, and a step of a core's boost is about
 * 2 %: what differs by more than 5 % is another clock than the point was measured with. */
static const double CHAIN_OFF = 1.05;

double chain_time_s(void) {
    int64_t least_ns = INT64_MAX;
    uint64_t x = 1;
    for (int turn = 0; turn < CHAIN_TIMES; turn++) {
        int64_t begin_ns = clock_now_ns();
        for (int step = 0; step < CHAIN_STEPS; step++) {
            x = CHAIN_FACTOR * x + 1;
            __asm__ volatile("" : "+r"(x)); /* or steps are made into one */
        }
        int64_t time_ns = clock_now_ns() - begin_ns;
        least_ns = time_ns < least_ns ? time_ns : least_ns;
    }
    return (double)least_ns * 1e-9;
}

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

bool chain_history_note(struct chain_history *history, double chain_s) {
    size_t count = history->count < CHAIN_HISTORY_MAX ? history->count : CHAIN_HISTORY_MAX;
    bool is_off = false;
    if (count >= CHAIN_HISTORY_MIN) {
        double sorted[CHAIN_HISTORY_MAX];
        memcpy(sorted, history->chain_s, count * sizeof sorted[0]);
        qsort(sorted, count, sizeof sorted[0], by_value);
        double median_s = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        is_off = chain_s > CHAIN_OFF * median_s;
    }
    history->chain_s[history->count++ % CHAIN_HISTORY_MAX] = chain_s;
    return is_off;
}
