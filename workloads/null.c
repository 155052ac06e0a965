/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses nothing. What a sample of it takes is what the harness itself takes: releasing the
 * workers and seeing the last of them done. Below that no other workload's time means anything. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t null_run(void *state, uint64_t first, uint64_t count) {
    (void)state, (void)first, (void)count;
    return 0;
}

static int null_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    (void)shared, (void)sample;
    if (digest != 0) {
        snprintf(why, why_bytes,
                 "null: the digest is %016" PRIx64 ", but units without work give 0", digest);
        return -1;
    }
    return 0;
}

const struct workload workload_null = {
    .abi = WORKLOAD_ABI,
    .name = "null",
    .summary = "no work at all: what a sample of it takes is the harness's fork-join",
    .stresses = "nothing but the harness",
    .is_empty = true,
    .run = null_run,
    .check = null_check,
};
