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

static bool is_of(const struct measured_group *group, const struct sample *sample) {
    return group->tasks == sample->tasks && series_is_same_p(group->p, sample->p) &&
           series_is_same(&group->series, &sample->series);
}

static bool is_usable(const struct sample *sample) {
    return sample_is_of_speedup(sample) && sample->validity == SAMPLE_VALID &&
           !sample->oversubscribed && sample->units > 0;
}

static enum measured_scaling find_scaling(const struct series *series) {
    return strcmp(series->scaling, "weak") == 0         ? MEASURED_WEAK
           : strcmp(series->scaling, "throughput") == 0 ? MEASURED_COPIES
                                                        : MEASURED_STRONG;
}

/* The groups of the points that were asked for, without rows. */
static int find_groups(const struct summary_row *rows, size_t row_count, size_t sample_count,
                       struct measured *measured, struct fault *fault) {
    for (size_t i = 0; i < row_count; i++) {
        const struct summary_row *row = &rows[i];
        size_t known = 0;
        while (known < measured->count &&
               !(measured->groups[known].tasks == row->tasks &&
                 series_is_same_p(measured->groups[known].p, row->p) &&
                 series_is_same(&measured->groups[known].series, &row->series)))
            known++;
        if (known < measured->count)
            continue;
        struct measured_group *group = &measured->groups[measured->count++];
        *group = (struct measured_group){.series = row->series,
                                         .p = row->p,
                                         .tasks = row->tasks,
                                         .quantity = MEASURED_TIME,
                                         .scaling = find_scaling(&row->series),
                                         .scaling_is_known = true};
        char name[sizeof group->name - 24];
        series_describe(&row->series, name, sizeof name);
        if (isnan(row->p))
            snprintf(group->name, sizeof group->name, "%s", name);
        else
            snprintf(group->name, sizeof group->name, "%s, p = %.10g", name, row->p);
        group->rows = calloc(sample_count, sizeof *group->rows);
        if (group->rows == NULL)
            return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu samples", sample_count);
    }
    return 0;
}

static struct measured_row row_of(const struct sample *sample, const struct summary_row *rows,
                                  size_t row_count) {
    struct measured_row row = {.n = sample->n,
                               .value = sample->time_s,
                               .work = law_work(sample, sample->p_work),
                               .capacity = NAN,
                               .clock = NAN,
                               .round = sample->round};
    for (size_t i = 0; i < row_count; i++)
        if (rows[i].n == sample->n && rows[i].tasks == sample->tasks &&
            series_is_same_p(rows[i].p, sample->p) &&
            series_is_same(&rows[i].series, &sample->series)) {
            row.capacity = rows[i].capacity.value;
            row.clock = rows[i].clock;
        }
    return row;
}

int run_measured_make(const struct sample *samples, size_t count, const struct summary_row *rows,
                      size_t row_count, struct measured *ret_measured, struct fault *fault) {
    struct measured measured = {.groups = calloc(row_count + 1, sizeof *measured.groups)};
    if (measured.groups == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu points", row_count);
    int status = find_groups(rows, row_count, count, &measured, fault);
    for (size_t i = 0; status == 0 && i < count; i++)
        for (size_t g = 0; g < measured.count && is_usable(&samples[i]); g++)
            if (is_of(&measured.groups[g], &samples[i]))
                measured.groups[g].rows[measured.groups[g].count++] =
                    row_of(&samples[i], rows, row_count);
    if (status == 0)
        *ret_measured = measured;
    else
        measured_release(&measured);
    return status;
}
