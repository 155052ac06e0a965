/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/limits.h"
#include "record/decimal.h"
#include "stats/median_interval.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an option is called and takes. A superlinear efficiency may be asked for; n = 1 has no
 * speed-up but 1. */
static const struct {
    const char *option, *form;
    double least, most;
} KINDS[] = {
    [LIMIT_EFFICIENCY] = {"--min-efficiency", "E@N, E from 0 to 10 and N from 2 to 1000000", 0, 10},
    [LIMIT_SPEEDUP] = {"--min-speedup", "S@N, S from 0 to 1000000 and N from 2 to 1000000", 0, 1e6},
    [LIMIT_SERIAL] = {"--max-serial", "a serial fraction from 0 to 1", 0, 1},
};
enum { CORES_LEAST = 2, CORES_MOST = 1000000 };

static bool parse(enum limit_kind kind, const char *text, struct limit *limit) {
    char number[DECIMAL_BYTES];
    const char *at = strchr(text, '@');
    size_t length = at == NULL ? strlen(text) : (size_t)(at - text);
    uint64_t n = 0;
    *limit = (struct limit){.kind = kind};
    if ((at != NULL) != (kind != LIMIT_SERIAL) || length >= sizeof number)
        return false;
    snprintf(number, sizeof number, "%.*s", (int)length, text);
    if (!decimal_read_real(number, &limit->bound) ||
        !(limit->bound >= KINDS[kind].least && limit->bound <= KINDS[kind].most))
        return false;
    if (at != NULL && (!decimal_read_unsigned(at + 1, CORES_MOST, &n) || n < CORES_LEAST))
        return false;
    limit->n = (unsigned)n;
    return true;
}

int limit_parse(enum limit_kind kind, const char *text, struct limit *ret_limit,
                struct fault *fault) {
    if (parse(kind, text, ret_limit))
        return 0;
    return fault_set(fault, FAULT_USAGE, 0, "%s '%s' is not %s", KINDS[kind].option, text,
                     KINDS[kind].form);
}

const char *limit_outcome_word(enum limit_outcome outcome) {
    static const char *const words[LIMIT_OUTCOMES] = {"pass", "fail", "inconclusive"};
    return words[outcome];
}

enum limit_outcome limit_judge(const struct interval *figure, double bound, bool least) {
    if (least ? figure->lo >= bound : figure->hi <= bound)
        return LIMIT_PASS;
    if (least ? figure->hi < bound : figure->lo > bound)
        return LIMIT_FAIL;
    return LIMIT_INCONCLUSIVE;
}

static void describe(const struct series *series, double p, struct limit_row *row) {
    series_describe(series, row->series, sizeof row->series);
    row->p = p;
}

static void hold_speedup(const struct limit *limit, const struct summary_row *point,
                         struct limit_row *row) {
    double over = limit->kind == LIMIT_EFFICIENCY ? point->n : 1;
    *row = (struct limit_row){
        .limit = *limit,
        .figure = {point->speedup.value / over, point->speedup.lo / over, point->speedup.hi / over},
        .oversubscribed = point->oversubscribed};
    describe(&point->series, point->p, row);
    row->outcome = limit_judge(&row->figure, limit->bound, true);
    /* docs/definitions.md, "Validity": more than half left out. */
    if (2 * point->rounds < point->samples)
        snprintf(row->why, sizeof row->why, "more than half of the samples are disturbed");
    else if (isnan(row->figure.lo))
        snprintf(row->why, sizeof row->why, "%llu rounds have a speed-up, an interval needs %d",
                 (unsigned long long)point->rounds, STATS_INTERVAL_ROUNDS_MIN);
    if (row->why[0] != '\0')
        row->outcome = LIMIT_INCONCLUSIVE;
}

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

static void judge_serial(const struct model_report *report, size_t rounds, struct limit_row *row) {
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
    row->outcome = limit_judge(&row->figure, row->limit.bound, false);
    if (fit->is_refuted)
        snprintf(row->why, sizeof row->why,
                 "Amdahl's law does not fit: it misses n = %.6g by %.2g %%", fit->misfit_n,
                 100 * fit->misfit_most);
    row->is_aside = fit->is_refuted;
}

static int hold_serial(const struct limits_request *request, const struct limit *limit,
                       const struct measured_group *group, struct limit_row *row,
                       struct fault *fault) {
    struct model_analysis *analysis = NULL;
    struct model_request model = request->model;
    *row = (struct limit_row){
        .limit = *limit, .figure = {NAN, NAN, NAN}, .outcome = LIMIT_INCONCLUSIVE};
    describe(&group->series, group->p, row);
    if (group->count == 0) {
        snprintf(row->why, sizeof row->why, "no sample is valid");
        return 0;
    }
    model.group = group;
    int status = model_analyse(&model, &analysis, fault);
    if (status == 0)
        judge_serial(model_analysis_report(analysis), count_rounds(group), row);
    model_analysis_free(analysis);
    return status;
}

/* Whether the limits are for this p of a series: named, or its largest. */
static bool is_asked(const struct limits_request *request, const struct series *series,
                     uint32_t tasks, double p) {
    for (size_t i = 0; i < request->fraction_count; i++)
        if (fabs(request->fractions[i] - p) < 1e-12) /* those of a list 0:1:0.1 are rounded */
            return true;
    for (size_t i = 0; i < request->row_count && request->fraction_count == 0; i++) {
        const struct summary_row *other = &request->rows[i];
        if (other->tasks == tasks && other->p > p && series_is_same(&other->series, series))
            return false;
    }
    return request->fraction_count == 0;
}

/* A sentence with what was measured of p or n, each once. */
static int refuse(const struct limits_request *request, const char *what, bool is_n,
                  struct fault *fault) {
    char there[160] = "";
    for (size_t i = 0; i < request->row_count; i++) {
        double own = is_n ? request->rows[i].n : request->rows[i].p;
        size_t before = 0, used = strlen(there);
        while (before < i &&
               !series_is_same_p(own, is_n ? request->rows[before].n : request->rows[before].p))
            before++;
        if (before == i && !isnan(own))
            snprintf(there + used, sizeof there - used, "%s%.6g", used > 0 ? ", " : "", own);
    }
    return fault_set(fault, FAULT_INPUT, 0, "%s: %s was not measured%s%s", request->name, what,
                     there[0] == '\0' ? ", nor any other" : "; there is ", there);
}

static int check_fractions(const struct limits_request *request, struct fault *fault) {
    for (size_t i = 0; i < request->fraction_count; i++) {
        size_t row = 0;
        while (row < request->row_count &&
               !(fabs(request->rows[row].p - request->fractions[i]) < 1e-12))
            row++;
        if (row == request->row_count) {
            char what[32];
            snprintf(what, sizeof what, "p = %.6g", request->fractions[i]);
            return refuse(request, what, false, fault);
        }
    }
    return 0;
}

static int hold_all(const struct limits_request *request, const struct limit *limit,
                    struct limit_row *rows, size_t *count, struct fault *fault) {
    size_t before = *count;
    int status = 0;
    for (size_t i = 0; status == 0 && limit->kind == LIMIT_SERIAL && i < request->measured->count;
         i++) {
        const struct measured_group *group = &request->measured->groups[i];
        if (is_asked(request, &group->series, group->tasks, group->p))
            status = hold_serial(request, limit, group, &rows[(*count)++], fault);
    }
    for (size_t i = 0; limit->kind != LIMIT_SERIAL && i < request->row_count; i++) {
        const struct summary_row *point = &request->rows[i];
        if (point->n == limit->n && is_asked(request, &point->series, point->tasks, point->p))
            hold_speedup(limit, point, &rows[(*count)++]);
    }
    char what[32] = "a serial fraction";
    if (limit->kind != LIMIT_SERIAL)
        snprintf(what, sizeof what, "n = %u", limit->n);
    return status == 0 && *count == before ? refuse(request, what, true, fault) : status;
}

int limits_check(const struct limits_request *request, struct limit_row **ret_rows,
                 size_t *ret_count, struct fault *fault) {
    size_t count = 0, most = request->row_count + request->measured->count;
    struct limit_row *rows = calloc(request->limit_count * most + 1, sizeof *rows);
    if (rows == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot check %zu limits",
                         request->limit_count);
    int status = 0;
    if (request->row_count == 0)
        status = fault_set(fault, FAULT_INPUT, 0, "%s has no row to check", request->name);
    if (status == 0)
        status = check_fractions(request, fault);
    for (size_t i = 0; status == 0 && i < request->limit_count; i++)
        status = hold_all(request, &request->limits[i], rows, &count, fault);
    if (status == 0) {
        *ret_rows = rows;
        *ret_count = count;
    } else {
        free(rows);
    }
    return status;
}

int limits_exit_status(const struct limit_row *rows, size_t count) {
    int status = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].outcome == LIMIT_FAIL)
            return 3;
        if (rows[i].outcome == LIMIT_INCONCLUSIVE)
            status = 4;
    }
    return status;
}
