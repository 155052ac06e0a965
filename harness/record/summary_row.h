/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of summary.csv: what a point came to. Every figure's meaning is in docs/definitions.md.
 * NAN is an empty cell. */
#ifndef AMDAHL_SUMMARY_ROW_H
#define AMDAHL_SUMMARY_ROW_H

#include "stats/interval.h"
#include "wire/sample.h"

/* The ledger's top level, in units of speed-up; with `speedup` they sum to n. */
struct summary_losses {
    double serial, fork, imbalance, join, wait, descheduled, inflation, unexplained;
    double idle; /* of a foreign program: cores without work, which no clock tells apart further */
};

struct summary_row {
    struct series series;
    double p, p_work;
    struct interval p_measured;    /* only its value is in the file */
    char p_basis[WIRE_WORD_BYTES]; /* "work", "measured", "stated"; "": no law */
    uint32_t n, tasks;
    bool oversubscribed;
    uint64_t samples, invalid; /* samples taken; those of them that are disturbed or broken */
    struct interval time_s, speedup;
    double law_speedup;
    struct interval ratio;
    double efficiency;
    double karp_flatt, karp_flatt_lo, karp_flatt_hi; /* the ends: of the ends of `speedup` */
    struct interval serial_fraction_rel;
    /* The tasks dial, of rows with tasks; NAN or 0: there is none. */
    struct interval overlap;       /* at n = 1: T(1, 1)/T(1, t), what hiding waits brings */
    double bound_s;                /* of T(n, t) from below: explain/law.h */
    double compute_s, unit_wait_s; /* what it is made of: of a unit; not in the file */
    double own_compute_s;          /* at n = 1: c by this number of tasks alone; not in the file */
    double more_tasks_s; /* of what waits: the least time of more tasks at this n; not in the file
                          */
    uint64_t units;      /* of a sample; 0: it has no work, or an older file does not say */
    uint64_t rounds;     /* rounds that gave a paired ratio */
    double correlation_s;
    char interval_kind[24];        /* "time blocks", "this run only", "" where there is none */
    char verdict[WIRE_WORD_BYTES]; /* "agrees", "below", "above", "cannot tell"; "" at n = 1
                                    * and where there is no law */
    struct summary_losses loss;
    /* What the cores do at this n, by the sentinel: n times the speed of the slowest of them beside
     * the first one alone; the clock of all beside that alone; and the law with these in place of n
     * and of 1. NAN: not known. */
    struct interval capacity;
    double clock, clock_lo, clock_hi;
    double attainable_speedup, attainable_lo, attainable_hi;
    /* Other baselines than T(1); NAN: there is none. */
    struct interval best_s, speedup_best; /* the best serial code: its time, and over T(n) */
    struct interval price; /* T(1) / best_s - 1: what parallel code costs on one core */
    struct interval fitted_s, speedup_fitted; /* T(1) as fitted to all n, and over T(n) */
    double bytes_per_s;                       /* that the sample's units move, by the median time */
    /* Of a foreign program; NAN for a workload. */
    struct interval cpu_s;   /* C(n): user and system time */
    struct interval idle_s;  /* n T(n) - C(n), by round: core time without work */
    struct interval extra_s; /* C(n) - C(1), by round: work that exists only because of n */
    struct interval
        serial_fraction_seen; /* looks with one runnable thread / runnable threads seen */
    double watch_share;       /* CPU time of looking / time_s */
};

#endif
