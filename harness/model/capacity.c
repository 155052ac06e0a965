/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/law.h"

#include <math.h>

static void put(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / site->capacity;
    ret_columns[0] = 1 / site->clock - *ret_base;
}

const struct model_law model_capacity = {
    .name = "capacity",
    .title = "Amdahl's law on the capacity of the cores",
    .formula = "T(n) = T(1) (s / clock(n) + (1 - s) / C(n))",
    .source = "M. D. Hill and M. R. Marty, IEEE Computer 41(7), 2008",
    .needs_capacity = true,
    .scale = {"scale", "T(1)", 0, INFINITY},
    .shape_count = 1,
    .shapes = {{"serial_fraction", "s", 0, INFINITY}},
    .put = put,
};
