/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run directory that holds a summary.csv, with any words in its text columns, and where asked for
 * a samples.csv. The header and the rows are those from before foreign programs; programs.h has the
 * columns of today. */
#ifndef AMDAHL_CHARTS_FIXTURE_H
#define AMDAHL_CHARTS_FIXTURE_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIXTURE_PATH_BYTES = 512, FIXTURE_SKIPPED = 77 };

struct fixture_series {
    const char *workload, *params, *engine, *scaling, *place, *p_basis, *interval_kind, *verdict;
    unsigned pus; /* above it n is oversubscribed; 0: never */
    /* Shares of n lost to waits and descheduling each, and by twice that the work shrank; 0: none
     * of these was measured. */
    double delays;
};

static const struct fixture_series fixture_plain = {
    .workload = "spin",
    .params = "",
    .engine = "threads",
    .scaling = "strong",
    .place = "spread",
    .p_basis = "work",
    .interval_kind = "this run only",
    .verdict = "agrees",
};

/* A new directory below a new one in TMPDIR or /tmp; `name` becomes its last part. */
static inline bool fixture_make(const char *name, char path[FIXTURE_PATH_BYTES]) {
    const char *base = getenv("TMPDIR");
    snprintf(path, FIXTURE_PATH_BYTES, "%s/charts-XXXXXX", base == NULL ? "/tmp" : base);
    if (mkdtemp(path) == NULL)
        return false;
    size_t length = strlen(path);
    snprintf(path + length, FIXTURE_PATH_BYTES - length, "/%s", name);
    return mkdir(path, 0700) == 0;
}

static inline FILE *fixture_open(const char *run_path, const char *name, const char *mode) {
    char path[2 * FIXTURE_PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", run_path, name);
    return fopen(path, mode);
}

static inline bool fixture_has(const char *run_path, const char *name) {
    char path[2 * FIXTURE_PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", run_path, name);
    return access(path, F_OK) == 0;
}

static inline void fixture_remove(const char *run_path, const char *name) {
    char path[2 * FIXTURE_PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", run_path, name);
    unlink(path);
}

/* The whole of a file, ended by a NUL; the caller frees. NULL when there is none. */
static inline char *fixture_read(const char *run_path, const char *name) {
    FILE *file = fixture_open(run_path, name, "r");
    if (file == NULL)
        return NULL;
    char *text = calloc(1, 1 << 20);
    if (text != NULL)
        text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static inline void fixture_put_header(FILE *file) {
    fputs(
        "workload,params,engine,scaling,place,p,p_work,p_measured,p_basis,n,tasks,oversubscribed,"
        "samples,invalid,time_s,time_lo_s,time_hi_s,speedup,speedup_lo,speedup_hi,law_speedup,"
        "ratio,ratio_lo,ratio_hi,efficiency,karp_flatt,serial_fraction_rel,serial_fraction_rel_lo,"
        "serial_fraction_rel_hi,overlap,rounds,correlation_s,interval_kind,verdict,loss_serial,"
        "loss_fork,loss_imbalance,loss_join,loss_wait,loss_descheduled,loss_inflation,"
        "loss_unexplained\n",
        file);
}

/* Amdahl's law, or that of the scaling kind. */
static inline double fixture_law(const struct fixture_series *series, double p, unsigned n) {
    unsigned cores = series->pus != 0 && n > series->pus ? series->pus : n;
    if (strcmp(series->scaling, "weak") == 0)
        return (1 - p) + p * cores;
    return strcmp(series->scaling, "throughput") == 0 ? cores : 1 / ((1 - p) + p / cores);
}

/* A number's cell and its comma; NAN is an empty one. */
static inline void fixture_put_cell(FILE *file, double value) {
    if (isnan(value))
        fputc(',', file);
    else
        fprintf(file, "%.17g,", value);
}

static inline void fixture_put_cells(FILE *file, const double *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        fixture_put_cell(file, values[i]);
}

/* A point measured at 0.99 of its law; p is NAN for a workload without one. */
static inline void fixture_put_point(FILE *file, const struct fixture_series *series, double p,
                                     unsigned n) {
    bool base = n == 1, strong = strcmp(series->scaling, "strong") == 0;
    double law = fixture_law(series, p, n), ratio = base ? 1 : 0.99;
    double speedup = (isnan(law) ? n : law) * ratio;
    double karp_flatt = (1 / speedup - 1.0 / n) / (1 - 1.0 / n);
    const double fractions[] = {p, p, p};
    const double measured[] = {0.01 / speedup,
                               NAN,
                               NAN,
                               speedup,
                               base ? NAN : speedup * 0.998,
                               base ? NAN : speedup * 1.002,
                               law,
                               isnan(law) ? NAN : ratio,
                               base || isnan(law) ? NAN : ratio * 0.998,
                               base || isnan(law) ? NAN : ratio * 1.002,
                               speedup / n,
                               base || !strong ? NAN : karp_flatt,
                               NAN,
                               NAN,
                               NAN,
                               NAN};
    fprintf(file, "%s,%s,%s,%s,%s,", series->workload, series->params, series->engine,
            series->scaling, series->place);
    fixture_put_cells(file, fractions, sizeof fractions / sizeof fractions[0]);
    fprintf(file, "%s,%u,,%d,24,1,", series->p_basis, n, series->pus != 0 && n > series->pus);
    fixture_put_cells(file, measured, sizeof measured / sizeof measured[0]);
    /* An imbalance, and as much too little unexplained. */
    double delay = base || series->delays == 0 ? NAN : series->delays * n;
    const double delayed[] = {delay, delay, -2 * delay};
    fprintf(file, "24,0.5,%s,%s,%.17g,0,%.17g,0,", base ? "" : series->interval_kind,
            base ? "" : series->verdict, n - speedup, base ? 0 : 0.1 * n);
    fixture_put_cells(file, delayed, sizeof delayed / sizeof delayed[0]);
    fprintf(file, "%.17g\n", base ? 0 : -0.1 * n);
}

/* The points of one fraction at n = 1, 2, 4 … n_max. */
static inline void fixture_put_fraction(FILE *file, const struct fixture_series *series, double p,
                                        unsigned n_max) {
    for (unsigned n = 1; n <= n_max; n *= 2)
        fixture_put_point(file, series, p, n);
}

/* samples.csv: `count` samples at n = 1 and 2 in turn, in two epochs, each seventh disturbed. */
static inline void fixture_put_samples(const char *run_path, unsigned count) {
    FILE *file = fixture_open(run_path, "samples.csv", "w");
    fputs("sample,base_id,epoch,round,position,role,workload,params,engine,scaling,place,idle,p,"
          "p_work,n,tasks,oversubscribed,units,start_s,time_s,serial_s,parallel_s,fork_s,join_s,"
          "valid,cause,digest,imbalance_s,cpu_s,pus\n",
          file);
    for (unsigned i = 0; i < count; i++) {
        bool valid = i % 7 != 6;
        fprintf(file,
                "%u,1,%d,%u,0,asked,spin,,threads,strong,spread,block,0.5,0.5,%u,,0,100,%g,%.17g,,"
                ",,,%d,%s,,,,2\n",
                i + 1, 2 * i >= count, i / 2, 1 + i % 2, i * 0.01,
                (valid ? 0.01 : 0.03) * (1 + i % 5 * 1e-3), valid,
                valid ? "" : "disturbed: run delay");
    }
    fclose(file);
}

#endif
