/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/choose.h"
#include "model/choose_words.h"
#include "model/next_count.h"

#include <math.h>

/* A law that misses every cell by less than this misses nothing: what is left is rounding. */
static const double EXACT_BELOW = 1e-9;
/* Curves that are nearer than this at all that was measured are one curve there. */
static const double SAME_CURVE_BELOW = 0.01;
/* A core count at which rivals would differ by less standard errors than this is no advice. */
static const double ERRORS_SHOWN = 0.5;

/* The laws of which each is a case of the next. */
static int rank_of(const struct model_law *law) {
    return law == &model_linear ? 0 : law == &model_amdahl ? 1 : law == &model_usl ? 2 : -1;
}

static bool are_nested(const struct model_fit *a, const struct model_fit *b) {
    return rank_of(a->law) >= 0 && rank_of(b->law) >= 0;
}

/* AICc with the likelihood's part over what the rows share; NAN where the rows are too few. */
static double aicc_of(const struct model_report *report, const struct model_fit *fit) {
    bool is_raw = fit->scale.kind == MODEL_WALD;
    bool has_rounds = report->rounds > 0 && !is_raw;
    double rows = (double)report->rows - (has_rounds ? (double)report->rounds - 1 : 0);
    double k = (double)(fit->law->shape_count + fit->found) + 2, left = rows - k - 1;
    double memory = report->memory > 1 && !is_raw ? report->memory : 1;
    double penalty = 2 * k + 2 * k * (k + 1) / left;
    return left > 0 ? (fit->aicc - penalty) / memory + penalty : NAN;
}

static bool excludes_nothing(const struct model_estimate *shape) {
    return shape->lo > 0 || shape->hi < 0;
}

/* Something that the bigger law has and the smaller has not is above 0 for sure. */
static bool has_more(const struct model_fit *bigger, const struct model_fit *smaller) {
    for (size_t k = smaller->law->shape_count; k < bigger->law->shape_count; k++)
        if (excludes_nothing(&bigger->shapes[k]))
            return true;
    return false;
}

/* Above 0: b is ahead of a, below 0 a of b. */
static int compare_nested(const struct model_report *report, const struct model_fit *a,
                          const struct model_fit *b) {
    if (rank_of(a->law) > rank_of(b->law))
        return -compare_nested(report, b, a);
    double gain = aicc_of(report, a) - aicc_of(report, b);
    if (a->misfit_most < EXACT_BELOW)
        return -1;
    bool is_more = has_more(b, a);
    if (isnan(gain))
        return is_more ? 1 : 0;
    if (is_more)
        return gain >= MODEL_AICC_CLEAR ? 1 : 0;
    return gain <= 0 ? -1 : 0;
}

static double speedup_at(const struct model_fit *fit, const struct model_site *site) {
    double shapes[MODEL_SHAPES_MAX];
    for (size_t k = 0; k < MODEL_SHAPES_MAX; k++)
        shapes[k] = fit->shapes[k].value;
    return model_law_speedup(fit->law, site, shapes);
}

/* As speed-ups over the least n, so that scales do not matter. */
static bool are_one_curve(const struct strata *strata, const struct model_fit *a,
                          const struct model_fit *b) {
    double base = speedup_at(a, &strata->sites[0]) / speedup_at(b, &strata->sites[0]);
    for (size_t i = 1; i < strata->cell_count; i++) {
        double ratio = speedup_at(a, &strata->sites[i]) / speedup_at(b, &strata->sites[i]) / base;
        if (!(fabs(ratio - 1) < SAME_CURVE_BELOW))
            return false;
    }
    return true;
}

/* Whether a's taking nothing measured speaks for it beside b. */
static bool is_plainer(const struct model_fit *a, const struct model_fit *b) {
    return !a->law->needs_capacity && b->law->needs_capacity && a->law != &model_usl;
}

static int compare(const struct model_report *report, const struct strata *strata,
                   const struct model_fit *a, const struct model_fit *b) {
    if (are_nested(a, b))
        return compare_nested(report, a, b);
    double gain = aicc_of(report, a) - aicc_of(report, b);
    if (fabs(gain) >= MODEL_AICC_CLEAR)
        return gain > 0 ? 1 : -1;
    if (is_plainer(a, b) && are_one_curve(strata, a, b))
        return -1;
    return is_plainer(b, a) && are_one_curve(strata, a, b) ? 1 : 0;
}

bool choose_is_tested(const struct model_report *report, const struct model_fit *fit) {
    return report->counts > 1 + fit->law->shape_count;
}

/* With two counts no law is the best, whatever competes. */
static bool competes(const struct model_report *report, const struct model_fit *fit) {
    bool is_tested = report->counts == 2 || choose_is_tested(report, fit);
    return fit->identifiable && !fit->is_refuted && is_tested;
}

static bool stands(const struct model_report *report, const struct strata *strata,
                   const struct model_fit *fit) {
    if (!competes(report, fit))
        return false;
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *other = &report->fits[i];
        if (other != fit && competes(report, other) && compare(report, strata, fit, other) > 0)
            return false;
    }
    return true;
}

static void fill_deltas(struct model_report *report) {
    double least = INFINITY;
    for (size_t i = 0; i < report->fit_count; i++) {
        double aicc = report->fits[i].identifiable ? aicc_of(report, &report->fits[i]) : INFINITY;
        least = isnan(aicc) || isnan(least) ? NAN : fmin(least, aicc);
    }
    for (size_t i = 0; i < report->fit_count; i++) {
        struct model_fit *fit = &report->fits[i];
        fit->delta_aicc = fit->identifiable ? aicc_of(report, fit) - least : NAN;
    }
}

/* Those that stand: the first is the simplest, for laws come in that order; the second the one of
 * the rest with the least AICc. How many stand. */
static size_t find_standing(struct model_report *report, const struct strata *strata) {
    size_t standing = 0;
    double least = INFINITY;
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (!stands(report, strata, fit))
            continue;
        if (standing++ == 0) {
            report->rivals[0] = fit;
        } else if (report->rivals[1] == NULL || fit->delta_aicc < least) {
            report->rivals[1] = fit;
            least = isnan(fit->delta_aicc) ? INFINITY : fit->delta_aicc;
        }
    }
    return standing;
}

/* Three laws may be ahead of each other in a ring, when one curve is measured as near to another
 * and that to a third: then the first that competes and the least AICc are the rivals. */
static void break_ring(struct model_report *report) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (!competes(report, fit))
            continue;
        if (report->rivals[0] == NULL)
            report->rivals[0] = fit;
        else if (report->rivals[1] == NULL || fit->delta_aicc < report->rivals[1]->delta_aicc)
            report->rivals[1] = fit;
    }
}

/* The law that nothing tests and that has more than the one that stands, for sure; or NULL. */
static const struct model_fit *find_doubt(const struct model_report *report,
                                          const struct model_fit *standing) {
    for (size_t i = 0; i < report->fit_count; i++) {
        const struct model_fit *fit = &report->fits[i];
        if (fit->identifiable && !fit->is_refuted && !competes(report, fit) &&
            are_nested(standing, fit) && standing->misfit_most >= EXACT_BELOW &&
            has_more(fit, standing))
            return fit;
    }
    return NULL;
}

/* The linear law can be told from any two core counts. Where it is the only one, and has no test,
 * that is no reason to believe in it. */
static bool is_alone_and_far(const struct model_report *report) {
    for (size_t i = 0; i < report->fit_count; i++)
        if (report->fits[i].identifiable && &report->fits[i] != report->rivals[0])
            return false;
    const struct model_fit *alone = report->rivals[0];
    return alone->law == &model_linear && isnan(alone->lack_p) &&
           alone->misfit_most > MODEL_MARGINS_FAR * report->margin;
}

static void decide(struct model_report *report, const struct strata *strata) {
    size_t competing = 0, identifiable = 0;
    for (size_t i = 0; i < report->fit_count; i++) {
        identifiable += report->fits[i].identifiable;
        competing += competes(report, &report->fits[i]);
    }
    report->best = report->rivals[0] = report->rivals[1] = NULL;
    report->outcome = identifiable > 0 && competing == 0 ? MODEL_NONE_FITS : MODEL_CANNOT_TELL;
    if (competing == 0)
        return;
    size_t standing = find_standing(report, strata);
    if (standing == 0)
        break_ring(report);
    if (standing == 1)
        report->rivals[1] = find_doubt(report, report->rivals[0]);
    if (standing == 1 && report->counts > 2 && is_alone_and_far(report)) {
        report->rivals[0] = NULL;
    } else if (standing == 1 && report->counts > 2 && report->rivals[1] == NULL) {
        report->outcome = MODEL_BEST;
        report->best = report->rivals[0];
        report->rivals[0] = NULL;
    }
}

static void put_coherency(const struct model_site *site, double *ret_base, double *ret_columns) {
    *ret_base = 1 / site->n;
    ret_columns[0] = site->n - 1;
}

/* What overhead may be where two core counts look like serial work: f = 1/n + kappa (n - 1). */
static const struct model_law coherency = {
    .name = "coherency",
    .shape_count = 1,
    .shapes = {{"kappa", "kappa", 0, INFINITY}},
    .put = put_coherency,
};

static struct next_rival rival_of(const struct model_fit *fit) {
    struct next_rival rival = {.law = fit->law};
    for (size_t k = 0; k < fit->law->shape_count; k++)
        rival.shapes[k] = fit->shapes[k].value;
    return rival;
}

/* Of one row: its scatter within cells, or without repeats what the simpler rival leaves. */
static double variance_of(const struct model_report *report, const struct strata *strata) {
    const struct model_fit *rival = report->rivals[0];
    double memory = strata->memory > 1 ? strata->memory : 1;
    if (strata->pure_df > 0)
        return memory * strata->pure_ss / strata->pure_df;
    if (rival == NULL || rival->scale.kind == MODEL_WALD) /* of a raw fit it is in other units */
        return NAN;
    return rival->rss /
           ((double)strata->rows - 1 - (double)(rival->law->shape_count + rival->found));
}

/* False where there is nobody to tell apart, or no scatter to hold it against. */
static bool put_question(const struct model_report *report, const struct strata *strata,
                         struct next_question *question) {
    const struct model_fit *amdahl = choose_find_fit(report, &model_amdahl);
    question->variance = variance_of(report, strata);
    if (report->rivals[0] != NULL && report->rivals[1] != NULL && report->counts > 2) {
        question->rivals[0] = rival_of(report->rivals[0]);
        question->rivals[1] = rival_of(report->rivals[1]);
        question->is_nested = are_nested(report->rivals[0], report->rivals[1]);
    } else if (report->counts == 2 && report->n_min == 1 && amdahl != NULL) {
        /* Both are through the same two points: s (1 - 1/N) = kappa (N - 1). */
        question->rivals[0] = rival_of(amdahl);
        question->rivals[1] =
            (struct next_rival){&coherency, {question->rivals[0].shapes[0] / report->n_max}};
    } else {
        return false;
    }
    return question->variance > 0;
}

int model_choose(struct model_report *report, const struct strata *strata, double next_n_most,
                 struct fault *fault) {
    struct next_question question = {.strata = strata};
    int status = 0;
    report->next_n = report->next_errors = NAN;
    fill_deltas(report);
    decide(report, strata);
    question.n_most = next_n_most > 0 ? next_n_most : 2 * report->n_max;
    if (report->outcome == MODEL_CANNOT_TELL && put_question(report, strata, &question))
        status = next_count_find(&question, &report->next_n, &report->next_errors, fault);
    if (!(report->next_errors >= ERRORS_SHOWN))
        report->next_n = report->next_errors = NAN;
    choose_put_words(report, strata);
    choose_put_next_words(report);
    return status;
}
