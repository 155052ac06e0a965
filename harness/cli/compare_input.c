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
    bool is_directory = false;
    bool is_there = strcmp(text, "-") == 0 || exists(text, &is_directory);
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

/* "0.5, 0.9": what there is of n or of p, each once. */
static void list_there(const struct comparand *comparand, bool is_n, char *text, size_t bytes) {
    text[0] = '\0';
    for (size_t i = 0; i < comparand->count; i++) {
        const struct comparand_point *points = comparand->points;
        double own = is_n ? points[i].n : points[i].p;
        size_t before = 0, used = strlen(text);
        while (before < i && own != (is_n ? points[before].n : points[before].p))
            before++;
        if (before == i && !isnan(own))
            snprintf(text + used, bytes - used, "%s%.6g", used > 0 ? ", " : "", own);
    }
}

static int refuse_asked(const char *name, enum comparand_figure figure,
                        const struct comparand *comparand, const struct plan_cores *cores,
                        struct fault *fault) {
    char p[160], n[160];
    list_there(comparand, false, p, sizeof p);
    list_there(comparand, true, n, sizeof n);
    if (figure == COMPARAND_SPEEDUP && cores->count == 1 && cores->value[0] == 1)
        return fault_set(fault, FAULT_INPUT, 0,
                         "%s has no speed-up to compare at n = 1: it is 1 there by definition",
                         name);
    return fault_set(fault, FAULT_INPUT, 0,
                     "%s has no point to compare at that p and n; there is %s%s%sn = %s", name,
                     p[0] == '\0' ? "" : "p = ", p, p[0] == '\0' ? "" : " and ", n);
}

/* Leaves the points that -p and -n name. */
static int keep_asked(const char *name, const struct options *options, enum comparand_figure figure,
                      struct comparand *comparand, struct fault *fault) {
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
    if (comparand->count == 0)
        return fault_set(fault, FAULT_INPUT, 0, "%s has no point to compare", name);
    for (size_t i = 0; i < comparand->count; i++)
        left += takes(&comparand->points[i], &fractions, &cores);
    if (left == 0)
        return refuse_asked(name, figure, comparand, &cores, fault);
    left = 0;
    for (size_t i = 0; i < comparand->count; i++)
        if (takes(&comparand->points[i], &fractions, &cores))
            comparand->points[left++] = comparand->points[i];
    comparand->count = left;
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
    if (options->scaling != NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--scaling is for files: %s says itself how its work grows; leave it out",
                         comparison->names[0]);
    for (int i = 0; status == 0 && i < 2; i++)
        status = run_facts_read(comparison->operands[i].path, &comparison->facts[i], fault);
    if (status != 0)
        return status;
    comparison->request.is_paired = is_one;
    comparison->is_of_unit = true;
    comparison->same_machine =
        is_one || run_facts_same_machine(&comparison->facts[0], &comparison->facts[1]);
    comparison->request.figure = choose_figure(options->compared, comparison->same_machine);
    for (int i = 0; status == 0 && i < 2; i++)
        status = read_run(comparison->operands[i].path, comparison->request.figure,
                          &comparison->comparands[i], fault);
    return status;
}

static bool holds(const struct measured *measured, enum measured_quantity quantity) {
    for (size_t i = 0; i < measured->count; i++)
        if (measured->groups[i].quantity == quantity)
            return true;
    return false;
}

static int check_quantities(const struct comparison *comparison, const struct fit_input inputs[2],
                            struct fault *fault) {
    static const char *const names[] = {[MEASURED_TIME] = "times",
                                        [MEASURED_THROUGHPUT] = "throughputs",
                                        [MEASURED_SPEEDUP] = "speed-ups"};
    for (enum measured_quantity quantity = 0; quantity <= MEASURED_SPEEDUP; quantity++)
        if (holds(&inputs[0].measured, quantity) && holds(&inputs[1].measured, quantity))
            return 0;
    return fault_set(fault, FAULT_USAGE, 0,
                     "%s holds %s and %s %s: two files of the same quantity are compared",
                     comparison->names[0], names[inputs[0].measured.groups[0].quantity],
                     comparison->names[1], names[inputs[1].measured.groups[0].quantity]);
}

/* Two runs of one workload have their own numbers of units: without these nothing can be said. */
static int check_units(const struct comparison *comparison, const struct fit_input inputs[2],
                       struct fault *fault) {
    if (is_one_directory(comparison->operands[0].path, comparison->operands[1].path))
        return 0;
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < inputs[i].measured.count; k++)
            if (inputs[i].measured.groups[k].units_are_lost)
                return fault_set(fault, FAULT_USAGE, 0,
                                 "%s does not state the units of work done in its times, of which "
                                 "every run has a number of its own: compare the run directories, "
                                 "or their samples.csv",
                                 comparison->names[i]);
    return 0;
}

static int take_files(const struct options *options, const struct fit_input inputs[2],
                      struct comparison *comparison, struct fault *fault) {
    int status = check_quantities(comparison, inputs, fault);
    comparison->request.figure =
        choose_figure(options->compared, inputs[0].measured.groups[0].quantity != MEASURED_SPEEDUP);
    bool by_units =
        comparand_has_units(&inputs[0].measured) && comparand_has_units(&inputs[1].measured);
    comparison->is_of_unit = by_units || !holds(&inputs[0].measured, MEASURED_TIME);
    if (status == 0)
        status = check_units(comparison, inputs, fault);
    for (int i = 0; status == 0 && i < 2; i++)
        status = comparand_of_measured(comparison->operands[i].path, &inputs[i].measured,
                                       comparison->request.figure, by_units,
                                       &comparison->comparands[i], fault);
    return status;
}

/* Nobody knows the machines of two files: what they hold is compared. */
static int load_files(const struct options *options, struct comparison *comparison,
                      struct fault *fault) {
    struct fit_input inputs[2] = {{.path = NULL}, {.path = NULL}};
    int status = 0;
    /* Of all p: what of those asked for is missing is said with those that there are. */
    struct options all = *options;
    all.fractions_given = false;
    for (int i = 0; status == 0 && i < 2; i++)
        status = fit_input_read(comparison->operands[i].path, &all, &inputs[i], fault);
    if (status == 0)
        status = take_files(options, inputs, comparison, fault);
    fit_input_release(&inputs[0]);
    fit_input_release(&inputs[1]);
    return status;
}

static int load(const struct options *options, struct comparison *comparison, struct fault *fault) {
    int status = 0;
    for (int i = 0; status == 0 && i < 2; i++)
        status = compare_operand_parse(comparison->names[i], &comparison->operands[i], fault);
    if (status == 0 && strcmp(comparison->names[0], "-") == 0 &&
        strcmp(comparison->names[1], "-") == 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "- and -: standard input can be read once, as one of the two");
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
        status = keep_asked(comparison->names[i], options, comparison->request.figure,
                            &comparison->comparands[i], fault);
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
