/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A summary.csv with the columns of foreign programs, and their rows. */
#ifndef AMDAHL_CHARTS_PROGRAMS_H
#define AMDAHL_CHARTS_PROGRAMS_H

#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

/* A point of the engine exec; NAN is an empty cell. */
struct program_point {
    const char *workload, *place;
    double p; /* that the program was told; NAN: none */
    unsigned n;
    double speedup;
    double karp_flatt_hi;   /* NAN: that of speedup's interval */
    double seen;            /* the serial fraction seen */
    double idle, inflation; /* losses, as shares of n - speedup; the rest is unexplained */
    double p_measured;      /* 0: none */
};

static inline FILE *programs_begin(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fputs(
        "workload,params,engine,scaling,place,p,p_work,p_measured,p_basis,n,tasks,oversubscribed,"
        "samples,invalid,time_s,speedup,speedup_lo,speedup_hi,law_speedup,ratio,ratio_lo,ratio_hi,"
        "karp_flatt,rounds,interval_kind,verdict,loss_serial,loss_fork,loss_imbalance,loss_join,"
        "loss_wait,loss_descheduled,loss_inflation,loss_unexplained,idle,bytes_per_s,loss_idle,"
        "karp_flatt_lo,karp_flatt_hi,serial_fraction_seen,serial_fraction_seen_lo,"
        "serial_fraction_seen_hi,watch_share\n",
        file);
    return file;
}

static inline double programs_karp_flatt(double speedup, unsigned n) {
    return n == 1 ? NAN : (1 / speedup - 1.0 / n) / (1 - 1.0 / n);
}

/* What stands before `rounds`. */
static inline void programs_put_speedup(FILE *file, const struct program_point *point) {
    bool measured = point->p_measured > 0, base = point->n == 1;
    double p = measured ? point->p_measured : point->p;
    double law = isnan(p) ? NAN : 1 / ((1 - p) + p / point->n), speedup = point->speedup;
    const double fractions[] = {point->p, point->p, measured ? p : NAN};
    const double figures[] = {0.8 / speedup,
                              speedup,
                              base ? NAN : speedup * 0.99,
                              base ? NAN : speedup * 1.01,
                              law,
                              speedup / law,
                              base ? NAN : speedup / law * 0.99,
                              base ? NAN : speedup / law * 1.01,
                              programs_karp_flatt(speedup, point->n)};
    fprintf(file, "%s,,%s,strong,%s,", point->workload, measured ? "threads" : "exec",
            point->place);
    fixture_put_cells(file, fractions, sizeof fractions / sizeof fractions[0]);
    fprintf(file, "%s,%u,,0,24,1,", measured ? "measured" : isnan(p) ? "" : "stated", point->n);
    fixture_put_cells(file, figures, sizeof figures / sizeof figures[0]);
}

static inline void programs_put_point(FILE *file, const struct program_point *point) {
    double gap = point->n - point->speedup, seen = point->n == 1 ? NAN : point->seen;
    double hi = programs_karp_flatt(point->speedup * 0.99, point->n);
    const double last[] = {gap * point->inflation,
                           gap * (1 - point->idle - point->inflation),
                           NAN, /* the word `idle`: a program has none */
                           NAN,
                           gap * point->idle,
                           programs_karp_flatt(point->speedup * 1.01, point->n),
                           isnan(point->karp_flatt_hi) ? hi : point->karp_flatt_hi,
                           seen,
                           seen * 0.95,
                           seen * 1.05};
    programs_put_speedup(file, point);
    fprintf(file, "24,%s,%s,,,,,,,", point->n == 1 ? "" : "this run only",
            point->n == 1 || (isnan(point->p) && !(point->p_measured > 0)) ? "" : "agrees");
    fixture_put_cells(file, last, sizeof last / sizeof last[0]);
    fputs("\n", file);
}

/* The points of a program at n = 1, 2, 4 … n_max, on Amdahl's law for the serial fraction. */
static inline void programs_put(FILE *file, struct program_point like, double serial_fraction,
                                unsigned n_max) {
    for (like.n = 1; like.n <= n_max; like.n *= 2) {
        like.speedup = 1 / (serial_fraction + (1 - serial_fraction) / like.n);
        programs_put_point(file, &like);
    }
}

/* Draws all charts that there are; those of `expected` must be. */
static inline void programs_check_drawn(const char *run_path, unsigned expected) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = CHARTS_ALL, .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(drawn, expected);
}

/* The chart's SVG; the caller frees. */
static inline char *programs_read(const char *run_path, enum chart chart) {
    char name[64];
    snprintf(name, sizeof name, "charts/%s.svg", charts_name(chart));
    return fixture_read(run_path, name);
}

/* That the chart's SVG holds each of the words, up to NULL, or none of them. */
static inline void programs_check_words(const char *run_path, enum chart chart, bool holds,
                                        const char *const *words) {
    char *svg = programs_read(run_path, chart);
    CHECK(svg != NULL);
    for (; svg != NULL && *words != NULL; words++)
        CHECK_REPORT((strstr(svg, *words) != NULL) == holds, "%s %s \"%s\"", charts_name(chart),
                     holds ? "does not hold" : "holds", *words);
    free(svg);
}

#define PROGRAMS_HOLDS(run_path, chart, ...)                                                       \
    programs_check_words(run_path, chart, true, (const char *const[]){__VA_ARGS__, NULL})
#define PROGRAMS_LACKS(run_path, chart, ...)                                                       \
    programs_check_words(run_path, chart, false, (const char *const[]){__VA_ARGS__, NULL})

#endif
