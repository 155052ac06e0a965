/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_words.h"
#include "cli/predict_section.h"
#include "cli/table.h"

#include <math.h>
#include <string.h>

enum { COUNT, SPEEDUP, BAND, EFFICIENCY, TIME, CORE_TIME, RATE, RIVAL, WHAT_IF, NOTE, COLUMNS };

/* A figure without a band shows a hundredth: what a reader tells apart in a speed-up. */
static const double HALF_WITHOUT_BAND = 0.03;

static double half_of(const struct model_estimate *estimate) {
    double half = fmax(estimate->hi - estimate->value, estimate->value - estimate->lo);
    return half > 0 && isfinite(half) ? half : NAN;
}

static void format_band(double lo, double hi, double half, char *text, size_t bytes) {
    char low[TEXT_TABLE_CELL_BYTES / 2], high[TEXT_TABLE_CELL_BYTES / 2];
    text[0] = '\0';
    if (isnan(lo) || isnan(hi))
        return;
    table_format_rounded(lo, half, low, sizeof low);
    table_format_rounded(hi, half, high, sizeof high);
    snprintf(text, bytes, "%.40s to %.40s", low, isinf(hi) ? "any" : high);
}

/* n, S and E of a point whose figure is to be believed. */
static void format_figures(const struct predict_section *section, const struct predict_point *point,
                           char text[COLUMNS][TEXT_TABLE_CELL_BYTES]) {
    const struct model_estimate *speedup = &point->speedup;
    double half = half_of(speedup), S = speedup->value, n = point->n;
    double shown = isnan(half) ? HALF_WITHOUT_BAND : half;
    double time_s = section->one_s / S;
    table_format_rounded(S, shown, text[SPEEDUP], TEXT_TABLE_CELL_BYTES);
    table_format_rounded(S / n, isnan(half) ? HALF_WITHOUT_BAND / 10 : half / n, text[EFFICIENCY],
                         TEXT_TABLE_CELL_BYTES);
    table_format_time(time_s, time_s * shown / S, text[TIME], TEXT_TABLE_CELL_BYTES);
    table_format_time(n * time_s, n * time_s * shown / S, text[CORE_TIME], TEXT_TABLE_CELL_BYTES);
    table_format_rounded(section->one_rate * S, section->one_rate * shown, text[RATE],
                         TEXT_TABLE_CELL_BYTES);
    table_format_rounded(point->rival, shown, text[RIVAL], TEXT_TABLE_CELL_BYTES);
    table_format_rounded(point->what_if, shown, text[WHAT_IF], TEXT_TABLE_CELL_BYTES);
}

static int add_point(const struct predict_section *section, const struct predict_point *point,
                     struct text_table *table, struct fault *fault) {
    static const char *const notes[] = {"", "", "extrapolated", "far: the band alone", "refused"};
    char text[COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[COLUMNS];
    double half = half_of(&point->speedup);
    snprintf(text[COUNT], sizeof text[COUNT], "%.0f", point->n);
    snprintf(text[NOTE], sizeof text[NOTE], "%s", notes[point->range]);
    if (point->range == MODEL_REFUSED || point->range == MODEL_FAR || section->is_bounds) {
        snprintf(text[SPEEDUP], sizeof text[SPEEDUP], "%s", section->is_bounds ? "" : "-");
    } else {
        format_figures(section, point, text);
    }
    if (point->range != MODEL_REFUSED)
        format_band(point->speedup.lo, point->speedup.hi,
                    isnan(half) || section->is_bounds ? HALF_WITHOUT_BAND : half, text[BAND],
                    sizeof text[BAND]);
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] =
            (struct text_cell){text[i], point->range >= MODEL_EXTRAPOLATED ? TERM_DIM : TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static int print_table(const struct predict_section *section, bool markdown,
                       const struct term *term, FILE *stream, struct fault *fault) {
    char rival[FIT_NAME_BYTES + 8], what_if[PREDICT_WORDS_BYTES + 8];
    struct text_table *table = NULL;
    snprintf(rival, sizeof rival, "by %s", section->rival);
    snprintf(what_if, sizeof what_if, "if %s", section->what_if);
    const struct text_column columns[COLUMNS] = {
        [COUNT] = {.title = "n"},
        [SPEEDUP] = {.title = section->what_if[0] != '\0' ? "speed-up as fitted" : "speed-up"},
        [BAND] = {.title = section->is_bounds ? "speed-up, at least to at most" : "95 %"},
        [EFFICIENCY] = {.title = "efficiency", .rank = 1},
        [TIME] = {.title = "time", .rank = 2},
        [CORE_TIME] = {.title = "core time", .rank = 3},
        [RATE] = {.title = "throughput", .rank = 2},
        [RIVAL] = {.title = rival},
        [WHAT_IF] = {.title = what_if},
        [NOTE] = {.title = "remark", .left = true, .rank = 4},
    };
    int status = text_table_new(columns, COLUMNS, &table, fault);
    for (size_t i = 0; i < section->point_count && status == 0; i++)
        status = add_point(section, &section->points[i], table, fault);
    if (status == 0 && markdown)
        text_table_print_markdown(table, stream);
    else if (status == 0)
        text_table_print(table, 2, term, stream);
    text_table_free(table);
    return status;
}

/* Of a formula as it was given, of a fit no more than it says. */
static void format_parameter(const struct predict_section *section,
                             const struct predict_parameter *parameter, char *text, size_t bytes) {
    if (section->is_fit)
        fit_words_estimate(parameter->symbol, &parameter->value, 0, text, bytes);
    else
        snprintf(text, bytes, "%s = %.6g", parameter->symbol, parameter->value.value);
}

static void print_heading(const struct predict_section *section, bool markdown,
                          const struct term *term, FILE *stream) {
    const char *open = markdown ? "### " : term_begin(term, TERM_BOLD);
    const char *close = markdown ? "\n" : term_end(term, TERM_BOLD);
    fprintf(stream, "%s", open);
    if (section->key.name[0] != '\0')
        fprintf(stream, "%s: ", section->key.name);
    if (section->law != NULL)
        fprintf(stream, "%s%s, %s\n", section->law_title, close, section->formula);
    else
        fprintf(stream, "no prediction%s\n", close);
    const char *before = "  with ";
    for (size_t i = 0; i < section->parameter_count; i++) {
        char text[TEXT_TABLE_CELL_BYTES];
        format_parameter(section, &section->parameters[i], text, sizeof text);
        fprintf(stream, "%s%s", before, text);
        before = ", ";
    }
    fprintf(stream, "%s", section->parameter_count > 0 ? "\n" : "");
}

static void print_limits(const struct predict_section *section, const char *bullet, FILE *stream) {
    char text[TEXT_TABLE_CELL_BYTES];
    const struct model_estimate *ceiling = &section->ceiling, *peak = &section->peak_n;
    if (isfinite(ceiling->value) && !isinf(ceiling->hi)) {
        fit_words_interval(ceiling->value, ceiling->lo, ceiling->hi, text, sizeof text);
        fprintf(stream, "%sno number of cores brings a speed-up above %s\n", bullet, text);
    } else if (ceiling->lo > 1 && isfinite(ceiling->lo)) {
        fprintf(stream, "%sno ceiling seen; if there is one, it is above %.4g (95 %%)\n", bullet,
                ceiling->lo);
    }
    if (peak->kind == MODEL_LOWER) {
        fprintf(stream, "%sno peak seen; N* > %.0f (95 %%)\n", bullet, floor(peak->lo));
    } else if (isfinite(peak->value)) {
        fit_words_interval(peak->value, peak->lo, peak->hi, text, sizeof text);
        fprintf(stream, "%sthe peak is at N* = %s: more cores are slower\n", bullet, text);
    }
    if (!isnan(section->parallelism))
        fprintf(stream, "%sparallelism, work over span: %.6g; more workers cannot help\n", bullet,
                section->parallelism);
}

int predict_print(const struct predict_section *section, bool markdown, const struct term *term,
                  FILE *stream, struct fault *fault) {
    const char *bullet = markdown ? "- " : "  ";
    char words[PREDICT_WORDS_BYTES];
    int status = 0;
    print_heading(section, markdown, term, stream);
    fputc('\n', stream);
    if (section->point_count > 0)
        status = print_table(section, markdown, term, stream, fault);
    if (section->point_count > 0)
        fputc('\n', stream);
    if (status == 0)
        print_limits(section, bullet, stream);
    for (size_t i = 0; i < section->answer_count && status == 0; i++) {
        predict_answer_words(&section->answers[i], section->is_fit, words, sizeof words);
        fprintf(stream, "%s%s\n", bullet, words);
    }
    for (size_t i = 0; i < section->note_count && status == 0; i++)
        fprintf(stream, "%s%s\n", bullet, section->notes[i]);
    return status;
}
