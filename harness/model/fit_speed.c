/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/analysis.h"

#include <stdio.h>

bool analysis_has_speed(const struct model_analysis *analysis, const struct model_law *law) {
    return law == &model_capacity && analysis->kinds.count > 0;
}

/* f = s/clock + (1 - s)/C, and C grows by the cores of the last kind that are in use. */
double analysis_speed_slope(const struct model_analysis *analysis, double serial,
                            const struct model_site *site) {
    return -(1 - serial) * capacity_kinds_last(&analysis->kinds, site->n) /
           (site->capacity * site->capacity);
}

void analysis_free_speed(const struct model_analysis *analysis, struct analysis_law *law) {
    struct solve_design *design = &law->design;
    const struct strata *strata = &analysis->strata;
    double speed = analysis->kinds.kinds[analysis->kinds.count - 1].speed;
    double start[MODEL_SHAPES_MAX] = {law->answer.shapes[0], 0};
    for (size_t cell = 0; cell < strata->cell_count; cell++)
        design->columns[1][cell] = analysis_speed_slope(analysis, start[0], &strata->sites[cell]);
    design->least[1] = CAPACITY_SPEED_LEAST - speed;
    design->most[1] = CAPACITY_SPEED_MOST - speed;
    design->shape_count = 2;
    solve_minimise(design, start, &law->answer);
}

void analysis_put_speed(const struct model_request *request, struct model_fit *fit) {
    fit->speed = request->found_speed;
    fit->found = 1;
    if (request->method == MODEL_RAW)
        snprintf(fit->words, sizeof fit->words,
                 "the intervals take the speed that was found for given: they are too narrow");
}
