/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/predict.h"

#include <math.h>

/* Twice as far as was measured, a law is still led by what was; models of speed-up differ mostly
 * beyond. */
static const double FAR = 2;
/* A band as wide as that no longer tells a core count from half of it. */
static const double WIDTH_MOST = 2;
/* An efficiency of 1 is that of n cores also where 1 / (1 / n) / n is rounded. */
static const double ROUNDING = 1e-12;

/* One line of the curve. */
enum line { LINE_VALUE, LINE_LO, LINE_HI };
struct search {
    const struct model_curve *curve;
    enum line line;
    enum model_wish wish;
};

struct model_estimate model_curve_at(const struct model_curve *curve, double n) {
    if (curve->band != NULL)
        return curve->band(curve->context, n);
    return (struct model_estimate){curve->speedup(curve->context, n), NAN, NAN, NAN,
                                   MODEL_NO_INTERVAL};
}

enum model_range model_range_at(const struct model_curve *curve, double n,
                                const struct model_estimate *speedup) {
    bool has_band = speedup->lo > 0 && speedup->hi <= WIDTH_MOST * speedup->lo;
    if (!(speedup->value > 0) || n > curve->n_last)
        return MODEL_REFUSED;
    if (isinf(curve->n_measured))
        return MODEL_BY_FORMULA;
    /* Within what was measured one row each may leave no band. */
    if (n <= curve->n_measured && isnan(speedup->lo) && isnan(speedup->hi))
        return MODEL_WITHIN;
    if (!has_band)
        return MODEL_REFUSED;
    return n <= curve->n_measured         ? MODEL_WITHIN
           : n <= FAR * curve->n_measured ? MODEL_EXTRAPOLATED
                                          : MODEL_FAR;
}

/* A step that no law here jumps over a stretch without time in, but one whose figures before it are
 * without sense already. */
static const double STEP = 1.05;

double model_curve_last(const struct model_curve *curve) {
    double inside = curve->n_least, outside = inside;
    while (inside < MODEL_CORES_MAX) {
        outside = fmin(fmax(inside + 1, floor(STEP * inside)), MODEL_CORES_MAX);
        if (curve->speedup(curve->context, outside) <= 0)
            break;
        inside = outside;
    }
    while (outside - inside > 1) {
        double middle = floor((inside + outside) / 2);
        if (curve->speedup(curve->context, middle) <= 0)
            outside = middle;
        else
            inside = middle;
    }
    return inside;
}

const char *model_range_name(enum model_range range) {
    static const char *const names[] = {"formula", "measured", "extrapolated", "far", "refused"};
    return names[range];
}

static double pick(const struct model_estimate *estimate, enum line line) {
    return line == LINE_VALUE ? estimate->value : line == LINE_LO ? estimate->lo : estimate->hi;
}

static double speedup_at(const struct search *search, double n) {
    const struct model_curve *curve = search->curve;
    if (search->line == LINE_VALUE)
        return curve->speedup(curve->context, n);
    struct model_estimate estimate = curve->band(curve->context, n);
    return pick(&estimate, search->line);
}

/* What is wished for, at n. */
static double figure_at(const struct search *search, double n) {
    if (search->wish == MODEL_EFFICIENCY)
        return speedup_at(search, n) / n;
    if (search->wish == MODEL_GAIN)
        return speedup_at(search, n + 1) - speedup_at(search, n);
    return speedup_at(search, n);
}

/* The last n that has a figure. */
static double last_of(const struct search *search) {
    bool has_next = search->wish != MODEL_GAIN || search->curve->n_last == MODEL_CORES_MAX;
    return fmax(search->curve->n_last - !has_next, search->curve->n_least);
}

/* The whole n of the largest figure, which rises before it and falls behind it; of a plateau the
 * least. */
static double find_peak(const struct search *search) {
    double first = search->curve->n_least, last = last_of(search);
    if (first == last || figure_at(search, first) >= figure_at(search, first + 1))
        return first;
    while (last - first > 2) {
        double third = floor((last - first) / 3), left = first + third, right = last - third;
        if (figure_at(search, left) >= figure_at(search, right))
            last = right - 1 > left ? right - 1 : left;
        else
            first = left + 1;
    }
    double best = first;
    for (int next = 1; first + next <= last; next++)
        if (figure_at(search, first + next) > figure_at(search, best))
            best = first + next;
    return best;
}

/* The n next to the border between `inside`, where the figure reaches `wanted` as `reaches` has it,
 * and `outside`: the last one inside. */
static double find_border(const struct search *search, double wanted, double inside,
                          double outside) {
    while (fabs(outside - inside) > 1) {
        double middle = floor((inside + outside) / 2);
        if (figure_at(search, middle) >= wanted)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

/* The least n where one more core gives less. The first to give less is told by the last that does
 * not. */
static double find_gain(const struct search *search, double wanted) {
    double first = search->curve->n_least;
    if (!(figure_at(search, first) >= wanted))
        return first;
    if (figure_at(search, last_of(search)) >= wanted)
        return INFINITY;
    return find_border(search, wanted, first, last_of(search)) + 1;
}

static double find_speedup(const struct search *search, double wanted, double peak) {
    double first = search->curve->n_least;
    if (figure_at(search, peak) < wanted)
        return peak < last_of(search) ||
                       wanted >= pick(&search->curve->ceiling, search->line) * (1 - 2 * ROUNDING)
                   ? NAN
                   : INFINITY;
    return figure_at(search, first) >= wanted ? first : find_border(search, wanted, peak, first);
}

static double find_efficiency(const struct search *search, double wanted, double peak) {
    if (figure_at(search, peak) < wanted)
        return NAN;
    if (figure_at(search, last_of(search)) >= wanted)
        return INFINITY;
    return find_border(search, wanted, peak, last_of(search));
}

static double find(const struct search *search, double wanted) {
    double reach = wanted * (1 - ROUNDING);
    if (search->wish == MODEL_GAIN)
        return find_gain(search, reach);
    double peak = find_peak(search);
    return search->wish == MODEL_SPEEDUP ? find_speedup(search, reach, peak)
                                         : find_efficiency(search, reach, peak);
}

/* No n at all where one is wished for is farther than any. */
static double or_never(double n) {
    return isnan(n) ? INFINITY : n;
}

static void find_ends(const struct model_curve *curve, struct model_answer *answer) {
    struct model_estimate first = model_curve_at(curve, curve->n_least);
    if (isnan(first.lo) || isnan(first.hi))
        return;
    double lower = find(&(struct search){curve, LINE_LO, answer->wish}, answer->wanted);
    double upper = find(&(struct search){curve, LINE_HI, answer->wish}, answer->wanted);
    if (answer->wish ==
        MODEL_SPEEDUP) { /* the lower line needs more cores for it, or never has it */
        lower = or_never(lower);
        upper = or_never(upper);
    } else { /* and keeps it up for fewer: not at all is not even one */
        lower = isnan(lower) ? 0 : lower;
        upper = isnan(upper) ? 0 : upper;
    }
    answer->lo = fmin(lower, upper);
    answer->hi = fmax(lower, upper);
}

/* Of the count itself: the rule of model_range_at, for its own ends. */
static enum model_range range_of(const struct model_curve *curve,
                                 const struct model_answer *answer) {
    if (isinf(curve->n_measured))
        return MODEL_BY_FORMULA;
    struct model_estimate count = {answer->n, NAN, answer->lo, answer->hi, MODEL_PROFILE};
    if (isinf(answer->n))
        return MODEL_REFUSED;
    return model_range_at(curve, answer->n, &count);
}

struct model_answer model_answer(const struct model_curve *curve, enum model_wish wish,
                                 double wanted) {
    struct search search = {curve, LINE_VALUE, wish};
    struct model_answer answer = {wish, wanted, find(&search, wanted), NAN, NAN, MODEL_REFUSED,
                                  NAN,  NAN};
    if (curve->band != NULL)
        find_ends(curve, &answer);
    if (isnan(answer.n)) {
        answer.best_n = find_peak(&search);
        answer.best = figure_at(&search, answer.best_n);
    }
    answer.range = range_of(curve, &answer);
    return answer;
}
