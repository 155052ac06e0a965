/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_ledger_state.h"

#include <math.h>

enum { DECIMALS_MOST = 4 };
/* The sums n = S + losses hold to 1e-9 (docs/contract.md). */
static const double SUM_ERROR = 1e-9;

/* Of the first digit that is not 0: 2 of 0.05, -1 of 20. */
static double first_decimal(double value) {
    return -floor(log10(value * (1 + SUM_ERROR)));
}

static int decimals_of(const struct interval *value) {
    double least = first_decimal(fabs(value->value)), most = least + 2, wanted = most;
    double half = fmax(fabs(value->hi - value->value), fabs(value->value - value->lo));
    if (half > 0) {
        wanted = first_decimal(half);
        wanted += half * pow(10, wanted) < 3;
    }
    /* Of a value of 0 `least` is infinite. */
    return (int)fmin(fmax(fmax(fmin(wanted, most), least), 0), DECIMALS_MOST);
}

static void say_figure(struct words_sentence *sentence, double figure, int decimals) {
    bool is_nothing = fabs(figure) < 0.5 * pow(10, -decimals); /* "-0.00" is none */
    words_say(sentence, "%.*f", decimals, is_nothing ? 0 : figure);
}

void words_say_rounded(struct words_sentence *sentence, double figure,
                       const struct interval *value) {
    say_figure(sentence, figure, decimals_of(value));
}

void words_say_value(struct words_sentence *sentence, const struct interval *value) {
    int decimals = decimals_of(value);
    say_figure(sentence, value->value, decimals);
    if (isnan(value->lo))
        return;
    words_say(sentence, " [");
    say_figure(sentence, value->lo, decimals);
    words_say(sentence, ", ");
    say_figure(sentence, value->hi, decimals);
    words_say(sentence, "]");
}

double words_speedup_without(const struct interval *speedup, const struct summary_row *point,
                             const struct words_samples *samples, const struct interval *loss,
                             bool *ret_is_capped) {
    double n = point->n, gap = n - speedup->value;
    double cores = samples->pus > 0 && samples->pus < point->n ? samples->pus : n;
    if (point->tasks > 0)
        cores = fmin(cores, point->tasks);
    double half = isnan(loss->lo) ? 0 : (loss->hi - loss->lo) / 2;
    if (point->oversubscribed || point->unit_wait_s > 0 || loss->value >= n ||
        speedup->value >= cores || loss->value - gap > half + SUM_ERROR)
        return NAN;
    double without = speedup->value * n / (n - loss->value);
    *ret_is_capped = without > cores;
    return fmin(without, cores);
}
