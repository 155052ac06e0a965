/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run directory that holds a summary.csv only, with any words in its text columns. */
#ifndef AMDAHL_CHARTS_FIXTURE_H
#define AMDAHL_CHARTS_FIXTURE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIXTURE_PATH_BYTES = 512, FIXTURE_SKIPPED = 77 };

struct fixture_series {
    const char *workload, *params, *engine, *scaling, *place, *p_basis, *interval_kind, *verdict;
};

static const struct fixture_series fixture_plain = {"spin",   "",     "threads",       "strong",
                                                    "spread", "work", "this run only", "agrees"};

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

/* The rows of one fraction at 1, 2, 4 … n_max, each measured at 0.99 of Amdahl's law. */
static inline void fixture_put_fraction(FILE *file, const struct fixture_series *series, double p,
                                        unsigned n_max) {
    for (unsigned n = 1; n <= n_max; n *= 2) {
        double law = 1 / ((1 - p) + p / n), ratio = n == 1 ? 1 : 0.99, speedup = law * ratio;
        bool base = n == 1;
        fprintf(file, "%s,%s,%s,%s,%s,%.17g,%.17g,%.17g,%s,%u,,0,24,1,%.17g,,,%.17g,",
                series->workload, series->params, series->engine, series->scaling, series->place, p,
                p, p, series->p_basis, n, 0.01 / speedup, speedup);
        if (!base)
            fprintf(file, "%.17g,%.17g", speedup * 0.998, speedup * 1.002);
        fprintf(file, "%s,%.17g,%.17g,", base ? "," : "", law, ratio);
        if (!base)
            fprintf(file, "%.17g,%.17g", ratio * 0.998, ratio * 1.002);
        fprintf(file, "%s,%.17g,,,,,,24,0.5,%s,%s,%.17g,0,0,0,0,0,0,0\n", base ? "," : "",
                speedup / n, base ? "" : series->interval_kind, base ? "" : series->verdict,
                n - speedup);
    }
}

#endif
