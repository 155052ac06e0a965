/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/next_count.h"
#include "model/solve.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Up to EVERY each integer; then steps of a twentieth, or of a third where the cells are so many
 * that each question takes its time. */
enum { EVERY = 64, CELLS_MANY = 256 };
static const double STEP = 1.05, STEP_MANY = 4 / 3.0;

/* The cells that there are and one more, in one stratum. */
struct plan {
    const struct next_question *question;
    struct strata strata;
    struct solve_design designs[2];
};

static void plan_release(struct plan *plan) {
    for (int i = 0; i < 2; i++)
        solve_design_release(&plan->designs[i]);
    free(plan->strata.sites);
    free(plan->strata.cell_y);
    free(plan->strata.cell_rows);
    free(plan->strata.entries);
    free(plan->strata.first);
}

static int plan_make(const struct next_question *question, struct plan *plan, struct fault *fault) {
    const struct strata *from = question->strata;
    size_t cells = from->cell_count + 1;
    *plan = (struct plan){.question = question};
    plan->strata = (struct strata){
        .sites = calloc(cells, sizeof *plan->strata.sites),
        .cell_y = calloc(cells, sizeof *plan->strata.cell_y),
        .cell_rows = calloc(cells, sizeof *plan->strata.cell_rows),
        .cell_count = cells,
        .entries = calloc(cells, sizeof *plan->strata.entries),
        .first = calloc(2, sizeof *plan->strata.first),
        .stratum_count = 1,
        .rows = from->rows,
        .counts = cells,
    };
    struct strata *strata = &plan->strata;
    if (strata->sites == NULL || strata->cell_y == NULL || strata->cell_rows == NULL ||
        strata->entries == NULL || strata->first == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot plan the next of %zu core counts",
                         cells);
    strata->first[1] = cells;
    for (size_t i = 0; i < cells; i++) {
        bool is_new = i == from->cell_count;
        strata->sites[i] = is_new ? (struct model_site){1, 1, 1} : from->sites[i];
        strata->cell_rows[i] =
            is_new ? (double)from->rows / (double)from->cell_count : from->cell_rows[i];
        strata->entries[i] = (struct strata_entry){(uint32_t)i, strata->cell_rows[i], 0};
    }
    int status = 0;
    for (int i = 0; i < 2 && status == 0; i++)
        status = solve_design_make(question->rivals[i].law, strata, &plan->designs[i], fault);
    return status;
}

/* What rival `other` leaves of the curve of the true one. */
static double leaves(struct plan *plan, int truth, int other) {
    const struct next_rival *rival = &plan->question->rivals[truth];
    struct solve_answer answer;
    for (size_t i = 0; i < plan->strata.cell_count; i++) {
        double y = log(model_law_value(rival->law, &plan->strata.sites[i], rival->shapes));
        plan->strata.cell_y[i] = plan->strata.entries[i].mean = y;
    }
    solve_minimise(&plan->designs[other], NULL, &answer);
    return answer.lack_ss;
}

static double errors_at(struct plan *plan, const struct model_site *site) {
    size_t last = plan->strata.cell_count - 1;
    plan->strata.sites[last] = *site;
    for (int i = 0; i < 2; i++) {
        double columns[MODEL_SHAPES_MAX];
        plan->question->rivals[i].law->put(site, &plan->designs[i].base[last], columns);
        for (size_t k = 0; k < plan->designs[i].shape_count; k++)
            plan->designs[i].columns[k][last] = columns[k];
    }
    double left = leaves(plan, 1, 0);
    if (!plan->question->is_nested)
        left = fmin(left, leaves(plan, 0, 1));
    return sqrt(left / plan->question->variance);
}

static void try_site(struct plan *plan, const struct model_site *site, double *n, double *errors) {
    double now = errors_at(plan, site);
    if (isfinite(now) && now > *errors) {
        *n = site->n;
        *errors = now;
    }
}

int next_count_find(const struct next_question *question, double *ret_n, double *ret_errors,
                    struct fault *fault) {
    struct plan plan;
    double n = NAN, errors = 0;
    const struct strata *strata = question->strata;
    int status = plan_make(question, &plan, fault);
    if (status != 0)
        goto done;
    double step = strata->cell_count > CELLS_MANY ? STEP_MANY : STEP;
    if (question->rivals[0].law->needs_capacity || question->rivals[1].law->needs_capacity) {
        for (size_t i = 0; i < strata->cell_count; i++)
            if (strata->sites[i].n <= question->n_most)
                try_site(&plan, &strata->sites[i], &n, &errors);
    } else {
        double at = 1;
        while (at <= question->n_most) {
            try_site(&plan, &(struct model_site){at, at, 1}, &n, &errors);
            at = at < EVERY ? at + 1 : floor(fmax(at + 1, at * step));
        }
    }
    *ret_n = n;
    *ret_errors = errors > 0 ? errors : NAN;
done:
    plan_release(&plan);
    return status;
}
