/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/law.h"

#include <math.h>

static void put(const struct model_site *site, double *ret_base,
                double *ret_columns) { /* NOLINT(readability-non-const-parameter): as all laws */
    (void)ret_columns;
    *ret_base = 1 / site->n;
}

const struct model_law model_linear = {
    .name = "linear",
    .title = "linear speed-up",
    .formula = "T(n) = T(1) / n",
    .source = "Amdahl's law with s = 0",
    .scale = {"scale", "T(1)", 0, INFINITY},
    .put = put,
};
