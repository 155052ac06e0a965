/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The efficiencies of the POP centre of excellence (co-design.pop-coe.eu/metrics), by the workers'
 * clocks. */
#ifndef AMDAHL_POP_H
#define AMDAHL_POP_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stddef.h>

/* Of one point; with U the useful time of all workers together (ledger_useful_s) and B that of the
 * worker with most of it (busy_max_s). Serial parts make worker 0 the one with most, so that they
 * appear as poor load balance. NAN: not known. */
struct pop_row {
    struct series series;
    double p; /* NAN: there is none */
    uint32_t n, tasks;
    double load_balance;        /* U / (n B) */
    double communication;       /* B / T(n): delays, waits, fork and join */
    double parallel;            /* the product of these */
    double computation_scaling; /* w U(1) / U(n): growth of the work */
    double global; /* parallel x computation_scaling = w U(1) / (n T(n)): speed-up / n but for what
                    * T(1) itself loses, U(1) / T(1) */
};

/* One row for each asked point with n > 1, in the summary's order, whatever is known of it. The
 * first two and computation_scaling are medians over the rounds that the speed-up is of, the others
 * products of these. The caller frees *ret_rows. FAULT_SYSTEM: no memory. */
int pop_make(const struct sample *samples, size_t count, struct pop_row **ret_rows,
             size_t *ret_count, struct fault *fault);

#endif
