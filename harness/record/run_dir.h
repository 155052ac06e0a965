/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run's directory: the files of docs/files.md, written as the run goes, read back whole. */
#ifndef AMDAHL_RUN_DIR_H
#define AMDAHL_RUN_DIR_H

#include "fault/fault.h"
#include "record/capacity_row.h"
#include "record/difference_row.h"
#include "record/drift_row.h"
#include "record/ledger_row.h"
#include "record/summary_row.h"
#include "record/watch_row.h"
#include "wire/sample.h"
#include "wire/watch.h"

#include <stdbool.h>
#include <stddef.h>

struct run_dir;

/* Makes the directory `path` with its parents, which must not hold a run yet, and opens samples.csv
 * and workers.csv with their header rows. FAULT_USAGE names what cannot be made and why; the caller
 * closes. One thread at a time uses a `struct run_dir`. */
int run_dir_create(const char *path, struct run_dir **ret_run, struct fault *fault);
/* Opens a run that was cut off, to go on with it: a torn last row is cut off from samples.csv and
 * workers.csv. FAULT_INPUT where a file is missing or its header is not this program's. */
int run_dir_resume(const char *path, struct run_dir **ret_run, struct fault *fault);
/* Closes and frees; accepts NULL. Nothing is held back before that: every append is in the file. */
void run_dir_close(struct run_dir *run);
const char *run_dir_path(const struct run_dir *run); /* lives as long as `run` */

/* Appends whole rows with one write for each file, samples first. If the disk is full (ENOSPC,
 * EDQUOT, EFBIG, EIO) the file is cut back to its last whole row, and the FAULT_SYSTEM names the
 * file, how many rows of it are kept, and the remedy. The process ignores SIGXFSZ, or a file size
 * limit ends it. Cells are cut to one line: a line break in a cause becomes a space. */
int run_dir_append(struct run_dir *run, const struct sample *samples, size_t sample_count,
                   const struct worker_span *spans, size_t span_count, struct fault *fault);

/* Appends what was seen in `count` samples to runnable.csv and threads.csv, which the first call
 * makes: rows for what was seen at all. Faults as run_dir_create and run_dir_append. */
int run_dir_append_watches(struct run_dir *run, const struct sample *samples,
                           const struct watch *watches, size_t count, struct fault *fault);

/* Replaces DIR/summary.csv whole (written beside it, then renamed). FAULT_SYSTEM when it cannot. */
int run_dir_write_summary(const char *path, const struct summary_row *rows, size_t count,
                          struct fault *fault);

/* Replaces DIR/differences.csv likewise. */
int run_dir_write_differences(const char *path, const struct difference_row *rows, size_t count,
                              struct fault *fault);

/* Replaces DIR/ledger.csv likewise. */
int run_dir_write_ledger(const char *path, const struct ledger_row *rows, size_t count,
                         struct fault *fault);

/* Replaces DIR/drift.csv, DIR/capacity.csv likewise. */
int run_dir_write_drift(const char *path, const struct drift_row *rows, size_t count,
                        struct fault *fault);
int run_dir_write_capacity(const char *path, const struct capacity_row *rows, size_t count,
                           struct fault *fault);

/* Every sample of DIR/samples.csv. Unknown columns are passed over; a missing one, a cell that is
 * no number where one must stand, or a torn last row is a FAULT_INPUT that names file, line and
 * column. With `ret_torn` not NULL a torn last row is left out and reported there instead. The
 * caller frees *ret_samples. */
int run_dir_read_samples(const char *path, struct sample **ret_samples, size_t *ret_count,
                         bool *ret_torn, struct fault *fault);
/* Every row of DIR/summary.csv; the ends of p_measured are NAN. The caller frees *ret_rows. */
int run_dir_read_summary(const char *path, struct summary_row **ret_rows, size_t *ret_count,
                         struct fault *fault);

/* The same for DIR/workers.csv. */
int run_dir_read_spans(const char *path, struct worker_span **ret_spans, size_t *ret_count,
                       bool *ret_torn, struct fault *fault);
/* The same for those of the samples with these ids, at least one, which ascend: of a long run's
 * file only they are held in memory. */
int run_dir_read_spans_of(const char *path, const uint64_t *ids, size_t id_count,
                          struct worker_span **ret_spans, size_t *ret_count, bool *ret_torn,
                          struct fault *fault);

/* Whether there is a DIR/threads.csv, which a foreign program's run has; and every row of it, but
 * for a torn last one. The caller frees *ret_rows. */
bool run_dir_has_threads(const char *path);
int run_dir_read_threads(const char *path, struct thread_row **ret_rows, size_t *ret_count,
                         struct fault *fault);

/* placement.csv: for each n, which PU each worker had. Replaced whole, as summary.csv is. */
struct placement_row {
    unsigned n, worker;
    int pu, core, cache, numa, package, kind; /* -1: an empty cell */
    char place[WIRE_WORD_BYTES];
};
int run_dir_write_placement(const char *path, const struct placement_row *rows, size_t count,
                            struct fault *fault);
/* Whether there are DIR/placement.csv and DIR/workers.csv; and every row of the former. The caller
 * frees *ret_rows. */
bool run_dir_has_placement(const char *path);
int run_dir_read_placement(const char *path, struct placement_row **ret_rows, size_t *ret_count,
                           struct fault *fault);

#endif
