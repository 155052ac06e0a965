/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Simulated measurements whose truth is known, for fit_figures. */
#ifndef AMDAHL_TEST_SCENES_H
#define AMDAHL_TEST_SCENES_H

#include "model/fit.h"

#include <gsl/gsl_rng.h>

enum { SCENE_COUNTS_MAX = 16, SCENE_RUNS_MAX = 64 };
enum { SCENE_ROWS_MAX = SCENE_COUNTS_MAX * SCENE_RUNS_MAX };

/* What befalls the times beside the law. */
enum scene_trouble {
    SCENE_CLEAN,
    SCENE_OUTLIERS, /* 5 % of the times are longer, by up to a half */
    SCENE_DRIFT,    /* 3 % over the run; the rounds are known and shuffled */
    SCENE_PAIRS,    /* rounds that wander by 3 % beside the noise, n = 1 and the largest only */
    SCENE_TROUBLES
};

struct scene {
    double sigma, kappa;
    double n_max; /* powers of two up to it */
    size_t runs;  /* at each n */
    double noise;
    enum scene_trouble trouble;
};

const char *scene_trouble_name(const struct scene *scene);

/* One replicate, drawn and analysed. The caller frees; exits where it cannot. */
struct model_analysis *scene_analyse(const struct scene *scene, gsl_rng *random);
/* NULL: the report has no such law. */
const struct model_fit *scene_find_fit(const struct model_analysis *analysis, const char *law);

/* The least standard errors there can be of sigma and kappa, T(1) unknown: the inverse of the
 * information about both, or about sigma alone where kappa is known to be 0. */
void scene_find_bounds(const struct scene *scene, bool both, double *ret_sigma, double *ret_kappa);

/* NAN of nothing. */
double scene_share(size_t part, size_t whole);

/* Each prints its rows; false where a goal is missed by more than the simulation's own error. */
bool scene_show_estimates(size_t replicates, gsl_rng *random);
bool scene_show_laws(size_t replicates, gsl_rng *random);

#endif
