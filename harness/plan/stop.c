/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* When to ask whether the answer is near enough, and which rounds a block that is may leave out. */
#include "plan/plan.h"

#include <math.h>

/* docs/definitions.md, "Speed-up and its interval": decisions at rounds 6 * 1.5^k. */
bool plan_decides_after(uint64_t rounds) {
    double due = 6;
    while (ceil(due) < (double)rounds)
        due *= 1.5;
    return ceil(due) == (double)rounds;
}

/* The same place: it returns every 4th round, so that it spans the run. */
bool plan_returns_in(uint64_t round) {
    return round % 4 == 0;
}
