/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Samples made of the parts that the ledger is to find again. */
#ifndef AMDAHL_TEST_PARTS_H
#define AMDAHL_TEST_PARTS_H

#include "explain/ledger.h"
#include "samples.h"

/* Seconds; all but `share_s` are means over the workers, and what is 0 is known to be none. */
struct parts {
    unsigned n;
    double serial_s; /* worker 0's work in the serial part */
    double share_s;  /* all workers' useful time in their shares together */
    double fork_s, imbalance_s, join_s, wait_s, descheduled_s, serial_delay_s;
    double chain_s, fault_s, busy_max_s; /* 0: not known */
};

static inline double parts_or_nan(double value) {
    return value != 0 ? value : NAN;
}

static inline struct sample parts_sample(const struct parts *parts) {
    struct sample sample = {
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = 0.9,
        .p_work = 0.9,
        .p_basis = "work",
        .n = parts->n,
        .units = 1000,
        .bytes = NAN,
        .serial_s = parts->serial_s + parts->serial_delay_s,
        .fork_s = parts->fork_s,
        .imbalance_s = parts->imbalance_s,
        .join_s = parts->join_s,
        .wait_s = parts->wait_s,
        .descheduled_s = parts->descheduled_s,
        .serial_delay_s = parts->serial_delay_s,
        .busy_max_s = parts_or_nan(parts->busy_max_s),
        .chain_s = parts_or_nan(parts->chain_s),
        .fault_s = parts_or_nan(parts->fault_s),
        .cycles = NAN,
        .instructions = NAN,
    };
    sample.time_s = sample.serial_s + parts->share_s / parts->n + sample.fork_s +
                    sample.imbalance_s + sample.join_s + sample.wait_s + sample.descheduled_s;
    sample.parallel_s = sample.time_s - sample.serial_s - sample.join_s;
    return sample;
}

/* Appends T(1) and T(n) as a round, and gives T(n), which lives until the next one. */
static inline struct sample *parts_add_round(struct run *run, uint32_t round,
                                             const struct sample *one, const struct sample *more) {
    uint64_t base_id = run->count + 1;
    for (int i = 0; i < 2; i++) {
        struct sample *added = run_add(run, i == 0 ? one : more);
        added->base_id = base_id;
        added->round = round;
    }
    return &run->samples[run->count - 1];
}

/* Makes it a counted one. */
static inline void parts_count(struct sample *sample, double instructions, double cycles) {
    sample->role = SAMPLE_COUNTED;
    sample->instructions = instructions;
    sample->cycles = cycles;
}

static const struct ledger_factors NO_FACTORS = {{NAN, NAN, NAN}, {NAN, NAN, NAN}};

#endif
