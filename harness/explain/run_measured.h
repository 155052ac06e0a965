/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From a run's samples to what the laws are fitted to. */
#ifndef AMDAHL_RUN_MEASURED_H
#define AMDAHL_RUN_MEASURED_H

#include "fault/fault.h"
#include "record/summary_row.h"
#include "wire/measured.h"
#include "wire/sample.h"

#include <stddef.h>

/* A group for each series, p and tasks that was asked for, in the order of the summary, of its
 * valid samples, anchors at the same p included: times, in the order in which they were measured,
 * each with the work that its scaling kind makes of it (explain/law.h) and its round. `rows`, the
 * summary of the same samples, gives what is known of the cores at each n. Oversubscribed samples
 * are left out, and those with fewer tasks than n: their n is no count of cores at work. What has
 * no sample left, and workloads without work, have no group. A workload states its span by its
 * units: one is not divided, so it is the serial part and a unit of the parallel one; what tasks
 * wait for of each other no unit states, and with tasks there is none. Takes O(count log row_count)
 * comparisons. FAULT_SYSTEM: no memory. The caller releases. Any thread. */
int run_measured_make(const struct sample *samples, size_t count, const struct summary_row *rows,
                      size_t row_count, struct measured *ret_measured, struct fault *fault);

/* What a group's speed-ups were asked of, and the group has not. */
struct run_left_out {
    size_t oversubscribed; /* whatever else they are */
    size_t few_tasks;      /* fewer than n, of the others: cores for which there was no task */
    size_t invalid;        /* of the rest: disturbed or broken */
};
struct run_left_out run_measured_left_out(const struct sample *samples, size_t count,
                                          const struct measured_group *group);

/* What a unit of the group's work waits for beside its computing, by the workload's own word, in
 * seconds; 0: it does not wait. Any thread. */
double run_measured_unit_wait_s(const struct sample *samples, size_t count,
                                const struct measured_group *group);

#endif
