/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/limits_serial.h"
#include "stats/median_interval.h"

#include <math.h>
#include <stdio.h>

static const struct model_fit *find_amdahl(const struct model_report *report) {
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].law == &model_amdahl)
            return &report->fits[i];
    return NULL;
}

/* Its rows are in the order of rounds. */
static size_t count_rounds(const struct measured_group *group) {
    size_t rounds = 0;
    for (size_t i = 0; i < group->count; i++)
        rounds += i == 0 || group->rows[i].round != group->rows[i - 1].round;
    return rounds;
}

static void judge(const struct model_report *report, size_t rounds, struct limit_row *row) {
    const struct model_fit *fit = find_amdahl(report);
    if (fit == NULL || !fit->identifiable) {
        snprintf(row->why, sizeof row->why, "%s",
                 fit == NULL ? "Amdahl's law is not of this kind of scaling" : fit->words);
        return;
    }
    const struct model_estimate *s = &fit->shapes[0];
    row->figure = (struct interval){s->value, s->lo, s->hi};
    if (s->kind == MODEL_UPPER) /* one-sided, from the bound of s */
        row->figure.lo = 0;
    if (s->kind == MODEL_NO_INTERVAL || rounds < STATS_INTERVAL_ROUNDS_MIN) {
        row->figure.lo = row->figure.hi = NAN;
        snprintf(row->why, sizeof row->why, "%zu rounds: an interval needs %d", rounds,
                 STATS_INTERVAL_ROUNDS_MIN);
        return;
    }
    /* What the rows refute is no figure to decide on: its s is a mean over what differs with n. */
    if (fit->is_refuted)
        snprintf(row->why, sizeof row->why,
                 "Amdahl's law does not fit: it misses n = %.6g by %.2g %%", fit->misfit_n,
                 100 * fit->misfit_most);
    else
        row->outcome = limit_judge(&row->figure, row->limit.bound, false);
}

int limits_judge_serial(const struct model_request *request, struct limit_row *row,
                        struct fault *fault) {
    struct model_analysis *analysis = NULL;
    row->figure = (struct interval){NAN, NAN, NAN};
    row->outcome = LIMIT_INCONCLUSIVE;
    if (request->group == NULL || request->group->count == 0) {
        snprintf(row->why, sizeof row->why, "no sample is valid");
        return 0;
    }
    int status = model_analyse(request, &analysis, fault);
    if (status == 0)
        judge(model_analysis_report(analysis), count_rounds(request->group), row);
    model_analysis_free(analysis);
    return status;
}
