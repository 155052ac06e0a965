/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/fit_rows.h"
#include "model/work_span.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* As many as a line on a chart needs to look smooth, also over three decades of n. */
enum { CURVE_STEPS = 60 };
/* The scale, the shapes, the ceiling and the peak. */
enum { PARAMETERS_MAX = MODEL_SHAPES_MAX + 3 };

const char *fit_rows_interval_name(enum model_interval_kind kind) {
    static const char *const names[] = {
        [MODEL_NO_INTERVAL] = "", [MODEL_PROFILE] = "profile",     [MODEL_UPPER] = "upper",
        [MODEL_LOWER] = "lower",  [MODEL_BOOTSTRAP] = "bootstrap", [MODEL_WALD] = "wald"};
    return names[kind];
}

const char *fit_rows_method_name(enum model_method method) {
    return method == MODEL_RAW ? "raw" : "log";
}

/* By AICc, or where it cannot be had by the sum of squares; but what as many parameters as core
 * counts let pass through all of them is nearest to nothing. */
static bool is_nearer(const struct model_report *report, const struct model_fit *fit,
                      const struct model_fit *other) {
    bool is_tested = report->counts > fit->law->shape_count + 1;
    bool is_other_tested = report->counts > other->law->shape_count + 1;
    if (is_tested != is_other_tested)
        return is_tested;
    bool has_aicc = !isnan(fit->aicc) && !isnan(other->aicc);
    return has_aicc ? fit->aicc < other->aicc : fit->rss < other->rss;
}

const struct model_fit *fit_rows_leader(const struct model_report *report) {
    if (report->best != NULL)
        return report->best;
    if (report->rivals[0] != NULL)
        return report->rivals[0];
    const struct model_fit *nearest = NULL;
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->identifiable && (nearest == NULL || is_nearer(report, fit, nearest)))
            nearest = fit;
    }
    return nearest;
}

bool fit_rows_is_ahead(const struct model_report *report, const struct model_fit *fit) {
    if (report->best != NULL)
        return fit == report->best;
    return fit == report->rivals[0] || fit == report->rivals[1];
}

static void put_key(const struct measured_group *group, struct fit_key *ret_key) {
    *ret_key = (struct fit_key){.series = group->series, .p = group->p, .tasks = group->tasks};
    snprintf(ret_key->name, sizeof ret_key->name, "%s", group->name);
    if (ret_key->series.scaling[0] == '\0') /* of a file: what it was fitted as */
        snprintf(ret_key->series.scaling, sizeof ret_key->series.scaling, "%s",
                 measured_scaling_name(group->scaling));
}

static double finite_or_none(double value) {
    return isfinite(value) ? value : NAN;
}

static void put_estimate(struct fit_row *row, const char *parameter,
                         const struct model_estimate *estimate) {
    snprintf(row->parameter, sizeof row->parameter, "%s", parameter);
    row->value = row->se = row->lo = row->hi = NAN;
    row->interval[0] = '\0';
    if (!row->identifiable)
        return;
    row->value = finite_or_none(estimate->value);
    row->se = finite_or_none(estimate->se);
    row->lo = finite_or_none(estimate->lo);
    row->hi = finite_or_none(estimate->hi);
    snprintf(row->interval, sizeof row->interval, "%s", fit_rows_interval_name(estimate->kind));
}

/* The rows of one law; gives their number. */
static size_t put_fit(const struct fit_source *source, const struct model_fit *fit,
                      struct fit_row *ret_rows) {
    const struct model_law *law = fit->law;
    bool is_known = fit->identifiable;
    size_t used = 0;
    struct fit_row row = {.identifiable = is_known,
                          .aicc = is_known ? finite_or_none(fit->aicc) : NAN,
                          .delta_aicc = is_known ? finite_or_none(fit->delta_aicc) : NAN,
                          .lack_p = is_known ? fit->lack_p : NAN,
                          .is_best = fit == source->report->best};
    put_key(source->group, &row.key);
    snprintf(row.law, sizeof row.law, "%s", law->name);
    snprintf(row.method, sizeof row.method, "%s", fit_rows_method_name(source->method));
    const struct model_estimate scale = model_fit_scale(fit, source->group->quantity);
    put_estimate(&row, law->scale.name, &scale);
    ret_rows[used++] = row;
    for (size_t k = 0; k < law->shape_count; k++) {
        put_estimate(&row, law->shapes[k].name, &fit->shapes[k]);
        ret_rows[used++] = row;
    }
    if (fit->found > 0) {
        put_estimate(&row, "speed", &fit->speed);
        ret_rows[used++] = row;
    }
    if (law->ceiling != NULL) {
        put_estimate(&row, "ceiling", &fit->ceiling);
        ret_rows[used++] = row;
    }
    if (law->peak_n != NULL) {
        put_estimate(&row, "peak_n", &fit->peak_n);
        ret_rows[used++] = row;
    }
    return used;
}

/* What a stated span comes to: no law that was fitted. */
static size_t put_span(const struct fit_source *source, struct fit_row *ret_rows) {
    double span = source->group->span;
    struct fit_row row = {
        .identifiable = true, .aicc = NAN, .delta_aicc = NAN, .lack_p = NAN, .law = "work_span"};
    struct model_estimate stated = {span, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    if (!(span > 0))
        return 0;
    put_key(source->group, &row.key);
    put_estimate(&row, "span_over_work", &stated);
    ret_rows[0] = row;
    stated.value = work_span_parallelism(1, span);
    put_estimate(&row, "parallelism", &stated);
    ret_rows[1] = row;
    return 2;
}

static int refuse(struct fault *fault) {
    return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the rows of a fit");
}

int fit_rows_make(const struct fit_source *sources, size_t count, struct fit_row **ret_rows,
                  size_t *ret_count, struct fault *fault) {
    struct fit_row *rows =
        calloc(count + 1, (size_t)(MODEL_LAWS_MAX + 1) * PARAMETERS_MAX * sizeof *rows);
    size_t used = 0;
    if (rows == NULL)
        return refuse(fault);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sources[i].report->fit_count; k++)
            used += put_fit(&sources[i], &sources[i].report->fits[k], rows + used);
        used += put_span(&sources[i], rows + used);
    }
    *ret_rows = rows;
    *ret_count = used;
    return 0;
}

/* What the rows say of a law. */
static const char *outcome_of(const struct model_report *report, const struct model_fit *fit) {
    if (fit_rows_is_ahead(report, fit))
        return fit == report->best ? "best" : "rival";
    return fit->is_refuted ? "refuted" : "";
}

static struct curve_row curve_at(const struct fit_source *source, const struct model_fit *fit,
                                 const struct model_site *site) {
    const struct model_report *report = source->report;
    const struct model_estimate speedup = model_speedup_at(source->analysis, fit, site);
    struct curve_row row = {.n = site->n,
                            .speedup = finite_or_none(speedup.value),
                            .lo = finite_or_none(speedup.lo),
                            .hi = finite_or_none(speedup.hi),
                            .peak_n = finite_or_none(fit->peak_n.value),
                            .is_best = fit_rows_is_ahead(report, fit),
                            .is_measured = site->n <= report->n_max};
    put_key(source->group, &row.key);
    snprintf(row.law, sizeof row.law, "%s", fit->law->name);
    snprintf(row.title, sizeof row.title, "%s", fit->law->title);
    snprintf(row.outcome, sizeof row.outcome, "%s", outcome_of(report, fit));
    return row;
}

/* Of cores that are alike; gives the number of rows. */
static size_t put_curve(const struct fit_source *source, const struct model_fit *fit,
                        struct curve_row *ret_rows) {
    const struct model_report *report = source->report;
    double last = 2 * report->n_max, ratio = last / report->n_min, before = 0;
    size_t used = 0;
    for (int i = 0; i < CURVE_STEPS; i++) {
        double n = i + 1 < CURVE_STEPS ? report->n_min * pow(ratio, i / (CURVE_STEPS - 1.0)) : last;
        const struct model_site site = {n, n, 1}, edge = {report->n_max, report->n_max, 1};
        if (before < edge.n && n > edge.n) /* where what was measured ends */
            ret_rows[used++] = curve_at(source, fit, &edge);
        ret_rows[used++] = curve_at(source, fit, &site);
        before = n;
    }
    return used;
}

static size_t put_measured(const struct fit_source *source, const struct model_fit *fit,
                           struct curve_row *ret_rows) {
    const struct model_report *report = source->report;
    for (size_t i = 0; i < report->cell_count; i++)
        ret_rows[i] = curve_at(source, fit, &report->cells[i].site);
    return report->cell_count;
}

static size_t count_curves(const struct fit_source *sources, size_t count) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += sources[i].report->fit_count * (CURVE_STEPS + 1 + sources[i].report->cell_count);
    return most;
}

int fit_rows_make_curves(const struct fit_source *sources, size_t count,
                         struct curve_row **ret_rows, size_t *ret_count, struct fault *fault) {
    struct curve_row *rows = calloc(count_curves(sources, count) + 1, sizeof *rows);
    size_t used = 0;
    if (rows == NULL)
        return refuse(fault);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sources[i].report->fit_count; k++) {
            const struct model_fit *fit = &sources[i].report->fits[k];
            if (!fit->identifiable)
                continue;
            used += fit->law->needs_capacity ? put_measured(&sources[i], fit, rows + used)
                                             : put_curve(&sources[i], fit, rows + used);
        }
    *ret_rows = rows;
    *ret_count = used;
    return 0;
}

double fit_rows_base(const struct fit_source *source, const struct model_fit *leader) {
    const struct model_report *report = source->report;
    double sum = 0, weights = 0, shapes[MODEL_SHAPES_MAX] = {0};
    for (size_t k = 0; leader != NULL && k < leader->law->shape_count; k++)
        shapes[k] = leader->shapes[k].value;
    for (size_t i = 0; i < report->cell_count && leader != NULL; i++) {
        const struct model_cell *cell = &report->cells[i];
        double law = model_law_speedup(leader->law, &cell->site, shapes);
        double ratio = log(law / cell->speedup);
        if (!isfinite(ratio))
            continue;
        sum += (double)cell->rows * ratio;
        weights += (double)cell->rows;
    }
    return weights > 0 ? exp(sum / weights) : 1;
}

/* The speed-up, over its own base, of which e(n) is this. */
static double speedup_of(double karp_flatt, double n) {
    return 1 / (karp_flatt * (1 - 1 / n) + 1 / n);
}

static struct level_row level_of(const struct fit_source *source, const struct model_cell *cell,
                                 double base) {
    double n = cell->site.n;
    struct level_row row = {.n = n,
                            .speedup = base * cell->speedup,
                            .lo = base * speedup_of(cell->karp_flatt_hi, n),
                            .hi = base * speedup_of(cell->karp_flatt_lo, n),
                            .karp_flatt = finite_or_none(cell->karp_flatt),
                            .karp_flatt_lo = finite_or_none(cell->karp_flatt_lo),
                            .karp_flatt_hi = finite_or_none(cell->karp_flatt_hi),
                            .rows = cell->rows};
    put_key(source->group, &row.key);
    /* An end of e(n) that no speed-up has. */
    if (!(row.lo > 0 && isfinite(row.lo) && row.hi > 0 && isfinite(row.hi)))
        row.lo = row.hi = NAN;
    return row;
}

int fit_rows_make_levels(const struct fit_source *sources, size_t count,
                         struct level_row **ret_rows, size_t *ret_count, struct fault *fault) {
    size_t most = 0, used = 0;
    for (size_t i = 0; i < count; i++)
        most += sources[i].report->cell_count;
    struct level_row *rows = calloc(most + 1, sizeof *rows);
    if (rows == NULL)
        return refuse(fault);
    for (size_t i = 0; i < count; i++) {
        double base = fit_rows_base(&sources[i], fit_rows_leader(sources[i].report));
        for (size_t k = 0; k < sources[i].report->cell_count; k++)
            rows[used++] = level_of(&sources[i], &sources[i].report->cells[k], base);
    }
    *ret_rows = rows;
    *ret_count = used;
    return 0;
}
