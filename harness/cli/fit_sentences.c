/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_sentences.h"
#include "cli/fit_words.h"
#include "cli/table.h"
#include "cli/units.h"
#include "explain/fit_rows.h"
#include "model/work_span.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A variance above that of independent rounds by less than this widens an interval by a tenth,
 * which its rounded figures hardly show. */
static const double MEMORY_SAID = 1.2;
/* More of them than a few disturbances make: the tails of a quiet machine's times give some per
 * cent. */
static const double DRAWN_IN_SAID = 0.05;

/* The margin within which a law's figure is met: --margin's default. */
static const double SPAN_MARGIN = 0.01;

/* What rounding leaves of an e(n) that is 0. */
static const double EXACT = 1e-9;

struct sentences {
    struct fit_sentence *list;
    size_t count;
};

static void __attribute__((format(printf, 3, 4)))
say(struct sentences *sentences, bool is_usual, const char *format, ...) {
    va_list arguments;
    if (sentences->count == FIT_SENTENCES_MAX)
        return;
    struct fit_sentence *sentence = &sentences->list[sentences->count++];
    sentence->is_usual = is_usual;
    va_start(arguments, format);
    vsnprintf(sentence->text, sizeof sentence->text, format, arguments);
    va_end(arguments);
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* What the file does not say, and was taken for granted. */
static void say_of_file(const struct measured_group *group, struct sentences *sentences) {
    static const char *const growths[] = {[MEASURED_STRONG] = "that it does not",
                                          [MEASURED_WEAK] = "that its parallel part does",
                                          [MEASURED_COPIES] = "that it grows as n does"};
    if (!group->scaling_is_known)
        say(sentences, false,
            "the file does not say how its work grows with n: %s (%s scaling) was taken for "
            "granted; --scaling says otherwise",
            growths[group->scaling], measured_scaling_name(group->scaling));
    if (group->work_is_assumed)
        say(sentences, false,
            "the file does not say what work was done: n times that of one core was taken, for "
            "which s' says nothing of a serial part; a column work or p does");
    if (group->unit_is_assumed && group->quantity == MEASURED_TIME)
        say(sentences, true, "the file names no unit of its times: they were taken for seconds");
    if (group->count_column[0] != '\0')
        say(sentences, false, "n is the column %s", group->count_column);
}

static void say_of_rows(const struct fit_case *fit, struct sentences *sentences) {
    const struct model_report *report = fit->report;
    size_t oversubscribed = fit->left_out.oversubscribed, few_tasks = fit->left_out.few_tasks;
    if (oversubscribed > 0)
        say(sentences, false,
            "%zu sample%s with more workers than processing units %s left out: their n is no count "
            "of cores",
            oversubscribed, plural(oversubscribed), oversubscribed == 1 ? "was" : "were");
    if (few_tasks > 0)
        say(sentences, false,
            "%zu sample%s with more cores than tasks in flight %s left out: a core for which there "
            "is no task is not at work",
            few_tasks, plural(few_tasks), few_tasks == 1 ? "was" : "were");
    if (report->is_blocked)
        say(sentences, false,
            "all rows of an n were measured together: a machine that drifts meanwhile looks like "
            "one that scales otherwise; measure the n in turn, in rounds");
    if (isnan(report->noise) && report->rows > 1)
        say(sentences, false, "%s: nothing tells scatter from lack of fit",
            report->rows > report->counts ? "what was measured twice is taken up by the rounds"
                                          : "no n was measured twice");
    if (report->memory > MEMORY_SAID)
        say(sentences, false,
            "neighbouring rounds share their disturbances: the variance is %.1f times that of "
            "independent ones, and the intervals are wider for it; they speak of this run only "
            "where "
            "it drifts more slowly than it is long",
            report->memory);
    if (report->drawn_in > DRAWN_IN_SAID)
        say(sentences, false, "%.1f %% of the rows lie far from their like and were drawn in",
            100 * report->drawn_in);
    if (report->base_n != 1)
        say(sentences, false,
            "there is no n = 1: measured speed-ups are over n = %g, and T(1) is a law's",
            report->base_n);
}

/* Whether a law that can be told has a serial part that only its bound keeps from being below 0. */
static bool is_pressed(const struct model_report *report) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->identifiable && fit->law->shape_count > 0 &&
            fit->free_shape[0] < fit->law->shapes[0].least)
            return true;
    }
    return false;
}

/* Of speed-ups only, of which some are measured above n: a bound that is reached alone is a curve
 * of another form. Where nothing is known of the scatter, the laws must be at their bounds, too. */
static void say_superlinear(const struct model_report *report, struct sentences *sentences) {
    const struct model_cell *most = NULL;
    for (size_t i = 0; i < report->cell_count; i++) {
        const struct model_cell *cell = &report->cells[i];
        bool is_above =
            cell->karp_flatt_hi < -EXACT ||
            (isnan(cell->karp_flatt_hi) && cell->karp_flatt < -EXACT && is_pressed(report));
        if (is_above &&
            (most == NULL || cell->speedup / cell->site.n > most->speedup / most->site.n))
            most = cell;
    }
    if (most != NULL)
        say(sentences, false,
            "the speed-up is above n (superlinear), by up to %.2g %% at n = %g: the shares fit the "
            "caches better, or T(1) is slow for another reason",
            100 * (most->speedup / most->site.n - 1), most->site.n);
}

/* "amdahl, capacity: …": laws that have the same said of them, from law `first` on. */
static void say_of_like(const struct model_report *report, size_t first,
                        struct sentences *sentences) {
    const struct model_fit *one = &report->fits[first];
    char names[128] = "";
    size_t used = 0, count = 0;
    for (size_t i = first; i < report->fit_count && used < sizeof names; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->identifiable != one->identifiable || strcmp(fit->words, one->words) != 0)
            continue;
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used == 0 ? "" : ", ",
                                 fit->law->name);
        count++;
    }
    say(sentences, false, "%s%s: %s", names,
        one->identifiable ? ""
        : count == 1      ? " is not identifiable"
                          : " are not identifiable",
        one->words);
}

/* Nothing is said twice: neither of two laws, nor what the outcome has said. */
static void say_of_laws(const struct model_report *report, struct sentences *sentences) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        bool is_said = fit->words[0] == '\0' || strcmp(fit->words, report->words) == 0;
        for (size_t k = 0; k < i; k++)
            is_said = is_said || (report->fits[k].identifiable == fit->identifiable &&
                                  strcmp(report->fits[k].words, fit->words) == 0);
        if (!is_said)
            say_of_like(report, i, sentences);
    }
    say_superlinear(report, sentences);
}

/* What two columns of the table mean, where they hold a figure. */
static void say_of_columns(const struct model_report *report, struct sentences *sentences) {
    bool has_figure = false;
    for (size_t i = 0; i < report->fit_count; i++)
        has_figure = has_figure ||
                     (report->fits[i].identifiable &&
                      (isfinite(report->fits[i].delta_aicc) || isfinite(report->fits[i].lack_p)));
    if (has_figure)
        say(sentences, true,
            "a dAICc below 4 is not clear; lack of fit: the chance of such misfits, were the law "
            "true; refuted: that is below 0.01, and some n is missed by more than --margin");
}

static void say_of_kinds(const struct fit_case *fit, struct sentences *sentences) {
    char text[128];
    if (fit->speed_words[0] != '\0')
        say(sentences, false, "%s", fit->speed_words);
    fit_words_estimate("speed", &fit->speed, 0, text, sizeof text);
    if (text[0] != '\0')
        say(sentences, false, "the last kind of cores, relative to the first: %s", text);
}

/* Bounds that know neither overhead nor contention, beside what was measured at the largest n. */
static void say_of_span(const struct fit_case *fit, struct sentences *sentences) {
    const struct model_report *report = fit->report;
    const struct model_cell *last = &report->cells[report->cell_count - 1];
    double span = fit->group->span, n = last->site.n;
    if (!(span > 0) || report->base_n != 1 || n == 1)
        return;
    double least = work_span_least(1, span, n), most = work_span_most(1, span, n);
    double inverse =
        1 / n + last->karp_flatt_lo * (1 - 1 / n); /* of the highest that e(n) allows */
    bool is_below = inverse > 0 && 1 / inverse < least * (1 - SPAN_MARGIN);
    say(sentences, !is_below,
        "the span is %.3g of the work: with no core idle while there is work n = %g brings a "
        "speed-up of %.4g to %.4g; measured %.4g%s",
        span, n, least, most, last->speedup,
        is_below ? ", less: that is overhead or contention, not the span" : "");
}

/* A law takes what more cores do not shorten for a serial part, whoever computes meanwhile. */
static void say_of_waits(const struct fit_case *fit, struct sentences *sentences) {
    char wait[TEXT_TABLE_CELL_BYTES];
    if (!(fit->unit_wait_s > 0) || fit->report->counts < 2)
        return;
    units_format_time(fit->unit_wait_s, wait, sizeof wait);
    say(sentences, false,
        "each unit waits for %s, by the workload's word: cores do not shorten that, more tasks in "
        "flight may; no law here knows waits, and what it calls serial may be waiting",
        wait);
}

size_t fit_sentences_make(const struct fit_case *fit, struct fit_sentence *ret_sentences) {
    const struct model_report *report = fit->report;
    struct sentences sentences = {ret_sentences, 0};
    bool is_plain = report->shape == MODEL_SHAPE_UNKNOWN || report->shape == MODEL_SHAPE_FLAT;
    if (report->words[0] != '\0')
        say(&sentences, report->outcome == MODEL_BEST, "%s", report->words);
    if (report->rise_words[0] != '\0')
        say(&sentences, false, "%s", report->rise_words);
    if (report->next_words[0] != '\0')
        say(&sentences, false, "%s", report->next_words);
    if (report->shape_words[0] != '\0')
        say(&sentences, is_plain, "%s", report->shape_words);
    say_of_laws(report, &sentences);
    say_of_kinds(fit, &sentences);
    say_of_span(fit, &sentences);
    say_of_waits(fit, &sentences);
    say_of_file(fit->group, &sentences);
    say_of_rows(fit, &sentences);
    say_of_columns(report, &sentences);
    return sentences.count;
}

static void append(char *text, size_t bytes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char *text, size_t bytes, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, bytes - used, format, arguments);
    va_end(arguments);
}

void fit_sentences_describe(const struct fit_cases *cases, const struct fit_case *fit, char *text,
                            size_t bytes) {
    const struct model_report *report = fit->report;
    text[0] = '\0';
    if (fit->group->name[0] != '\0') /* else the path is the title */
        append(text, bytes, "%s, ", cases->path);
    append(text, bytes, "%s: %zu row%s (%s) at %zu core count%s", cases->format, report->rows,
           plural(report->rows), fit_words_quantity(fit->group->quantity), report->counts,
           plural(report->counts));
    if (report->counts > 1)
        append(text, bytes, " (%g to %g)", report->n_min, report->n_max);
    else
        append(text, bytes, " (%g)", report->n_min);
    if (report->rounds > 0)
        append(text, bytes, " in %zu round%s", report->rounds, plural(report->rounds));
    append(text, bytes, ", %s scaling", measured_scaling_name(fit->group->scaling));
    if (!isnan(report->noise))
        append(text, bytes, "; scatter %.2g %%", 100 * report->noise);
    if (fit->left_out.invalid > 0)
        append(text, bytes, "; %zu sample%s left out, disturbed or broken", fit->left_out.invalid,
               plural(fit->left_out.invalid));
    if (cases->method == MODEL_RAW)
        append(text, bytes, "; raw: least squares of the throughput");
}
