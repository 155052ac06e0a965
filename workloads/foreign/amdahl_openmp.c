/* SPDX-License-Identifier: 0BSD
 * SPDX-FileCopyrightText: the amdahl authors */

/* A program of C and OpenMP whose parallel fraction is known, as anyone might have written it: the
 * first 1 - p of its units run one after the other, the others in a parallel loop of equal shares.
 * Every unit is the same chain of arithmetic in registers, run by the same function, so that p is
 * the share of the computing that one core does; what comes on top of the serial part is the start
 * of the process and of its threads.
 *     amdahl_openmp P [UNITS]
 * prints one line, the sum over the units: the same at every p and with any number of threads. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* About a microsecond a unit, at four cycles a step: a thousandth of the default work is still 300
 * units. */
enum { CHAIN_STEPS = 1000 };

/* Some 0.3 s on one core: the start of a process, about a millisecond, is a third of a percent. */
#define UNITS_DEFAULT UINT64_C(300000)
/* Some hours. */
#define UNITS_MOST UINT64_C(10000000000)

/* The linear congruential generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2,
 * 3rd ed., section 3.3.4, table 1, line 26. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)

/* One copy of the code for both parts: a copy inlined into either would be a kernel of its own. */
__attribute__((noinline)) static uint64_t chain_run(uint64_t unit) {
    uint64_t x = unit;
    for (int step = 0; step < CHAIN_STEPS; step++) {
        x = MMIX_MULTIPLIER * x + MMIX_INCREMENT;
    }
    return x;
}

static uint64_t serial_run(uint64_t first, uint64_t end) {
    uint64_t sum = 0;
    for (uint64_t unit = first; unit < end; unit++) {
        sum += chain_run(unit);
    }
    return sum;
}

static uint64_t parallel_run(uint64_t first, uint64_t end) {
    uint64_t sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
    for (uint64_t unit = first; unit < end; unit++) {
        sum += chain_run(unit);
    }
    return sum;
}

static int fraction_read(const char *text, double *ret_fraction) {
    char *end = NULL;
    errno = 0;
    const double value = strtod(text, &end);
    /* so put, NaN is refused too */
    if (end == text || *end != '\0' || errno != 0 || !(value >= 0.0 && value <= 1.0)) {
        return -1;
    }
    *ret_fraction = value;
    return 0;
}

static int units_read(const char *text, uint64_t *ret_units) {
    char *end = NULL;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    /* strtoull takes a minus sign and wraps around */
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value < 1 ||
        value > UNITS_MOST) {
        return -1;
    }
    *ret_units = value;
    return 0;
}

int main(int argc, char **argv) {
    double fraction = 0.0;
    uint64_t units = UNITS_DEFAULT;
    if (argc < 2 || argc > 3 || fraction_read(argv[1], &fraction) != 0 ||
        (argc == 3 && units_read(argv[2], &units) != 0)) {
        fprintf(stderr,
                "usage: amdahl_openmp P [UNITS], P from 0 to 1, UNITS from 1 to %" PRIu64 "\n",
                UNITS_MOST);
        return 2;
    }
    const uint64_t serial_units = (uint64_t)llround((1.0 - fraction) * (double)units);
    const uint64_t digest = serial_run(0, serial_units) + parallel_run(serial_units, units);
    const int printed = printf("%" PRIu64 " units, digest %016" PRIx64 "\n", units, digest);
    return printed < 0 || fflush(stdout) != 0;
}
