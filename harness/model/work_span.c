/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/work_span.h"

#include <math.h>

double work_span_least(double work, double span, double n) {
    return work / (work / n + span * (1 - 1 / n));
}

double work_span_most(double work, double span, double n) {
    return fmin(n, work / span);
}

double work_span_parallelism(double work, double span) {
    return work / span;
}
