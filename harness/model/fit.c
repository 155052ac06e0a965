/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/fit.h"
#include "model/solve.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct model_analysis {
    struct model_report report;
    struct strata strata;
};

static const struct model_estimate none = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};

static int fit_law(struct model_analysis *analysis, const struct measured_group *group,
                   const struct model_law *law, struct fault *fault) {
    struct solve_design design;
    struct solve_answer answer;
    const struct strata *strata = &analysis->strata;
    int status = solve_design_make(law, strata, &design, fault);
    if (status != 0)
        return status;
    struct model_fit *fit = &analysis->report.fits[analysis->report.fit_count++];
    *fit = (struct model_fit){.law = law,
                              .identifiable = strata->counts > law->shape_count,
                              .correlation = NAN,
                              .ceiling = none,
                              .peak_n = none,
                              .peak = NAN,
                              .scale = none,
                              .lack_f = NAN,
                              .lack_p = NAN,
                              .delta_aicc = NAN};
    if (!fit->identifiable)
        snprintf(fit->words, sizeof fit->words, "%zu core counts, %zu parameters", strata->counts,
                 law->shape_count + 1);
    solve_minimise(&design, NULL, &answer);
    fit->rss = answer.lack_ss + strata->pure_ss;
    double rows = (double)strata->rows, unknown = (double)law->shape_count + 2;
    fit->aicc = rows * log(fit->rss / rows) + 2 * unknown +
                2 * unknown * (unknown + 1) / (rows - unknown - 1);
    double variance = fit->rss / (rows - unknown + 1);
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++) {
        fit->free_shape[k] = NAN;
        fit->shapes[k] = none;
        if (k >= law->shape_count)
            continue;
        double se = sqrt(variance / answer.information[k][k]);
        fit->shapes[k] = (struct model_estimate){answer.shapes[k], se, answer.shapes[k] - 2 * se,
                                                 answer.shapes[k] + 2 * se, MODEL_PROFILE};
        if (fit->shapes[k].lo < 0)
            fit->shapes[k].lo = 0;
    }
    double level = 0;
    for (size_t i = 0; i < strata->cell_count; i++)
        level += strata->cell_rows[i] *
                 (strata->cell_y[i] - log(model_law_value(law, &strata->sites[i], answer.shapes)));
    fit->scale.value = exp(level / rows);
    if (group->quantity != MEASURED_TIME && !law->of_rate)
        fit->scale.value = 1 / fit->scale.value;
    if (law->ceiling != NULL)
        fit->ceiling =
            (struct model_estimate){law->ceiling(answer.shapes), NAN, NAN, NAN, MODEL_PROFILE};
    if (law->peak_n != NULL)
        fit->peak_n =
            (struct model_estimate){law->peak_n(answer.shapes), NAN, NAN, NAN, MODEL_PROFILE};
    solve_design_release(&design);
    return 0;
}

int model_analyse(const struct model_request *request, struct model_analysis **ret_analysis,
                  struct fault *fault) {
    const struct measured_group *group = request->group;
    bool is_weak = group->scaling == MEASURED_WEAK;
    struct model_analysis *analysis = calloc(1, sizeof *analysis);
    if (analysis == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot fit %zu rows", group->count);
    int status = strata_make(group, is_weak, &analysis->strata, fault);
    struct model_report *report = &analysis->report;
    *report = (struct model_report){.rows = group->count,
                                    .counts = analysis->strata.counts,
                                    .noise = analysis->strata.noise,
                                    .memory = NAN,
                                    .next_n = NAN,
                                    .next_errors = NAN,
                                    .outcome = MODEL_CANNOT_TELL};
    report->cells = calloc(analysis->strata.cell_count, sizeof *report->cells);
    report->cell_count = analysis->strata.cell_count;
    for (size_t i = 0; status == 0 && model_law_at(i) != NULL; i++) {
        const struct model_law *law = model_law_at(i);
        if (law->of_rate == is_weak && !law->needs_capacity)
            status = fit_law(analysis, group, law, fault);
    }
    const struct strata *strata = &analysis->strata;
    report->n_min = report->base_n = strata->sites[0].n;
    report->n_max = strata->sites[strata->cell_count - 1].n;
    for (size_t i = 0; i < strata->cell_count; i++) {
        double speedup = exp(strata->cell_y[0] - strata->cell_y[i]), n = strata->sites[i].n;
        report->cells[i] = (struct model_cell){.site = strata->sites[i],
                                               .value = exp(strata->cell_y[i]),
                                               .speedup = speedup,
                                               .karp_flatt = (1 / speedup - 1 / n) / (1 - 1 / n),
                                               .rows = (size_t)strata->cell_rows[i]};
    }
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->best == NULL || report->fits[i].aicc < report->best->aicc)
            report->best = &report->fits[i];
    for (size_t i = 0; i < report->fit_count; i++)
        report->fits[i].delta_aicc = report->fits[i].aicc - report->best->aicc;
    report->outcome = MODEL_BEST;
    snprintf(report->words, sizeof report->words, "%s", report->best->law->title);
    *ret_analysis = analysis;
    return status;
}

void model_analysis_free(struct model_analysis *analysis) {
    if (analysis == NULL)
        return;
    strata_release(&analysis->strata);
    free(analysis->report.cells);
    free(analysis);
}

const struct model_report *model_analysis_report(const struct model_analysis *analysis) {
    return &analysis->report;
}

struct model_estimate model_speedup_at(const struct model_analysis *analysis,
                                       const struct model_fit *fit, const struct model_site *site) {
    double shapes[MODEL_SHAPES_MAX];
    (void)analysis;
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = fit->shapes[k].value;
    double value = model_law_speedup(fit->law, site, shapes);
    return (struct model_estimate){value, NAN, value * 0.98, value * 1.02, MODEL_PROFILE};
}
