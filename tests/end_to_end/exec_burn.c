/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A program with threads for the tests of `amdahl exec`: computes a serial and a parallel part.
 *     exec_burn THREADS SERIAL PARALLEL     each part in millions of steps */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS_MAX = 64 };

/* A chain of multiplications that no compiler can shorten: Knuth's MMIX generator. */
static uint64_t burn(double millions) {
    uint64_t state = 1;
    for (double step = 0; step < 1e6 * millions; step++)
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return state;
}

static void *burn_share(void *share) {
    volatile uint64_t burnt = burn(*(const double *)share); /* or nobody would seem to want it */
    return burnt == 0 ? share : NULL;
}

int main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    long threads = strtol(argv[1], NULL, 10);
    if (threads < 1 || threads > THREADS_MAX)
        return 2;
    pthread_t team[THREADS_MAX];
    double share = strtod(argv[3], NULL) / (double)threads;
    uint64_t sum = burn(strtod(argv[2], NULL));
    for (long i = 0; i < threads; i++)
        if (pthread_create(&team[i], NULL, burn_share, &share) != 0)
            return 3;
    for (long i = 0; i < threads; i++) {
        void *state = NULL;
        pthread_join(team[i], &state);
        sum += (uintptr_t)state;
    }
    printf("%llx\n", (unsigned long long)sum);
    return 0;
}
