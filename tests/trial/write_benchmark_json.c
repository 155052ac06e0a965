/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* write_benchmark_json FILE FACTOR: a made-up run of 12 rounds for compare_py.sh, times scaled by
 * FACTOR. */
#include "trial/benchmark_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 12, CORES = 2 };

int main(int argc, char **argv) {
    if (argc != 3)
        return 2;
    double factor = strtod(argv[2], NULL);
    struct sample samples[ROUNDS * CORES];
    for (uint32_t i = 0; i < ROUNDS * CORES; i++) {
        uint32_t round = i / CORES, n = i % CORES + 1;
        /* 0.1 % of scatter from round to round, so that no two times are equal. */
        double time_s = factor * (0.005 / n) * (1 + 1e-3 * (round * 7 % ROUNDS) / ROUNDS);
        samples[i] = (struct sample){.id = i + 1,
                                     .round = round,
                                     .role = SAMPLE_ASKED,
                                     .p = 1,
                                     .n = n,
                                     .series = {"spin", "", "threads", "strong", "spread", "block"},
                                     .time_s = time_s,
                                     .cpu_s = time_s};
    }
    const char *const context[] = {"run", argv[1]};
    struct fault fault = {0};
    if (benchmark_json_write(argv[1], samples, ROUNDS * CORES, context, 1, &fault) == 0)
        return 0;
    fprintf(stderr, "%s\n", fault.text);
    return 1;
}
