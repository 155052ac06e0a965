/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up samples whose every figure is known. */
#ifndef AMDAHL_TEST_SAMPLES_H
#define AMDAHL_TEST_SAMPLES_H

#include "record/summary_row.h"
#include "wire/sample.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct run {
    struct sample *samples;
    size_t count, capacity;
    double now_s;
    uint64_t random;
};

static inline void run_free(struct run *run) {
    free(run->samples);
    *run = (struct run){0};
}

/* Appends it with the next id, at the next moment. The pointer lives until the next one. */
static inline struct sample *run_add(struct run *run, const struct sample *sample) {
    if (run->count == run->capacity) {
        run->capacity = 2 * run->capacity + 64;
        run->samples = realloc(run->samples, run->capacity * sizeof *run->samples);
        if (run->samples == NULL)
            abort();
    }
    struct sample *added = &run->samples[run->count++];
    *added = *sample;
    added->id = run->count;
    added->start_s = run->now_s;
    run->now_s += sample->time_s + 1e-4;
    return added;
}

/* Evenly in -1 … 1, the same in every run of the test: Knuth's MMIX generator. */
static inline double run_random(struct run *run) {
    run->random = run->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(run->random >> 11) / 0x1p52 - 1;
}

/* What a block is made of: work that lasts `work_s` on one core, and what n > 1 cores cost. */
struct block {
    double p, p_work; /* p_work 0: as p */
    double work_s;
    double growth; /* the parallel part is longer by this share */
    double fork_s, imbalance_s, join_s;
    double jitter; /* every time is off by up to this share, evenly */
    enum sample_role role;
    uint32_t round;
    const char *workload; /* NULL: "spin" */
    const char
        *scaling;      /* NULL: "strong"; with the others the parallel part is as long at every n */
    const char *place; /* NULL: "spread" */
    const char *p_basis; /* NULL: "work" */
    bool has_no_p;       /* the rows have none, and unless p_basis says so, no law */
};

/* Puts `text` into a field where there is one. */
static inline void block_name(char *field, size_t bytes, const char *text) {
    if (text != NULL)
        snprintf(field, bytes, "%s", text);
}

static inline struct sample block_sample(struct run *run, const struct block *block, unsigned n) {
    double p = block->p_work > 0 ? block->p_work : block->p;
    double scale = 1 + block->jitter * run_random(run), more = n > 1 ? scale : 0;
    bool grows = block->scaling != NULL && block->scaling[0] != 's';
    struct sample sample = {
        .round = block->round,
        .role = block->role,
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = block->p,
        .p_basis = "work",
        .units = 1000,
        .bytes = NAN,
        .p_work = p,
        .n = n,
        .serial_s = scale * (1 - p) * block->work_s,
        .parallel_s = scale * p * block->work_s / (grows ? 1 : n) * (n > 1 ? 1 + block->growth : 1),
        .fork_s = more * block->fork_s,
        .imbalance_s = more * block->imbalance_s,
        .join_s = more * block->join_s,
        .wait_s = NAN,
        .descheduled_s = NAN,
        .serial_delay_s = NAN,
        .busy_max_s = NAN,
        .chain_s = NAN,
        .fault_s = NAN,
        .switches = NAN,
        .migrations = NAN,
        .cycles = NAN,
        .instructions = NAN,
        .cpu_s = NAN,
    };
    /* fork_s and imbalance_s are means over the workers, so they add up like times. */
    sample.time_s =
        sample.serial_s + sample.parallel_s + sample.fork_s + sample.imbalance_s + sample.join_s;
    block_name(sample.series.workload, sizeof sample.series.workload, block->workload);
    block_name(sample.series.scaling, sizeof sample.series.scaling, block->scaling);
    block_name(sample.series.place, sizeof sample.series.place, block->place);
    block_name(sample.p_basis, sizeof sample.p_basis, block->p_basis);
    if (block->has_no_p) {
        sample.p = sample.p_work = NAN;
        if (block->p_basis == NULL)
            sample.p_basis[0] = '\0';
    }
    return sample;
}

/* T(1), and T(n) for n = 2, 4, … most, each paired with it. */
static inline void run_add_block(struct run *run, const struct block *block, unsigned most) {
    struct sample sample = block_sample(run, block, 1);
    uint64_t base_id = run_add(run, &sample)->id;
    run->samples[run->count - 1].base_id = base_id;
    for (unsigned n = 2; n <= most; n *= 2) {
        sample = block_sample(run, block, n);
        run_add(run, &sample)->base_id = base_id;
    }
}

/* The sample of that round, p and n; NULL: none. */
static inline struct sample *run_find(struct run *run, uint32_t round, double p, unsigned n) {
    for (size_t i = 0; i < run->count; i++) {
        struct sample *sample = &run->samples[i];
        if (sample->round == round && sample->p == p && sample->n == n)
            return sample;
    }
    return NULL;
}

/* Of a table of rows, that of p and n; NULL: none. */
static inline const struct summary_row *row_find(const struct summary_row *rows, size_t count,
                                                 double p, unsigned n) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].p == p && rows[i].n == n)
            return &rows[i];
    return NULL;
}

/* The sum of all losses; one that nothing measures counts nothing. */
static inline double loss_sum(const struct summary_losses *loss) {
    const double parts[] = {loss->serial,    loss->fork,        loss->imbalance,
                            loss->join,      loss->wait,        loss->descheduled,
                            loss->inflation, loss->unexplained, loss->idle};
    double sum = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        sum += isnan(parts[i]) ? 0 : parts[i];
    return sum;
}

#endif
