/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* fit_curves.csv and fit_points.csv, or predict_curves.csv, of laws with known parameters. */
#ifndef AMDAHL_CHARTS_CURVES_H
#define AMDAHL_CHARTS_CURVES_H

#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

/* Cells are written as they are: with their quotes. */
struct curves_line {
    const char *name, *law, *title;
    const char *workload, *p; /* NULL: empty cells */
    const char *scaling;      /* NULL: strong */
    double sigma, kappa;
    unsigned n_max; /* measured; the curve goes on to twice that */
    bool is_best;
    const char *outcome, *peak_n; /* NULL: empty cells */
    const char *hi; /* in place of the band's upper ends; NULL: 3 % above; "": no band */
    double n_last;  /* of the curve; 0: twice n_max */
    /* Above these n there is no speed-up, and no band either; 0: there is all along. */
    double figures_to, band_to;
    double e_room; /* of the ends of e(n) on both sides, as a share of it; 0: 0.1 */
};

struct curves_files {
    FILE *curves, *points; /* points: NULL for a prediction */
    bool is_old;           /* curves without peak_n and outcome */
};

#define CURVES_KEY "workload,params,engine,scaling,place,p,tasks,name,"

static inline FILE *curves_open(const char *run_path, const char *name, bool is_old) {
    FILE *file = fixture_open(run_path, name, "w");
    fprintf(file, CURVES_KEY "law,title,n,speedup,speedup_lo,speedup_hi,%sis_best,is_measured\n",
            is_old ? "" : "peak_n,outcome,");
    return file;
}

static inline struct curves_files curves_begin(const char *run_path) {
    struct curves_files files = {.curves = curves_open(run_path, "fit_curves.csv", false),
                                 .points = fixture_open(run_path, "fit_points.csv", "w")};
    fputs(CURVES_KEY "n,speedup,speedup_lo,speedup_hi,karp_flatt,karp_flatt_lo,karp_flatt_hi,"
                     "rows\n",
          files.points);
    return files;
}

/* As versions before these two columns wrote it. */
static inline struct curves_files curves_begin_old(const char *run_path) {
    struct curves_files files = curves_begin(run_path);
    fclose(files.curves);
    files.curves = curves_open(run_path, "fit_curves.csv", true);
    files.is_old = true;
    return files;
}

static inline struct curves_files curves_begin_prediction(const char *run_path) {
    return (struct curves_files){.curves = curves_open(run_path, "predict_curves.csv", false)};
}

static inline void curves_end(struct curves_files *files) {
    fclose(files->curves);
    if (files->points != NULL)
        fclose(files->points);
}

static inline double curves_speedup(const struct curves_line *line, double n) {
    return n / (1 + line->sigma * (n - 1) + line->kappa * n * (n - 1));
}

static inline void curves_put_key(FILE *file, const struct curves_line *line) {
    fprintf(file, "%s,,,%s,,%s,,%s,", line->workload == NULL ? "" : line->workload,
            line->scaling == NULL ? "strong" : line->scaling, line->p == NULL ? "" : line->p,
            line->name);
}

static inline void curves_put_band(FILE *file, const struct curves_line *line, double speedup,
                                   bool has_band) {
    if (!has_band || (line->hi != NULL && *line->hi == '\0'))
        fputs(",,", file);
    else if (line->hi == NULL)
        fprintf(file, "%.17g,%.17g,", speedup * 0.97, speedup * 1.03);
    else
        fprintf(file, "%.17g,%s,", speedup * 0.97, line->hi);
}

static inline const char *curves_cell(const char *text) {
    return text == NULL ? "" : text;
}

/* Sixty rows, even in log n. */
static inline void curves_put(const struct curves_files *files, const struct curves_line *line) {
    double last = line->n_last > 0 ? line->n_last : 2.0 * line->n_max;
    for (int i = 0; i < 60; i++) {
        double n = pow(last, i / 59.0), speedup = curves_speedup(line, n);
        bool is_refused = line->band_to > 0 && n > line->band_to;
        bool has_figure = !is_refused && (line->figures_to == 0 || n <= line->figures_to);
        curves_put_key(files->curves, line);
        fprintf(files->curves, "%s,%s,%.17g,", line->law, line->title, n);
        fixture_put_cell(files->curves, has_figure ? speedup : NAN);
        curves_put_band(files->curves, line, speedup, !is_refused);
        if (!files->is_old)
            fprintf(files->curves, "%s,%s,", curves_cell(line->peak_n), curves_cell(line->outcome));
        fprintf(files->curves, "%d,%d\n", line->is_best, n <= line->n_max);
    }
}

/* On the line, 12 rows each, at n = 1, 2, 4 … n_max. */
static inline void curves_put_points(const struct curves_files *files,
                                     const struct curves_line *line) {
    for (unsigned n = 1; n <= line->n_max; n *= 2) {
        double speedup = curves_speedup(line, n), e = NAN;
        double room = line->e_room > 0 ? line->e_room : 0.1;
        curves_put_key(files->points, line);
        if (n > 1)
            e = (1 / speedup - 1.0 / n) / (1 - 1.0 / n);
        const double cells[] = {n, speedup,        speedup * 0.99, speedup * 1.01,
                                e, e * (1 - room), e * (1 + room)};
        fixture_put_cells(files->points, cells, sizeof cells / sizeof cells[0]);
        fputs("12\n", files->points);
    }
}

/* The chart's SVG; the caller frees. NULL when there is none. */
static inline char *curves_draw(const char *run_path, enum chart chart) {
    struct fault fault = {0};
    char name[64];
    const struct charts_request request = {.run_path = run_path,
                                           .machine_line = "an EPYC",
                                           .charts = 1u << chart,
                                           .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    snprintf(name, sizeof name, "charts/%s.svg", charts_name(chart));
    return fixture_read(run_path, name);
}

#endif
