/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/choose_words.h"
#include "model/limit_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How many core counts "no law fits" names. */
enum { NAMED_MOST = 3 };

const struct model_fit *choose_find_fit(const struct model_report *report,
                                        const struct model_law *law) {
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].law == law && report->fits[i].identifiable)
            return &report->fits[i];
    return NULL;
}

/* The upper end of a shape's interval, where that reaches down to 0; else NAN. */
static double not_excluded(const struct model_fit *fit, size_t shape) {
    if (fit == NULL || fit->shapes[shape].lo > 0 || !(fit->shapes[shape].hi > 0))
        return NAN;
    return fit->shapes[shape].hi;
}

static void add(struct model_report *report, const char *text) {
    size_t length = strlen(report->words);
    snprintf(report->words + length, sizeof report->words - length, "%s", text);
}

/* "; kappa <= 2e-04 (95 %) is not excluded: no peak below n = 70". */
static void add_kappa(struct model_report *report, const struct model_fit *usl) {
    char text[MODEL_WORDS_BYTES], limit[32];
    double kappa = not_excluded(usl, 1);
    if (isnan(kappa))
        return;
    limit_words_put(kappa, true, limit, sizeof limit);
    snprintf(text, sizeof text, "; kappa <= %s (95 %%) is not excluded", limit);
    add(report, text);
    double peak = usl->peak_n.lo;
    if (peak > 1 && isfinite(peak)) {
        limit_words_put(peak, false, limit, sizeof limit);
        snprintf(text, sizeof text, ": no peak below n = %s", limit);
        add(report, text);
    }
}

/* Why Gunther's law was not among those that were compared. */
static void add_untried(struct model_report *report) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->law != &model_usl || fit->identifiable || fit->words[0] == '\0')
            continue;
        add(report, "; whether cores wait for each other cannot be told: ");
        add(report, fit->words);
    }
}

static void put_best(struct model_report *report) {
    char text[MODEL_WORDS_BYTES], limit[32];
    const struct model_fit *best = report->best;
    const struct model_fit *usl = choose_find_fit(report, &model_usl);
    snprintf(report->words, sizeof report->words, "%s", best->law->title);
    if (best->law == &model_linear) {
        double serial = not_excluded(choose_find_fit(report, &model_amdahl), 0);
        limit_words_put(serial, true, limit, sizeof limit);
        snprintf(text, sizeof text, "; s <= %s (95 %%) is not excluded", limit);
        if (!isnan(serial))
            add(report, text);
    }
    if (best->law == &model_amdahl) {
        add_kappa(report, usl);
        add_untried(report);
    }
    if (best->law == &model_usl && best->peak_n.kind == MODEL_LOWER) {
        limit_words_put(best->peak_n.lo, false, limit, sizeof limit);
        snprintf(text, sizeof text, "; no peak seen; N* > %s (95 %%)", limit);
        add(report, text);
    } else if (best->law == &model_usl && isfinite(best->peak_n.value)) {
        snprintf(text, sizeof text, "; fastest at n = %.3g", best->peak_n.value);
        add(report, text);
        snprintf(text, sizeof text, " (%.3g to %.3g, 95 %%)", best->peak_n.lo, best->peak_n.hi);
        if (!isnan(best->peak_n.lo))
            add(report, text);
    }
}

/* No more counts than the largest law's parameters: three. */
static void add_counts(struct model_report *report) {
    char text[MODEL_WORDS_BYTES];
    snprintf(text, sizeof text, ": %zu core counts do not test the latter", report->counts);
    add(report, text);
}

/* What the fit leaves of the cells' levels, freed of the scale. */
static double scale_of(const struct strata *strata, const struct model_fit *fit,
                       const double *shapes) {
    double level = 0, rows = 0;
    for (size_t i = 0; i < strata->cell_count; i++) {
        double f = model_law_value(fit->law, &strata->sites[i], shapes);
        level += strata->cell_rows[i] * (strata->cell_y[i] - log(f));
        rows += strata->cell_rows[i];
    }
    return level / rows;
}

/* "n = 8: 12 % slower": the cell that is missed by most of those that were not yet said. */
static void add_worst(struct model_report *report, const struct strata *strata,
                      const struct model_fit *fit, double *below) {
    double shapes[MODEL_SHAPES_MAX], worst = 0, n = NAN;
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = fit->shapes[k].value;
    double scale = scale_of(strata, fit, shapes);
    for (size_t i = 0; i < strata->cell_count; i++) {
        double f = model_law_value(fit->law, &strata->sites[i], shapes);
        double off = strata->cell_y[i] - log(f) - scale;
        if (fabs(off) < *below && fabs(off) > fabs(worst)) {
            worst = off;
            n = strata->sites[i].n;
        }
    }
    if (isnan(n))
        return;
    char text[MODEL_WORDS_BYTES];
    bool is_slower = fit->law->of_rate ? worst < 0 : worst > 0;
    double percent = 100 * expm1(fabs(worst));
    snprintf(text, sizeof text,
             percent < 99.5 ? "%s n = %.6g (%.2g %% %s)" : "%s n = %.6g (%.0f %% %s)",
             isinf(*below) ? "" : ",", n, percent, is_slower ? "slower" : "faster");
    add(report, text);
    *below = fabs(worst);
}

/* What the only law that could be told has against it. */
static void add_alone(struct model_report *report, const struct strata *strata) {
    const struct model_fit *linear = choose_find_fit(report, &model_linear);
    double below = INFINITY;
    if (linear == NULL)
        return;
    add(report, "; ");
    add(report, linear->law->title);
    add(report, " misses");
    for (int i = 0; i < NAMED_MOST; i++)
        add_worst(report, strata, linear, &below);
}

static void put_cannot_tell(struct model_report *report, const struct strata *strata) {
    const struct model_fit *const *rivals = report->rivals;
    if (report->counts < 2) {
        snprintf(report->words, sizeof report->words, "one core count: no scaling information");
    } else if (report->counts == 2) {
        snprintf(report->words, sizeof report->words,
                 "cannot tell serial work from overhead with two core counts");
    } else if (rivals[0] != NULL && rivals[1] != NULL) {
        snprintf(report->words, sizeof report->words, "cannot tell %s from %s",
                 rivals[0]->law->title, rivals[1]->law->title);
        double differ = fabs(rivals[0]->delta_aicc - rivals[1]->delta_aicc);
        char text[MODEL_WORDS_BYTES];
        snprintf(text, sizeof text, ": their AICc differ by %.2g", differ);
        if (!choose_is_tested(report, rivals[1]))
            add_counts(report);
        else if (!isnan(differ))
            add(report, text);
        else
            add(report, ": too few rows");
    } else {
        snprintf(report->words, sizeof report->words, "no law can be told from these core counts");
        add_alone(report, strata);
    }
}

/* By AICc, or where it cannot be had by the sum of squares. */
static bool is_nearer(const struct model_fit *fit, const struct model_fit *other) {
    bool has_aicc = !isnan(fit->delta_aicc) && !isnan(other->delta_aicc);
    return has_aicc ? fit->delta_aicc < other->delta_aicc : fit->rss < other->rss;
}

/* The nearest of the laws that something tests; of two counts there may be none, and those that a
 * bound refutes are all there are. NULL: nothing is identifiable. */
static const struct model_fit *find_nearest(const struct model_report *report, bool tested) {
    const struct model_fit *nearest = NULL;
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->identifiable && (!tested || choose_is_tested(report, fit)) &&
            (nearest == NULL || is_nearer(fit, nearest)))
            nearest = fit;
    }
    return nearest;
}

static void put_none(struct model_report *report, const struct strata *strata) {
    const struct model_fit *nearest = find_nearest(report, true);
    double below = INFINITY;
    bool is_untested = false;
    for (size_t i = 0; i < report->fit_count; i++)
        is_untested = is_untested ||
                      (report->fits[i].identifiable && !choose_is_tested(report, &report->fits[i]));
    if (nearest == NULL)
        nearest = find_nearest(report, false);
    if (nearest == NULL)
        return;
    snprintf(report->words, sizeof report->words,
             is_untested ? "%s does not fit: it misses" : "no law fits: the nearest, %s, misses",
             nearest->law->title);
    for (int i = 0; i < NAMED_MOST; i++)
        add_worst(report, strata, nearest, &below);
    if (is_untested)
        add(report, report->counts == 3 ? "; three core counts do not tell why"
                                        : "; these core counts do not tell why");
}

void choose_put_next_words(struct model_report *report) {
    char errors[32];
    bool is_pair = report->counts == 2;
    report->next_words[0] = '\0';
    if (isnan(report->next_n) || !isfinite(report->next_errors))
        return;
    snprintf(errors, sizeof errors, report->next_errors < 99.5 ? "%.2g" : "%.0f",
             report->next_errors);
    snprintf(
        report->next_words, sizeof report->next_words,
        "n = %.6g would tell %s from %s best: with as many rows as elsewhere they differ there "
        "by %s standard errors",
        report->next_n, is_pair ? "serial work" : report->rivals[0]->law->title,
        is_pair ? "overhead" : report->rivals[1]->law->title, errors);
}

void choose_put_words(struct model_report *report, const struct strata *strata) {
    report->words[0] = '\0';
    switch (report->outcome) {
    case MODEL_BEST:
        put_best(report);
        break;
    case MODEL_CANNOT_TELL:
        put_cannot_tell(report, strata);
        break;
    case MODEL_NONE_FITS:
        put_none(report, strata);
        break;
    }
}
