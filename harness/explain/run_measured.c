/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/run_measured.h"
#include "explain/law.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of the summary and the group that its samples go to. */
struct target {
    const struct summary_row *row;
    size_t group;
};

/* Where samples go: sorted, so that a long run takes a few comparisons a sample. */
struct targets {
    struct target *sorted;
    size_t count;
};

static int compare_p(double a, double b) {
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a); /* no p before the rest */
    return (a > b) - (a < b);
}

static int compare_series(const struct series *a, const struct series *b) {
    int order = strcmp(a->workload, b->workload);
    if (order == 0)
        order = strcmp(a->params, b->params);
    if (order == 0)
        order = strcmp(a->engine, b->engine);
    if (order == 0)
        order = strcmp(a->scaling, b->scaling);
    if (order == 0)
        order = strcmp(a->place, b->place);
    return order != 0 ? order : strcmp(a->idle, b->idle);
}

/* Numbers first: they tell most points apart. */
static int compare_targets(const void *left, const void *right) {
    const struct summary_row *a = ((const struct target *)left)->row,
                             *b = ((const struct target *)right)->row;
    int order = (a->n > b->n) - (a->n < b->n);
    if (order == 0)
        order = (a->tasks > b->tasks) - (a->tasks < b->tasks);
    if (order == 0)
        order = compare_p(a->p, b->p);
    return order != 0 ? order : compare_series(&a->series, &b->series);
}

/* NULL: its point was not asked for. */
static const struct target *find_target(const struct targets *targets,
                                        const struct sample *sample) {
    const struct summary_row row = {
        .series = sample->series, .p = sample->p, .n = sample->n, .tasks = sample->tasks};
    const struct target wanted = {.row = &row};
    if (targets->count == 0)
        return NULL;
    return bsearch(&wanted, targets->sorted, targets->count, sizeof wanted, compare_targets);
}

/* A core for which there is no task is not at work. */
static bool lacks_tasks(const struct sample *sample) {
    return sample->tasks > 0 && sample->tasks < sample->n;
}

static bool is_usable(const struct sample *sample) {
    return sample_is_of_speedup(sample) && sample->validity == SAMPLE_VALID &&
           !sample->oversubscribed && !lacks_tasks(sample) && sample->units > 0;
}

static enum measured_scaling find_scaling(const struct series *series) {
    return strcmp(series->scaling, "weak") == 0         ? MEASURED_WEAK
           : strcmp(series->scaling, "throughput") == 0 ? MEASURED_COPIES
                                                        : MEASURED_STRONG;
}

static void name_group(struct measured_group *group) {
    char name[sizeof group->name - 48], p[24] = "", tasks[24] = "";
    series_describe(&group->series, name, sizeof name);
    if (!isnan(group->p))
        snprintf(p, sizeof p, ", p = %.10g", group->p);
    if (group->tasks > 0)
        snprintf(tasks, sizeof tasks, ", %u task%s", group->tasks, group->tasks == 1 ? "" : "s");
    snprintf(group->name, sizeof group->name, "%s%s%s", name, p, tasks);
}

static bool is_of(const struct measured_group *group, const struct summary_row *row) {
    return group->tasks == row->tasks && series_is_same_p(group->p, row->p) &&
           series_is_same(&group->series, &row->series);
}

/* The groups of the points that were asked for, without rows, in the order of the summary. */
static void find_groups(const struct summary_row *rows, size_t row_count, struct measured *measured,
                        struct targets *targets) {
    for (size_t i = 0; i < row_count; i++) {
        const struct summary_row *row = &rows[i];
        size_t at = measured->count;
        while (at > 0 && !is_of(&measured->groups[at - 1], row))
            at--;
        if (at == 0) {
            struct measured_group *group = &measured->groups[measured->count++];
            *group = (struct measured_group){.series = row->series,
                                             .p = row->p,
                                             .tasks = row->tasks,
                                             .quantity = MEASURED_TIME,
                                             .scaling = find_scaling(&row->series),
                                             .scaling_is_known = true};
            name_group(group);
            at = measured->count;
        }
        targets->sorted[targets->count++] = (struct target){row, at - 1};
    }
    if (targets->count > 0)
        qsort(targets->sorted, targets->count, sizeof *targets->sorted, compare_targets);
}

/* Where the clocks tell p it is the median of T(1)'s: each round's own would put the scatter of its
 * T(1) into every T(n). */
static double work_of(const struct sample *sample, const struct summary_row *row) {
    double p = row->p_measured.value;
    bool is_of_clocks = strcmp(sample->p_basis, "measured") == 0 && !isnan(p);
    return law_work(sample, is_of_clocks ? p : sample->p_work);
}

/* What a workload states of its span: a unit is not divided, so it is the serial part and one unit.
 * Units of two kernels cannot be told apart here, and which of them tasks do one after the other
 * nobody says; then none is stated. */
static double span_of(const struct sample *sample, const struct summary_row *row) {
    bool is_of_clocks = strcmp(sample->p_basis, "measured") == 0;
    double p = is_of_clocks ? row->p_measured.value : sample->p_work;
    double parallel_units = (double)sample->units * (is_of_clocks ? 1 : p);
    if (strcmp(sample->series.scaling, "strong") != 0 || isnan(p) || sample->tasks > 0 ||
        (is_of_clocks && !isnan(sample->p)))
        return 0;
    return 1 - p + (parallel_units > 0 ? p / parallel_units : 0);
}

static void add_row(struct measured_group *group, const struct sample *sample,
                    const struct summary_row *row) {
    if (group->span == 0)
        group->span = span_of(sample, row);
    group->rows[group->count++] = (struct measured_row){.n = sample->n,
                                                        .value = sample->time_s,
                                                        .work = work_of(sample, row),
                                                        .capacity = row->capacity.value,
                                                        .clock = row->clock,
                                                        .round = sample->round};
}

/* Counts the rows of each group, makes room for them, and fills it. */
static int fill_groups(const struct sample *samples, size_t count, const struct targets *targets,
                       struct measured *measured, struct fault *fault) {
    for (size_t i = 0; i < count; i++) {
        const struct target *target =
            is_usable(&samples[i]) ? find_target(targets, &samples[i]) : NULL;
        if (target != NULL)
            measured->groups[target->group].count++;
    }
    for (size_t i = 0; i < measured->count; i++) {
        struct measured_group *group = &measured->groups[i];
        group->rows = calloc(group->count + 1, sizeof *group->rows);
        if (group->rows == NULL)
            return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu samples", group->count);
        group->count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        const struct target *target =
            is_usable(&samples[i]) ? find_target(targets, &samples[i]) : NULL;
        if (target != NULL)
            add_row(&measured->groups[target->group], &samples[i], target->row);
    }
    return 0;
}

static void drop_empty(struct measured *measured) {
    size_t left = 0;
    for (size_t i = 0; i < measured->count; i++)
        if (measured->groups[i].count > 0)
            measured->groups[left++] = measured->groups[i];
        else
            free(measured->groups[i].rows);
    measured->count = left;
}

int run_measured_make(const struct sample *samples, size_t count, const struct summary_row *rows,
                      size_t row_count, struct measured *ret_measured, struct fault *fault) {
    struct measured measured = {.groups = calloc(row_count + 1, sizeof *measured.groups)};
    struct targets targets = {.sorted = calloc(row_count + 1, sizeof *targets.sorted)};
    int status = 0;
    if (measured.groups == NULL || targets.sorted == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold %zu points", row_count);
    if (status == 0) {
        find_groups(rows, row_count, &measured, &targets);
        status = fill_groups(samples, count, &targets, &measured, fault);
    }
    free(targets.sorted);
    if (status == 0) {
        drop_empty(&measured);
        *ret_measured = measured;
    } else {
        measured_release(&measured);
    }
    return status;
}

static bool is_in(const struct sample *sample, const struct measured_group *group) {
    return sample_is_of_speedup(sample) && sample->tasks == group->tasks &&
           series_is_same_p(sample->p, group->p) && series_is_same(&sample->series, &group->series);
}

struct run_left_out run_measured_left_out(const struct sample *samples, size_t count,
                                          const struct measured_group *group) {
    struct run_left_out left_out = {.invalid = 0};
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        if (is_usable(sample) || !is_in(sample, group))
            continue;
        if (sample->oversubscribed)
            left_out.oversubscribed++;
        else if (lacks_tasks(sample))
            left_out.few_tasks++;
        else
            left_out.invalid++;
    }
    return left_out;
}

double run_measured_unit_wait_s(const struct sample *samples, size_t count,
                                const struct measured_group *group) {
    for (size_t i = 0; i < count; i++)
        if (samples[i].unit_wait_s > 0 && is_in(&samples[i], group))
            return samples[i].unit_wait_s;
    return 0;
}
