/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/fault_cost.h"
#include "team/clock.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGES = 512 };

static int by_value(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Median time of a store to each page, its two clock reads included. */
static int64_t touch_ns(volatile char *memory, size_t page_bytes) {
    int64_t times_ns[PAGES];
    for (size_t i = 0; i < PAGES; i++) {
        int64_t begin_ns = clock_now_ns();
        memory[i * page_bytes] = 1;
        times_ns[i] = clock_now_ns() - begin_ns;
    }
    qsort(times_ns, PAGES, sizeof times_ns[0], by_value);
    return times_ns[PAGES / 2];
}

double fault_cost_s(void) {
    size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE), bytes = PAGES * page_bytes;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return 0;
    /* A huge page would take one fault for all. A kernel without them refuses, and need not be
     * asked. */
    madvise(memory, bytes, MADV_NOHUGEPAGE);
    int64_t fresh_ns = touch_ns(memory, page_bytes);
    int64_t again_ns = touch_ns(memory, page_bytes);
    munmap(memory, bytes);
    return fresh_ns > again_ns ? (double)(fresh_ns - again_ns) * 1e-9 : 0;
}
