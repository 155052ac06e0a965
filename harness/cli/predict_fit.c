/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_fit.h"
#include "cli/fit_case.h"
#include "cli/predict_law.h"
#include "cli/predict_what_if.h"
#include "model/capacity_kinds.h"
#include "record/run_json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What was asked for, of any series. */
struct request {
    const struct options *options;
    struct predict_what_if what_if;
    struct predict_wishes wishes;
    struct plan_cores cores; /* count 0: as it was measured */
    struct capacity_kinds kinds;
};

/* A law that was fitted to one series, as a curve's context. */
struct fitted {
    const struct fit_case *source;
    const struct model_fit *fit;
    struct capacity_kinds kinds; /* count 0: not given */
};

/* The cores at n: as measured, else as --capacity has them, else all alike. A law that goes by
 * capacity or clock has no site where neither is known. */
static struct model_site site_at(const struct fitted *fitted, double n) {
    const struct model_report *report = fitted->source->report;
    struct model_site site = {n, n, 1};
    for (size_t i = 0; i < report->cell_count; i++)
        if (report->cells[i].site.n == n)
            return report->cells[i].site;
    if (fitted->kinds.count > 0)
        site.capacity = capacity_kinds_dynamic(&fitted->kinds, n);
    else if (fitted->fit->law->needs_capacity)
        site.capacity = site.clock = NAN;
    return site;
}

static double speedup(const void *context, double n) {
    const struct fitted *fitted = context;
    const struct model_site site = site_at(fitted, n);
    double shapes[MODEL_SHAPES_MAX];
    for (size_t k = 0; k < fitted->fit->law->shape_count; k++)
        shapes[k] = fitted->fit->shapes[k].value;
    return fitted->fit->identifiable ? model_law_speedup(fitted->fit->law, &site, shapes) : NAN;
}

static struct model_estimate band(const void *context, double n) {
    const struct fitted *fitted = context;
    const struct model_site site = site_at(fitted, n);
    if (!fitted->fit->identifiable || isnan(site.capacity))
        return (struct model_estimate){NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    return model_speedup_at(fitted->source->analysis, fitted->fit, &site);
}

static void put_what_if_points(const struct model_curve *curve, const struct model_change *change,
                               struct predict_section *section) {
    const struct fitted *fitted = curve->context;
    struct model_curve changed = *curve;
    changed.n_last = MODEL_CORES_MAX; /* that of the curve is of the law as it was fitted */
    for (size_t i = 0; i < section->point_count + section->curve_count; i++) {
        struct predict_point *point = &section->points[i];
        const struct model_site site = site_at(fitted, point->n);
        if (isnan(site.capacity))
            continue;
        const struct model_estimate speedup =
            model_speedup_if(fitted->source->analysis, fitted->fit, change, &site);
        point->what_if = speedup.value;
        point->what_if_lo = speedup.lo;
        point->what_if_hi = speedup.hi;
        point->what_if_range = model_range_at(&changed, point->n, &speedup);
    }
}

static void note_what_if(const struct model_law *law, const double *shapes,
                         struct predict_section *section) {
    double ceiling = law->ceiling != NULL ? law->ceiling(shapes) : NAN;
    double peak_n = law->peak_n != NULL ? law->peak_n(shapes) : NAN;
    section->what_if_peak_n = peak_n;
    if (isinf(ceiling))
        predict_section_note(section, "if %s: no ceiling", section->what_if);
    else if (!isnan(ceiling))
        predict_section_note(section, "if %s: no number of cores brings a speed-up above %.4g",
                             section->what_if, fmax(ceiling, 1));
    if (law->peak_n != NULL && !isfinite(peak_n))
        predict_section_note(section, "if %s: no peak", section->what_if);
    else if (isfinite(peak_n))
        predict_section_note(section, "if %s: the peak is at N* = %.4g", section->what_if, peak_n);
}

static void put_what_if(const struct request *request, const struct model_curve *curve,
                        struct predict_section *section) {
    const struct fitted *fitted = curve->context;
    double shapes[MODEL_SHAPES_MAX] = {0};
    struct model_change change;
    if (!fitted->fit->identifiable ||
        !predict_what_if_change(&request->what_if, fitted->fit, &change, section))
        return;
    put_what_if_points(curve, &change, section);
    for (size_t k = 0; k < fitted->fit->law->shape_count; k++)
        shapes[k] = fitted->fit->shapes[k].value;
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = change.factor[k] * shapes[k] + change.fixed[k];
    note_what_if(change.law, shapes, section);
}

/* The other law that the rows do not exclude, where it says something else. */
static void put_rival(const struct fitted *fitted, struct predict_section *section) {
    const struct model_report *report = fitted->source->report;
    struct fitted other = *fitted;
    bool differs = false;
    other.fit = report->rivals[0] == fitted->fit ? report->rivals[1] : report->rivals[0];
    if (report->outcome != MODEL_CANNOT_TELL || other.fit == NULL || other.fit == fitted->fit)
        return;
    size_t count = section->point_count + section->curve_count;
    for (size_t i = 0; i < count; i++) {
        struct predict_point *point = &section->points[i];
        point->rival = speedup(&other, point->n);
        differs = differs || (i < section->point_count && (point->rival < point->speedup.lo ||
                                                           point->rival > point->speedup.hi));
    }
    for (size_t i = 0; i < count && !differs; i++)
        section->points[i].rival = NAN;
    if (!differs)
        return;
    snprintf(section->rival, sizeof section->rival, "%s", other.fit->law->title);
    section->rival_law = other.fit->law->name;
}

static void put_key(const struct measured_group *group, struct fit_key *ret_key) {
    *ret_key = (struct fit_key){.series = group->series, .p = group->p, .tasks = group->tasks};
    snprintf(ret_key->name, sizeof ret_key->name, "%s", group->name);
    if (ret_key->series.scaling[0] == '\0') /* of a file: what it was fitted as */
        snprintf(ret_key->series.scaling, sizeof ret_key->series.scaling, "%s",
                 measured_scaling_name(group->scaling));
}

static int predict_series(const struct request *request, const struct fit_case *source,
                          struct predict_section *section, struct fault *fault) {
    struct fitted fitted = {.source = source, .kinds = request->kinds};
    int status = predict_law_choose(request->options, source, section, &fitted.fit, fault);
    if (status != 0 || fitted.fit == NULL)
        return status;
    if (fitted.kinds.count > 0 && capacity_kinds_are_open(&fitted.kinds))
        fitted.kinds.kinds[fitted.kinds.count - 1].speed = source->speed.value;
    predict_law_put(source, fitted.fit, fitted.kinds.count > 0, section);
    struct model_curve curve = {.speedup = speedup,
                                .band = band,
                                .context = &fitted,
                                .n_least = 1,
                                .n_measured = source->report->n_max,
                                .ceiling = section->ceiling};
    curve.n_last = model_curve_last(&curve);
    const struct plan_cores cores =
        request->cores.count > 0 ? request->cores : predict_counts_usual(source->report);
    bool is_everywhere = fitted.fit->identifiable && !isnan(speedup(&fitted, MODEL_CORES_MAX));
    status =
        predict_section_fill(section, &curve, &cores,
                             is_everywhere ? &request->wishes : &(struct predict_wishes){0}, fault);
    if (status != 0)
        return status;
    put_rival(&fitted, section);
    put_what_if(request, &curve, section);
    predict_section_note_ranges(section);
    return 0;
}

static int parse(const struct options *options, struct request *ret_request, struct fault *fault) {
    struct request request = {.options = options};
    const char *of_formulas = options->core_size != NULL ? "--core-size"
                              : options->work_s > 0      ? "--work"
                              : options->span_s > 0      ? "--span"
                                                         : NULL;
    if (of_formulas != NULL)
        return fault_set(fault, FAULT_USAGE, 0, "%s is of a formula, not of a law fitted to %.200s",
                         of_formulas, options->operands[0]);
    const struct model_law *law = options->law != NULL ? model_law_by_name(options->law) : NULL;
    if (options->law != NULL && law == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--law: '%.60s' is no law that is fitted; use linear, amdahl, "
                         "amdahl_clock, capacity, usl or gustafson",
                         options->law);
    if (law != NULL && options->kappa != NULL && law->shape_count < 2)
        return fault_set(fault, FAULT_USAGE, 0, "--kappa: --law %s does not take it", law->name);
    if (law != NULL && options->serial_part != NULL && law->shape_count < 1)
        return fault_set(fault, FAULT_USAGE, 0, "--serial: --law %s does not take it", law->name);
    int status = predict_what_if_parse(options, &request.what_if, fault);
    if (status == 0)
        status = predict_wishes_parse(options, &request.wishes, fault);
    if (status == 0 && options->cores_given)
        status = plan_parse_counts(options->cores, MODEL_CORES_MAX, &request.cores, fault);
    if (status == 0 && options->capacity != NULL)
        status = capacity_kinds_parse("--capacity", options->capacity, &request.kinds, fault);
    predict_wishes_add_usual(&request.wishes);
    if (status == 0)
        *ret_request = request;
    return status;
}

/* Once: it is of the run, not of a series. */
static void note_interrupted(const struct fit_cases *cases, struct predict_section *section) {
    struct run_brief brief = {.machine_words = ""};
    if (cases->is_run && run_json_read(cases->path, &brief, NULL) == 0 &&
        brief.state != RUN_COMPLETE)
        predict_section_note(section,
                             "%.200s did not come to its end: what was measured until then counts",
                             cases->path);
}

static int predict_cases(const struct request *request, const struct fit_cases *cases,
                         struct predict_section **ret_sections, size_t *ret_count,
                         struct fault *fault) {
    size_t count = 0;
    int status = 0;
    struct predict_section *sections = calloc(cases->count + 1, sizeof *sections);
    if (sections == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the predictions of %.200s",
                         cases->path);
    for (; count < cases->count && status == 0; count++) {
        struct predict_section *section = &sections[count];
        *section = predict_section_new();
        section->is_fit = true;
        section->n_measured = cases->cases[count].report->n_max;
        put_key(cases->cases[count].group, &section->key);
        section->is_drawn = request->options->out != NULL;
        status = predict_series(request, &cases->cases[count], section, fault);
        if (status == 0 && cases->cases[count].group->unit_is_assumed &&
            isfinite(section->one_s.value))
            predict_section_note(section, "the times of the file are taken for seconds");
    }
    if (status == 0 && count > 0)
        note_interrupted(cases, &sections[0]);
    for (size_t i = 0; i < count && status != 0; i++)
        predict_section_release(&sections[i]);
    if (status != 0) {
        free(sections);
        return status;
    }
    *ret_sections = sections;
    *ret_count = count;
    return 0;
}

int predict_fit(const struct options *options, struct predict_section **ret_sections,
                size_t *ret_count, struct fault *fault) {
    struct request request;
    struct fit_input input;
    struct fit_cases cases;
    int status = parse(options, &request, fault);
    if (status != 0)
        return status;
    status = fit_input_read(options->operands[0], options, &input, fault);
    if (status != 0)
        return status;
    status = fit_cases_make(&input, options, &cases, fault);
    if (status == 0) {
        status = predict_cases(&request, &cases, ret_sections, ret_count, fault);
        fit_cases_release(&cases);
    }
    fit_input_release(&input);
    return status;
}
