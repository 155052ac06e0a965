/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/shape.h"
#include "model/lack.h"
#include "model/shape_words.h"
#include "model/solve.h"

#include <math.h>
#include <stdio.h>

enum {
    KINKS_MOST = 64, /* of more measured n only so many are tried */
    BETWEEN = 4,     /* steps from one n to the next: bandwidth need not end at a measured one */
    SECTIONS = 24,   /* golden ones about the best of them: to 1e-5 of a step */
};
/* As of laws: choose.h. A rival within 2 has "substantial support" (Burnham and Anderson, 2.6). */
static const double CLEAR = 4, NEAR = 2;
static const double REJECTED_BELOW = 0.01;
/* A serial part below this is rounding: of times of 15 digits, a thousand times over. */
static const double SERIAL_LEAST = 1e-12;
/* A relative rounding error of times, squared: sums below are the same. */
static const double ROUNDING = 1e-26;

/* f = 1/n + s (1 - 1/n) + c g(n): g is put into the design by hand. */
static void put_base(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / site->n;
    ret_columns[0] = 1 - 1 / site->n;
    ret_columns[1] = 0;
}

static const struct model_law flat_law = {
    .name = "flat", .shape_count = 1, .shapes = {{"s", "s", -INFINITY, INFINITY}}, .put = put_base};
static const struct model_law bent_law = {
    .name = "bent",
    .shape_count = 2,
    .shapes = {{"s", "s", -INFINITY, INFINITY}, {"c", "c", -INFINITY, INFINITY}},
    .put = put_base};

static double g_of(enum model_shape shape, double n, double kink_n) {
    switch (shape) {
    case MODEL_SHAPE_RISING:
        return n - 1;
    case MODEL_SHAPE_LOGARITHMIC:
        return log2(n);
    case MODEL_SHAPE_FALLING:
        return n > 1 ? 1 / n : 0;
    case MODEL_SHAPE_KINKED:
        return n > kink_n ? 1 / kink_n - 1 / n : 0;
    case MODEL_SHAPE_FLAT:
    case MODEL_SHAPE_UNKNOWN:
        break;
    }
    return 0;
}

struct candidate {
    struct shape_finding finding;
    double aicc;
    double lack_p, misfit_most;
};

struct search {
    const struct strata *strata;
    struct solve_design flat, bent;
    struct candidate candidates[3 + 1]; /* rising, logarithmic, falling, the best kink */
    struct candidate straight;
};

/* Of the likelihood over what rows share, as in choose.h; INFINITY where the rows are too few. */
static double aicc_of(const struct strata *strata, double rss, double parameters) {
    double rows = (double)strata->rows - (strata->rounds > 0 ? (double)strata->rounds - 1 : 0);
    double k = parameters + 1, left = rows - k - 1;
    double memory = strata->memory > 1 ? strata->memory : 1;
    if (!(left > 0))
        return INFINITY;
    return rows * log(fmax(rss / rows, ROUNDING)) / memory + 2 * k + 2 * k * (k + 1) / left;
}

static double log_f(const struct solve_design *design, const struct solve_answer *answer,
                    size_t cell) {
    double f = design->base[cell];
    for (size_t k = 0; k < design->shape_count; k++)
        f += answer->shapes[k] * design->columns[k][cell];
    return log(f);
}

static double misfit_of(const struct solve_design *design, const struct solve_answer *answer) {
    const struct strata *strata = design->strata;
    double level = 0, rows = 0, most = 0;
    for (size_t i = 0; i < strata->cell_count; i++) {
        level += strata->cell_rows[i] * (strata->cell_y[i] - log_f(design, answer, i));
        rows += strata->cell_rows[i];
    }
    for (size_t i = 0; i < strata->cell_count; i++) {
        double off = strata->cell_y[i] - log_f(design, answer, i) - level / rows;
        most = fmax(most, fabs(expm1(off)));
    }
    return most;
}

static struct candidate fit(struct search *search, enum model_shape shape, double kink_n) {
    const struct strata *strata = search->strata;
    bool is_flat = shape == MODEL_SHAPE_FLAT, is_kink = shape == MODEL_SHAPE_KINKED;
    struct solve_design *design = is_flat ? &search->flat : &search->bent;
    struct solve_answer answer;
    for (size_t i = 0; i < strata->cell_count && !is_flat; i++)
        design->columns[1][i] = g_of(shape, strata->sites[i].n, kink_n);
    solve_minimise(design, NULL, &answer);
    double parameters = is_flat ? 2 : is_kink ? 4 : 3;
    return (struct candidate){
        .finding = {shape, answer.shapes[0], is_flat ? NAN : answer.shapes[1], kink_n},
        .aicc = aicc_of(strata, answer.lack_ss + strata->pure_ss, parameters),
        .lack_p = lack_test_of(strata, answer.lack_ss, parameters - 1).p,
        .misfit_most = misfit_of(design, &answer),
    };
}

static double kink_at(const struct strata *strata, size_t cell, int step) {
    double n = strata->sites[cell].n, next = strata->sites[cell + 1].n;
    return step == 0 ? n : n * pow(next / n, (double)step / BETWEEN);
}

static void try_kink(struct search *search, double n, struct candidate *best) {
    if (!(n > 1)) /* a kink at 1 is a falling shape and a line */
        return;
    struct candidate now = fit(search, MODEL_SHAPE_KINKED, n);
    /* With c < 0 and b the first n above 1 it is a falling shape once more. */
    if (now.finding.c > 0 && now.aicc < best->aicc)
        *best = now;
}

/* Between the trials beside the best one. */
static void refine_kink(struct search *search, struct candidate *best) {
    const double golden = 0.6180339887498949;
    const struct model_site *sites = search->strata->sites;
    size_t cells = search->strata->cell_count, cell = 1;
    while (cell + 3 < cells && sites[cell + 1].n <= best->finding.kink_n)
        cell++;
    double step = pow(sites[cell + 1].n / sites[cell].n, 1.0 / BETWEEN);
    double lo = fmax(best->finding.kink_n / step, sites[1].n);
    double hi = fmin(best->finding.kink_n * step, sites[cells - 2].n);
    for (int i = 0; i < SECTIONS && hi > lo; i++) {
        double left = hi - golden * (hi - lo), right = lo + golden * (hi - lo);
        struct candidate a = fit(search, MODEL_SHAPE_KINKED, left);
        struct candidate b = fit(search, MODEL_SHAPE_KINKED, right);
        if (a.aicc <= b.aicc)
            hi = right;
        else
            lo = left;
        struct candidate *lower = a.aicc <= b.aicc ? &a : &b;
        if (lower->finding.c > 0 && lower->aicc < best->aicc)
            *best = *lower;
    }
}

static void fit_all(struct search *search) {
    static const enum model_shape shapes[] = {MODEL_SHAPE_RISING, MODEL_SHAPE_LOGARITHMIC,
                                              MODEL_SHAPE_FALLING};
    size_t cells = search->strata->cell_count, stride = 1 + cells / KINKS_MOST;
    search->straight = fit(search, MODEL_SHAPE_FLAT, NAN);
    for (size_t i = 0; i < 3; i++)
        search->candidates[i] = fit(search, shapes[i], NAN);
    struct candidate *kink = &search->candidates[3];
    *kink = (struct candidate){.aicc = INFINITY};
    for (size_t i = 1; i + 1 < cells; i += stride) {
        /* Behind the last but one there is a single n, which cannot tell c from b. */
        int steps = i + 2 < cells ? BETWEEN : 1;
        for (int step = 0; step < steps; step++)
            try_kink(search, kink_at(search->strata, i, step), kink);
    }
    if (kink->aicc <= search->straight.aicc - CLEAR)
        refine_kink(search, kink);
}

/* The least AICc but for one; NULL where all are INFINITY. */
static const struct candidate *find_least(const struct search *search,
                                          const struct candidate *but) {
    const struct candidate *least = NULL;
    for (size_t i = 0; i < sizeof search->candidates / sizeof search->candidates[0]; i++) {
        const struct candidate *candidate = &search->candidates[i];
        if (candidate != but && candidate->aicc < (least != NULL ? least->aicc : INFINITY))
            least = candidate;
    }
    return least;
}

/* The serial part's share in the time of the most cores, as a flat e(n) has it: s n of it beside
 * the parallel one. Below the margin there is none, of either sign. */
static bool is_zero_enough(const struct search *search, double margin) {
    const struct strata *strata = search->strata;
    double most = strata->sites[strata->cell_count - 1].n;
    return fabs(search->straight.finding.s) * (most - 1) <= margin &&
           search->straight.misfit_most <= margin;
}

/* No mechanism of loss makes e(n) negative at every n. Flat e(n) may be so by scatter. */
static bool is_below_zero(const struct model_report *report, const struct candidate *named) {
    bool is_sure = named->finding.shape != MODEL_SHAPE_FLAT, has_any = false;
    for (size_t i = 0; i < report->cell_count; i++) {
        const struct model_cell *cell = &report->cells[i];
        if (isnan(cell->karp_flatt))
            continue;
        if (cell->karp_flatt >= 0)
            return false;
        has_any = true;
        is_sure = is_sure || cell->karp_flatt_hi < 0;
    }
    return has_any && is_sure;
}

/* Flat but for less than the margin is flat, unless the law that was found bends e(n). */
static bool is_flat_enough(const struct search *search, double margin,
                           const struct model_report *report) {
    bool is_bent = report->best != NULL && report->best->law == &model_usl;
    return search->straight.misfit_most <= margin && !is_bent;
}

/* What rounding leaves of a serial part of 0 is 0; so is what is left of one where the linear law
 * was found. */
static struct shape_finding without_rounding(const struct shape_finding *finding,
                                             const struct model_report *report) {
    struct shape_finding seen = *finding;
    bool is_linear = report->best != NULL && report->best->law == &model_linear;
    if (fabs(seen.s) < SERIAL_LEAST || (is_linear && seen.shape == MODEL_SHAPE_FLAT))
        seen.s = 0;
    return seen;
}

/* Of the least AICc, where that is clear of flat; *ret_rival: what explains it nearly as well. */
static const struct candidate *find_named(const struct search *search,
                                          const struct candidate **ret_rival) {
    const struct candidate *named = find_least(search, NULL);
    *ret_rival = NULL;
    if (named == NULL || !(named->aicc <= search->straight.aicc - CLEAR))
        return &search->straight;
    const struct candidate *rival = find_least(search, named);
    if (rival != NULL && rival->aicc < named->aicc + NEAR)
        *ret_rival = rival;
    return named;
}

static void put_finding(const struct search *search, double margin, struct model_report *report) {
    const struct candidate *rival, *named = find_named(search, &rival);
    if (isinf(search->straight.aicc)) {
        snprintf(report->shape_words, sizeof report->shape_words,
                 "too few rows for the shape of e(n)");
        return;
    }
    if (named->lack_p < REJECTED_BELOW && named->misfit_most > margin) {
        snprintf(report->shape_words, sizeof report->shape_words,
                 "e(n) has none of the shapes that have a name: the nearest, of %s, misses by "
                 "%.2g %%",
                 shape_mechanism(named->finding.shape), 100 * named->misfit_most);
        return;
    }
    if (!is_zero_enough(search, margin) && is_below_zero(report, named)) {
        shape_put_gain_words(report->shape_words);
        return;
    }
    if (is_flat_enough(search, margin, report)) {
        named = &search->straight;
        rival = NULL;
    }
    struct shape_finding seen = without_rounding(&named->finding, report);
    shape_put_words(&seen, rival != NULL ? &rival->finding : NULL, report->shape_words);
    if (!shape_is_loss(&named->finding))
        return;
    report->shape = named->finding.shape;
    report->shape_figures[0] = named->finding.s;
    report->shape_figures[1] = named->finding.c;
    report->shape_figures[2] = named->finding.kink_n;
}

int model_shape_find(const struct strata *strata, double margin, struct model_report *report,
                     struct fault *fault) {
    struct search search = {.strata = strata};
    report->shape = MODEL_SHAPE_UNKNOWN;
    report->shape_words[0] = '\0';
    for (size_t i = 0; i < 3; i++)
        report->shape_figures[i] = NAN;
    const char *lack = shape_find_lack(strata, report);
    if (lack != NULL) {
        snprintf(report->shape_words, sizeof report->shape_words, "%s", lack);
        return 0;
    }
    int status = solve_design_make(&flat_law, strata, &search.flat, fault);
    if (status == 0)
        status = solve_design_make(&bent_law, strata, &search.bent, fault);
    if (status == 0) {
        fit_all(&search);
        put_finding(&search, margin, report);
    }
    solve_design_release(&search.flat);
    solve_design_release(&search.bent);
    return status;
}
