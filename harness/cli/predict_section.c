/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_section.h"
#include "cli/option_value.h"
#include "cli/units.h"
#include "plan/number.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Half used is where a second core would do as much for another task; a tenth is what one core
 * more must bring to be seen. */
static const double USUAL_EFFICIENCY = 0.5, USUAL_GAIN = 0.1;

/* With more core counts than that powers of two stand for what was measured. */
enum { MEASURED_SHOWN_MAX = 32 };
/* A law bends slowly: between two of as many points a line is a curve to the eye. */
enum { CURVE_STEPS = 60 };

static void add(struct predict_wishes *wishes, enum model_wish wish, double wanted) {
    wishes->wishes[wishes->count++] = (struct predict_wish){wish, wanted};
}

static int add_numbers(const struct option_list *list, const char *option, enum model_wish wish,
                       double most, struct predict_wishes *wishes, struct fault *fault) {
    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->value[i];
        double number = NAN;
        if (number_parse_real(text, strlen(text), &number) != NUMBER_OK || number <= 0 ||
            number > most)
            return fault_set(fault, FAULT_USAGE, 0,
                             "%s: '%.*s' is not a number above 0 and up to %g", option,
                             OPTION_SHOWN_BYTES, text, most);
        add(wishes, wish, number);
    }
    return 0;
}

static int add_gains(const struct option_list *list, struct predict_wishes *wishes,
                     struct fault *fault) {
    for (size_t i = 0; i < list->count; i++) {
        double share = NAN;
        if (units_parse_percent(list->value[i], &share) != 0 || share <= 0 || share > 1)
            return fault_set(fault, FAULT_USAGE, 0,
                             "--gain: '%.*s' is not a percentage above 0 and up to 100%%",
                             OPTION_SHOWN_BYTES, list->value[i]);
        add(wishes, MODEL_GAIN, share);
    }
    return 0;
}

int predict_wishes_parse(const struct options *options, struct predict_wishes *ret_wishes,
                         struct fault *fault) {
    struct predict_wishes wishes = {.count = 0};
    int status =
        add_numbers(&options->efficiencies, "--efficiency", MODEL_EFFICIENCY, 1, &wishes, fault);
    if (status == 0)
        status = add_numbers(&options->speedups, "--speedup", MODEL_SPEEDUP, MODEL_CORES_MAX,
                             &wishes, fault);
    if (status == 0)
        status = add_gains(&options->gains, &wishes, fault);
    if (status == 0)
        *ret_wishes = wishes;
    return status;
}

void predict_wishes_add_usual(struct predict_wishes *wishes) {
    if (wishes->count > 0)
        return;
    add(wishes, MODEL_EFFICIENCY, USUAL_EFFICIENCY);
    add(wishes, MODEL_GAIN, USUAL_GAIN);
}

struct predict_section predict_section_new(void) {
    static const struct model_estimate none = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL};
    return (struct predict_section){.key.p = NAN,
                                    .n_measured = INFINITY,
                                    .one_s = none,
                                    .one_rate = none,
                                    .ceiling = none,
                                    .peak_n = none,
                                    .what_if_peak_n = NAN,
                                    .parallelism = NAN};
}

void predict_section_release(struct predict_section *section) {
    free(section->points);
    section->points = NULL;
    section->point_count = section->curve_count = 0;
}

void predict_section_note(struct predict_section *section, const char *format, ...) {
    va_list arguments;
    if (section->note_count == PREDICT_NOTES_MAX)
        return;
    va_start(arguments, format);
    vsnprintf(section->notes[section->note_count++], PREDICT_WORDS_BYTES, format, arguments);
    va_end(arguments);
}

static int by_n(const void *a, const void *b) {
    double n = ((const struct predict_point *)a)->n, other = ((const struct predict_point *)b)->n;
    return (n > other) - (n < other);
}

/* Behind the counts asked for the curve through them. */
static void put_counts(struct predict_section *section, const struct plan_cores *cores) {
    double first = cores->value[0], last = cores->value[cores->count - 1];
    size_t used = 0;
    for (size_t i = 0; i < cores->count; i++)
        section->points[used++].n = cores->value[i];
    section->point_count = used;
    if (!section->is_drawn)
        return;
    for (size_t i = 0; i < cores->count; i++)
        section->points[used++].n = cores->value[i];
    for (size_t i = 1; i < CURVE_STEPS && last > first; i++)
        section->points[used++].n = first * pow(last / first, (double)i / CURVE_STEPS);
    section->curve_count = used - section->point_count;
    qsort(section->points + section->point_count, section->curve_count, sizeof *section->points,
          by_n);
}

int predict_section_fill(struct predict_section *section, const struct model_curve *curve,
                         const struct plan_cores *cores, const struct predict_wishes *wishes,
                         struct fault *fault) {
    section->points = calloc(2 * cores->count + CURVE_STEPS, sizeof *section->points);
    if (section->points == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold a prediction of %zu core counts",
                         cores->count);
    put_counts(section, cores);
    for (size_t i = 0; i < section->point_count + section->curve_count; i++) {
        struct predict_point *point = &section->points[i];
        point->what_if = point->what_if_lo = point->what_if_hi = point->rival = NAN;
        point->what_if_range = MODEL_REFUSED;
        point->speedup = point->n < curve->n_least
                             ? (struct model_estimate){NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL}
                             : model_curve_at(curve, point->n);
        point->range = model_range_at(curve, point->n, &point->speedup);
    }
    if (cores->value[0] < curve->n_least)
        predict_section_note(section, "below n = %g there is no such machine", curve->n_least);
    if (cores->value[cores->count - 1] > curve->n_last)
        predict_section_note(section,
                             "past n = %g the law's time is no longer above 0: it says nothing "
                             "there",
                             curve->n_last);
    for (size_t i = 0; i < wishes->count; i++)
        section->answers[section->answer_count++] =
            model_answer(curve, wishes->wishes[i].wish, wishes->wishes[i].wanted);
    return 0;
}

static void add_count(struct plan_cores *cores, double n) {
    size_t at = 0;
    if (n != floor(n) || n < 1 || n > MODEL_CORES_MAX || cores->count == PLAN_CORES_MAX)
        return;
    while (at < cores->count && cores->value[at] < (unsigned)n)
        at++;
    if (at < cores->count && cores->value[at] == (unsigned)n)
        return;
    memmove(&cores->value[at + 1], &cores->value[at], (cores->count - at) * sizeof cores->value[0]);
    cores->value[at] = (unsigned)n;
    cores->count++;
}

struct plan_cores predict_counts_usual(const struct model_report *report) {
    struct plan_cores cores = {.count = 0};
    for (size_t i = 0; i < report->cell_count && report->cell_count <= MEASURED_SHOWN_MAX; i++)
        add_count(&cores, report->cells[i].site.n);
    for (unsigned n = 1; n <= fmin(2 * report->n_max, MODEL_CORES_MAX); n *= 2)
        add_count(&cores, n);
    add_count(&cores, report->n_max);
    add_count(&cores, 2 * report->n_max);
    return cores;
}

void predict_section_note_ranges(struct predict_section *section) {
    bool is_refused = false, is_far = false;
    for (size_t i = 0; i < section->point_count; i++) {
        const struct predict_point *point = &section->points[i];
        is_refused = is_refused || (point->range == MODEL_REFUSED && point->speedup.value > 0);
        is_far = is_far || point->range == MODEL_FAR;
    }
    if (is_far)
        predict_section_note(section,
                             "past n = %g, twice the largest measured, only the band is given",
                             2 * section->n_measured);
    if (is_refused)
        predict_section_note(section, "refused where the ends of the 95 %% band are more than a "
                                      "factor of 2 apart: what was measured does not tell");
}
