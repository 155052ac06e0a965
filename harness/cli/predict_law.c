/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_law.h"

#include <math.h>
#include <string.h>

/* Two points of which each law with a shape misses neither, and nothing tells what is scatter. */
static bool is_untestable(const struct model_report *report) {
    return report->counts == 2 && report->rows == 2;
}

int predict_law_choose(const struct options *options, const struct fit_case *source,
                       struct predict_section *section, const struct model_fit **ret_fit,
                       struct fault *fault) {
    const struct model_report *report = source->report;
    const char *name = options->law;
    *ret_fit = report->best != NULL ? report->best : report->rivals[0];
    if (name != NULL) {
        *ret_fit = NULL;
        for (size_t i = 0; i < report->fit_count; i++)
            if (strcmp(report->fits[i].law->name, name) == 0)
                *ret_fit = &report->fits[i];
        if (*ret_fit == NULL)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--law: '%.60s' is not fitted to %.120s; `amdahl fit` shows which are",
                             name, options->operands[0]);
    } else if (is_untestable(report)) {
        *ret_fit = NULL;
        predict_section_note(section, "two core counts, each measured once, speak for no law: "
                                      "measure each several times, and a third");
        predict_section_note(section, "--law NAME predicts by one all the same");
    } else if (*ret_fit == NULL) {
        predict_section_note(section, "%s", report->words);
        predict_section_note(section, "--law NAME predicts by one all the same");
    } else if (report->best == NULL) {
        predict_section_note(section, "%s; the simpler law is taken, %s", report->words,
                             (*ret_fit)->law->title);
    }
    return 0;
}

/* What is to be minded of the law. */
static void note_law(const struct fit_case *source, const struct model_fit *fit,
                     bool kinds_are_given, struct predict_section *section) {
    const struct measured_group *group = source->group;
    if (!fit->identifiable)
        predict_section_note(section, "refused: %s",
                             fit->words[0] != '\0' ? fit->words : source->report->words);
    if (fit->identifiable && fit->is_refuted)
        predict_section_note(section,
                             "what was measured refutes this law: it misses n = %g by %.1f %%",
                             fit->misfit_n, 100 * fit->misfit_most);
    if (fit->law->needs_capacity && !kinds_are_given)
        predict_section_note(section,
                             "%s goes by what was measured of the cores: at another n "
                             "there is no figure; --capacity says what cores there are",
                             fit->law->title);
    if (fit->identifiable && !fit->is_refuted && is_untestable(source->report) &&
        fit->misfit_most > 0)
        predict_section_note(section,
                             "nothing tells whether what it misses n = %g by, %.3g %%, is scatter",
                             fit->misfit_n, 100 * fit->misfit_most);
    if (!group->scaling_is_known)
        predict_section_note(section, "taken as %s scaling; --scaling says what it is",
                             measured_scaling_name(group->scaling));
}

/* A serial part of 1 and more is time that each further core costs: one core is the fastest. */
static struct model_estimate ceiling_of(const struct model_fit *fit) {
    struct model_estimate ceiling = fit->ceiling;
    if (ceiling.value < 0) /* of a serial part below 0: there is none */
        return (struct model_estimate){NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    ceiling.value = ceiling.value < 1 ? 1 : ceiling.value;
    ceiling.lo = ceiling.lo < 1 ? 1 : ceiling.lo;
    ceiling.hi = ceiling.hi < 1 ? 1 : ceiling.hi;
    return ceiling;
}

void predict_law_put(const struct fit_case *source, const struct model_fit *fit,
                     bool kinds_are_given, struct predict_section *section) {
    section->law = fit->law->name;
    section->law_title = fit->law->title;
    section->formula = fit->law->formula;
    note_law(source, fit, kinds_are_given, section);
    if (!fit->identifiable)
        return;
    for (size_t k = 0; k < fit->law->shape_count; k++)
        section->parameters[section->parameter_count++] = (struct predict_parameter){
            fit->law->shapes[k].name, fit->law->shapes[k].symbol, fit->shapes[k]};
    if (fit->found > 0)
        section->parameters[section->parameter_count++] =
            (struct predict_parameter){"speed", "speed", fit->speed};
    section->ceiling = ceiling_of(fit);
    section->peak_n = fit->peak_n;
    if (source->group->quantity == MEASURED_TIME)
        section->one_s = fit->scale;
    else if (source->group->quantity == MEASURED_THROUGHPUT)
        section->one_rate = fit->scale;
}
