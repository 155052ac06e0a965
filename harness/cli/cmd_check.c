/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl check`: a run against limits and against another run. */
#include "cli/command.h"
#include "cli/compare_input.h"
#include "cli/limits_print.h"
#include "explain/run_measured.h"
#include "explain/summary.h"
#include "plan/plan.h"
#include "record/run_dir.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* From where on a misfit of Amdahl's law is said, as `amdahl fit` has it by default. */
static const double MARGIN = 0.01;
enum { LIMITS_MAX = 2 * OPTION_LIST_MAX + 1 };

struct check {
    const char *path;
    struct limit limits[LIMITS_MAX];
    size_t limit_count;
    struct plan_fractions fractions;
    struct sample *samples;
    struct summary_row *points;
    size_t sample_count, point_count;
    struct measured measured;
    struct limit_row *rows;
    size_t count;
    bool is_interrupted;
};

static int parse_list(enum limit_kind kind, const struct option_list *list, struct check *check,
                      struct fault *fault) {
    int status = 0;
    for (size_t i = 0; status == 0 && i < list->count; i++)
        status = limit_parse(kind, list->value[i], &check->limits[check->limit_count++], fault);
    return status;
}

/* What only a baseline makes use of. */
static int refuse_idle(const struct options *options, struct fault *fault) {
    if (options->baseline != NULL || (!options->tolerance_given && options->compared == NULL))
        return 0;
    return fault_set(fault, FAULT_USAGE, 0,
                     "--%s is of use with --baseline only: add that, or leave it out",
                     options->tolerance_given ? "tolerance" : "of");
}

static int parse(const struct options *options, struct check *check, struct fault *fault) {
    check->path = options->operands[0];
    int status = parse_list(LIMIT_EFFICIENCY, &options->min_efficiency, check, fault);
    if (status == 0)
        status = parse_list(LIMIT_SPEEDUP, &options->min_speedup, check, fault);
    if (status == 0 && options->max_serial != NULL)
        status = limit_parse(LIMIT_SERIAL, options->max_serial,
                             &check->limits[check->limit_count++], fault);
    if (status == 0 && options->fractions != NULL)
        status = plan_parse_fractions(options->fractions, &check->fractions, fault);
    if (status == 0 && check->limit_count == 0 && options->baseline == NULL)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "nothing to check %s against: give --min-efficiency, --min-speedup, "
                           "--max-serial or --baseline",
                           check->path);
    return status == 0 ? refuse_idle(options, fault) : status;
}

static int read_run(struct check *check, struct fault *fault) {
    struct run_facts *facts = calloc(1, sizeof *facts); /* too large for a stack */
    struct stat found;
    bool torn = false, is_there = stat(check->path, &found) == 0;
    if (strcmp(check->path, "-") == 0 || (is_there && !S_ISDIR(found.st_mode))) {
        free(facts);
        return fault_set(fault, FAULT_INPUT, 0,
                         "%s is no run directory: check takes one that sweep or exec made, whose "
                         "samples have rounds; two files are for compare",
                         check->path);
    }
    if (facts == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %s", check->path);
    int status = run_facts_read(check->path, facts, fault);
    check->is_interrupted = facts->count > 0 && facts->is_interrupted;
    free(facts);
    if (status == 0)
        status =
            run_dir_read_samples(check->path, &check->samples, &check->sample_count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n",
                check->path);
    if (status == 0)
        status = summary_make(check->samples, check->sample_count, MARGIN, &check->points,
                              &check->point_count, fault);
    if (status == 0)
        status = run_measured_make(check->samples, check->sample_count, check->points,
                                   check->point_count, &check->measured, fault);
    return status;
}

static int hold_limits(const struct options *options, struct check *check, struct fault *fault) {
    const struct limits_request request = {
        .name = check->path,
        .limits = check->limits,
        .limit_count = check->limit_count,
        .fractions = check->fractions.value,
        .fraction_count = check->fractions.count,
        .rows = check->points,
        .row_count = check->point_count,
        .measured = &check->measured,
        .model = {.method = MODEL_LOG,
                  .interval =
                      strcmp(options->interval, "bootstrap") == 0 ? MODEL_BOOTSTRAP : MODEL_PROFILE,
                  .bootstrap_rounds = options->bootstrap_rounds,
                  .seed = options->seed,
                  .margin = MARGIN},
    };
    return limits_check(&request, &check->rows, &check->count, fault);
}

/* Which series a serial fraction is not held against, in a run that has others, too. */
static void say_left_out(const struct options *options, const struct check *check) {
    const struct series *last = NULL;
    for (size_t i = 0; options->max_serial != NULL && i < check->point_count; i++) {
        const struct series *series = &check->points[i].series;
        char name[96];
        if (limits_have_serial(series) || (last != NULL && series_is_same(series, last)))
            continue;
        series_describe(series, name, sizeof name);
        fprintf(stderr, "amdahl: --max-serial is of Amdahl's law: %s is not held against it\n",
                name);
        last = series;
    }
}

static enum limit_outcome outcome_of(enum compare_verdict verdict) {
    return verdict == COMPARE_WORSE    ? LIMIT_FAIL
           : verdict == COMPARE_UNSURE ? LIMIT_INCONCLUSIVE
                                       : LIMIT_PASS;
}

static void add_point(const struct comparison *comparison, const struct comparand_point *point,
                      struct limit_row *row) {
    *row = (struct limit_row){
        .limit = {LIMIT_BASELINE, comparison->request.tolerance, (unsigned)point->n},
        .p = point->p,
        .figure = {NAN, NAN, NAN},
        .outcome = LIMIT_INCONCLUSIVE,
        .oversubscribed = point->oversubscribed};
    series_describe_tasks(&point->series, point->tasks, row->series, sizeof row->series);
}

/* Also what the baseline alone has: of that nobody knows whether it is worse. */
static int add_points(const struct comparison *comparison, struct check *check,
                      struct fault *fault) {
    const struct compare_table *table = &comparison->table;
    size_t points = table->count + table->only_first_count;
    struct limit_row *rows = realloc(check->rows, (check->count + points) * sizeof *rows);
    if (rows == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot check %zu points", points);
    check->rows = rows;
    for (size_t i = 0; i < table->count; i++) {
        const struct compare_row *point = &table->rows[i];
        struct limit_row *row = &rows[check->count++];
        add_point(comparison, point->second, row);
        row->figure = point->ratio;
        row->outcome = outcome_of(point->verdict);
        snprintf(row->why, sizeof row->why, "%s", point->why);
    }
    for (size_t i = 0; i < table->only_first_count; i++) {
        struct limit_row *row = &rows[check->count++];
        add_point(comparison, table->only_first[i], row);
        snprintf(row->why, sizeof row->why, "measured in the baseline alone");
    }
    return 0;
}

static int hold_baseline(const struct options *options, struct check *check, struct fault *fault) {
    struct comparison *comparison = calloc(1, sizeof *comparison); /* too large for a stack */
    if (comparison == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare with %s", options->baseline);
    int status = comparison_make(options->baseline, check->path, options, comparison, fault);
    if (status == 0) {
        status = add_points(comparison, check, fault);
        comparison_release(comparison);
    }
    free(comparison);
    return status;
}

static int print(const struct options *options, const struct check *check, struct fault *fault) {
    const struct limits_shown shown = {check->path, check->is_interrupted, options->baseline,
                                       check->rows, check->count};
    struct term term = term_look(stdout, options->color);
    return options->json ? limits_print_json(&shown, stdout, fault)
                         : limits_print(&shown, options->markdown, &term, stdout, fault);
}

int cmd_check(const struct options *options, struct fault *fault) {
    struct check check = {.path = NULL};
    int status = parse(options, &check, fault);
    if (status == 0)
        status = read_run(&check, fault);
    if (status == 0)
        status = hold_limits(options, &check, fault);
    if (status == 0 && options->baseline != NULL)
        status = hold_baseline(options, &check, fault);
    if (status == 0) {
        say_left_out(options, &check);
        status = print(options, &check, fault);
    }
    if (status == 0)
        status = limits_exit_status(check.rows, check.count);
    measured_release(&check.measured);
    free(check.samples);
    free(check.points);
    free(check.rows);
    return status;
}
