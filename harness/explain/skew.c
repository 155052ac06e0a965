/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/skew.h"
#include "explain/pairs.h"
#include "stats/order.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Spends `scratch`, which has room for the point's times. */
static double skew_of(const struct point *point, double *scratch) {
    double sum_s = 0;
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        if (sample->validity != SAMPLE_VALID || !(sample->time_s > 0))
            continue;
        sum_s += sample->time_s;
        scratch[count++] = sample->time_s;
    }
    return count < 2 ? NAN : sum_s / (double)count / stats_median(scratch, count) - 1;
}

int skew_find(const struct sample *samples, size_t count, double *ret_skew, struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    double *scratch = calloc(count + 1, sizeof *scratch), furthest = NAN;
    if (scratch == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot take means of %zu samples", count);
    for (size_t i = 0; i < pairs_point_count(pairs) && status == 0; i++) {
        struct point point = pairs_point(pairs, i);
        double skew = point.samples[0]->role == SAMPLE_ASKED ? skew_of(&point, scratch) : NAN;
        if (!isnan(skew) && !(fabs(skew) <= fabs(furthest)))
            furthest = skew;
    }
    free(scratch);
    pairs_free(pairs);
    if (status == 0)
        *ret_skew = furthest;
    return status;
}
