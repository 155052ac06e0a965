/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/law.h"
#include "model/model.h"

#include <math.h>

double model_gustafson_work(double p, double n) {
    return (1 - p) + p * n;
}

double model_gustafson_speedup(double p, double n, double cores) {
    return model_gustafson_work(p, n) / ((1 - p) + p * n / cores);
}

static void put(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = site->n;
    ret_columns[0] = 1 - site->n;
}

const struct model_law model_gustafson = {
    .name = "gustafson",
    .title = "Gustafson's law",
    .formula = "S(n) = s' + (1 - s') n",
    .source = "J. L. Gustafson, Reevaluating Amdahl's Law, CACM 31(5), 1988",
    .of_rate = true,
    .scale = {"scale", "T(1)", 0, INFINITY},
    .shape_count = 1,
    .shapes = {{"scaled_serial_fraction", "s'", 0, 1}},
    .put = put,
};
