/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A summary.csv with the columns of the tasks dial, and rows whose times are by the bound. */
#ifndef AMDAHL_CHARTS_DIALS_H
#define AMDAHL_CHARTS_DIALS_H

#include "fixture.h"

struct dials_series {
    const char *workload, *params;
    double unit_s, wait_s; /* of a unit: its computing c and its wait L */
    unsigned units;        /* of a sample: k */
    bool has_tasks, has_bound, has_overlap;
};

static const struct dials_series dials_plain = {.workload = "request",
                                                .params = "hold-us=5000",
                                                .unit_s = 50e-6,
                                                .wait_s = 5e-3,
                                                .units = 64,
                                                .has_tasks = true,
                                                .has_bound = true,
                                                .has_overlap = true};

static inline FILE *dials_begin(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fputs("workload,params,engine,scaling,place,p,p_work,p_measured,p_basis,n,tasks,oversubscribed,"
          "samples,invalid,time_s,time_lo_s,time_hi_s,speedup,speedup_lo,speedup_hi,law_speedup,"
          "ratio,ratio_lo,ratio_hi,efficiency,karp_flatt,overlap,rounds,interval_kind,verdict,"
          "loss_serial,loss_fork,loss_imbalance,loss_join,loss_wait,loss_descheduled,"
          "loss_inflation,loss_unexplained,loss_idle,overlap_lo,overlap_hi,bound_s,units\n",
          file);
    return file;
}

/* max(k c/n, k (L + c)/t) */
static inline double dials_bound_s(const struct dials_series *series, unsigned n, unsigned tasks) {
    double computed = series->units * series->unit_s / n;
    double waited = series->units * (series->wait_s + series->unit_s) / tasks;
    return computed > waited ? computed : waited;
}

/* A point measured 2 % above the bound. */
static inline void dials_put_point(FILE *file, const struct dials_series *series, unsigned n,
                                   unsigned tasks) {
    double bound_s = dials_bound_s(series, n, tasks), time_s = 1.02 * bound_s;
    double speedup = dials_bound_s(series, 1, tasks) / bound_s;
    double overlap = n == 1 && series->has_overlap
                         ? dials_bound_s(series, 1, 1) / dials_bound_s(series, 1, tasks)
                         : NAN;
    const double spans[] = {time_s,
                            0.99 * time_s,
                            1.01 * time_s,
                            speedup,
                            n == 1 ? NAN : 0.99 * speedup,
                            n == 1 ? NAN : 1.01 * speedup};
    const double dials[] = {0.98 * overlap, 1.03 * overlap, series->has_bound ? bound_s : NAN};
    fprintf(file, "%s,%s,threads,strong,spread,,,,,%u,", series->workload, series->params, n);
    fixture_put_cell(file, series->has_tasks ? (double)tasks : (double)NAN);
    fputs("0,24,1,", file);
    fixture_put_cells(file, spans, sizeof spans / sizeof spans[0]);
    fputs(",,,,,,", file); /* of a law, and the two after it */
    fixture_put_cell(file, overlap);
    fprintf(file, "24,%s,,,,,,,,,,,", n == 1 ? "" : "any run");
    fixture_put_cells(file, dials, sizeof dials / sizeof dials[0]);
    fprintf(file, "%u\n", series->units);
}

/* Both dials from one up: n doubles, tasks grow `tasks_by` times. */
static inline void dials_put_series(FILE *file, const struct dials_series *series, unsigned n_max,
                                    unsigned tasks_max, unsigned tasks_by) {
    for (unsigned n = 1; n <= n_max; n *= 2)
        for (unsigned tasks = 1; tasks <= tasks_max; tasks *= tasks_by)
            dials_put_point(file, series, n, tasks);
}

#endif
