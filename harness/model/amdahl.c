/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/model.h"

#include <math.h>

double model_amdahl_speedup(double p, double n) {
    return 1 / ((1 - p) + p / n);
}

double model_amdahl_ceiling(double p) {
    return p < 1 ? 1 / (1 - p) : INFINITY;
}
