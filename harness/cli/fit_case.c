/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_case.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Gives the group the capacity of the kinds of cores; where the speed of the last is open, as the
 * group's own rows have it. */
static int put_capacity(const struct capacity_kinds *kinds, struct measured_group *group,
                        struct fit_case *fit, struct fault *fault) {
    struct capacity_kinds own = *kinds;
    int status = 0;
    if (capacity_kinds_are_open(&own))
        status = model_fit_kinds(group, &own, &fit->speed, fit->speed_words, fault);
    if (status == 0)
        capacity_kinds_apply(&own, group);
    fit->kinds = own;
    return status;
}

static int analyse(const struct options *options, struct fit_case *fit, struct fault *fault) {
    const struct model_request request = {
        .group = fit->group,
        .method = strcmp(options->method, "raw") == 0 ? MODEL_RAW : MODEL_LOG,
        .interval = strcmp(options->interval, "bootstrap") == 0 ? MODEL_BOOTSTRAP : MODEL_PROFILE,
        .bootstrap_rounds = options->bootstrap_rounds,
        .seed = options->seed,
        .margin = options->margin,
        .found_kinds = isnan(fit->speed.value) ? NULL : &fit->kinds,
        .found_speed = fit->speed,
    };
    int status = model_analyse(&request, &fit->analysis, fault);
    if (status == 0)
        fit->report = model_analysis_report(fit->analysis);
    return status;
}

static void look_at_run(const struct fit_input *input, struct fit_case *fit) {
    fit->left_out = run_measured_left_out(input->samples, input->sample_count, fit->group);
    fit->unit_wait_s = run_measured_unit_wait_s(input->samples, input->sample_count, fit->group);
}

int fit_cases_make(struct fit_input *input, const struct options *options,
                   struct fit_cases *ret_cases, struct fault *fault) {
    const struct measured *measured = &input->measured;
    struct capacity_kinds kinds = {.count = 0};
    struct fit_cases cases = {.path = input->path,
                              .format = input->format,
                              .method = strcmp(options->method, "raw") == 0 ? MODEL_RAW : MODEL_LOG,
                              .is_run = input->is_run,
                              .cases = calloc(measured->count + 1, sizeof *cases.cases)};
    int status = 0;
    if (cases.cases == NULL)
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot fit %s", input->path);
    if (status == 0 && options->capacity != NULL)
        status = capacity_kinds_parse("--capacity", options->capacity, &kinds, fault);
    for (size_t i = 0; status == 0 && i < measured->count; i++) {
        struct fit_case *fit = &cases.cases[cases.count++];
        *fit = (struct fit_case){.group = &measured->groups[i],
                                 .speed = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL}};
        if (input->is_run)
            look_at_run(input, fit);
        if (kinds.count > 0)
            status = put_capacity(&kinds, &measured->groups[i], fit, fault);
        if (status == 0)
            status = analyse(options, fit, fault);
    }
    if (status == 0)
        *ret_cases = cases;
    else
        fit_cases_release(&cases);
    return status;
}

void fit_cases_release(struct fit_cases *cases) {
    for (size_t i = 0; i < cases->count; i++)
        model_analysis_free(cases->cases[i].analysis);
    free(cases->cases);
    *cases = (struct fit_cases){.cases = NULL};
}
