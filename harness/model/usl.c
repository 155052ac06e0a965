/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/law.h"

#include <math.h>

static void put(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / site->n;
    ret_columns[0] = 1 - 1 / site->n;
    ret_columns[1] = site->n - 1;
}

static double peak_n(const double *shapes) {
    return shapes[1] > 0 && shapes[0] < 1 ? sqrt((1 - shapes[0]) / shapes[1]) : NAN;
}

const struct model_law model_usl = {
    .name = "usl",
    .title = "the Universal Scalability Law",
    .formula = "T(n) = T(1) (1/n + sigma (1 - 1/n) + kappa (n - 1))",
    .source = "N. J. Gunther, A Simple Capacity Model of Massively Parallel Transaction Systems, "
              "CMG 1993; Guerrilla Capacity Planning, Springer 2007",
    .scale_is_rate = true,
    .scale = {"lambda", "lambda", 0, INFINITY},
    .shape_count = 2,
    .shapes = {{"sigma", "sigma", 0, INFINITY}, {"kappa", "kappa", 0, INFINITY}},
    .put = put,
    .peak_n = peak_n,
};
