/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/limits.h"
#include "explain/limits_serial.h"
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

static void describe(const struct summary_row *point, struct limit_row *row) {
    series_describe_tasks(&point->series, point->tasks, row->series, sizeof row->series);
    row->p = point->p;
}

/* docs/definitions.md, "Validity": more than half left out. Those at n = 1 are their own pairs, of
 * which a round may have several. */
static bool is_disturbed(const struct summary_row *point) {
    return point->n > 1 ? 2 * point->rounds < point->samples : 2 * point->invalid > point->samples;
}

static void hold_speedup(const struct limit *limit, const struct summary_row *point,
                         struct limit_row *row) {
    double over = limit->kind == LIMIT_EFFICIENCY ? point->n : 1;
    *row = (struct limit_row){
        .limit = *limit,
        .figure = {point->speedup.value / over, point->speedup.lo / over, point->speedup.hi / over},
        .oversubscribed = point->oversubscribed};
    describe(point, row);
    row->outcome = limit_judge(&row->figure, limit->bound, true);
    if (is_disturbed(point))
        snprintf(row->why, sizeof row->why, "more than half of the samples are disturbed");
    else if (isnan(row->figure.lo))
        snprintf(row->why, sizeof row->why, "%llu rounds have a speed-up, an interval needs %d",
                 (unsigned long long)point->rounds, STATS_INTERVAL_ROUNDS_MIN);
    if (row->why[0] != '\0')
        row->outcome = LIMIT_INCONCLUSIVE;
}

static bool is_of_series(const struct summary_row *point, const struct series *series,
                         uint32_t tasks, double p) {
    return point->tasks == tasks && series_is_same_p(point->p, p) &&
           series_is_same(&point->series, series);
}

/* Of the points whose samples the law is fitted to; NULL: none. */
static const struct summary_row *find_disturbed(const struct limits_request *request,
                                                const struct summary_row *like) {
    for (size_t i = 0; i < request->row_count; i++) {
        const struct summary_row *point = &request->rows[i];
        if (!point->oversubscribed && is_disturbed(point) &&
            is_of_series(point, &like->series, like->tasks, like->p))
            return point;
    }
    return NULL;
}

/* NULL: it has no samples that a law could be fitted to. */
static const struct measured_group *find_group(const struct limits_request *request,
                                               const struct summary_row *like) {
    for (size_t i = 0; i < request->measured->count; i++) {
        const struct measured_group *group = &request->measured->groups[i];
        if (is_of_series(like, &group->series, group->tasks, group->p))
            return group;
    }
    return NULL;
}

/* `like` is any point of the series. */
static int hold_serial(const struct limits_request *request, const struct limit *limit,
                       const struct summary_row *like, struct limit_row *row, struct fault *fault) {
    const struct summary_row *disturbed = find_disturbed(request, like);
    struct model_request model = request->model;
    *row = (struct limit_row){.limit = *limit};
    describe(like, row);
    model.group = find_group(request, like);
    int status = limits_judge_serial(&model, row, fault);
    if (status == 0 && disturbed != NULL) {
        row->outcome = LIMIT_INCONCLUSIVE;
        snprintf(row->why, sizeof row->why, "n = %u: more than half of the samples are disturbed",
                 disturbed->n);
    }
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

bool limits_have_serial(const struct series *series) {
    return strcmp(series->scaling, measured_scaling_name(MEASURED_WEAK)) != 0;
}

/* Whether a serial fraction can be held against the series of row `at`, of which that is the first.
 */
static bool is_of_serial(const struct limits_request *request, size_t at) {
    const struct summary_row *point = &request->rows[at];
    for (size_t i = 0; i < at; i++)
        if (is_of_series(&request->rows[i], &point->series, point->tasks, point->p))
            return false;
    return limits_have_serial(&point->series) &&
           (find_group(request, point) != NULL || find_disturbed(request, point) != NULL);
}

static int refuse_none(const struct limits_request *request, const struct limit *limit,
                       struct fault *fault) {
    char what[32];
    if (limit->kind != LIMIT_SERIAL) {
        snprintf(what, sizeof what, "n = %u", limit->n);
        return refuse(request, what, true, fault);
    }
    for (size_t i = 0; i < request->row_count; i++)
        if (!limits_have_serial(&request->rows[i].series))
            return fault_set(fault, FAULT_USAGE, 0,
                             "%s is of weak scaling, and the serial fraction of %s is of Amdahl's "
                             "law, whose work does not grow with n: leave that out, or check a run "
                             "of strong scaling",
                             request->name, KINDS[LIMIT_SERIAL].option);
    return fault_set(fault, FAULT_INPUT, 0,
                     "%s has no time of work on its own cores, of which a serial fraction is made",
                     request->name);
}

static int hold_all(const struct limits_request *request, const struct limit *limit,
                    struct limit_row *rows, size_t *count, struct fault *fault) {
    size_t before = *count;
    int status = 0;
    for (size_t i = 0; status == 0 && i < request->row_count; i++) {
        const struct summary_row *point = &request->rows[i];
        if (!is_asked(request, &point->series, point->tasks, point->p))
            continue;
        if (limit->kind == LIMIT_SERIAL && is_of_serial(request, i))
            status = hold_serial(request, limit, point, &rows[(*count)++], fault);
        else if (limit->kind != LIMIT_SERIAL && point->n == limit->n)
            hold_speedup(limit, point, &rows[(*count)++]);
    }
    return status == 0 && *count == before ? refuse_none(request, limit, fault) : status;
}

int limits_check(const struct limits_request *request, struct limit_row **ret_rows,
                 size_t *ret_count, struct fault *fault) {
    size_t count = 0, most = request->row_count;
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
