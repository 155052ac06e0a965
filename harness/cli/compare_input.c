/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/compare_input.h"
#include "cli/fit_input.h"
#include "plan/plan.h"
#include "record/run_dir.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Above any machine's: what was not measured is not found either. */
enum { CORES_MAX = 1000000 };

static bool exists(const char *path, bool *ret_is_directory) {
    struct stat facts;
    bool is_there = stat(path, &facts) == 0;
    *ret_is_directory = is_there && S_ISDIR(facts.st_mode);
    return is_there;
}

static int choose_level(const char *text, char *pair, struct compare_choice *choice,
                        struct fault *fault) {
    char *value = strchr(pair, '=');
    if (value != NULL)
        *value++ = '\0';
    for (enum compare_key key = 0; key < COMPARE_KEYS; key++)
        if (value != NULL && strcmp(pair, compare_key_name(key)) == 0) {
            choice->level[key] = value;
            return 0;
        }
    return fault_set(fault, FAULT_USAGE, 0,
                     "%s: '%s' chooses no series; KEY=VALUE does, where KEY is workload, params, "
                     "engine, scaling, place or tasks",
                     text, pair);
}

int compare_operand_parse(const char *text, struct compare_operand *ret_operand,
                          struct fault *fault) {
    bool is_directory = false, is_there = exists(text, &is_directory);
    const char *at = is_there ? NULL : strrchr(text, '@');
    int length = at == NULL ? (int)strlen(text) : (int)(at - text), status = 0;
    *ret_operand = (struct compare_operand){.is_run = is_directory};
    if (length >= PATH_MAX || (at != NULL && strlen(at) > sizeof ret_operand->levels))
        return fault_set(fault, FAULT_USAGE, 0, "%.60s… is too long for an operand", text);
    snprintf(ret_operand->path, sizeof ret_operand->path, "%.*s", length, text);
    if (!is_there && !exists(ret_operand->path, &ret_operand->is_run))
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %s", ret_operand->path);
    if (at == NULL)
        return 0;
    snprintf(ret_operand->levels, sizeof ret_operand->levels, "%s", at + 1);
    char *rest = ret_operand->levels;
    for (char *pair = strsep(&rest, ","); status == 0 && pair != NULL; pair = strsep(&rest, ","))
        status = choose_level(text, pair, &ret_operand->choice, fault);
    return status;
}

static bool is_one_directory(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static int read_run(const char *path, enum comparand_figure figure, struct comparand *comparand,
                    struct fault *fault) {
    struct sample *samples = NULL;
    size_t count = 0;
    bool torn = false;
    int status = run_dir_read_samples(path, &samples, &count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n", path);
    if (status == 0)
        status = comparand_of_run(samples, count, figure, comparand, fault);
    free(samples);
    return status;
}

static bool takes(const struct comparand_point *point, const struct plan_fractions *fractions,
                  const struct plan_cores *cores) {
    bool has_p = fractions->count == 0, has_n = cores->count == 0;
    for (size_t i = 0; i < fractions->count; i++) /* those of a list 0:1:0.1 are rounded */
        has_p = has_p || fabs(fractions->value[i] - point->p) < 1e-12;
    for (size_t i = 0; i < cores->count; i++)
        has_n = has_n || cores->value[i] == point->n;
    return has_p && has_n;
}

/* Leaves the points that -p and -n name. */
static int keep_asked(const char *name, const struct options *options, struct comparand *comparand,
                      struct fault *fault) {
    struct plan_fractions fractions = {.count = 0};
    struct plan_cores cores = {.count = 0};
    size_t left = 0;
    int status = 0;
    if (options->fractions != NULL)
        status = plan_parse_fractions(options->fractions, &fractions, fault);
    if (status == 0 && options->cores != NULL)
        status = plan_parse_counts(options->cores, CORES_MAX, &cores, fault);
    if (status != 0)
        return status;
    for (size_t i = 0; i < comparand->count; i++)
        if (takes(&comparand->points[i], &fractions, &cores))
            comparand->points[left++] = comparand->points[i];
    comparand->count = left;
    if (left == 0)
        return fault_set(fault, FAULT_INPUT, 0, "%s has no point to compare%s", name,
                         options->fractions != NULL || options->cores != NULL ? " at that p and n"
                                                                              : "");
    return 0;
}

static enum comparand_figure choose_figure(const char *compared, bool by_time) {
    if (compared != NULL)
        return strcmp(compared, "time") == 0 ? COMPARAND_TIME : COMPARAND_SPEEDUP;
    return by_time ? COMPARAND_TIME : COMPARAND_SPEEDUP;
}

static int load_runs(const struct options *options, struct comparison *comparison,
                     struct fault *fault) {
    bool is_one = is_one_directory(comparison->operands[0].path, comparison->operands[1].path);
    int status = 0;
    for (int i = 0; status == 0 && i < 2; i++)
        status = run_facts_read(comparison->operands[i].path, &comparison->facts[i], fault);
    if (status != 0)
        return status;
    comparison->request.is_paired = is_one;
    comparison->same_machine =
        is_one || run_facts_same_machine(&comparison->facts[0], &comparison->facts[1]);
    comparison->request.figure = choose_figure(options->compared, comparison->same_machine);
    for (int i = 0; status == 0 && i < 2; i++)
        status = read_run(comparison->operands[i].path, comparison->request.figure,
                          &comparison->comparands[i], fault);
    return status;
}

/* Nobody knows the machines of two files: what they hold is compared. */
static int load_files(const struct options *options, struct comparison *comparison,
                      struct fault *fault) {
    int status = 0;
    for (int i = 0; status == 0 && i < 2; i++) {
        const char *path = comparison->operands[i].path;
        struct fit_input input = {.path = path};
        status = fit_input_read(path, options, &input, fault);
        if (status != 0)
            return status;
        if (i == 0)
            comparison->request.figure = choose_figure(
                options->compared, input.measured.groups[0].quantity != MEASURED_SPEEDUP);
        status = comparand_of_measured(path, &input.measured, comparison->request.figure,
                                       &comparison->comparands[i], fault);
        fit_input_release(&input);
    }
    return status;
}

static int load(const struct options *options, struct comparison *comparison, struct fault *fault) {
    int status = 0;
    for (int i = 0; status == 0 && i < 2; i++)
        status = compare_operand_parse(comparison->names[i], &comparison->operands[i], fault);
    if (status == 0 && comparison->operands[0].is_run != comparison->operands[1].is_run) {
        int run = comparison->operands[0].is_run ? 0 : 1;
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s is a run directory and %s is none: two of a kind are compared",
                         comparison->names[run], comparison->names[1 - run]);
    }
    if (status == 0)
        status = comparison->operands[0].is_run ? load_runs(options, comparison, fault)
                                                : load_files(options, comparison, fault);
    for (int i = 0; status == 0 && i < 2; i++)
        status = keep_asked(comparison->names[i], options, &comparison->comparands[i], fault);
    return status;
}

int comparison_make(const char *first, const char *second, const struct options *options,
                    struct comparison *ret_comparison, struct fault *fault) {
    struct comparison *comparison = ret_comparison;
    *comparison = (struct comparison){.names = {first, second}};
    int status = load(options, comparison, fault);
    struct compare_request *request = &comparison->request;
    request->tolerance = options->tolerance;
    request->first =
        (struct compare_side){first, &comparison->comparands[0], comparison->operands[0].choice};
    request->second =
        (struct compare_side){second, &comparison->comparands[1], comparison->operands[1].choice};
    if (status == 0)
        status = compare_make(request, &comparison->table, fault);
    if (status != 0)
        comparison_release(comparison);
    return status;
}

void comparison_release(struct comparison *comparison) {
    compare_release(&comparison->table);
    comparand_release(&comparison->comparands[0]);
    comparand_release(&comparison->comparands[1]);
}
