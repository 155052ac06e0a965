/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Simulated series whose long-run median is known, for the figures of tests/stats/coverage.c. */
#ifndef AMDAHL_TEST_PROCESS_H
#define AMDAHL_TEST_PROCESS_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

enum process_kind {
    PROCESS_NORMAL,
    PROCESS_HEAVY,     /* Student's t with 2 degrees of freedom */
    PROCESS_ONE_SIDED, /* lognormal, a twentieth of the rounds up to 11 times as long */
    PROCESS_DISCRETE,  /* normal, read by a clock of 1 sigma */
    PROCESS_TWO_MODES, /* 60 : 40, 8 sigma apart, drawn for each round */
    PROCESS_AR1,
    PROCESS_WANDER,    /* 30 % of the variance AR(1), the rest white */
    PROCESS_SWITCHING, /* two modes, `duty` of the time in the upper one, switching like a telegraph
                        */
    PROCESS_DRIFT,     /* white noise on a line that rises by 4 sigma over the run */
};

struct process {
    enum process_kind kind;
    double correlation_s; /* of its slow part; 0: none */
    double duty;          /* PROCESS_SWITCHING */
    bool rests; /* half of the rounds at once, then every 4th, as a point that is precise enough */
};

/* The long-run median; of a drift, that of the run. */
double process_median(const struct process *process);

/* Fills `count` rounds that are spread over `span_s` with a little jitter. */
void process_draw(const struct process *process, double span_s, size_t count, gsl_rng *random,
                  double *ret_values, double *ret_times_s);

#endif
