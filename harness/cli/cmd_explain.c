/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl explain`: where a run's speed-up went, made anew from its samples. Writes no file. */
#include "cli/command.h"
#include "cli/explain_print.h"
#include "cli/summary_table.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "explain/words_ledger.h"
#include "plan/plan.h"
#include "record/run_dir.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Decides about verdicts only, which are not printed here. */
static const double MARGIN = 0.01;
/* Above any machine's: what was not measured is not found either. */
enum { CORES_MAX = 1000000 };

/* What is asked for of what there is. */
struct explanation {
    const char *path;
    bool all;
    struct plan_fractions fractions; /* count 0: the largest at each n */
    struct plan_cores cores;         /* likewise */
    struct plan_tasks tasks;         /* likewise */
    struct sample *samples;
    struct summary_row *rows;
    struct ledger_row *ledger;
    struct pop_row *pops;
    size_t sample_count, row_count, ledger_count, pop_count;
    struct explained *points;
    size_t count;
};

static int parse(const struct options *options, struct explanation *explanation,
                 struct fault *fault) {
    int status = 0;
    explanation->path = options->operands[0];
    explanation->all = options->all;
    if (options->fractions != NULL)
        status = plan_parse_fractions(options->fractions, &explanation->fractions, fault);
    if (status == 0 && options->cores != NULL)
        status = plan_parse_counts(options->cores, CORES_MAX, &explanation->cores, fault);
    if (status == 0 && options->tasks != NULL)
        status = plan_parse_tasks(options->tasks, &explanation->tasks, fault);
    return status;
}

static int make_rows(struct explanation *explanation, struct fault *fault) {
    bool torn = false;
    int status = run_dir_read_samples(explanation->path, &explanation->samples,
                                      &explanation->sample_count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n",
                explanation->path);
    if (status == 0)
        status = summary_make(explanation->samples, explanation->sample_count, MARGIN,
                              &explanation->rows, &explanation->row_count, fault);
    if (status == 0)
        status = ledger_rows_make(explanation->samples, explanation->sample_count,
                                  explanation->rows, explanation->row_count, &explanation->ledger,
                                  &explanation->ledger_count, fault);
    if (status == 0)
        status = pop_make(explanation->samples, explanation->sample_count, &explanation->pops,
                          &explanation->pop_count, fault);
    return status;
}

/* Whether there is a ledger: where every round was disturbed, it has only what was experienced. */
static bool is_usable(const struct explanation *explanation, const struct summary_row *row) {
    if (row->n == 1)
        return false;
    return !isnan(row->speedup.value) ||
           ledger_point_find(row, explanation->ledger, explanation->ledger_count).count > 0;
}

/* p as a number is written: those of a list 0:1:0.1 are off by rounding. */
static bool takes_p(const struct plan_fractions *fractions, double p) {
    for (size_t i = 0; i < fractions->count; i++)
        if (fabs(fractions->value[i] - p) < 1e-12)
            return true;
    return fractions->count == 0;
}

/* A list that names none takes all. */
static bool takes(const unsigned *values, size_t count, unsigned value) {
    for (size_t i = 0; i < count; i++)
        if (values[i] == value)
            return true;
    return count == 0;
}

/* Whether `other` is shown in place of `row`: what no list names is at its largest. With a list of
 * fractions and none of cores it is the largest n of each p, which need not be the same. */
static bool is_before(const struct explanation *explanation, const struct summary_row *other,
                      const struct summary_row *row) {
    if (other->tasks != row->tasks)
        return explanation->tasks.count == 0 && other->tasks > row->tasks && other->n == row->n &&
               series_is_same_p(other->p, row->p);
    if (explanation->fractions.count > 0)
        return explanation->cores.count == 0 && other->p == row->p && other->n > row->n;
    return (explanation->cores.count == 0 && other->n > row->n) ||
           (other->n == row->n && other->p > row->p);
}

/* Whether `row`, of a series of these rows, is asked for. */
static bool is_chosen(const struct explanation *explanation, const struct summary_row *rows,
                      size_t count, const struct summary_row *row) {
    const struct plan_fractions *fractions = &explanation->fractions;
    const struct plan_cores *cores = &explanation->cores;
    const struct plan_tasks *tasks = &explanation->tasks;
    bool takes_tasks = row->tasks == 0 || takes(tasks->value, tasks->count, row->tasks);
    if (!takes_p(fractions, row->p) || !takes(cores->value, cores->count, row->n) || !takes_tasks ||
        !is_usable(explanation, row))
        return false;
    for (size_t i = 0; i < count && !explanation->all; i++)
        if (is_before(explanation, &rows[i], row) && is_usable(explanation, &rows[i]))
            return false;
    return true;
}

static const struct pop_row *find_pop(const struct explanation *explanation,
                                      const struct summary_row *row) {
    for (size_t i = 0; i < explanation->pop_count; i++) {
        const struct pop_row *pop = &explanation->pops[i];
        if (series_is_same_p(pop->p, row->p) && pop->n == row->n && pop->tasks == row->tasks &&
            series_is_same(&pop->series, &row->series))
            return pop;
    }
    return NULL;
}

static void add_point(struct explanation *explanation, const struct summary_row *row) {
    struct explained *point = &explanation->points[explanation->count++];
    const struct words_samples samples =
        words_look(explanation->samples, explanation->sample_count, row);
    point->ledger = ledger_point_find(row, explanation->ledger, explanation->ledger_count);
    point->has_ledger = true;
    point->pop = find_pop(explanation, row);
    words_ledger(&point->ledger, &samples, point->words, sizeof point->words);
}

/* The chosen points of one series, or why it has none to choose. */
static void add_series(struct explanation *explanation, const struct summary_row *rows,
                       size_t count) {
    bool has_ledger = false;
    for (size_t i = 0; i < count; i++) {
        has_ledger = has_ledger || is_usable(explanation, &rows[i]);
        if (is_chosen(explanation, rows, count, &rows[i]))
            add_point(explanation, &rows[i]);
    }
    if (has_ledger || explanation->fractions.count > 0 || explanation->cores.count > 0 ||
        (explanation->tasks.count > 0 && rows[0].tasks > 0))
        return;
    struct explained *none = &explanation->points[explanation->count++];
    none->ledger.point = &rows[count - 1];
    words_no_ledger(rows, count, none->words, sizeof none->words);
}

static int choose(struct explanation *explanation, struct fault *fault) {
    explanation->points = calloc(explanation->row_count + 1, sizeof *explanation->points);
    if (explanation->points == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the ledger of %s",
                         explanation->path);
    for (size_t first = 0, end; first < explanation->row_count; first = end) {
        end = summary_series_end(explanation->rows, explanation->row_count, first);
        add_series(explanation, explanation->rows + first, end - first);
    }
    if (explanation->count == 0 && explanation->row_count > 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s has no point with n > 1 and a speed-up at that p, n and t: `amdahl "
                         "explain %s --all` shows which there are",
                         explanation->path, explanation->path);
    return 0;
}

static void release(struct explanation *explanation) {
    free(explanation->samples);
    free(explanation->rows);
    free(explanation->ledger);
    free(explanation->pops);
    free(explanation->points);
}

int cmd_explain(const struct options *options, struct fault *fault) {
    struct explanation explanation = {.path = NULL};
    struct term term = term_look(stdout, options->color);
    int status = parse(options, &explanation, fault);
    if (status == 0)
        status = make_rows(&explanation, fault);
    if (status == 0)
        status = choose(&explanation, fault);
    if (status == 0 && options->json)
        status = explain_print_json(explanation.points, explanation.count, stdout, fault);
    else if (status == 0 && explanation.row_count == 0)
        printf("%s holds no sample: nothing was measured before the run ended\n", explanation.path);
    else if (status == 0)
        status = explain_print(explanation.points, explanation.count, &term, stdout, fault);
    release(&explanation);
    return status;
}
