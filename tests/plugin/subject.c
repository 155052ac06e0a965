/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The libraries that the tests load, each another way of going right or wrong: SUBJECT_SYMBOL is
 * the descriptor, SUBJECT_NAME what it calls itself, SUBJECT_ABI its version; SUBJECT_CONSTRUCTOR
 * is run while it is loaded. */
#include "workload.h"

#include <stdlib.h>
#include <unistd.h>

#ifndef SUBJECT_ABI
#define SUBJECT_ABI WORKLOAD_ABI
#endif

#ifdef SUBJECT_CONSTRUCTOR
__attribute__((constructor)) static void construct(void) {
    SUBJECT_CONSTRUCTOR;
}
#endif

#ifdef SUBJECT_NEEDS
uint64_t SUBJECT_NEEDS(void);
#define LACKING SUBJECT_NEEDS()
#else
#define LACKING 0
#endif

static const struct workload_param params[] = {
    {.name = "size", .summary = "MiB", .initial = 16, .least = 1, .most = 100}, {.name = NULL}};

static uint64_t run(void *state, uint64_t first, uint64_t count) {
    (void)state;
    return first + count + LACKING;
}

static int check(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                 size_t why_bytes) {
    (void)shared, (void)sample, (void)digest, (void)why, (void)why_bytes;
    return 0;
}

const struct workload SUBJECT_SYMBOL = {
    .abi = SUBJECT_ABI,
    .name = SUBJECT_NAME,
    .summary = "for tests",
    .stresses = "nothing",
    .unit = {.operations = 2, .operation = "addition"},
    .params = params,
    .run = run,
    .check = check,
};
