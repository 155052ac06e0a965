/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Measurements that a law made, with noise that is the same each time, and their analysis. */
#ifndef AMDAHL_MADE_H
#define AMDAHL_MADE_H

#include "check.h"
#include "model/fit.h"

enum { MADE_ROWS_MOST = 4096 };

static struct measured_row made_rows[MADE_ROWS_MOST];

static inline struct model_analysis *made_analysis_by(const struct measured_group *group,
                                                      enum model_method method,
                                                      enum model_interval_kind interval) {
    struct model_request request = {.group = group,
                                    .method = method,
                                    .interval = interval,
                                    .bootstrap_rounds = 400,
                                    .seed = 5,
                                    .margin = 0.01};
    struct model_analysis *analysis = NULL;
    struct fault fault = {0};
    CHECK_INT(model_analyse(&request, &analysis, &fault), 0);
    CHECK_STRING(fault.text, "");
    return analysis;
}

static inline struct model_analysis *made_analysis(const struct measured_group *group) {
    return made_analysis_by(group, MODEL_LOG, MODEL_PROFILE);
}

static inline const struct model_fit *made_fit(const struct model_analysis *analysis,
                                               const struct model_law *law) {
    const struct model_report *report = model_analysis_report(analysis);
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].law == law)
            return &report->fits[i];
    return NULL;
}

/* Uniform in -1 … 1, by the linear congruence of POSIX drand48. */
static inline double made_noise(uint64_t *state) {
    *state = (*state * 0x5deece66d + 0xb) & ((UINT64_C(1) << 48) - 1);
    return (double)*state / (double)(UINT64_C(1) << 47) - 1;
}

struct made {
    const struct model_law *law;
    double shapes[MODEL_SHAPES_MAX], scale;
    const double *n;
    size_t counts, repeats;
    double noise; /* half the width */
    enum measured_scaling scaling;
    enum measured_quantity quantity;
    bool has_rounds;
};

static inline double made_work(const struct made *made, double n) {
    return made->scaling == MEASURED_COPIES ? n
           : made->scaling == MEASURED_WEAK ? 0.1 + 0.9 * n
                                            : 1;
}

static inline struct measured_group made_group(const struct made *made) {
    uint64_t state = 7;
    size_t count = 0;
    for (size_t round = 0; round < made->repeats; round++)
        for (size_t i = 0; i < made->counts; i++) {
            struct model_site site = {made->n[i], made->n[i], 1};
            double speedup = model_law_speedup(made->law, &site, made->shapes);
            double work = made_work(made, made->n[i]);
            double value = made->quantity == MEASURED_TIME ? made->scale * work / speedup
                                                           : made->scale * speedup;
            double drift = made->has_rounds ? 0.1 * sin((double)round / 9) : 0;
            made_rows[count++] = (struct measured_row){
                .n = made->n[i],
                .value = value * exp(made->noise * made_noise(&state) + drift),
                .work = made->quantity == MEASURED_TIME ? work : 1,
                .capacity = NAN,
                .clock = NAN,
                .round = made->has_rounds ? (uint32_t)round : MEASURED_NO_ROUND};
        }
    return (struct measured_group){.p = NAN,
                                   .quantity = made->quantity,
                                   .scaling = made->scaling,
                                   .scaling_is_known = true,
                                   .rows = made_rows,
                                   .count = count};
}

static inline bool made_holds(const struct model_estimate *estimate, double value) {
    return estimate->lo <= value && value <= estimate->hi;
}

static const double made_doubles[] = {1, 2, 4, 8, 16, 32};

#endif
