/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a run's sentinel samples say of the machine: its drift, and what its cores do. */
#ifndef AMDAHL_CLI_SENTINEL_H
#define AMDAHL_CLI_SENTINEL_H

#include "cli/term.h"
#include "explain/capacity.h"
#include "explain/drift.h"
#include "fault/fault.h"
#include "record/summary_row.h"
#include "wire/sample.h"

#include <stddef.h>
#include <stdio.h>

struct sentinel {
    struct drift *drifts; /* one a series */
    size_t drift_count;
    struct drift_row *drift_rows;
    size_t drift_row_count;
    struct capacity capacity;
    struct fault unread; /* why there is no capacity: workers.csv or placement.csv is there and
                          * cannot be read; FAULT_NONE: nothing is wrong */
};

/* Makes it of the samples of the run at `path`, and DIR/drift.csv and DIR/capacity.csv, the latter
 * of the run's workers.csv and placement.csv where it has both and both can be read; nothing where
 * there is no sentinel. Faults of writing a run's files. Release it, also after a fault. */
int sentinel_record(const char *path, const struct sample *samples, size_t count,
                    struct sentinel *ret_sentinel, struct fault *fault);
void sentinel_release(struct sentinel *sentinel);

/* A line a series where its cores do more than 1 % less or more together than n times the first of
 * them alone, or their clock is another one than that of one of them by more than its interval and
 * 0.5 %; with capacity, clock, and what is attainable of the law then; lines of its kinds of cores
 * and their siblings; and for those whose machine drifted notably a sentence and a table of the
 * speed-ups with and without correction. `rows` are the run's summary. FAULT_SYSTEM: no memory. */
int sentinel_print(const struct sentinel *sentinel, const struct summary_row *rows, size_t count,
                   const struct term *term, FILE *stream, struct fault *fault);

#endif
