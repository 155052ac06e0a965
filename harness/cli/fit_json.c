/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_json.h"
#include "cli/fit_words.h"
#include "explain/fit_rows.h"
#include "model/work_span.h"

#include <math.h>

json_t *fit_json_number(double value) {
    return isfinite(value) ? json_real(value) : json_null();
}

/* null for a text that is empty. */
static json_t *text_or_null(const char *text) {
    return text[0] == '\0' ? json_null() : json_string(text);
}

json_t *fit_json_estimate(const struct model_estimate *estimate) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "value", fit_json_number(estimate->value), "se",
                     fit_json_number(estimate->se), "lo", fit_json_number(estimate->lo), "hi",
                     fit_json_number(estimate->hi), "interval",
                     text_or_null(fit_rows_interval_name(estimate->kind)));
}

static json_t *params_json(const struct model_fit *fit, enum measured_quantity quantity) {
    json_t *params = json_object();
    if (!fit->identifiable) {
        json_decref(params);
        return json_null();
    }
    for (size_t k = 0; k < fit->law->shape_count; k++)
        json_object_set_new(params, fit->law->shapes[k].name, fit_json_estimate(&fit->shapes[k]));
    if (fit->found > 0)
        json_object_set_new(params, "speed", fit_json_estimate(&fit->speed));
    const struct model_estimate scale = model_fit_scale(fit, quantity);
    json_object_set_new(params, fit->law->scale.name, fit_json_estimate(&scale));
    return params;
}

/* What is above every n has no number in JSON: `NAME_is_infinite` tells it from what there is not.
 */
static void put_limit(json_t *model, const char *name, bool is_known,
                      const struct model_estimate *limit) {
    char key[48];
    json_object_set_new(model, name, is_known ? fit_json_number(limit->value) : json_null());
    snprintf(key, sizeof key, "%s_lo", name);
    json_object_set_new(model, key, is_known ? fit_json_number(limit->lo) : json_null());
    snprintf(key, sizeof key, "%s_hi", name);
    json_object_set_new(model, key, is_known ? fit_json_number(limit->hi) : json_null());
    snprintf(key, sizeof key, "%s_is_infinite", name);
    json_object_set_new(model, key, json_boolean(is_known && isinf(limit->value)));
}

static json_t *free_json(const struct model_fit *fit) {
    json_t *free_shapes = json_object();
    for (size_t k = 0; k < fit->law->shape_count; k++)
        if (isfinite(fit->free_shape[k]))
            json_object_set_new(free_shapes, fit->law->shapes[k].name,
                                json_real(fit->free_shape[k]));
    return free_shapes;
}

static json_t *number_if(bool is_known, double value) {
    return is_known ? fit_json_number(value) : json_null();
}

static json_t *model_json(const struct model_fit *fit, enum measured_quantity quantity) {
    bool is_known = fit->identifiable;
    json_t *model = json_pack(
        "{s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "name",
        fit->law->name, "title", fit->law->title, "formula", fit->law->formula, "identifiable",
        (int)is_known, "params", params_json(fit, quantity), "correlation",
        number_if(is_known, fit->correlation), "rss", number_if(is_known, fit->rss), "aicc",
        number_if(is_known, fit->aicc), "delta_aicc", number_if(is_known, fit->delta_aicc),
        "lack_of_fit_p", number_if(is_known, fit->lack_p), "misfit_most",
        number_if(is_known, fit->misfit_most), "misfit_n", number_if(is_known, fit->misfit_n),
        "is_refuted", (int)(is_known && fit->is_refuted), "unbounded", free_json(fit), "reason",
        text_or_null(fit->words));
    if (model == NULL)
        return NULL;
    put_limit(model, "ceiling", is_known, &fit->ceiling);
    put_limit(model, "peak_n", is_known, &fit->peak_n);
    json_object_set_new(model, "peak", number_if(is_known, fit->peak));
    return model;
}

static json_t *data_json(const struct fit_cases *cases, const struct fit_case *fit) {
    const struct model_report *report = fit->report;
    json_t *data = json_pack(
        "{s:I, s:o, s:o, s:I, s:I, s:o, s:s, s:s, s:s, s:b, s:b, s:b, s:o, s:s, s:o, s:o, s:o, "
        "s:b, "
        "s:I, s:I, s:I}",
        "rows", (json_int_t)report->rows, "n_min", fit_json_number(report->n_min), "n_max",
        fit_json_number(report->n_max), "counts", (json_int_t)report->counts, "rounds",
        (json_int_t)report->rounds, "base_n", fit_json_number(report->base_n), "format",
        cases->format, "quantity", fit_words_quantity(fit->group->quantity), "scaling",
        measured_scaling_name(fit->group->scaling), "scaling_is_known",
        (int)fit->group->scaling_is_known, "work_is_assumed", (int)fit->group->work_is_assumed,
        "unit_is_assumed", (int)fit->group->unit_is_assumed, "count_column",
        text_or_null(fit->group->count_column), "method", fit_rows_method_name(cases->method),
        "noise", fit_json_number(report->noise), "memory", fit_json_number(report->memory),
        "drawn_in", fit_json_number(report->drawn_in), "is_blocked", (int)report->is_blocked,
        "left_out_oversubscribed", (json_int_t)fit->left_out.oversubscribed, "left_out_few_tasks",
        (json_int_t)fit->left_out.few_tasks, "left_out_invalid", (json_int_t)fit->left_out.invalid);
    return data;
}

static json_t *series_json(const struct measured_group *group) {
    const struct series *series = &group->series;
    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "name", text_or_null(group->name),
                     "workload", text_or_null(series->workload), "params",
                     text_or_null(series->params), "engine", text_or_null(series->engine),
                     "scaling", measured_scaling_name(group->scaling), "place",
                     text_or_null(series->place), "p", fit_json_number(group->p), "tasks",
                     group->tasks == 0 ? json_null() : json_integer(group->tasks));
}

static json_t *points_json(const struct model_report *report) {
    json_t *points = json_array();
    for (size_t i = 0; i < report->cell_count; i++) {
        const struct model_cell *cell = &report->cells[i];
        json_array_append_new(
            points,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "n", fit_json_number(cell->site.n),
                      "value", fit_json_number(cell->value), "speedup",
                      fit_json_number(cell->speedup), "karp_flatt",
                      fit_json_number(cell->karp_flatt), "karp_flatt_lo",
                      fit_json_number(cell->karp_flatt_lo), "karp_flatt_hi",
                      fit_json_number(cell->karp_flatt_hi), "rows", (json_int_t)cell->rows));
    }
    return points;
}

static const char *best_name(const struct model_report *report) {
    if (report->outcome == MODEL_NONE_FITS)
        return "none";
    return report->best != NULL ? report->best->law->name : "cannot tell";
}

static json_t *rivals_json(const struct model_report *report) {
    json_t *rivals = json_array();
    for (size_t i = 0; i < 2; i++)
        if (report->rivals[i] != NULL)
            json_array_append_new(rivals, json_string(report->rivals[i]->law->name));
    return rivals;
}

static json_t *shape_json(const struct model_report *report) {
    static const char *const names[] = {
        [MODEL_SHAPE_UNKNOWN] = "unknown", [MODEL_SHAPE_FLAT] = "flat",
        [MODEL_SHAPE_RISING] = "rising",   [MODEL_SHAPE_LOGARITHMIC] = "logarithmic",
        [MODEL_SHAPE_FALLING] = "falling", [MODEL_SHAPE_KINKED] = "kinked"};
    bool is_known = report->shape != MODEL_SHAPE_UNKNOWN;
    bool is_kinked = report->shape == MODEL_SHAPE_KINKED;
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "name", names[report->shape], "serial_fraction",
                     number_if(is_known, report->shape_figures[0]), "coefficient",
                     number_if(is_known, report->shape_figures[1]), "kink_n",
                     number_if(is_kinked, report->shape_figures[2]), "words",
                     text_or_null(report->shape_words));
}

/* The bounds from work and span at each n; null where no span is stated. */
static json_t *span_json(const struct fit_case *fit) {
    double span = fit->group->span;
    json_t *points = json_array();
    if (!(span > 0)) {
        json_decref(points);
        return json_null();
    }
    for (size_t i = 0; i < fit->report->cell_count; i++) {
        double n = fit->report->cells[i].site.n;
        json_array_append_new(points, json_pack("{s:f, s:f, s:f}", "n", n, "speedup_least",
                                                work_span_least(1, span, n), "speedup_most",
                                                work_span_most(1, span, n)));
    }
    return json_pack("{s:f, s:f, s:o}", "span_over_work", span, "parallelism",
                     work_span_parallelism(1, span), "points", points);
}

static json_t *case_json(const struct fit_cases *cases, const struct fit_case *fit) {
    const struct model_report *report = fit->report;
    json_t *models = json_array();
    for (size_t i = 0; i < report->fit_count; i++)
        json_array_append_new(models, model_json(&report->fits[i], fit->group->quantity));
    return json_pack("{s:i, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema",
                     FIT_JSON_SCHEMA, "series", series_json(fit->group), "data",
                     data_json(cases, fit), "models", models, "best", best_name(report), "rivals",
                     rivals_json(report), "words", text_or_null(report->words), "next_n",
                     fit_json_number(report->next_n), "next_errors",
                     fit_json_number(report->next_errors), "shape", shape_json(report), "work_span",
                     span_json(fit), "points", points_json(report));
}

static json_t *make_document(const struct fit_cases *cases) {
    json_t *fits = json_array();
    if (cases->count == 1) {
        json_decref(fits);
        return case_json(cases, &cases->cases[0]);
    }
    for (size_t i = 0; i < cases->count; i++)
        json_array_append_new(fits, case_json(cases, &cases->cases[i]));
    return json_pack("{s:i, s:o}", "schema", FIT_JSON_SCHEMA, "fits", fits);
}

int fit_json_print(const struct fit_cases *cases, FILE *stream, struct fault *fault) {
    json_t *document = make_document(cases);
    int status = 0;
    if (document == NULL ||
        json_dumpf(document, stream, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the fit could not be written as JSON");
    else
        fputc('\n', stream);
    json_decref(document);
    return status;
}
