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
 * are left out: their n is no count of cores. What has no sample left, and workloads without work,
 * have no group. A workload states its span by its units: one is not divided, so it is the serial
 * part and a unit of the parallel one. Takes O(count log row_count) comparisons. FAULT_SYSTEM: no
 * memory. The caller releases. Any thread. */
int run_measured_make(const struct sample *samples, size_t count, const struct summary_row *rows,
                      size_t row_count, struct measured *ret_measured, struct fault *fault);

/* What a group's speed-ups were asked of, and the group has not. */
struct run_left_out {
    size_t oversubscribed; /* whatever else they are */
    size_t invalid;        /* disturbed or broken */
};
struct run_left_out run_measured_left_out(const struct sample *samples, size_t count,
                                          const struct measured_group *group);

#endif
