/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/precision.h"
#include "wire/series.h"

#include <math.h>

static double half_width(const struct interval *interval) {
    return (interval->hi - interval->lo) / 2 / interval->value;
}

double precision_of_row(const struct summary_row *row) {
    const struct interval *answer = !isnan(row->law_speedup)     ? &row->ratio
                                    : !isnan(row->speedup.value) ? &row->speedup
                                                                 : &row->time_s;
    return row->n == 1 ? 0 : half_width(answer);
}

double precision_of_block(const struct summary_row *rows, size_t count, const struct series *series,
                          double p, uint32_t tasks) {
    double widest = 0, base = 0;
    bool alone = true;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].tasks != tasks || !series_is_same_p(rows[i].p, p) ||
            !series_is_same(&rows[i].series, series))
            continue;
        alone = alone && rows[i].n == 1;
        base = half_width(&rows[i].time_s);
        double own = precision_of_row(&rows[i]);
        if (isnan(own))
            return NAN;
        widest = fmax(widest, own);
    }
    return alone ? base : widest;
}

const struct summary_row *precision_worst(const struct summary_row *rows, size_t count) {
    const struct summary_row *worst = NULL;
    double widest = -1;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].n == 1)
            continue;
        double own = precision_of_row(&rows[i]);
        if (isnan(own))
            return &rows[i];
        if (own > widest) {
            worst = &rows[i];
            widest = own;
        }
    }
    return worst;
}
