/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The groups of an input, each with what the laws make of it. */
#ifndef AMDAHL_FIT_CASE_H
#define AMDAHL_FIT_CASE_H

#include "cli/fit_input.h"
#include "explain/run_measured.h"
#include "model/capacity_kinds.h"
#include "model/fit.h"

struct fit_case {
    const struct measured_group *group;
    struct model_analysis *analysis;
    const struct model_report *report;
    struct run_left_out left_out; /* of a run */
    double unit_wait_s; /* likewise: what a unit waits for; 0: it does not wait, or nobody says */
    /* Of the last kind of cores of --capacity, where that leaves it open; kind MODEL_NO_INTERVAL
     * and no words: nothing was to be found. */
    struct model_estimate speed;
    struct capacity_kinds kinds; /* with that speed */
    char speed_words[MODEL_WORDS_BYTES];
};

struct fit_cases {
    const char *path, *format; /* of the input */
    enum model_method method;
    bool is_run;
    struct fit_case *cases;
    size_t count;
};

/* Analyses every group as --method, --interval, --bootstrap, --seed, --margin and --capacity say,
 * where the command has these; the last gives the input's rows the capacity of their n. Borrows
 * the input. FAULT_USAGE: a capacity that is none. FAULT_SYSTEM: no memory. The caller releases. */
int fit_cases_make(struct fit_input *input, const struct options *options,
                   struct fit_cases *ret_cases, struct fault *fault);
void fit_cases_release(struct fit_cases *cases);

#endif
