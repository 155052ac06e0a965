/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What stays of an analysis, so that figures can be asked of it later. Of the fit_….c alone. */
#ifndef AMDAHL_MODEL_ANALYSIS_H
#define AMDAHL_MODEL_ANALYSIS_H

#include "model/bootstrap.h"
#include "model/capacity_kinds.h"
#include "model/fit.h"
#include "model/profile.h"

/* A law is refuted when data of its own would miss it by as much once in a hundred times. */
#define ANALYSIS_REFUTED_P 0.01

/* One law's search. `profile` points into it: it is never moved. */
struct analysis_law {
    struct solve_design design;
    struct solve_answer answer;
    struct profile profile;
    struct bootstrap bootstrap; /* rounds 0: intervals are profiles */
};

struct model_analysis {
    struct model_report report;
    struct strata strata;
    enum measured_quantity quantity;
    enum measured_scaling scaling;
    enum model_method method;
    double margin;
    struct capacity_kinds kinds; /* whose last speed was found from the rows; count 0: none was */
    double round_variance; /* of the rounds' means, freed of their cells; NAN without rounds */
    struct analysis_law laws[MODEL_LAWS_MAX]; /* as report.fits */
};

/* Fits a law and adds it to the report. FAULT_SYSTEM. */
int analysis_add_law(struct model_analysis *analysis, const struct model_request *request,
                     const struct model_law *law, struct fault *fault);
/* Makes the report's cells. FAULT_SYSTEM. */
int analysis_make_cells(struct model_analysis *analysis, const struct measured_group *group,
                        struct fault *fault);

/* Whether the law has a speed that was found from the rows for a parameter. */
bool analysis_has_speed(const struct model_analysis *analysis, const struct model_law *law);
/* Makes it a second shape of the capacity's law, which was minimised as if the speed were given:
 * what the speed differs by from the one that was found. The law is straightened there, of which
 * all that is told of the other parameters needs no more; its answer stays what it was. */
void analysis_free_speed(const struct model_analysis *analysis, struct analysis_law *law);
/* Puts that speed into a fit; of the raw method, that the other figures take it for given. */
void analysis_put_speed(const struct model_request *request, struct model_fit *fit);
/* By how much f grows with the speed there, at a site; `serial` is s. */
double analysis_speed_slope(const struct model_analysis *analysis, double serial,
                            const struct model_site *site);
/* What does not exist. */
struct model_estimate analysis_nothing(void);
/* Shape k with its interval, of the analysis's kind. */
struct model_estimate analysis_shape(const struct analysis_law *law, size_t k);
/* The mean over rows of y - log f, which is log f's at n = 1, where it is 0; as a logarithm. */
struct model_estimate analysis_level(const struct model_analysis *analysis,
                                     const struct analysis_law *law);
/* Its value alone, which takes no time. */
double analysis_level_value(const struct analysis_law *law);
/* The n of the largest speed-up; `shapes` have their intervals. */
struct model_estimate analysis_peak(const struct model_analysis *analysis,
                                    const struct analysis_law *law, const struct model_fit *fit);
/* The speed-up that no n exceeds. */
struct model_estimate analysis_ceiling(const struct model_fit *fit);

/* Whether there are more core counts than the law has parameters, the scale among them. */
bool analysis_is_tested(const struct strata *strata, const struct model_law *law);
/* Whether a larger y is a larger figure, of what was measured: 1, else -1. */
double analysis_sign(const struct model_analysis *analysis, const struct model_law *law);

#endif
