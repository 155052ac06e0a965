/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_table.h"
#include "cli/fit_words.h"
#include "explain/fit_rows.h"

#include <math.h>
#include <string.h>

/* More n than that are a file's matter: two dozen lines fit a terminal. */
enum { POINTS_MAX = 24 };

/* A smaller one would be shown as 0.00 %. */
static const double MISFIT_SHOWN = 5e-5;

/* Ends that are nearer than rounding errors of a fit say nothing, as in fit_words_interval. */
static const double EXACT = 1e-9;

static const struct text_column law_columns[] = {
    {.title = "series", .left = true},
    {.title = "law", .left = true},
    {.title = "parameters", .left = true},
    {.title = "limit", .left = true},
    {.title = "dAICc"},
    {.title = "lack of fit, p", .rank = 2},
    {.title = "largest misfit", .rank = 1},
    {.title = "", .left = true},
};
enum { SERIES, LAW, PARAMETERS, LIMIT, DAICC, LACK, MISFIT, NOTE, LAW_COLUMNS };

typedef char law_cells[LAW_COLUMNS][TEXT_TABLE_CELL_BYTES];

static int add(struct text_table *table, law_cells text, enum term_style style,
               struct fault *fault) {
    struct text_cell cells[LAW_COLUMNS];
    for (size_t i = 0; i < LAW_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    cells[NOTE].style = style;
    return text_table_add(table, cells, fault);
}

static enum term_style put_note(const struct model_report *report, const struct model_fit *fit,
                                char *text, size_t bytes) {
    bool is_best = fit == report->best;
    const char *word = is_best                          ? "best"
                       : !fit->identifiable             ? ""
                       : fit->is_refuted                ? "refuted"
                       : fit_rows_is_ahead(report, fit) ? "cannot tell"
                                                        : "";
    snprintf(text, bytes, "%s", word);
    return is_best           ? TERM_GOOD
           : fit->is_refuted ? TERM_BAD
           : word[0] != '\0' ? TERM_DOUBT
                             : TERM_PLAIN;
}

/* What compares the laws; nothing where one is not identifiable. */
static enum term_style put_law(const struct model_report *report, const struct model_fit *fit,
                               law_cells text) {
    snprintf(text[LAW], sizeof text[LAW], "%s", fit->law->name);
    if (!fit->identifiable) {
        snprintf(text[PARAMETERS], sizeof text[PARAMETERS], "not identifiable");
        return TERM_PLAIN;
    }
    fit_words_limit(fit, text[LIMIT], sizeof text[LIMIT]);
    table_format_fixed(fit->delta_aicc, 1, text[DAICC], sizeof text[DAICC]);
    if (!isnan(report->noise)) /* without repeats there is no such test at all */
        fit_words_probability(fit->lack_p, text[LACK], sizeof text[LACK]);
    if (fit->misfit_most >= MISFIT_SHOWN && fit->misfit_n > 0)
        snprintf(text[MISFIT], sizeof text[MISFIT],
                 fit->misfit_most < 0.1 ? "%.2g %% at n = %g" : "%.0f %% at n = %g",
                 100 * fit->misfit_most, fit->misfit_n);
    return put_note(report, fit, text[NOTE], sizeof text[NOTE]);
}

/* The rows of one law: its shapes, then its scale. */
static int add_law(struct text_table *table, const struct fit_case *fit_case,
                   const struct model_fit *fit, struct fault *fault) {
    size_t rows = fit->identifiable ? fit->law->shape_count + 1 : 1;
    int status = 0;
    for (size_t k = 0; k < rows && status == 0; k++) {
        law_cells text = {{0}};
        enum term_style style = k == 0 ? put_law(fit_case->report, fit, text) : TERM_PLAIN;
        if (fit->identifiable && k < fit->law->shape_count)
            fit_words_shape(fit, k, text[PARAMETERS], sizeof text[PARAMETERS]);
        else if (fit->identifiable)
            fit_words_scale(fit, fit_case->group->quantity, text[PARAMETERS],
                            sizeof text[PARAMETERS]);
        if (k == 1 && fit->law->shape_count > 1 && isfinite(fit->correlation))
            snprintf(text[NOTE], sizeof text[NOTE], "correlation %.2f", fit->correlation);
        status = add(table, text, style, fault);
    }
    return status;
}

/* Hands the table over, or frees it. */
static int finish(int status, struct text_table *table, struct text_table **ret_table) {
    if (status == 0)
        *ret_table = table;
    else
        text_table_free(table);
    return status;
}

int fit_table_laws(const struct fit_case *fit, struct text_table **ret_table, struct fault *fault) {
    struct text_table *table = NULL;
    int status = text_table_new(law_columns, LAW_COLUMNS, &table, fault);
    for (size_t i = 0; i < fit->report->fit_count && status == 0; i++)
        status = add_law(table, fit, &fit->report->fits[i], fault);
    return finish(status, table, ret_table);
}

/* All shapes of a law in one cell. */
static void put_shapes(const struct model_fit *fit, char *text, size_t bytes) {
    char one[TEXT_TABLE_CELL_BYTES];
    for (size_t k = 0; k < fit->law->shape_count; k++) {
        size_t used = strlen(text);
        fit_words_shape(fit, k, one, sizeof one);
        snprintf(text + used, bytes - used, "%s%s", k == 0 ? "" : ", ", one);
    }
}

static int add_group(struct text_table *table, const struct fit_case *fit_case,
                     struct fault *fault) {
    const struct model_report *report = fit_case->report;
    const struct model_fit *leader = fit_rows_leader(report);
    bool is_first = true;
    int status = 0;
    for (size_t i = 0; i < report->fit_count && status == 0; i++) {
        const struct model_fit *fit = &report->fits[i];
        law_cells text = {{0}};
        if (!fit_rows_is_ahead(report, fit) && fit != leader)
            continue;
        if (is_first)
            snprintf(text[SERIES], sizeof text[SERIES], "%.*s", TEXT_TABLE_CELL_BYTES - 1,
                     fit_case->group->name);
        enum term_style style = put_law(report, fit, text);
        put_shapes(fit, text[PARAMETERS], sizeof text[PARAMETERS]);
        status = add(table, text, style, fault);
        is_first = false;
    }
    if (is_first && status == 0) {
        law_cells text = {{0}};
        snprintf(text[SERIES], sizeof text[SERIES], "%.*s", TEXT_TABLE_CELL_BYTES - 1,
                 fit_case->group->name);
        snprintf(text[PARAMETERS], sizeof text[PARAMETERS], "nothing is identifiable");
        status = add(table, text, TERM_PLAIN, fault);
    }
    return status;
}

int fit_table_groups(const struct fit_cases *cases, struct text_table **ret_table,
                     struct fault *fault) {
    struct text_table *table = NULL;
    int status = text_table_new(law_columns, LAW_COLUMNS, &table, fault);
    for (size_t i = 0; i < cases->count && status == 0; i++)
        status = add_group(table, &cases->cases[i], fault);
    return finish(status, table, ret_table);
}

enum {
    POINT_N,
    POINT_VALUE,
    POINT_SPEEDUP,
    POINT_EFFICIENCY,
    POINT_E,
    POINT_LAW,
    POINT_MISFIT,
    POINT_ROWS,
    POINT_COLUMNS
};

/* The cell's speed-up with the ends that those of its e(n) make. */
static void put_measured(const struct model_cell *cell, double base_n,
                         char (*text)[TEXT_TABLE_CELL_BYTES]) {
    double n = cell->site.n, share = 1 - 1 / n;
    double lo = 1 / (cell->karp_flatt_hi * share + 1 / n);
    double hi = 1 / (cell->karp_flatt_lo * share + 1 / n);
    if (n == base_n)
        return;
    if (!(lo > 0 && hi > 0 && hi - lo > EXACT * hi))
        lo = hi = NAN;
    fit_words_interval(cell->speedup, lo, hi, text[POINT_SPEEDUP], TEXT_TABLE_CELL_BYTES);
    table_format_rounded(base_n * cell->speedup / n, base_n * (hi - lo) / 2 / n,
                         text[POINT_EFFICIENCY], TEXT_TABLE_CELL_BYTES);
    fit_words_interval(cell->karp_flatt, cell->karp_flatt_lo, cell->karp_flatt_hi, text[POINT_E],
                       TEXT_TABLE_CELL_BYTES);
}

static void put_misfit(double misfit, char *text, size_t bytes) {
    if (fabs(misfit) < MISFIT_SHOWN)
        snprintf(text, bytes, "0.00 %%");
    else if (!isnan(misfit))
        snprintf(text, bytes, "%+.2f %%", 100 * misfit);
}

static int add_point(struct text_table *table, const struct fit_case *fit,
                     const struct model_cell *cell, double base, struct fault *fault) {
    const struct model_fit *leader = fit_rows_leader(fit->report);
    char text[POINT_COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[POINT_COLUMNS];
    snprintf(text[POINT_N], sizeof text[POINT_N], "%.6g", cell->site.n);
    fit_words_value(cell->value, fit->group->quantity, text[POINT_VALUE], sizeof text[POINT_VALUE]);
    put_measured(cell, fit->report->base_n, text);
    if (leader != NULL) {
        const struct model_estimate law = model_speedup_at(fit->analysis, leader, &cell->site);
        fit_words_interval(law.value, law.lo, law.hi, text[POINT_LAW], sizeof text[POINT_LAW]);
        put_misfit(base * cell->speedup / law.value - 1, text[POINT_MISFIT],
                   sizeof text[POINT_MISFIT]);
    }
    snprintf(text[POINT_ROWS], sizeof text[POINT_ROWS], "%zu", cell->rows);
    for (size_t i = 0; i < POINT_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

/* Whether cell `i` of many is shown: the first in its part of the logarithm of n, and the last. */
static bool is_shown(const struct model_report *report, size_t i) {
    double range = log(report->n_max / report->n_min);
    double parts = (POINTS_MAX - 1) / range;
    if (report->cell_count <= POINTS_MAX || i == 0 || i + 1 == report->cell_count)
        return true;
    double at = floor(parts * log(report->cells[i].site.n / report->n_min));
    double before = floor(parts * log(report->cells[i - 1].site.n / report->n_min));
    return at > before;
}

int fit_table_points(const struct fit_cases *cases, const struct fit_case *fit,
                     struct text_table **ret_table, size_t *ret_shown, struct fault *fault) {
    static const char *const values[] = {
        [MEASURED_TIME] = "T(n)", [MEASURED_THROUGHPUT] = "X(n)", [MEASURED_SPEEDUP] = "S(n)"};
    const struct model_report *report = fit->report;
    const struct model_fit *leader = fit_rows_leader(report);
    const struct fit_source source = {fit->group, report, fit->analysis, cases->method};
    const struct text_column columns[POINT_COLUMNS] = {
        [POINT_N] = {.title = "n"},
        [POINT_VALUE] = {.title = values[fit->group->quantity]},
        [POINT_SPEEDUP] = {.title = "speed-up"},
        [POINT_EFFICIENCY] = {.title = "efficiency", .rank = 1},
        [POINT_E] = {.title = "e(n)"},
        [POINT_LAW] = {.title = leader == NULL ? "" : leader->law->name},
        [POINT_MISFIT] = {.title = "misfit"},
        [POINT_ROWS] = {.title = "rows", .rank = 2}};
    struct text_table *table = NULL;
    double base = fit_rows_base(&source, leader);
    size_t shown = 0;
    int status = text_table_new(columns, POINT_COLUMNS, &table, fault);
    for (size_t i = 0; i < report->cell_count && status == 0; i++) {
        if (!is_shown(report, i))
            continue;
        status = add_point(table, fit, &report->cells[i], base, fault);
        shown++;
    }
    *ret_shown = shown;
    return finish(status, table, ret_table);
}
