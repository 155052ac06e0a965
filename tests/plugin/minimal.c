/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include <workload.h>
static uint64_t run(void *state, uint64_t first, uint64_t count) {
    uint64_t sum = 0;
    for (volatile uint64_t unit = first; unit != first + count; unit++)
        sum += 2 * unit;
    return (void)state, sum;
}
static int check(void *mine, const struct workload_sample *of, uint64_t sum, char *why, size_t m) {
    uint64_t n = of->serial_units + of->parallel_units;
    return (void)mine, (void)why, (void)m, sum == n * (n - 1) ? 0 : -1;
}
const struct workload workload_minimal = {WORKLOAD_ABI, "minimal",  "adds up",
                                          "one core",   .run = run, .check = check};
