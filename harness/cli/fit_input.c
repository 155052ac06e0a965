/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_input.h"
#include "explain/run_measured.h"
#include "explain/summary.h"
#include "import/import.h"
#include "plan/plan.h"
#include "record/run_dir.h"
#include "record/run_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Decides about verdicts only, which no fit asks for. */
static const double MARGIN = 0.01;

/* Only what is there can say so: samples.csv alone can be fitted, too. */
static void say_interrupted(const char *path) {
    struct run_brief brief = {.state = RUN_COMPLETE};
    if (run_json_read(path, &brief, NULL) == 0 && brief.state != RUN_COMPLETE)
        fprintf(stderr, "amdahl: %s did not come to its end: what was measured until then counts\n",
                path);
}

/* What a run was measured with is no matter of opinion. */
static int check_scaling(const struct fit_input *input, const char *scaling, struct fault *fault) {
    for (size_t i = 0; scaling != NULL && i < input->measured.count; i++) {
        const char *own = measured_scaling_name(input->measured.groups[i].scaling);
        if (strcmp(own, scaling) != 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--scaling %s: %s says itself that it was measured with %s scaling; "
                             "leave --scaling out",
                             scaling, input->path, own);
    }
    return 0;
}

static int read_run(struct fit_input *input, const struct options *options, struct fault *fault) {
    bool torn = false;
    int status =
        run_dir_read_samples(input->path, &input->samples, &input->sample_count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n",
                input->path);
    if (status == 0)
        status = summary_make(input->samples, input->sample_count, MARGIN, &input->rows,
                              &input->row_count, fault);
    if (status == 0)
        status = run_measured_make(input->samples, input->sample_count, input->rows,
                                   input->row_count, &input->measured, fault);
    if (status == 0)
        status = check_scaling(input, options->scaling, fault);
    if (status == 0)
        say_interrupted(input->path);
    return status;
}

/* p as a number is written: those of a list 0:1:0.1 are off by rounding. */
static bool takes_p(const struct plan_fractions *fractions, double p) {
    for (size_t i = 0; i < fractions->count; i++)
        if (fabs(fractions->value[i] - p) < 1e-12)
            return true;
    return fractions->count == 0;
}

/* "; there is 0.5, 0.9": the p of the groups that have rows, each once. */
static void put_fractions(const struct measured *measured, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < measured->count && used < bytes; i++) {
        const struct measured_group *group = &measured->groups[i];
        bool is_new = group->count > 0 && !isnan(group->p);
        for (size_t k = 0; k < i; k++)
            is_new = is_new && measured->groups[k].p != group->p;
        if (is_new)
            used += (size_t)snprintf(text + used, bytes - used, "%s%.10g",
                                     used == 0 ? "; there is " : ", ", group->p);
    }
    if (used == 0)
        snprintf(text, bytes, "; no p is known of its rows");
}

/* Leaves the groups that are asked for and have rows. */
static int choose(struct fit_input *input, const struct options *options, struct fault *fault) {
    struct plan_fractions fractions = {.count = 0};
    struct measured *measured = &input->measured;
    char there[96] = "";
    size_t left = 0;
    int status =
        options->fractions_given ? plan_parse_fractions(options->fractions, &fractions, fault) : 0;
    if (options->fractions_given)
        put_fractions(measured, there, sizeof there);
    for (size_t i = 0; status == 0 && i < measured->count; i++) {
        struct measured_group group = measured->groups[i];
        input->unchosen += group.count > 0 && !takes_p(&fractions, group.p);
        if (group.count > 0 && takes_p(&fractions, group.p))
            measured->groups[left++] = group;
        else
            free(group.rows);
    }
    if (status == 0)
        measured->count = left;
    if (status == 0 && left == 0)
        status = fault_set(fault, FAULT_INPUT, 0, "%s has no row to fit%s%s", input->path,
                           options->fractions_given ? " at that p" : "", there);
    return status;
}

int fit_input_read(const char *path, const struct options *options, struct fit_input *ret_input,
                   struct fault *fault) {
    struct fit_input input = {.path = path, .format = "run directory"};
    struct stat facts;
    input.is_run = stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
    int status = input.is_run ? read_run(&input, options, fault)
                              : import_read(&(struct import_request){path, options->scaling},
                                            &input.measured, &input.format, fault);
    if (status == 0)
        status = choose(&input, options, fault);
    if (status == 0)
        *ret_input = input;
    else
        fit_input_release(&input);
    return status;
}

void fit_input_release(struct fit_input *input) {
    measured_release(&input->measured);
    free(input->samples);
    free(input->rows);
}
