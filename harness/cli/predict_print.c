/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_words.h"
#include "cli/predict_section.h"
#include "cli/table.h"
#include "cli/units.h"

#include <math.h>
#include <string.h>

enum { COUNT, SPEEDUP, BAND, EFFICIENCY, TIME, CORE_TIME, RATE, RIVAL, WHAT_IF, NOTE, COLUMNS };

/* A figure without a band shows a hundredth: what a reader tells apart in a speed-up. */
static const double HALF_WITHOUT_BAND = 0.03;
/* Ends that are nearer than rounding errors of a fit say nothing: fit_words.c. */
static const double EXACT = 1e-9;
/* More digits than that no clock holds from one run to the next, however small the scatter. */
enum { DIGITS_MOST = 6 };
/* From here on an exponent is easier to read. */
static const double LARGE = 1e7;

static double half_of(const struct model_estimate *estimate) {
    double half = fmax(estimate->hi - estimate->value, estimate->value - estimate->lo);
    bool is_exact = estimate->hi - estimate->lo <= EXACT * fabs(estimate->value);
    return half > 0 && isfinite(half) && !is_exact ? half : NAN;
}

/* To the digits that `half` leaves of it, also those before the point. */
static void format_figure(double value, double half, char *text, size_t bytes) {
    double size = fabs(value);
    if (!isfinite(value) || !(half > 0)) {
        table_format_rounded(isfinite(value) ? value : NAN, NAN, text, bytes);
        return;
    }
    int first = size > 0 ? (int)floor(log10(size)) : 0;
    half = fmax(half, 3 * pow(10, first + 1 - DIGITS_MOST)); /* a 3 shows one digit of it */
    int last = (int)floor(log10(half));
    last -= half / pow(10, last) < 2.95; /* table.h: of 1 and 2 two digits */
    if (size >= LARGE)
        snprintf(text, bytes, "%.*g", first >= last ? first - last + 1 : 1, value);
    else if (last > 0)
        snprintf(text, bytes, "%.0f", round(value / pow(10, last)) * pow(10, last));
    else
        table_format_rounded(value, half, text, bytes);
}

static void format_time(double seconds, double half_s, char *text, size_t bytes) {
    struct units_time unit = units_choose_time(fabs(seconds));
    char number[TEXT_TABLE_CELL_BYTES / 2];
    format_figure(seconds / unit.seconds, half_s / unit.seconds, number, sizeof number);
    snprintf(text, bytes, "%s%s%s", number, number[0] == '\0' ? "" : " ",
             number[0] == '\0' ? "" : unit.name);
}

static void format_band(double lo, double hi, double half, char *text, size_t bytes) {
    char low[TEXT_TABLE_CELL_BYTES / 2], high[TEXT_TABLE_CELL_BYTES / 2];
    text[0] = '\0';
    if (isnan(lo) || isnan(hi))
        return;
    format_figure(lo, half, low, sizeof low);
    format_figure(hi, half, high, sizeof high);
    snprintf(text, bytes, "%.40s to %.40s", low, isinf(hi) ? "any" : high);
}

/* The share by which T(1)/S may be off: that of T(1) or of S, the larger one, for both are of the
 * same rows and where T(1) comes out too long so does S. */
static double share_of(const struct model_estimate *one, const struct model_estimate *speedup) {
    double share = fmax(half_of(one) / one->value, half_of(speedup) / speedup->value);
    return isnan(share) ? HALF_WITHOUT_BAND / speedup->value : share;
}

/* n, S and E of a point whose figure is to be believed. */
static void format_figures(const struct predict_section *section, const struct predict_point *point,
                           char text[COLUMNS][TEXT_TABLE_CELL_BYTES]) {
    enum { BYTES = TEXT_TABLE_CELL_BYTES };
    const struct model_estimate *speedup = &point->speedup;
    double half = half_of(speedup), S = speedup->value, n = point->n;
    double shown = isnan(half) ? HALF_WITHOUT_BAND : half;
    double time_s = section->one_s.value / S, rate = section->one_rate.value * S;
    double time_share = share_of(&section->one_s, speedup);
    format_figure(S, shown, text[SPEEDUP], BYTES);
    format_figure(S / n, isnan(half) ? HALF_WITHOUT_BAND / 10 : half / n, text[EFFICIENCY], BYTES);
    format_time(time_s, time_s * time_share, text[TIME], BYTES);
    format_time(n * time_s, n * time_s * time_share, text[CORE_TIME], BYTES);
    format_figure(rate, rate * share_of(&section->one_rate, speedup), text[RATE], BYTES);
    format_figure(point->rival, shown, text[RIVAL], BYTES);
}

/* As of the law itself: its figure, far from what was measured its band alone, else nothing. */
static void format_what_if(const struct predict_section *section, const struct predict_point *point,
                           char *text) {
    const struct model_estimate figure = {
        .value = point->what_if, .lo = point->what_if_lo, .hi = point->what_if_hi};
    double half = half_of(&figure), shown = isnan(half) ? HALF_WITHOUT_BAND : half;
    if (section->what_if[0] == '\0')
        return;
    if (point->what_if_range == MODEL_REFUSED)
        snprintf(text, TEXT_TABLE_CELL_BYTES, "-");
    else if (point->what_if_range == MODEL_FAR && !isnan(half))
        format_band(figure.lo, figure.hi, half, text, TEXT_TABLE_CELL_BYTES);
    else
        format_figure(figure.value, shown, text, TEXT_TABLE_CELL_BYTES);
}

static void format_speedup_band(const struct predict_section *section,
                                const struct predict_point *point, char *text) {
    const struct model_estimate *speedup = &point->speedup;
    double half = half_of(speedup);
    if (section->is_bounds)
        format_band(speedup->lo, speedup->hi, HALF_WITHOUT_BAND, text, TEXT_TABLE_CELL_BYTES);
    else if (!isnan(half) && point->range != MODEL_REFUSED)
        format_band(speedup->lo, speedup->hi, half, text, TEXT_TABLE_CELL_BYTES);
    else if (point->range == MODEL_FAR) /* without scatter its ends are the figure */
        format_figure(speedup->value, HALF_WITHOUT_BAND, text, TEXT_TABLE_CELL_BYTES);
}

static int add_point(const struct predict_section *section, const struct predict_point *point,
                     struct text_table *table, struct fault *fault) {
    static const char *const notes[] = {"", "", "extrapolated", "far: the band alone", "refused"};
    char text[COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[COLUMNS];
    snprintf(text[COUNT], sizeof text[COUNT], "%.0f", point->n);
    snprintf(text[NOTE], sizeof text[NOTE], "%s", notes[point->range]);
    if (point->range == MODEL_REFUSED || point->range == MODEL_FAR || section->is_bounds) {
        snprintf(text[SPEEDUP], sizeof text[SPEEDUP], "%s", section->is_bounds ? "" : "-");
    } else {
        format_figures(section, point, text);
    }
    format_speedup_band(section, point, text[BAND]);
    format_what_if(section, point, text[WHAT_IF]);
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] =
            (struct text_cell){text[i], point->range >= MODEL_EXTRAPOLATED ? TERM_DIM : TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static int print_table(const struct predict_section *section, bool markdown,
                       const struct term *term, FILE *stream, struct fault *fault) {
    char rival[FIT_NAME_BYTES + 8], what_if[PREDICT_WORDS_BYTES + 8];
    struct text_table *table = NULL;
    const char *scaling = section->key.series.scaling;
    bool is_own_work = scaling[0] == '\0' || strcmp(scaling, "strong") == 0;
    snprintf(rival, sizeof rival, "by %s", section->rival);
    snprintf(what_if, sizeof what_if, "if %s", section->what_if);
    const struct text_column columns[COLUMNS] = {
        [COUNT] = {.title = "n"},
        [SPEEDUP] = {.title = section->what_if[0] != '\0' ? "speed-up as fitted" : "speed-up"},
        [BAND] = {.title = section->is_bounds ? "speed-up, at least to at most" : "95 %"},
        [EFFICIENCY] = {.title = "efficiency", .rank = 1},
        [TIME] = {.title = is_own_work ? "time" : "time of the work of n = 1", .rank = 2},
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
    const char *close = markdown ? "" : term_end(term, TERM_BOLD);
    const char *before = markdown ? ", with " : "\n  with ";
    fprintf(stream, "%s", open);
    if (section->key.name[0] != '\0')
        fprintf(stream, "%s: ", section->key.name);
    fprintf(stream, "%s%s", section->law != NULL ? section->law_title : "no prediction", close);
    if (section->law != NULL)
        fprintf(stream, "%s%s", markdown ? "\n\n" : ", ", section->formula);
    for (size_t i = 0; i < section->parameter_count; i++) {
        char text[TEXT_TABLE_CELL_BYTES];
        format_parameter(section, &section->parameters[i], text, sizeof text);
        fprintf(stream, "%s%s", before, text);
        before = ", ";
    }
    fputc('\n', stream);
}

/* Of the speed-up that no n exceeds. */
static void print_ceiling(const struct predict_section *section, const char *bullet, FILE *stream) {
    char text[TEXT_TABLE_CELL_BYTES];
    const struct model_estimate *ceiling = &section->ceiling;
    bool is_slower = section->parameter_count > 0 && section->parameters[0].value.lo > 1;
    if (ceiling->value <= 1) {
        fprintf(stream, "%s%s\n", bullet,
                is_slower ? "more cores are slower: no number of them brings more than n = 1 does"
                          : "no number of cores brings more than n = 1 does");
    } else if (isfinite(ceiling->value) && !isinf(ceiling->hi)) {
        fit_words_interval(ceiling->value, ceiling->lo, ceiling->hi, text, sizeof text);
        fprintf(stream, "%sno number of cores brings a speed-up above %s\n", bullet, text);
    } else if (ceiling->lo > 1 && isfinite(ceiling->lo)) {
        fprintf(stream, "%sno ceiling seen; if there is one, it is above %.4g (95 %%)\n", bullet,
                ceiling->lo);
    }
}

static void print_limits(const struct predict_section *section, const char *bullet, FILE *stream) {
    char text[TEXT_TABLE_CELL_BYTES];
    const struct model_estimate *peak = &section->peak_n;
    print_ceiling(section, bullet, stream);
    if (isfinite(peak->value)) {
        fit_words_interval(peak->value, peak->lo, peak->hi, text, sizeof text);
        fprintf(stream, "%sthe peak is at N* = %s: more cores are slower\n", bullet, text);
    } else if (peak->lo > 0 && isfinite(peak->lo)) {
        fprintf(stream, "%sno peak seen; N* > %.0f (95 %%)\n", bullet, floor(peak->lo));
    } else if (section->is_fit && (isinf(peak->value) || isinf(peak->lo))) {
        fprintf(stream, "%sno peak seen\n", bullet);
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
