/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Series side by side in the same rounds, for the tests of differences. */
#ifndef AMDAHL_TEST_DIFFERENCES_H
#define AMDAHL_TEST_DIFFERENCES_H

#include "check.h"
#include "explain/difference.h"
#include "samples.h"

/* A series whose T(1) lasts `base_s` and whose speed-up on two workers is `speedup`. */
struct level {
    struct series series;
    double base_s, speedup;
};

/* T(1) and T(2) of a level in one round, at p = 0.5; NAN for none. */
static inline void level_add(struct run *run, const struct level *level, unsigned round, double p) {
    struct sample sample = {.round = round,
                            .series = level->series,
                            .p = p,
                            .p_work = p,
                            .p_basis = "work",
                            .n = 1,
                            .units = 1000,
                            .bytes = NAN,
                            .time_s = level->base_s,
                            .cpu_s = NAN};
    uint64_t base_id = run_add(run, &sample)->id;
    run->samples[run->count - 1].base_id = base_id;
    sample.n = 2;
    sample.time_s = level->base_s / level->speedup;
    run_add(run, &sample)->base_id = base_id;
}

/* All levels in each of the rounds. */
static inline struct run levels_run(const struct level *levels, size_t count, unsigned rounds) {
    struct run run = {0};
    for (unsigned round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            level_add(&run, &levels[i], round, 0.5);
    return run;
}

/* The caller frees the rows. */
static inline struct difference_row *differences_of(const struct run *run, double margin,
                                                    size_t *ret_count) {
    struct difference_row *rows = NULL;
    struct fault fault = {0};
    *ret_count = 77;
    CHECK_INT(difference_make(run->samples, run->count, margin, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

#endif
