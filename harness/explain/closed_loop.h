/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The closed loop: a parallel fraction was injected exactly; do the measured intervals hold it?
 * Judged at p_work, never at a measured p, which would be circular (docs/definitions.md, "p"). */
#ifndef AMDAHL_CLOSED_LOOP_H
#define AMDAHL_CLOSED_LOOP_H

#include "explain/summary.h"
#include "fault/fault.h"
#include "stats/interval.h"
#include "wire/sample.h"

#include <stddef.h>

enum loop_outcome {
    LOOP_HOLDS,  /* the interval holds what was injected, or misses it by less than the tolerance */
    LOOP_MISSES, /* the whole interval is further away than that */
    LOOP_UNTOLD, /* no interval, or one so wide that it would hold anything */
};

/* One point with n > 1. */
struct loop_point {
    double p, p_work;
    unsigned n;
    /* S / law as measured, and with what the clocks book to fork, imbalance and join, and where
     * they are known to waits and to run delay, taken out of every T. */
    struct interval ratio, ratio_net;
    double booked; /* the share of T(n) that was taken out, median */
    /* 1 - p relative to the p = 1 anchor: beside 1 - p_work. NAN where definitions.md leaves it
     * empty. */
    struct interval serial_fraction_rel;
    enum loop_outcome law,
        fraction; /* of ratio_net against 1, of serial_fraction_rel against 1 - p_work */
};

struct loop_tolerance {
    double ratio;          /* how far from 1 is still held, and how wide an interval may be */
    double fraction;       /* how far from 1 - p_work a serial fraction is still held */
    double fraction_width; /* and how wide its interval may be */
    double fraction_from; /* only p from here on is judged by its serial fraction, where that is the
                             sharp figure */
};

/* One point for each asked (p, n > 1), in summary order. The caller frees *ret_points.
 * FAULT_SYSTEM: no memory. */
int closed_loop_judge(const struct sample *samples, size_t count, double margin,
                      const struct loop_tolerance *tolerance, struct loop_point **ret_points,
                      size_t *ret_count, struct fault *fault);

/* The worst of all points' outcomes: misses before untold before holds; untold for none. */
enum loop_outcome closed_loop_outcome(const struct loop_point *points, size_t count);

#endif
