/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"
#include "model/choose.h"
#include "model/shape.h"

#include <errno.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A capacity or a clock that is nowhere further than this from what plain cores would give makes
 * no other law of it: it is the error that they are measured with. */
static const double SITE_NEAR = 1e-3;

static bool differs(const struct strata *strata, bool in_clock) {
    for (size_t i = 0; i < strata->cell_count; i++) {
        const struct model_site *site = &strata->sites[i];
        double share = in_clock ? site->clock : site->capacity / site->n;
        if (fabs(share - 1) > SITE_NEAR)
            return true;
    }
    return false;
}

static bool is_admitted(const struct model_analysis *analysis, const struct model_law *law) {
    const struct strata *strata = &analysis->strata;
    if (law->of_rate != (analysis->scaling == MEASURED_WEAK))
        return false;
    if (law == &model_amdahl_clock)
        return strata->has_clock && differs(strata, true);
    if (law == &model_capacity)
        return strata->has_capacity && differs(strata, false);
    return true;
}

/* How the rounds' means scatter, each freed of the levels of its cells. */
static double round_variance(const struct strata *strata) {
    if (strata->round_effects == NULL || strata->rounds < 2)
        return NAN;
    return gsl_stats_variance(strata->round_effects, 1, strata->rounds);
}

static void start_report(struct model_analysis *analysis) {
    const struct strata *strata = &analysis->strata;
    analysis->report = (struct model_report){
        .rows = strata->rows,
        .counts = strata->counts,
        .rounds = strata->rounds,
        .n_min = strata->sites[0].n,
        .n_max = strata->sites[strata->cell_count - 1].n,
        .base_n = NAN,
        .noise = strata->noise,
        .memory = strata->memory,
        .drawn_in = strata->drawn_in,
        .margin = analysis->margin,
        .is_blocked = strata->is_blocked,
        .outcome = MODEL_CANNOT_TELL,
        .next_n = NAN,
        .next_errors = NAN,
        .shape = MODEL_SHAPE_UNKNOWN,
        .shape_figures = {NAN, NAN, NAN},
    };
}

/* Its shapes are all 0, so that it is the linear law. */
static bool is_linear(const struct model_fit *fit) {
    if (fit->law->needs_capacity)
        return false;
    for (size_t k = 0; k < fit->law->shape_count; k++)
        if (fit->shapes[k].value != 0)
            return false;
    return fit->identifiable;
}

/* A law whose bound costs more than noise is refuted by it: the speed-up is above n. Where that
 * leaves of it the linear one so are all the others of which that is left: it is one curve. */
static void refute_bounded(struct model_report *report, double margin) {
    bool is_above_linear = false;
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        is_above_linear = is_above_linear || (fit->bound_p < ANALYSIS_REFUTED_P && is_linear(fit));
    }
    for (size_t i = 0; i < report->fit_count; i++) {
        struct model_fit *fit = &report->fits[i];
        bool is_above = fit->bound_p < ANALYSIS_REFUTED_P || (is_above_linear && is_linear(fit));
        if (fit->identifiable && is_above && fit->misfit_most > margin)
            fit->is_refuted = true;
    }
}

/* Whether each cell takes longer than the one before, the last by far longer than the first. */
static bool do_times_rise(const struct model_report *report) {
    const struct model_cell *cells = report->cells;
    for (size_t i = 1; i < report->cell_count; i++)
        if (!(cells[i].value > cells[i - 1].value))
            return false;
    double share = cells[report->cell_count - 1].value / cells[0].value - 1;
    return share > MODEL_MARGINS_FAR * report->margin;
}

/* Of the law that was found: two cores are slower than one for sure, so that by every law all n
 * are that are more. */
static bool is_never_faster(const struct model_analysis *analysis) {
    const struct model_fit *best = analysis->report.best;
    if (best == NULL || best->law->needs_capacity)
        return false;
    struct model_estimate two = model_speedup_at(analysis, best, &(struct model_site){2, 2, 1});
    return two.value < 1 && !(two.hi >= 1);
}

/* A time that rises with n may be no time of the same work, or n no number of cores, where nobody
 * has said that it is. */
static void put_rise_words(struct model_analysis *analysis, const struct measured_group *group) {
    struct model_report *report = &analysis->report;
    bool rises = group->quantity == MEASURED_TIME && group->scaling == MEASURED_STRONG &&
                 do_times_rise(report);
    bool is_slower = is_never_faster(analysis);
    if (!rises && !is_slower)
        return;
    snprintf(report->rise_words, sizeof report->rise_words, "%s: %s",
             is_slower ? "slower with every core" : "the times rise with n",
             rises && !group->scaling_is_known
                 ? "is n a number of cores, or is this weak scaling (--scaling weak)?"
                 : "the fewest cores are the fastest");
}

static int analyse(struct model_analysis *analysis, const struct model_request *request,
                   struct fault *fault) {
    bool is_weak = analysis->scaling == MEASURED_WEAK;
    int status = strata_make(request->group, is_weak, &analysis->strata, fault);
    if (status != 0)
        return status;
    start_report(analysis);
    analysis->round_variance = round_variance(&analysis->strata);
    status = analysis_make_cells(analysis, request->group, fault);
    for (size_t i = 0; status == 0 && model_law_at(i) != NULL; i++)
        if (is_admitted(analysis, model_law_at(i)))
            status = analysis_add_law(analysis, request, model_law_at(i), fault);
    refute_bounded(&analysis->report, analysis->margin);
    if (status == 0)
        status = model_choose(&analysis->report, &analysis->strata, request->next_n_most, fault);
    if (status == 0)
        put_rise_words(analysis, request->group);
    if (status == 0 && !is_weak) /* e(n) is of a fixed work */
        status = model_shape_find(&analysis->strata, analysis->margin, &analysis->report, fault);
    return status;
}

int model_analyse(const struct model_request *request, struct model_analysis **ret_analysis,
                  struct fault *fault) {
    const struct measured_group *group = request->group;
    if (group->count == 0)
        return fault_set(fault, FAULT_INPUT, 0, "%s: no measurement to fit a law to",
                         group->name[0] != '\0' ? group->name : "the series");
    struct model_analysis *analysis = calloc(1, sizeof *analysis);
    if (analysis == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot fit %zu rows", group->count);
    analysis->quantity = group->quantity;
    analysis->scaling = group->scaling;
    analysis->method = request->method;
    analysis->margin = request->margin;
    if (request->found_kinds != NULL)
        analysis->kinds = *request->found_kinds;
    int status = analyse(analysis, request, fault);
    if (status != 0) {
        model_analysis_free(analysis);
        return status;
    }
    *ret_analysis = analysis;
    return 0;
}

void model_analysis_free(struct model_analysis *analysis) {
    if (analysis == NULL)
        return;
    for (size_t i = 0; i < analysis->report.fit_count; i++) {
        bootstrap_release(&analysis->laws[i].bootstrap);
        solve_design_release(&analysis->laws[i].design);
    }
    strata_release(&analysis->strata);
    free(analysis->report.cells);
    free(analysis);
}

const struct model_report *model_analysis_report(const struct model_analysis *analysis) {
    return &analysis->report;
}
