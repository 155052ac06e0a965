/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_sentences.h"
#include "cli/fit_words.h"
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

static void say_of_rows(const struct fit_case *fit, struct sentences *sentences) {
    const struct model_report *report = fit->report;
    if (!fit->group->scaling_is_known)
        say(sentences, false,
            "the file does not say how its work grows with n: that it does not (%s scaling) was "
            "taken for granted; --scaling says otherwise",
            measured_scaling_name(fit->group->scaling));
    if (fit->left_out.oversubscribed > 0)
        say(sentences, false,
            "%zu samples with more workers than processing units were left out: their n is no "
            "count of cores",
            fit->left_out.oversubscribed);
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

/* The first sentence of the shape that would be below its bound, were there none. */
static void say_superlinear(const struct model_fit *fit, struct sentences *sentences) {
    for (size_t k = 0; k < fit->law->shape_count; k++) {
        const struct model_parameter *shape = &fit->law->shapes[k];
        if (!fit->identifiable || !isfinite(fit->free_shape[k]))
            continue;
        if (fit->free_shape[k] < shape->least)
            say(sentences, false,
                "%s: without its bound %s would be %.3g: the speed-up is above n (superlinear), as "
                "when the shares fit the caches better, or T(1) is slow for another reason",
                fit->law->name, shape->symbol, fit->free_shape[k]);
        else
            say(sentences, false, "%s: without its bound %s would be %.3g", fit->law->name,
                shape->symbol, fit->free_shape[k]);
    }
}

static void say_of_laws(const struct model_report *report, struct sentences *sentences) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->words[0] != '\0')
            say(sentences, false, "%s%s: %s", fit->law->name,
                fit->identifiable ? "" : " is not identifiable", fit->words);
        say_superlinear(fit, sentences);
    }
}

static void say_of_kinds(const struct fit_case *fit, struct sentences *sentences) {
    char text[128];
    if (fit->speed_words[0] != '\0')
        say(sentences, false, "the speed of the last kind of cores: %s", fit->speed_words);
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
    double highest = 1 / (1 / n + last->karp_flatt_lo * (1 - 1 / n)); /* that e(n) allows */
    bool is_below = highest < least * (1 - SPAN_MARGIN);
    say(sentences, !is_below,
        "the span is %.3g of the work: with no core idle while there is work n = %g brings a "
        "speed-up of %.4g to %.4g; measured %.4g%s",
        span, n, least, most, last->speedup,
        is_below ? ", less: that is overhead or contention, not the span" : "");
}

static void say_next(const struct model_report *report, struct sentences *sentences) {
    if (report->next_words[0] != '\0')
        say(sentences, false, "%s", report->next_words);
}

size_t fit_sentences_make(const struct fit_case *fit, struct fit_sentence *ret_sentences) {
    const struct model_report *report = fit->report;
    struct sentences sentences = {ret_sentences, 0};
    bool is_plain = report->shape == MODEL_SHAPE_UNKNOWN || report->shape == MODEL_SHAPE_FLAT;
    if (report->words[0] != '\0')
        say(&sentences, report->outcome == MODEL_BEST, "%s", report->words);
    say_next(report, &sentences);
    if (report->shape_words[0] != '\0')
        say(&sentences, is_plain, "%s", report->shape_words);
    say_of_laws(report, &sentences);
    say_of_kinds(fit, &sentences);
    say_of_span(fit, &sentences);
    say_of_rows(fit, &sentences);
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
    append(text, bytes, "%s: %zu rows (%s) at %zu core count%s", cases->format, report->rows,
           fit_words_quantity(fit->group->quantity), report->counts,
           report->counts == 1 ? "" : "s");
    if (report->counts > 1)
        append(text, bytes, " (%g to %g)", report->n_min, report->n_max);
    else
        append(text, bytes, " (%g)", report->n_min);
    if (report->rounds > 0)
        append(text, bytes, " in %zu rounds", report->rounds);
    append(text, bytes, ", %s scaling", measured_scaling_name(fit->group->scaling));
    if (!isnan(report->noise))
        append(text, bytes, "; scatter %.2g %%", 100 * report->noise);
    if (fit->left_out.invalid > 0)
        append(text, bytes, "; %zu sample%s left out, disturbed or broken", fit->left_out.invalid,
               fit->left_out.invalid == 1 ? "" : "s");
    if (cases->method == MODEL_RAW)
        append(text, bytes, "; raw: least squares of the throughput");
}
