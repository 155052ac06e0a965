/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up rounds of a workload with tasks, whose every figure is known: k units, each of which
 * takes c of a core and waits for L. */
#ifndef AMDAHL_TEST_DIAL_H
#define AMDAHL_TEST_DIAL_H

#include "samples.h"

/* k = 64 of 1 ms, and 9 ms of waiting: T(1, 1) = 0.64 s. */
enum { DIAL_UNITS = 64 };
static const double DIAL_COMPUTE_S = 1e-3, DIAL_WAIT_S = 9e-3;

struct dial_of {
    uint32_t round;
    unsigned n, tasks;
    double p;       /* NAN: none */
    double wait_s;  /* of a unit; 0: it does not wait */
    double stretch; /* its time is longer by this share */
};

/* As short as the bound allows. What is not computing the workers wait, for I/O. */
static inline struct sample dial_sample(const struct dial_of *of) {
    double compute_s = DIAL_UNITS * DIAL_COMPUTE_S,
           together_s = DIAL_UNITS * (DIAL_COMPUTE_S + of->wait_s) / of->tasks;
    double time_s = (1 + of->stretch) * fmax(compute_s / of->n, together_s);
    struct sample sample = {.round = of->round,
                            .series = {"request", "", "threads", "strong", "spread", "block"},
                            .p = of->p,
                            .p_work = of->p,
                            .p_basis = "measured",
                            .units = DIAL_UNITS,
                            .unit_wait_s = of->wait_s > 0 ? of->wait_s : NAN,
                            .bytes = NAN,
                            .n = of->n,
                            .tasks = of->tasks,
                            .time_s = time_s,
                            .parallel_s = time_s,
                            .wait_s = time_s - compute_s / of->n,
                            .wait_io_s = time_s - compute_s / of->n,
                            .descheduled_s = NAN,
                            .serial_delay_s = NAN,
                            .busy_max_s = NAN,
                            .chain_s = NAN,
                            .fault_s = NAN,
                            .cycles = NAN,
                            .instructions = NAN};
    return sample;
}

/* A block of those tasks: T(1), and T(2) paired with it. */
static inline void dial_add_block(struct run *run, struct dial_of of) {
    struct sample sample =
        dial_sample(&(struct dial_of){of.round, 1, of.tasks, of.p, of.wait_s, of.stretch});
    uint64_t base_id = run_add(run, &sample)->id;
    run->samples[run->count - 1].base_id = base_id;
    of.n = 2;
    sample = dial_sample(&of);
    run_add(run, &sample)->base_id = base_id;
}

static inline const struct summary_row *dial_row(const struct summary_row *rows, size_t count,
                                                 unsigned n, unsigned tasks) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n == n && rows[i].tasks == tasks)
            return &rows[i];
    return NULL;
}

#endif
