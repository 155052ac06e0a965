/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/model.h"

#include <errno.h>
#include <gsl/gsl_fit.h>
#include <math.h>
#include <stdlib.h>

/* T(n) = c0 + c1 / n, so that T(1) = c0 + c1 and the serial part is c0. */
struct line {
    double c0, c1;
};

/* A step of Gauss and Newton's shrinks the one before by about what the times miss the law by: for
 * a third, 20 steps leave 1e-9 of the first. */
enum { STEPS_MOST = 20 };
static const double STEP_LEAST = 1e-12;

static double time_of(const struct line *line, double share) {
    return line->c0 + line->c1 * share;
}

/* Least squares where neither T(1) nor its serial part may be below 0. Of two unknowns: where one
 * comes out below 0, it is 0 and the other one is fitted alone. NAN where nothing is left. */
static struct line fit_not_negative(const double *share, const double *weight, const double *value,
                                    size_t count) {
    struct line line = {NAN, NAN};
    double c00, c01, c11, chisq;
    gsl_fit_wlinear(share, 1, weight, 1, value, 1, count, &line.c0, &line.c1, &c00, &c01, &c11,
                    &chisq);
    if (line.c0 < 0) {
        line.c0 = 0;
        gsl_fit_wmul(share, 1, weight, 1, value, 1, count, &line.c1, &c11, &chisq);
    }
    if (!(line.c0 + line.c1 > 0))
        return (struct line){NAN, NAN}; /* no time at n = 1 */
    return line;
}

/* One step of Gauss and Newton on the logarithms: near f, log t - log f is the same as
 * (f + f log(t/f) - f)/f, so that the line is fitted to f + f log(t/f) with the weights 1/f². The
 * first step, from f = t, is the fit of the times by their relative errors. */
static struct line fit_step(const struct model_time *times, size_t count, const struct line *before,
                            double *room) {
    double *share = room, *weight = room + count, *value = room + 2 * count;
    for (size_t i = 0; i < count; i++) {
        double time_s = times[i].time_s;
        share[i] = 1 / times[i].n;
        double fitted_s = before == NULL ? time_s : time_of(before, share[i]);
        weight[i] = 1 / (fitted_s * fitted_s);
        value[i] = fitted_s + fitted_s * log(time_s / fitted_s);
    }
    return fit_not_negative(share, weight, value, count);
}

static size_t count_distinct(const struct model_time *times, size_t count) {
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        while (same < i && times[same].n != times[i].n)
            same++;
        distinct += same == i;
    }
    return distinct;
}

int model_amdahl_fit(const struct model_time *times, size_t count, struct model_amdahl_fit *ret_fit,
                     struct fault *fault) {
    *ret_fit = (struct model_amdahl_fit){NAN, NAN};
    if (count_distinct(times, count) < MODEL_FIT_COUNTS_MIN)
        return 0;
    double *room = calloc(3 * count, sizeof *room);
    if (room == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot fit Amdahl's law to %zu times",
                         count);
    struct line line = fit_step(times, count, NULL, room);
    for (int step = 0; step < STEPS_MOST && !isnan(line.c0); step++) {
        double before_s = line.c0 + line.c1;
        line = fit_step(times, count, &line, room);
        if (fabs(line.c0 + line.c1 - before_s) <= STEP_LEAST * before_s)
            break;
    }
    free(room);
    *ret_fit = (struct model_amdahl_fit){.one_s = line.c0 + line.c1,
                                         .serial = line.c0 / (line.c0 + line.c1)};
    return 0;
}
