/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/compare_print.h"
#include "cli/table.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

enum { NAME_BYTES = 128, EFFECT_COLUMNS = 8, FACT_COLUMNS = 3 };

/* As many digits as the half of the interval means, with its sign, which a rounded 0 has not. */
static void format_percent(double ratio, double half, char *text, size_t bytes) {
    char number[32];
    double percent = 100 * (ratio - 1);
    table_format_rounded(percent, half, number, sizeof number);
    /* Whole figures to a million: "+97890", where four digits would read "9.789e+04". */
    if (strchr(number, 'e') != NULL && fabs(percent) >= 1000 && fabs(percent) < 1e6)
        snprintf(number, sizeof number, "%.0f", percent);
    bool is_zero = strspn(number, "-0.") == strlen(number);
    snprintf(text, bytes, "%s%s", percent > 0 && !is_zero ? "+" : "",
             is_zero && number[0] == '-' ? number + 1 : number);
}

void compare_format_effect(const struct interval *ratio, char *text, size_t bytes) {
    char value[40], lo[40], hi[40];
    double half = 100 * fmax(ratio->hi - ratio->value, ratio->value - ratio->lo);
    text[0] = '\0';
    if (isnan(ratio->value))
        return;
    format_percent(ratio->value, half, value, sizeof value);
    if (isnan(ratio->lo)) {
        snprintf(text, bytes, "%s %%", value);
        return;
    }
    format_percent(ratio->lo, half, lo, sizeof lo);
    format_percent(ratio->hi, half, hi, sizeof hi);
    snprintf(text, bytes, "%s %% [%s, %s]", value, lo, hi);
}

static void format_level(double level, enum comparand_figure figure, char *text, size_t bytes) {
    if (figure == COMPARAND_TIME)
        table_format_time(level, 0.0005 * level, text,
                          bytes); /* four digits: the effect is exact */
    else
        table_format_rounded(level, 0.0005 * level, text, bytes);
}

static enum term_style style_of(enum compare_verdict verdict) {
    static const enum term_style styles[COMPARE_VERDICTS] = {
        [COMPARE_SAME] = TERM_PLAIN, [COMPARE_BETTER] = TERM_GOOD,  [COMPARE_NO_WORSE] = TERM_PLAIN,
        [COMPARE_WORSE] = TERM_BAD,  [COMPARE_UNSURE] = TERM_DOUBT,
    };
    return styles[verdict];
}

/* What differs is not cut off: of the same series with other tasks the name is said once. */
static void describe(const struct comparand_point *a, const struct comparand_point *b, char *text,
                     size_t bytes) {
    char first[NAME_BYTES], second[NAME_BYTES];
    series_describe(&a->series, first, sizeof first);
    series_describe(&b->series, second, sizeof second);
    if (strcmp(first, second) == 0 && a->tasks != b->tasks && a->tasks > 0 && b->tasks > 0) {
        snprintf(text, bytes, "%.60s: %u task%s over %u", second, b->tasks,
                 b->tasks == 1 ? "" : "s", a->tasks);
        return;
    }
    series_describe_tasks(&a->series, a->tasks, first, sizeof first);
    series_describe_tasks(&b->series, b->tasks, second, sizeof second);
    if (strcmp(first, second) == 0)
        snprintf(text, bytes, "%.90s", first);
    else
        snprintf(text, bytes, "%.40s over %.40s", second, first);
}

static int add_row(const struct comparison *comparison, const struct compare_row *row,
                   struct text_table *table, struct fault *fault) {
    char text[EFFECT_COLUMNS][TEXT_TABLE_CELL_BYTES];
    enum comparand_figure figure = comparison->request.figure;
    describe(row->first, row->second, text[0], sizeof text[0]);
    if (isnan(row->first->p))
        text[1][0] = '\0';
    else
        snprintf(text[1], sizeof text[1], "%.6g", row->first->p);
    snprintf(text[2], sizeof text[2], "%.6g", row->first->n);
    compare_format_effect(&row->ratio, text[3], sizeof text[3]);
    if (isnan(row->p_holm))
        text[4][0] = '\0';
    else if (row->p_holm < 0.001)
        snprintf(text[4], sizeof text[4], "< 0.001");
    else
        snprintf(text[4], sizeof text[4], "%.3f", row->p_holm);
    format_level(row->first_level, figure, text[5], sizeof text[5]);
    format_level(row->second_level, figure, text[6], sizeof text[6]);
    snprintf(text[7], sizeof text[7], "%.12s%s%.80s", compare_verdict_word(row->verdict, figure),
             row->why[0] == '\0' ? "" : ": ", row->why);
    struct text_cell cells[EFFECT_COLUMNS];
    for (size_t i = 0; i < EFFECT_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], i == 7 ? style_of(row->verdict) : TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static void print_table(const struct text_table *table, bool markdown, const struct term *term,
                        FILE *stream) {
    if (markdown)
        text_table_print_markdown(table, stream);
    else
        text_table_print(table, 2, term, stream);
    fprintf(stream, "\n");
}

static int print_effects(const struct comparison *comparison, bool markdown,
                         const struct term *term, FILE *stream, struct fault *fault) {
    bool is_time = comparison->request.figure == COMPARAND_TIME;
    bool is_of_unit = is_time && comparison->is_of_unit;
    const struct text_column columns[EFFECT_COLUMNS] = {
        {"series", true, 0},
        {"p", false, 0},
        {"n", false, 0},
        {is_time ? "time, B over A" : "speed-up, B over A", false, 0},
        {"p (Holm)", false, 1},
        {is_of_unit ? "A, a unit" : "A", false, 2},
        {is_of_unit ? "B, a unit" : "B", false, 2},
        {"verdict", true, 0}};
    struct text_table *table = NULL;
    int status = text_table_new(columns, EFFECT_COLUMNS, &table, fault);
    for (size_t i = 0; status == 0 && i < comparison->table.count; i++)
        status = add_row(comparison, &comparison->table.rows[i], table, fault);
    if (status == 0)
        print_table(table, markdown, term, stream);
    text_table_free(table);
    return status;
}

static int print_facts(const struct comparison *comparison, bool markdown, const struct term *term,
                       FILE *stream, struct fault *fault) {
    const struct run_facts *a = &comparison->facts[0], *b = &comparison->facts[1];
    const struct text_column columns[FACT_COLUMNS] = {
        {"they differ in", true, 0}, {"A", true, 0}, {"B", true, 0}};
    struct text_table *table = NULL;
    size_t different = 0;
    int status = text_table_new(columns, FACT_COLUMNS, &table, fault);
    for (size_t i = 0; status == 0 && i < a->count && i < b->count; i++) {
        if (strcmp(a->facts[i].value, b->facts[i].value) == 0)
            continue;
        const char *values[2] = {a->facts[i].value, b->facts[i].value};
        for (int side = 0; side < 2; side++)
            values[side] = values[side][0] == '\0' ? "not known" : values[side];
        const struct text_cell cells[FACT_COLUMNS] = {
            {a->facts[i].name, TERM_PLAIN}, {values[0], TERM_PLAIN}, {values[1], TERM_PLAIN}};
        status = text_table_add(table, cells, fault);
        different++;
    }
    if (status == 0 && different > 0)
        print_table(table, markdown, term, stream);
    text_table_free(table);
    return status;
}

/* "Only in A: spin, p = 0.5 at n = 1, 2; p = 0.9 at n = 1". Points stand series after series
 * and tasks after tasks, and p after p. */
static void print_alone(const char *name, const struct comparand_point *const *points, size_t count,
                        FILE *stream) {
    for (size_t i = 0; i < count; i++) {
        bool is_first = i == 0 || points[i]->tasks != points[i - 1]->tasks ||
                        !series_is_same(&points[i]->series, &points[i - 1]->series);
        bool is_next = is_first || !series_is_same_p(points[i]->p, points[i - 1]->p);
        char series[NAME_BYTES];
        series_describe_tasks(&points[i]->series, points[i]->tasks, series, sizeof series);
        if (is_first)
            fprintf(stream, "%sOnly in %s: %s%s", i == 0 ? "" : ".\n", name, series,
                    series[0] == '\0' ? "" : ", ");
        else
            fprintf(stream, is_next ? "; " : ", ");
        if (is_next && !isnan(points[i]->p))
            fprintf(stream, "p = %.6g at ", points[i]->p);
        fprintf(stream, "%s%.6g", is_next ? "n = " : "", points[i]->n);
    }
    if (count > 0)
        fprintf(stream, ".\n");
}

static void print_head(const struct comparison *comparison, FILE *stream) {
    bool is_time = comparison->request.figure == COMPARAND_TIME;
    fprintf(stream, "A is %s, B is %s.\n", comparison->names[0], comparison->names[1]);
    for (int i = 0; i < 2; i++)
        if (comparison->facts[i].count > 0 && comparison->facts[i].is_interrupted)
            fprintf(stream, "%s did not come to its end: what was measured until then counts.\n",
                    comparison->names[i]);
    fprintf(stream, "Compared: %s%s.\n",
            !is_time                 ? "the speed-up over each side's own T(1)"
            : comparison->is_of_unit ? "the time of one unit of work"
                                     : "the time of the work of n = 1; its units are not stated",
            comparison->request.is_paired ? ", within the rounds of one run" : "");
    if (!comparison->operands[0].is_run || comparison->same_machine)
        return;
    bool is_known = comparison->facts[0].count > 0 && comparison->facts[1].count > 0;
    fprintf(stream, "%s\n",
            !is_known ? "A run.json is missing: nobody knows whether it was one machine."
            : is_time ? "These are two machines: the times are of the machines as much as of the "
                        "program."
                      : "These are two machines, or one in two states: for times add --of time.");
}

static void print_end(const struct comparison *comparison, FILE *stream) {
    const struct compare_table *table = &comparison->table;
    fprintf(stream, "%zu point%s:", table->count, table->count == 1 ? "" : "s");
    bool is_first = true;
    for (enum compare_verdict verdict = 0; verdict < COMPARE_VERDICTS; verdict++) {
        if (table->verdicts[verdict] == 0)
            continue;
        fprintf(stream, "%s %zu %s", is_first ? "" : ",", table->verdicts[verdict],
                compare_verdict_word(verdict, comparison->request.figure));
        is_first = false;
    }
    fprintf(stream,
            ", with a tolerance of %.4g %%; the intervals hold for all points together, 95 %%.\n",
            100 * comparison->request.tolerance);
}

int compare_print(const struct comparison *comparison, bool markdown, const struct term *term,
                  FILE *stream, struct fault *fault) {
    const struct compare_table *table = &comparison->table;
    print_head(comparison, stream);
    fprintf(stream, "\n");
    int status = print_facts(comparison, markdown, term, stream, fault);
    if (status == 0)
        status = print_effects(comparison, markdown, term, stream, fault);
    if (status != 0)
        return status;
    print_alone("A", table->only_first, table->only_first_count, stream);
    print_alone("B", table->only_second, table->only_second_count, stream);
    print_end(comparison, stream);
    return 0;
}
