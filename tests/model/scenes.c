/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "scenes.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const trouble_names[] = {"clean", "5 % outliers", "3 % drift, rounds",
                                            "n = 1 and N, rounds"};

const char *scene_trouble_name(const struct scene *scene) {
    return trouble_names[scene->trouble];
}

static size_t put_counts(const struct scene *scene, double *counts) {
    size_t count = 0;
    for (double n = 1; n <= scene->n_max; n *= 2)
        if (scene->trouble != SCENE_PAIRS || n == 1 || n == scene->n_max)
            counts[count++] = n;
    return count;
}

static double cost_of(const struct scene *scene, double n) {
    return 1 / n + scene->sigma * (1 - 1 / n) + scene->kappa * (n - 1);
}

/* The times of one replicate, by rounds. */
static size_t put_rows(const struct scene *scene, gsl_rng *random, struct measured_row *rows) {
    double counts[SCENE_COUNTS_MAX];
    size_t count = put_counts(scene, counts), used = 0;
    for (size_t run = 0; run < scene->runs; run++) {
        double level = scene->trouble == SCENE_DRIFT ? 0.03 * (double)run / (double)scene->runs : 0;
        if (scene->trouble == SCENE_PAIRS)
            level = gsl_ran_gaussian(random, 0.03);
        for (size_t i = 0; i < count; i++) {
            double y = level + gsl_ran_gaussian(random, scene->noise);
            if (scene->trouble == SCENE_OUTLIERS && gsl_rng_uniform(random) < 0.05)
                y += log(1 + 0.5 * gsl_rng_uniform_pos(random));
            rows[used++] = (struct measured_row){
                .n = counts[i],
                .value = cost_of(scene, counts[i]) * exp(y),
                .work = 1,
                .capacity = NAN,
                .clock = NAN,
                .round = scene->trouble >= SCENE_DRIFT ? (uint32_t)run : MEASURED_NO_ROUND};
        }
    }
    return used;
}

struct model_analysis *scene_analyse(const struct scene *scene, gsl_rng *random) {
    struct measured_row rows[SCENE_ROWS_MAX];
    struct measured_group group = {.p = NAN,
                                   .quantity = MEASURED_TIME,
                                   .rows = rows,
                                   .count = put_rows(scene, random, rows),
                                   .scaling_is_known = true};
    const struct model_request request = {
        .group = &group, .interval = MODEL_PROFILE, .margin = 0.01};
    struct model_analysis *analysis = NULL;
    struct fault fault = {0};
    if (model_analyse(&request, &analysis, &fault) != 0) {
        fprintf(stderr, "%s\n", fault.text);
        exit(1);
    }
    return analysis;
}

const struct model_fit *scene_find_fit(const struct model_analysis *analysis, const char *law) {
    const struct model_report *report = model_analysis_report(analysis);
    for (size_t i = 0; i < report->fit_count; i++)
        if (strcmp(report->fits[i].law->name, law) == 0)
            return &report->fits[i];
    return NULL;
}

double scene_share(size_t part, size_t whole) {
    return whole == 0 ? NAN : (double)part / (double)whole;
}

void scene_find_bounds(const struct scene *scene, bool both, double *ret_sigma, double *ret_kappa) {
    double counts[SCENE_COUNTS_MAX], a[SCENE_COUNTS_MAX], b[SCENE_COUNTS_MAX], mean_a = 0,
                                                                               mean_b = 0;
    double aa = 0, ab = 0, bb = 0;
    size_t count = put_counts(scene, counts);
    for (size_t i = 0; i < count; i++) {
        a[i] = (1 - 1 / counts[i]) / cost_of(scene, counts[i]);
        b[i] = (counts[i] - 1) / cost_of(scene, counts[i]);
        mean_a += a[i] / (double)count;
        mean_b += b[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        aa += pow(a[i] - mean_a, 2);
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        bb += pow(b[i] - mean_b, 2);
    }
    double variance = scene->noise * scene->noise / (double)scene->runs;
    *ret_sigma = sqrt(variance * (both ? bb / (aa * bb - ab * ab) : 1 / aa));
    *ret_kappa = both ? sqrt(variance * aa / (aa * bb - ab * ab)) : NAN;
}
