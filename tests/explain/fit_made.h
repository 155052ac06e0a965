/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A made-up report of a fit, whose every figure is known, whatever the laws make of data. */
#ifndef AMDAHL_TEST_FIT_MADE_H
#define AMDAHL_TEST_FIT_MADE_H

#include "model/fit.h"

#include <math.h>
#include <stdio.h>

static const struct model_estimate fit_none = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};

/* A law with nothing known of it. */
static inline struct model_fit fit_made_law(const struct model_law *law) {
    return (struct model_fit){.law = law,
                              .identifiable = true,
                              .scale = {0.02, 0.0001, 0.0198, 0.0202, MODEL_PROFILE},
                              .shapes = {fit_none, fit_none, fit_none},
                              .correlation = NAN,
                              .ceiling = fit_none,
                              .peak_n = fit_none,
                              .peak = NAN,
                              .free_shape = {NAN, NAN, NAN},
                              .rss = 0.5,
                              .aicc = -100,
                              .lack_f = NAN,
                              .lack_p = NAN,
                              .misfit_most = 0.0125,
                              .misfit_n = 8};
}

struct fit_made {
    struct model_report report;
    struct model_cell cells[4];
    struct measured_group group;
};

/* Amdahl's law with s = 0.1 [0.098, 0.102] is best, linear is refuted, usl has no peak; n = 1, 2, 4
 * and 8 of 24 rows. */
static inline void fit_made_fill(struct fit_made *made) {
    *made =
        (struct fit_made){.group = {.name = "spin, p = 0.9",
                                    .series = {"spin", "", "threads", "strong", "spread", "block"},
                                    .p = 0.9,
                                    .quantity = MEASURED_TIME,
                                    .scaling = MEASURED_STRONG,
                                    .scaling_is_known = true,
                                    .count = 24}};
    struct model_report *report = &made->report;
    *report = (struct model_report){.rows = 24,
                                    .counts = 4,
                                    .rounds = 6,
                                    .n_min = 1,
                                    .n_max = 8,
                                    .base_n = 1,
                                    .noise = 0.004,
                                    .memory = 1,
                                    .fit_count = 3,
                                    .outcome = MODEL_BEST,
                                    .words = "the rows speak for it",
                                    .next_n = NAN,
                                    .next_errors = NAN,
                                    .shape_figures = {NAN, NAN, NAN},
                                    .cells = made->cells,
                                    .cell_count = 4};
    report->fits[0] = fit_made_law(&model_linear);
    report->fits[0].is_refuted = true;
    report->fits[0].delta_aicc = 85.25;
    report->fits[0].lack_p = 1e-9;
    report->fits[1] = fit_made_law(&model_amdahl);
    report->fits[1].shapes[0] = (struct model_estimate){0.1, 0.001, 0.098, 0.102, MODEL_PROFILE};
    report->fits[1].ceiling = (struct model_estimate){10, 0.1, 9.8, 10.2, MODEL_PROFILE};
    report->fits[1].lack_p = 0.43;
    report->fits[2] = fit_made_law(&model_usl);
    report->fits[2].shapes[0] = (struct model_estimate){0.099, 0.002, 0.095, 0.103, MODEL_PROFILE};
    report->fits[2].shapes[1] = (struct model_estimate){0, NAN, 0, 2.13e-4, MODEL_UPPER};
    report->fits[2].peak_n = (struct model_estimate){NAN, NAN, 65.7, INFINITY, MODEL_LOWER};
    report->fits[2].correlation = -0.97;
    report->fits[2].delta_aicc = 2.3;
    report->best = &report->fits[1];
    for (size_t i = 0; i < 4; i++) {
        double n = (double)(1u << i), speedup = 1 / (0.1 + 0.9 / n);
        made->cells[i] = (struct model_cell){.site = {n, n, 1},
                                             .value = 0.02 / speedup,
                                             .speedup = speedup,
                                             .karp_flatt = n > 1 ? 0.1 : NAN,
                                             .karp_flatt_lo = n > 1 ? 0.098 : NAN,
                                             .karp_flatt_hi = n > 1 ? 0.102 : NAN,
                                             .rows = 6};
    }
}

#endif
