/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/compare.h"
#include "explain/compare_match.h"
#include "stats/difference_of_medians.h"
#include "stats/order.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *compare_verdict_word(enum compare_verdict verdict, enum comparand_figure figure) {
    static const char *const words[][2] = {[COMPARE_SAME] = {"same", "same"},
                                           [COMPARE_BETTER] = {"faster", "better"},
                                           [COMPARE_NO_WORSE] = {"no slower", "no worse"},
                                           [COMPARE_WORSE] = {"slower", "worse"},
                                           [COMPARE_UNSURE] = {"cannot tell", "cannot tell"}};
    return words[verdict][figure == COMPARAND_TIME ? 0 : 1];
}

/* Room for the longest point. */
struct scratch {
    double *values, *times_s;
};

static double level_of(const struct comparand_point *point, struct scratch *scratch) {
    if (point->count == 0)
        return NAN;
    memcpy(scratch->values, point->values, point->count * sizeof *point->values);
    return exp(stats_median(scratch->values, point->count));
}

/* The second less the first of each round that both have; rounds ascend. */
static size_t pair_rounds(const struct compare_row *row, struct scratch *scratch) {
    const struct comparand_point *a = row->first, *b = row->second;
    size_t count = 0;
    for (size_t i = 0, j = 0; i < a->count; i++) {
        while (j < b->count && b->rounds[j] < a->rounds[i])
            j++;
        if (j == b->count || b->rounds[j] != a->rounds[i])
            continue;
        scratch->values[count] = b->values[j] - a->values[i];
        scratch->times_s[count++] = a->times_s[i];
    }
    return count;
}

static int find_difference(const struct compare_request *request, struct compare_row *row,
                           struct scratch *scratch, struct stats_difference *ret_difference,
                           struct fault *fault) {
    const struct comparand_point *a = row->first, *b = row->second;
    row->first_level = level_of(a, scratch);
    row->second_level = level_of(b, scratch);
    if (request->is_paired) {
        row->rounds = pair_rounds(row, scratch);
        const struct stats_series series = {scratch->values, scratch->times_s, row->rounds};
        return stats_median_difference(&series, ret_difference, fault);
    }
    row->rounds = a->count < b->count ? a->count : b->count;
    const struct stats_series first = {a->values, a->times_s, a->count},
                              second = {b->values, b->times_s, b->count};
    return stats_difference_of_medians(&first, &second, ret_difference, fault);
}

/* docs/definitions.md, "Validity": more than half left out. */
static bool is_disturbed(const struct comparand_point *point) {
    return 2 * point->invalid > point->samples;
}

static enum compare_verdict judge(const struct interval *ratio, double tolerance,
                                  enum comparand_figure figure) {
    bool is_above = ratio->lo > 1 + tolerance, is_below = ratio->hi < 1 - tolerance;
    bool ends_within = ratio->hi <= 1 + tolerance, begins_within = ratio->lo >= 1 - tolerance;
    bool more_is_worse = figure == COMPARAND_TIME;
    if (begins_within && ends_within)
        return COMPARE_SAME;
    if (is_above || is_below)
        return is_above == more_is_worse ? COMPARE_WORSE : COMPARE_BETTER;
    if (more_is_worse ? ends_within : begins_within)
        return COMPARE_NO_WORSE;
    return COMPARE_UNSURE;
}

static void judge_row(const struct compare_request *request, struct compare_row *row) {
    row->verdict = COMPARE_UNSURE;
    if (is_disturbed(row->first) || is_disturbed(row->second))
        snprintf(row->why, sizeof row->why, "more than half of %s's samples are disturbed",
                 is_disturbed(row->first) ? "A" : "B");
    else if (row->rounds < STATS_DIFFERENCE_VALUES_MIN)
        snprintf(row->why, sizeof row->why, "too few: %zu value%s, %d are needed", row->rounds,
                 row->rounds == 1 ? "" : "s", STATS_DIFFERENCE_VALUES_MIN);
    else
        row->verdict = judge(&row->ratio, request->tolerance, request->figure);
}

/* The intervals are of the logarithm, each so wide that all hold together (Bonferroni). */
static int finish(const struct compare_request *request, const struct stats_difference *differences,
                  struct compare_table *table, struct fault *fault) {
    double *p = calloc(table->count + 1, sizeof *p);
    size_t known = 0;
    if (p == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare %zu points", table->count);
    for (size_t i = 0; i < table->count; i++) {
        p[i] = differences[i].p;
        known += !isnan(p[i]);
        table->rows[i].p = p[i];
    }
    int status = stats_adjust_holm(p, table->count, p, fault);
    for (size_t i = 0; status == 0 && i < table->count; i++) {
        struct compare_row *row = &table->rows[i];
        struct interval log_ratio =
            stats_difference_interval(&differences[i], 0.05 / (known > 0 ? (double)known : 1));
        row->ratio = (struct interval){exp(log_ratio.value), exp(log_ratio.lo), exp(log_ratio.hi)};
        row->p_holm = p[i];
        judge_row(request, row);
        table->verdicts[row->verdict]++;
    }
    free(p);
    return status;
}

static size_t longest(const struct comparand *comparand) {
    size_t most = 0;
    for (size_t i = 0; i < comparand->count; i++)
        most = comparand->points[i].count > most ? comparand->points[i].count : most;
    return most;
}

static int find_all(const struct compare_request *request, struct compare_table *table,
                    struct scratch *scratch, struct stats_difference *differences,
                    struct fault *fault) {
    int status = 0;
    for (size_t i = 0; status == 0 && i < table->count; i++)
        status = find_difference(request, &table->rows[i], scratch, &differences[i], fault);
    return status;
}

static int fill(const struct compare_request *request, struct compare_table *table,
                struct fault *fault) {
    size_t most = longest(request->first.comparand), other = longest(request->second.comparand);
    most = most > other ? most : other;
    struct stats_difference *differences = calloc(table->count + 1, sizeof *differences);
    struct scratch scratch = {calloc(most + 1, sizeof(double)), calloc(most + 1, sizeof(double))};
    int status = 0;
    if (differences == NULL || scratch.values == NULL || scratch.times_s == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare %zu values", most);
    else
        status = find_all(request, table, &scratch, differences, fault);
    if (status == 0)
        status = finish(request, differences, table, fault);
    free(differences);
    free(scratch.values);
    free(scratch.times_s);
    return status;
}

int compare_make(const struct compare_request *request, struct compare_table *ret_table,
                 struct fault *fault) {
    struct compare_table table = {.rows = NULL};
    int status = compare_match(request, &table, fault);
    if (status == 0)
        status = fill(request, &table, fault);
    if (status == 0)
        *ret_table = table;
    else
        compare_release(&table);
    return status;
}

void compare_release(struct compare_table *table) {
    free(table->rows);
    free(table->only_first);
    free(table->only_second);
    *table = (struct compare_table){.rows = NULL};
}

int compare_exit_status(const struct compare_table *table) {
    if (table->verdicts[COMPARE_WORSE] > 0)
        return 3;
    return table->verdicts[COMPARE_UNSURE] > 0 ? 4 : 0;
}
