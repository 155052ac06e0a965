/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/law.h"
#include "model/model.h"

#include <math.h>

double model_amdahl_speedup(double p, double n) {
    return 1 / ((1 - p) + p / n);
}

double model_amdahl_ceiling(double p) {
    return p < 1 ? 1 / (1 - p) : INFINITY;
}

static void put(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / site->n;
    ret_columns[0] = 1 - 1 / site->n;
}

static double ceiling(const double *shapes) {
    if (!(shapes[0] < 1)) /* slower on every n than on one core: S(1) = 1 is the most */
        return isnan(shapes[0]) ? NAN : 1;
    return shapes[0] > 0 ? 1 / shapes[0] : INFINITY;
}

const struct model_law model_amdahl = {
    .name = "amdahl",
    .title = "Amdahl's law",
    .formula = "T(n) = T(1) (s + (1 - s) / n)",
    .source = "G. M. Amdahl, AFIPS Spring Joint Computer Conference, 1967",
    .scale = {"scale", "T(1)", 0, INFINITY},
    .shape_count = 1,
    .shapes = {{"serial_fraction", "s", 0, INFINITY}},
    .put = put,
    .ceiling = ceiling,
};
