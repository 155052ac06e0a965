/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_section.h"
#include "model/model.h"

#include <jansson.h>
#include <math.h>

static const double HOUR_S = 3600;

static json_t *number(double value) {
    json_t *real = json_real(value); /* jansson makes none of NAN and INFINITY */
    return real != NULL ? real : json_null();
}

static json_t *cores(double n) {
    return isfinite(n) ? json_integer((json_int_t)n) : json_null();
}

static json_t *text_or_null(const char *text) {
    return text != NULL && text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *estimate_json(const struct model_estimate *estimate) {
    return json_pack("{s:o, s:o, s:o}", "value", number(estimate->value), "lo",
                     number(estimate->lo), "hi", number(estimate->hi));
}

static void put_what_if(const struct predict_point *point, json_t *object) {
    bool has_band = point->what_if_range != MODEL_REFUSED;
    bool has_figure = has_band && point->what_if_range != MODEL_FAR;
    json_object_set_new(object, "what_if_speedup", number(has_figure ? point->what_if : NAN));
    json_object_set_new(object, "what_if_lo", number(has_band ? point->what_if_lo : NAN));
    json_object_set_new(object, "what_if_hi", number(has_band ? point->what_if_hi : NAN));
}

/* What is not to be believed is null, as the table has it. */
static json_t *point_json(const struct predict_section *section,
                          const struct predict_point *point) {
    const struct model_estimate *speedup = &point->speedup;
    bool has_band = point->range != MODEL_REFUSED;
    bool has_figure = has_band && point->range != MODEL_FAR && !section->is_bounds;
    double S = has_figure ? speedup->value : NAN, n = point->n;
    json_t *object = json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "n", (json_int_t)point->n, "speedup", number(S),
        "lo", number(has_band ? speedup->lo : NAN), "hi", number(has_band ? speedup->hi : NAN),
        "efficiency", number(S / n), "time_s", number(section->one_s.value / S), "core_hours",
        number(n * section->one_s.value / S / HOUR_S), "range", model_range_name(point->range));
    if (!isnan(section->one_rate.value))
        json_object_set_new(object, "throughput", number(section->one_rate.value * S));
    if (section->rival[0] != '\0')
        json_object_set_new(object, "rival_speedup", number(has_figure ? point->rival : NAN));
    if (section->what_if[0] != '\0')
        put_what_if(point, object);
    return object;
}

static json_t *answer_json(const struct predict_section *section,
                           const struct model_answer *answer) {
    static const char *const names[] = {"efficiency", "speedup", "gain"};
    char words[PREDICT_WORDS_BYTES];
    bool is_told = answer->range != MODEL_REFUSED && answer->range != MODEL_FAR;
    predict_answer_words(answer, section->is_fit, words, sizeof words);
    return json_pack("{s:s, s:f, s:o, s:o, s:o, s:s, s:s}", "wish", names[answer->wish], "wanted",
                     answer->wanted, "n", cores(is_told ? answer->n : NAN), "lo", cores(answer->lo),
                     "hi", cores(answer->hi), "range", model_range_name(answer->range), "words",
                     words);
}

static json_t *series_json(const struct fit_key *key) {
    const struct series *series = &key->series;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", text_or_null(key->name),
                     "workload", text_or_null(series->workload), "params",
                     text_or_null(series->params), "engine", text_or_null(series->engine),
                     "scaling", text_or_null(series->scaling), "place", text_or_null(series->place),
                     "p", number(key->p), "tasks",
                     key->tasks > 0 ? json_integer(key->tasks) : json_null());
}

static json_t *section_json(const struct predict_section *section) {
    json_t *parameters = json_object(), *points = json_array(), *answers = json_array();
    json_t *notes = json_array();
    for (size_t i = 0; i < section->parameter_count; i++)
        json_object_set_new(parameters, section->parameters[i].name,
                            section->is_fit ? estimate_json(&section->parameters[i].value)
                                            : number(section->parameters[i].value.value));
    for (size_t i = 0; i < section->point_count; i++)
        json_array_append_new(points, point_json(section, &section->points[i]));
    for (size_t i = 0; i < section->answer_count; i++)
        json_array_append_new(answers, answer_json(section, &section->answers[i]));
    for (size_t i = 0; i < section->note_count; i++)
        json_array_append_new(notes, json_string(section->notes[i]));
    json_t *object = json_pack(
        "{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "law", text_or_null(section->law),
        "parameters", parameters, "ceiling", number(section->ceiling.value), "peak_n",
        number(section->peak_n.value), "points", points, "answers", answers, "notes", notes);
    if (section->peak_n.kind == MODEL_LOWER)
        json_object_set_new(object, "peak_n_above", number(section->peak_n.lo));
    if (!isnan(section->parallelism))
        json_object_set_new(object, "parallelism", number(section->parallelism));
    if (section->what_if[0] != '\0')
        json_object_set_new(object, "what_if", json_string(section->what_if));
    if (section->rival[0] != '\0')
        json_object_set_new(object, "rival", json_string(section->rival));
    if (section->is_fit)
        json_object_set_new(object, "series", series_json(&section->key));
    return object;
}

/* Takes the document. */
static int print_document(json_t *document, size_t flags, FILE *stream, struct fault *fault) {
    int status = 0;
    if (document == NULL || json_dumpf(document, stream, JSON_INDENT(1) | flags) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the prediction could not be written as JSON");
    else
        fputc('\n', stream);
    json_decref(document);
    return status;
}

int predict_print_json(const struct predict_section *sections, size_t count, FILE *stream,
                       struct fault *fault) {
    if (count == 1)
        return print_document(section_json(&sections[0]), JSON_REAL_PRECISION(17), stream, fault);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, section_json(&sections[i]));
    return print_document(json_pack("{s:i, s:o}", "schema", 1, "predictions", list),
                          JSON_REAL_PRECISION(17), stream, fault);
}

static json_t *fraction_json(const struct predict_section *section) {
    json_t *points = json_array(), *answers = json_array();
    for (size_t i = 0; i < section->point_count; i++) {
        const struct predict_point *point = &section->points[i];
        json_array_append_new(points, json_pack("{s:I, s:f}", "n", (json_int_t)point->n, "speedup",
                                                model_amdahl_speedup(section->key.p, point->n)));
    }
    for (size_t i = 0; i < section->answer_count; i++)
        json_array_append_new(answers, answer_json(section, &section->answers[i]));
    json_t *object = json_pack("{s:f, s:o, s:o}", "p", section->key.p, "ceiling",
                               number(model_amdahl_ceiling(section->key.p)), "points", points);
    if (section->answer_count > 0)
        json_object_set(object, "answers", answers);
    json_decref(answers);
    return object;
}

int predict_print_fractions(const struct predict_section *sections, size_t count, FILE *stream,
                            struct fault *fault) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, fraction_json(&sections[i]));
    return print_document(
        json_pack("{s:i, s:s, s:o}", "schema", 1, "law", "amdahl", "fractions", list), 0, stream,
        fault);
}
