/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up runs of a foreign program. */
#ifndef AMDAHL_TEST_PROGRAMS_H
#define AMDAHL_TEST_PROGRAMS_H

#include "samples.h"

/* What one run takes and shows. */
struct program_run {
    double time_s, user_s, system_s;
    double looks, looks_one, looks_runnable, watch_s;
};

/* 1 s on one core, 0.98 s of it at work. */
static const struct program_run program_on_one = {1, 0.9, 0.08, 180, 176, 176, 0.002};
/* On two 0.6 s, with 1.05 s of CPU time: 0.15 s idle, where one core had 0.02 s; 0.07 s more work.
 * Of 100 looks 40 see one thread and 60 two. */
static const struct program_run program_on_two = {0.6, 1, 0.05, 100, 40, 160, 0.0018};

/* Gives the sample as it was added, to be changed; p NAN: it is told none. */
static inline struct sample *program_add(struct run *run, uint32_t round, unsigned n, double p,
                                         const struct program_run *took) {
    struct sample sample = {
        .round = round,
        .role = SAMPLE_ASKED,
        .series = {"zstd", "", "exec", "strong", "spread", ""},
        .p = p,
        .p_work = p,
        .n = n,
        .units = 1,
        .bytes = NAN,
        .time_s = took->time_s,
        .serial_s = NAN,
        .parallel_s = NAN,
        .fork_s = NAN,
        .imbalance_s = NAN,
        .join_s = NAN,
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
        .user_s = took->user_s,
        .system_s = took->system_s,
        .looks = took->looks,
        .looks_one = took->looks_one,
        .looks_runnable = took->looks_runnable,
        .watch_s = took->watch_s,
    };
    snprintf(sample.p_basis, sizeof sample.p_basis, "%s", isnan(p) ? "" : "stated");
    struct sample *added = run_add(run, &sample);
    added->base_id = n == 1 ? added->id : added->id - 1;
    return added;
}

/* `rounds` of T(1) and T(2), with a jitter of up to `jitter` on time and CPU time alike. */
static inline void program_add_rounds(struct run *run, uint32_t rounds, double p, double jitter) {
    for (uint32_t round = 0; round < rounds; round++)
        for (unsigned n = 1; n <= 2; n++) {
            struct program_run took = n == 1 ? program_on_one : program_on_two;
            double scale = 1 + jitter * run_random(run);
            took.time_s *= scale;
            took.user_s *= scale;
            took.system_s *= scale;
            program_add(run, round, n, p, &took);
        }
}

#endif
