/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/law.h"

#include <math.h>

/* Workers that wait for the serial part spin, so that it runs at the clock of n busy cores, too. */
static void put(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / (site->n * site->clock);
    ret_columns[0] = 1 / site->clock - *ret_base;
}

const struct model_law model_amdahl_clock = {
    .name = "amdahl_clock",
    .title = "Amdahl's law at the measured clock",
    .formula = "T(n) = T(1) (s + (1 - s) / n) / clock(n)",
    .source = "Amdahl's law with the clock of n busy cores over that of one",
    .needs_capacity = true,
    .scale = {"scale", "T(1)", 0, INFINITY},
    .shape_count = 1,
    .shapes = {{"serial_fraction", "s", 0, INFINITY}},
    .put = put,
};
