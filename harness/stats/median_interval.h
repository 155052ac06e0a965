/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The median of a series measured over a run, and its 95 % interval where neighbouring rounds may
 * share their disturbance. */
#ifndef AMDAHL_MEDIAN_INTERVAL_H
#define AMDAHL_MEDIAN_INTERVAL_H

#include "fault/fault.h"
#include "stats/interval.h"

#include <stddef.h>

enum {
    /* min … max of 5 values covers 93.75 %: there is no 95 % interval */
    STATS_INTERVAL_ROUNDS_MIN = 6,
    /* from here on the interval comes from time blocks */
    STATS_BLOCKS_ROUNDS_MIN = 16,
    /* fewer rounds cannot show that a run lasts 20 correlation times */
    STATS_MARK_ROUNDS_MIN = 30,
};

struct stats_median {
    struct interval interval; /* ends NAN below 6 values; ends are values of the series */
    const char *kind;     /* "time blocks", "this run only", "" where there is none; a literal */
    double correlation_s; /* the estimate of struct stats_correlation; NAN below 6 values */
    double correlation_limit_s; /* the longest that the series does not rule out */
    double span_s;              /* what the series lasted, pauses left out */
    size_t count;
};

/* The median of `values`, which are finite and in measuring order at the ascending `times_s`, and
 * the interval for the long-run median of what they are drawn from.
 *
 * From 16 values on: all thresholds between two values are tested for being that median, and those
 * not rejected are the interval (the sign test inverted; Woodruff, JASA 47, 1952). The run is cut
 * into 16 … 60 consecutive blocks; how far the share of rounds below a threshold may stray from a
 * half is told by the slowest 6 … 16 cosines of the blocks' counts, with Student's t (Müller, J.
 * Econometrics 141, 2007; Lazarus, Lewis, Stock and Watson, J. Bus. Econ. Stat. 36, 2018). What
 * those cosines would miss in a first-order process with `correlation_limit_s`, or with a
 * twentieth of the run if that is less, is put back. Below 16 values: order statistics of
 * independent rounds.
 *
 * The kind is "this run only" below 30 values and where the series does not rule out that the run
 * is shorter than 20 correlation times: the interval then speaks of this run and not of the
 * machine. tests/stats/coverage.c has the figures; bursts that take a tenth of the time must come
 * 15 times in a run to be covered. FAULT_SYSTEM without memory. Any thread. */
int stats_median_interval(const double *values, const double *times_s, size_t count,
                          struct stats_median *ret_median, struct fault *fault);

#endif
