/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/capacity_kinds.h"
#include "model/solve.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <math.h>
#include <stdio.h>

/* The sum of squares over the speed may have two dips where the scatter is large: the lowest of so
 * many is where Brent's search begins. */
enum { GRID = 60, STEPS_MOST = 100 };
static const double SPEED_ERROR = 1e-9;
static const double LEVEL = 0.95;

struct speed_search {
    struct capacity_kinds kinds; /* ours: the last speed is tried */
    struct strata *strata;       /* likewise their sites' capacities */
    struct solve_design design;
};

static double lack_at(double speed, void *context) {
    struct speed_search *search = context;
    struct solve_answer answer;
    search->kinds.kinds[search->kinds.count - 1].speed = speed;
    for (size_t i = 0; i < search->strata->cell_count; i++) {
        struct model_site *site = &search->strata->sites[i];
        site->capacity = capacity_kinds_dynamic(&search->kinds, site->n);
        site->clock = 1;
        model_capacity.put(site, &search->design.base[i], &search->design.columns[0][i]);
    }
    solve_minimise(&search->design, NULL, &answer);
    return answer.lack_ss;
}

static double grid_speed(int i) {
    return CAPACITY_SPEED_LEAST + (CAPACITY_SPEED_MOST - CAPACITY_SPEED_LEAST) * i / GRID;
}

static double find_least(struct speed_search *search) {
    gsl_function function = {lack_at, search};
    int best = 0;
    double least = INFINITY;
    for (int i = 0; i <= GRID; i++) {
        double lack = lack_at(grid_speed(i), search);
        if (lack < least) {
            least = lack;
            best = i;
        }
    }
    if (best == 0 || best == GRID)
        return grid_speed(best);
    gsl_min_fminimizer *brent = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    if (brent == NULL)
        return NAN;
    double lo = grid_speed(best - 1), hi = grid_speed(best + 1);
    int status = gsl_min_fminimizer_set_with_values(brent, &function, grid_speed(best), least, lo,
                                                    lack_at(lo, search), hi, lack_at(hi, search));
    for (int i = 0; i < STEPS_MOST && status == GSL_SUCCESS && hi - lo > SPEED_ERROR; i++) {
        status = gsl_min_fminimizer_iterate(brent);
        lo = gsl_min_fminimizer_x_lower(brent);
        hi = gsl_min_fminimizer_x_upper(brent);
    }
    double speed = gsl_min_fminimizer_x_minimum(brent);
    gsl_min_fminimizer_free(brent);
    return speed;
}

/* Where the sum of squares reaches `limit` between the estimate and `end`; `end` where it never
 * does. */
static double find_end(struct speed_search *search, double estimate, double end, double limit) {
    double inside = estimate, outside = end;
    if (lack_at(end, search) <= limit)
        return end;
    for (int i = 0; i < STEPS_MOST && fabs(outside - inside) > SPEED_ERROR; i++) {
        double middle = (inside + outside) / 2;
        if (lack_at(middle, search) <= limit)
            inside = middle;
        else
            outside = middle;
    }
    return outside;
}

/* All speeds that an F-test of the sum of squares does not reject. */
static struct model_estimate estimate_of(struct speed_search *search, double speed) {
    const struct strata *strata = search->strata;
    double least = lack_at(speed, search);
    double unknowns = 2 + (strata->rounds > 0 ? (double)strata->rounds : 1); /* s, speed, levels */
    double freedom = (double)strata->rows - unknowns;
    if (!(freedom > 0))
        return (struct model_estimate){speed, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    double variance = (least + strata->pure_ss) / freedom * fmax(1, strata->memory);
    if (strata->blocks > 1)
        freedom = fmin(freedom, (double)strata->blocks - 1);
    double t = gsl_cdf_tdist_Pinv((1 + LEVEL) / 2, freedom); /* t² is F's limit of 1 and them */
    double limit = least + variance * t * t;
    return (struct model_estimate){.value = speed,
                                   .se = NAN,
                                   .lo = find_end(search, speed, CAPACITY_SPEED_LEAST, limit),
                                   .hi = find_end(search, speed, CAPACITY_SPEED_MOST, limit),
                                   .kind = MODEL_PROFILE};
}

/* Why these core counts do not tell the speed, or NULL. */
static const char *find_lack(const struct capacity_kinds *kinds, const struct strata *strata) {
    double first = 0; /* the cores before the last kind */
    for (size_t i = 0; i + 1 < kinds->count; i++)
        first += kinds->kinds[i].count;
    double all = first + kinds->kinds[kinds->count - 1].count;
    size_t within = 0, past = 0;
    bool has_full = false;
    for (size_t i = 0; i < strata->cell_count; i++) {
        double n = strata->sites[i].n;
        within += n <= first;
        past += n > first && !(n >= all && has_full); /* beyond all cores nothing is new */
        has_full = has_full || n >= all;
    }
    if (within < 2)
        return "fewer than two core counts are within the cores whose speed is given";
    if (past < 2)
        return "fewer than two core counts reach cores of the kind whose speed is not given";
    return NULL;
}

/* By least squares, where the counts allow it. */
static int find_speed(struct speed_search *search, struct model_estimate *ret_speed,
                      struct fault *fault) {
    int status = solve_design_make(&model_capacity, search->strata, &search->design, fault);
    if (status != 0)
        return status;
    double speed = find_least(search);
    if (isnan(speed))
        status = fault_set(fault, FAULT_SYSTEM, 0, "no memory to find the speed of a kind of core");
    else
        *ret_speed = estimate_of(search, speed);
    solve_design_release(&search->design);
    return status;
}

int model_fit_kinds(const struct measured_group *group, struct capacity_kinds *kinds,
                    struct model_estimate *ret_speed, char ret_words[MODEL_WORDS_BYTES],
                    struct fault *fault) {
    struct strata strata;
    *ret_speed = (struct model_estimate){NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    ret_words[0] = '\0';
    int status = strata_make(group, false, &strata, fault);
    if (status != 0)
        return status;
    struct speed_search search = {*kinds, &strata, {.base = NULL}};
    const char *lack = find_lack(kinds, &strata);
    if (lack != NULL)
        snprintf(ret_words, MODEL_WORDS_BYTES, "the speed of the last kind of core: %s", lack);
    else
        status = find_speed(&search, ret_speed, fault);
    if (status == 0 && !isnan(ret_speed->value))
        kinds->kinds[kinds->count - 1].speed = ret_speed->value;
    strata_release(&strata);
    return status;
}
