/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/comparand.h"
#include "explain/pairs.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int make_room(size_t points, size_t values, struct comparand *comparand,
                     struct fault *fault) {
    *comparand = (struct comparand){
        .points = calloc(points + 1, sizeof *comparand->points),
        .values = calloc(values + 1, sizeof *comparand->values),
        .times_s = calloc(values + 1, sizeof *comparand->times_s),
        .rounds = calloc(values + 1, sizeof *comparand->rounds),
    };
    if (comparand->points != NULL && comparand->values != NULL && comparand->times_s != NULL &&
        comparand->rounds != NULL)
        return 0;
    comparand_release(comparand);
    return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare %zu values", values);
}

/* Where a point's next value goes, and how many rows the last round has until now. */
struct filling {
    double *values, *times_s;
    uint32_t *rounds;
    size_t count, in_round;
};

static struct filling begin(const struct comparand *comparand, size_t used) {
    return (struct filling){comparand->values + used, comparand->times_s + used,
                            comparand->rounds + used, 0, 0};
}

/* A round has one value: the mean of all that it gave. */
static void add(struct filling *filling, uint32_t round, double time_s, double value) {
    if (filling->count == 0 || filling->rounds[filling->count - 1] != round) {
        filling->rounds[filling->count] = round;
        filling->times_s[filling->count] = time_s;
        filling->values[filling->count++] = 0;
        filling->in_round = 0;
    }
    double *mean = &filling->values[filling->count - 1];
    *mean += (value - *mean) / (double)++filling->in_round;
}

static void end(const struct filling *filling, struct comparand_point *point) {
    point->values = filling->values;
    point->times_s = filling->times_s;
    point->rounds = filling->rounds;
    point->count = filling->count;
}

/* NAN for a sample that is left out. */
static double figure_of(const struct pairs *pairs, const struct sample *sample,
                        enum comparand_figure figure) {
    if (sample->validity != SAMPLE_VALID)
        return NAN;
    if (figure == COMPARAND_TIME)
        return sample->time_s / (double)(sample->units > 0 ? sample->units : 1);
    const struct pair pair = {sample, pairs_base(pairs, sample)};
    return pair.base == NULL ? NAN : pair_speedup(&pair);
}

static size_t fill_point(const struct pairs *pairs, const struct point *samples,
                         enum comparand_figure figure, struct filling filling,
                         struct comparand_point *ret_point) {
    const struct sample *like = samples->samples[0];
    *ret_point = (struct comparand_point){.series = like->series,
                                          .p = like->p,
                                          .n = like->n,
                                          .tasks = like->tasks,
                                          .quantity = MEASURED_TIME,
                                          .oversubscribed = like->oversubscribed,
                                          .samples = samples->count};
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = samples->samples[i];
        double value = figure_of(pairs, sample, figure);
        if (value > 0 && isfinite(value))
            add(&filling, sample->round, sample->start_s, log(value));
        else
            ret_point->invalid++;
    }
    end(&filling, ret_point);
    return filling.count;
}

int comparand_of_run(const struct sample *samples, size_t count, enum comparand_figure figure,
                     struct comparand *ret_comparand, struct fault *fault) {
    struct pairs *pairs = NULL;
    struct comparand comparand = {.points = NULL};
    int status = pairs_make(samples, count, &pairs, fault);
    if (status == 0)
        status = make_room(pairs_point_count(pairs), count, &comparand, fault);
    for (size_t i = 0, used = 0; status == 0 && i < pairs_point_count(pairs); i++) {
        struct point point = pairs_point(pairs, i);
        if (point.samples[0]->role == SAMPLE_ASKED &&
            (figure == COMPARAND_TIME || point.samples[0]->n > 1))
            used += fill_point(pairs, &point, figure, begin(&comparand, used),
                               &comparand.points[comparand.count++]);
    }
    pairs_free(pairs);
    if (status == 0)
        *ret_comparand = comparand;
    return status;
}

static bool has_figure(const struct measured_group *group, enum comparand_figure figure) {
    return (group->quantity == MEASURED_SPEEDUP) == (figure == COMPARAND_SPEEDUP);
}

bool comparand_has_units(const struct measured *measured) {
    for (size_t i = 0; i < measured->count; i++)
        if (measured->groups[i].quantity != MEASURED_TIME || measured->groups[i].units == NULL)
            return false;
    return true;
}

static double figure_of_row(const struct measured_group *group, size_t index, bool by_units) {
    const struct measured_row *row = &group->rows[index];
    if (group->quantity == MEASURED_TIME)
        return row->value / (by_units ? group->units[index] : row->work);
    return group->quantity == MEASURED_THROUGHPUT ? 1 / row->value : row->value;
}

/* Strong, weak, throughput, as they are written everywhere; p and n ascend. */
static int compare_points(const void *left, const void *right) {
    const struct comparand_point *a = left, *b = right;
    const struct series *one = &a->series, *other = &b->series;
    int order = strcmp(one->workload, other->workload);
    if (order == 0)
        order = strcmp(one->params, other->params);
    if (order == 0)
        order = strcmp(one->engine, other->engine);
    if (order == 0)
        order = (int)a->scaling - (int)b->scaling;
    if (order == 0)
        order = strcmp(one->place, other->place);
    if (order == 0)
        order = (a->tasks > b->tasks) - (a->tasks < b->tasks);
    if (order == 0)
        order =
            isnan(a->p) || isnan(b->p) ? isnan(b->p) - isnan(a->p) : (a->p > b->p) - (a->p < b->p);
    return order != 0 ? order : (a->n > b->n) - (a->n < b->n);
}

/* The rows with the n of row `first`, if it is the first with it. */
static size_t fill_cell(const struct measured_group *group, size_t first, bool by_units,
                        struct filling filling, struct comparand *comparand) {
    if (group->quantity == MEASURED_SPEEDUP && !(group->rows[first].n > 1))
        return 0; /* it is 1 by definition */
    for (size_t i = 0; i < first; i++)
        if (group->rows[i].n == group->rows[first].n)
            return 0;
    struct comparand_point *point = &comparand->points[comparand->count++];
    *point = (struct comparand_point){.series = group->series,
                                      .p = group->p,
                                      .n = group->rows[first].n,
                                      .tasks = group->tasks,
                                      .quantity = group->quantity,
                                      .scaling = group->scaling};
    for (size_t i = first; i < group->count; i++) {
        const struct measured_row *row = &group->rows[i];
        if (row->n != point->n)
            continue;
        point->samples++;
        add(&filling, row->round == MEASURED_NO_ROUND ? (uint32_t)i : row->round, (double)i,
            log(figure_of_row(group, i, by_units)));
    }
    end(&filling, point);
    return filling.count;
}

int comparand_of_measured(const char *path, const struct measured *measured,
                          enum comparand_figure figure, bool by_units,
                          struct comparand *ret_comparand, struct fault *fault) {
    struct comparand comparand = {.points = NULL};
    size_t rows = 0, used = 0;
    for (size_t i = 0; i < measured->count; i++) {
        rows += measured->groups[i].count;
        if (!has_figure(&measured->groups[i], figure))
            return fault_set(fault, FAULT_USAGE, 0,
                             "%s holds no %s: leave --of %s out, or compare run directories", path,
                             figure == COMPARAND_TIME ? "times" : "speed-ups",
                             figure == COMPARAND_TIME ? "time" : "speedup");
    }
    int status = make_room(rows, rows, &comparand, fault);
    for (size_t i = 0; status == 0 && i < measured->count; i++)
        for (size_t row = 0; row < measured->groups[i].count; row++)
            used +=
                fill_cell(&measured->groups[i], row, by_units, begin(&comparand, used), &comparand);
    if (status == 0 && comparand.count > 0)
        qsort(comparand.points, comparand.count, sizeof *comparand.points, compare_points);
    if (status == 0)
        *ret_comparand = comparand;
    return status;
}

void comparand_release(struct comparand *comparand) {
    free(comparand->points);
    free(comparand->values);
    free(comparand->times_s);
    free(comparand->rounds);
    *comparand = (struct comparand){.points = NULL};
}
