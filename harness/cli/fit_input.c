/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_input.h"
#include "explain/run_measured.h"
#include "explain/summary.h"
#include "import/import.h"
#include "plan/plan.h"
#include "record/run_dir.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Decides about verdicts only, which no fit asks for. */
static const double MARGIN = 0.01;

static int read_run(struct fit_input *input, struct fault *fault) {
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
    return status;
}

/* p as a number is written: those of a list 0:1:0.1 are off by rounding. */
static bool takes_p(const struct plan_fractions *fractions, double p) {
    for (size_t i = 0; i < fractions->count; i++)
        if (fabs(fractions->value[i] - p) < 1e-12)
            return true;
    return fractions->count == 0;
}

/* Leaves the groups that are asked for and have rows. */
static int choose(struct fit_input *input, const struct options *options, struct fault *fault) {
    struct plan_fractions fractions = {.count = 0};
    struct measured *measured = &input->measured;
    size_t left = 0;
    int status =
        options->fractions_given ? plan_parse_fractions(options->fractions, &fractions, fault) : 0;
    for (size_t i = 0; status == 0 && i < measured->count; i++) {
        struct measured_group group = measured->groups[i];
        if (group.count > 0 && takes_p(&fractions, group.p))
            measured->groups[left++] = group;
        else
            free(group.rows);
    }
    if (status == 0)
        measured->count = left;
    if (status == 0 && left == 0)
        status = fault_set(fault, FAULT_INPUT, 0, "%s has no row to fit%s", input->path,
                           options->fractions_given ? " at that p" : "");
    return status;
}

int fit_input_read(const char *path, const struct options *options, struct fit_input *ret_input,
                   struct fault *fault) {
    struct fit_input input = {.path = path, .format = "run directory"};
    struct stat facts;
    input.is_run = stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
    int status = input.is_run ? read_run(&input, fault)
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
