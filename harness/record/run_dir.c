/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_dir.h"

#include "record/directory.h"
#include "record/row_file.h"
#include "record/table.h"
#include "record/watch_row.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run_dir {
    char *path;
    struct row_file samples, workers;
    struct row_file runnable, threads; /* closed until there is a watch */
};

const char *run_dir_path(const struct run_dir *run) {
    return run->path;
}

void run_dir_close(struct run_dir *run) {
    if (run == NULL)
        return;
    row_file_close(&run->samples);
    row_file_close(&run->workers);
    row_file_close(&run->runnable);
    row_file_close(&run->threads);
    free(run->path);
    free(run);
}

static int refuse_other_run(const char *path, struct fault *fault) {
    static const char *const marks[] = {"run.json", "samples.csv", "workers.csv", "runnable.csv",
                                        "threads.csv"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        char mark[PATH_MAX];
        int used = snprintf(mark, sizeof mark, "%s/%s", path, marks[i]);
        if (used > 0 && (size_t)used < sizeof mark && access(mark, F_OK) == 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "%s holds a run already (%s): choose another directory with --out",
                             path, marks[i]);
    }
    return 0;
}

static int new_run(const char *path, struct run_dir **ret_run, struct fault *fault) {
    struct run_dir *run = calloc(1, sizeof *run);
    char *copy = strdup(path);
    if (run == NULL || copy == NULL) {
        free(run);
        free(copy);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the run directory %s in memory",
                         path);
    }
    *run = (struct run_dir){
        .path = copy, .samples.fd = -1, .workers.fd = -1, .runnable.fd = -1, .threads.fd = -1};
    *ret_run = run;
    return 0;
}

int run_dir_create(const char *path, struct run_dir **ret_run, struct fault *fault) {
    struct run_dir *run = NULL;
    int code = directory_make(path, "run directory", fault);
    if (code == 0)
        code = refuse_other_run(path, fault);
    if (code == 0)
        code = new_run(path, &run, fault);
    if (code == 0)
        code = row_file_create(&run->samples, path, &table_samples, fault);
    if (code != 0)
        goto fail;
    code = row_file_create(&run->workers, path, &table_workers, fault);
    if (code != 0) {
        row_file_remove(&run->samples); /* half a run would be in the way of the next attempt */
        goto fail;
    }
    *ret_run = run;
    return 0;
fail:
    run_dir_close(run);
    return code;
}

int run_dir_resume(const char *path, struct run_dir **ret_run, struct fault *fault) {
    struct run_dir *run = NULL;
    int code = new_run(path, &run, fault);
    if (code == 0)
        code = row_file_resume(&run->samples, path, &table_samples, fault);
    if (code == 0)
        code = row_file_resume(&run->workers, path, &table_workers, fault);
    if (code != 0) {
        run_dir_close(run);
        return code;
    }
    *ret_run = run;
    return 0;
}

int run_dir_append(struct run_dir *run, const struct sample *samples, size_t sample_count,
                   const struct worker_span *spans, size_t span_count, struct fault *fault) {
    int code = row_file_append(&run->samples, samples, sample_count, fault);
    if (code == 0)
        code = row_file_append(&run->workers, spans, span_count, fault);
    return code;
}

/* A run that goes on after a cut may have the file already. */
static int open_watch_file(struct row_file *file, const char *directory, const struct table *table,
                           struct fault *fault) {
    char path[PATH_MAX];
    if (file->fd >= 0)
        return 0;
    int used = snprintf(path, sizeof path, "%s/%s", directory, table->file);
    if (used > 0 && (size_t)used < sizeof path && access(path, F_OK) == 0)
        return row_file_resume(file, directory, table, fault);
    return row_file_create(file, directory, table, fault);
}

static size_t list_runnable(const struct sample *sample, const struct watch *watch,
                            struct runnable_row *ret_rows) {
    size_t count = 0;
    for (uint32_t i = 0; i <= WATCH_RUNNABLE_MAX; i++)
        if (watch->looks[i] > 0)
            ret_rows[count++] = (struct runnable_row){.sample = sample->id,
                                                      .series = sample->series,
                                                      .p = sample->p,
                                                      .n = sample->n,
                                                      .runnable = i,
                                                      .looks = watch->looks[i]};
    return count;
}

static size_t list_threads(const struct sample *sample, const struct watch *watch,
                           struct thread_row *ret_rows) {
    for (uint32_t i = 0; i < watch->thread_count; i++)
        ret_rows[i] = (struct thread_row){.sample = sample->id,
                                          .series = sample->series,
                                          .p = sample->p,
                                          .n = sample->n,
                                          .thread = watch->threads[i]};
    return watch->thread_count;
}

int run_dir_append_watches(struct run_dir *run, const struct sample *samples,
                           const struct watch *watches, size_t count, struct fault *fault) {
    struct runnable_row *runnable = calloc(count, (WATCH_RUNNABLE_MAX + 1) * sizeof *runnable);
    struct thread_row *threads = calloc(count, WATCH_THREADS_MAX * sizeof *threads);
    size_t runnable_count = 0, thread_count = 0;
    int code = 0;
    if (count > 0 && (runnable == NULL || threads == NULL))
        code = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold what was seen in %zu samples",
                         count);
    for (size_t i = 0; i < count && code == 0; i++) {
        if (samples[i].role == SAMPLE_BEST) /* another program */
            continue;
        runnable_count += list_runnable(&samples[i], &watches[i], runnable + runnable_count);
        thread_count += list_threads(&samples[i], &watches[i], threads + thread_count);
    }
    if (code == 0)
        code = open_watch_file(&run->runnable, run->path, &table_runnable, fault);
    if (code == 0)
        code = open_watch_file(&run->threads, run->path, &table_threads, fault);
    if (code == 0)
        code = row_file_append(&run->runnable, runnable, runnable_count, fault);
    if (code == 0)
        code = row_file_append(&run->threads, threads, thread_count, fault);
    free(runnable);
    free(threads);
    return code;
}

int run_dir_write_summary(const char *path, const struct summary_row *rows, size_t count,
                          struct fault *fault) {
    return table_replace(&table_summary, path, rows, count, fault);
}

int run_dir_write_differences(const char *path, const struct difference_row *rows, size_t count,
                              struct fault *fault) {
    return table_replace(&table_differences, path, rows, count, fault);
}

int run_dir_write_ledger(const char *path, const struct ledger_row *rows, size_t count,
                         struct fault *fault) {
    return table_replace(&table_ledger, path, rows, count, fault);
}

int run_dir_write_drift(const char *path, const struct drift_row *rows, size_t count,
                        struct fault *fault) {
    return table_replace(&table_drift, path, rows, count, fault);
}

int run_dir_write_capacity(const char *path, const struct capacity_row *rows, size_t count,
                           struct fault *fault) {
    return table_replace(&table_capacity, path, rows, count, fault);
}

int run_dir_write_placement(const char *path, const struct placement_row *rows, size_t count,
                            struct fault *fault) {
    return table_replace(&table_placement, path, rows, count, fault);
}

int run_dir_read_samples(const char *path, struct sample **ret_samples, size_t *ret_count,
                         bool *ret_torn, struct fault *fault) {
    void *rows = NULL;
    int code = table_read(&table_samples, path, &rows, ret_count, ret_torn, fault);
    if (code == 0)
        *ret_samples = rows;
    return code;
}

int run_dir_read_spans(const char *path, struct worker_span **ret_spans, size_t *ret_count,
                       bool *ret_torn, struct fault *fault) {
    void *rows = NULL;
    int code = table_read(&table_workers, path, &rows, ret_count, ret_torn, fault);
    if (code == 0)
        *ret_spans = rows;
    return code;
}

/* Ids of samples, ascending. */
struct sample_ids {
    const uint64_t *ids;
    size_t count;
};

static int compare_id(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool is_of_sample(const void *row, const void *context) {
    const struct worker_span *span = row;
    const struct sample_ids *of = context;
    return bsearch(&span->sample, of->ids, of->count, sizeof *of->ids, compare_id) != NULL;
}

int run_dir_read_spans_of(const char *path, const uint64_t *ids, size_t id_count,
                          struct worker_span **ret_spans, size_t *ret_count, bool *ret_torn,
                          struct fault *fault) {
    const struct sample_ids of = {ids, id_count};
    const struct table_filter filter = {is_of_sample, &of};
    void *rows = NULL;
    int code = table_read_some(&table_workers, path, &filter, &rows, ret_count, ret_torn, fault);
    if (code == 0)
        *ret_spans = rows;
    return code;
}

int run_dir_read_summary(const char *path, struct summary_row **ret_rows, size_t *ret_count,
                         struct fault *fault) {
    void *rows = NULL;
    int code = table_read(&table_summary, path, &rows, ret_count, NULL, fault);
    if (code != 0)
        return code;
    struct summary_row *summary = rows;
    for (size_t i = 0; i < *ret_count; i++)
        summary[i].p_measured.lo = summary[i].p_measured.hi = NAN;
    *ret_rows = summary;
    return 0;
}

bool run_dir_has_threads(const char *path) {
    char file[PATH_MAX];
    int used = snprintf(file, sizeof file, "%s/%s", path, table_threads.file);
    return used > 0 && (size_t)used < sizeof file && access(file, F_OK) == 0;
}

int run_dir_read_threads(const char *path, struct thread_row **ret_rows, size_t *ret_count,
                         struct fault *fault) {
    void *rows = NULL;
    bool torn = false;
    int code = table_read(&table_threads, path, &rows, ret_count, &torn, fault);
    if (code == 0)
        *ret_rows = rows;
    return code;
}
