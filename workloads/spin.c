/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses the integer pipeline of one core and nothing else: one chain of dependent multiply-adds
 * that never leaves the registers. No memory, no cache, no bandwidth and no lock is shared, so that
 * its speed-up is the nearest thing to Amdahl's formula that a machine can show; what is missing
 * from it is the harness's and the clock's, not the workload's. It is the yardstick for the others.
 *
 * The time of a unit does not depend on its index: a multiplication and an addition of 64-bit
 * integers take the same time for all values. Nor do units overlap: each seed takes a zero out of
 * the unit before it, so that an out-of-order core must run them one after the other.
 *
 * The best serial code that it is compared with is `run` itself: the chain is one, whoever runs it,
 * and to skip steps of it, as the check does, would be other work. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>

/* 16 steps of about four cycles are some 20 ns: fine enough that 0.0005 of a 2 ms sample is 50
 * units. */
enum { CHAIN_STEPS = 16 };

/* The linear congruential generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2,
 * 3rd ed., section 3.3.4, table 1, line 26. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)

/* Read through volatile, once a run: a compiler that saw the values would fold the 16 steps into
 * one and drop the zero that ties a unit to the one before it. */
static const volatile uint64_t hidden_multiplier = MMIX_MULTIPLIER;
static const volatile uint64_t hidden_increment = MMIX_INCREMENT;
static const volatile uint64_t hidden_zero = 0;

static uint64_t spin_run(void *state, uint64_t first, uint64_t count) {
    (void)state;
    const uint64_t multiplier = hidden_multiplier;
    const uint64_t increment = hidden_increment;
    const uint64_t zero = hidden_zero;
    uint64_t x = 0;
    uint64_t digest = 0;
    for (uint64_t unit = first; unit != first + count; unit++) {
        x = unit + (x & zero);
        for (int step = 0; step < CHAIN_STEPS; step++) {
            x = multiplier * x + increment;
        }
        digest += x;
    }
    return digest;
}

/* A unit's digest is a·u + c, where (a, c) is the generator composed with itself: doubling a jump
 * of length k, (a, c) becomes (a·a, a·c + c). F. B. Brown, Random number generation with arbitrary
 * strides, Trans. Am. Nucl. Soc. 71 (1994). With that the sum over the units is a·Σu + c·units. */
static uint64_t spin_expected_digest(uint64_t units) {
    uint64_t multiplier = MMIX_MULTIPLIER;
    uint64_t increment = MMIX_INCREMENT;
    for (int steps = 1; steps < CHAIN_STEPS; steps *= 2) {
        increment = multiplier * increment + increment;
        multiplier *= multiplier;
    }
    /* Of two neighbours one is even: halve it before the product is cut to 64 bits. */
    const uint64_t below = units - 1;
    const uint64_t index_sum = units % 2 == 0 ? units / 2 * below : below / 2 * units;
    return multiplier * index_sum + increment * units;
}
_Static_assert((CHAIN_STEPS & (CHAIN_STEPS - 1)) == 0, "the jump is made by doubling");

static int spin_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    (void)shared;
    const uint64_t units = sample->serial_units + sample->parallel_units;
    const uint64_t expected = spin_expected_digest(units);
    if (digest != expected) {
        snprintf(why, why_bytes,
                 "spin: the digest of %" PRIu64 " units is %016" PRIx64
                 ", but the closed form of the generator gives %016" PRIx64,
                 units, digest, expected);
        return -1;
    }
    return 0;
}

const struct workload workload_spin = {
    .abi = WORKLOAD_ABI,
    .name = "spin",
    .summary = "a chain of dependent multiply-adds in registers: the yardstick, nothing is shared",
    .stresses = "integer latency of one core",
    .unit = {.operations = CHAIN_STEPS, .operation = "integer multiply-add", .bytes = 0},
    .run = spin_run,
    .check = spin_check,
};
