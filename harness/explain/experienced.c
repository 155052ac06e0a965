/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/experienced.h"

#include <math.h>

bool experienced_is_disturbed(const struct pair *pair) {
    return pair->sample->validity != SAMPLE_VALID || pair->base->validity != SAMPLE_VALID;
}

/* A ratio of sums is the mean of the rounds' ratios, each weighed by its T(n). */
static double sum_up(const struct pair *pairs, size_t count, const struct ledger_factors *factors,
                     bool valid_only, struct summary_losses *ret_loss) {
    struct summary_losses sum = {0}, mean = {0};
    double time_s = 0, work_s = 0;
    *ret_loss = (struct summary_losses){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    for (size_t i = 0; i < count; i++) {
        if (valid_only && experienced_is_disturbed(&pairs[i]))
            continue;
        struct summary_losses loss = ledger_of_pair(&pairs[i], factors);
        ledger_add(&sum, &loss, pairs[i].sample->time_s);
        time_s += pairs[i].sample->time_s;
        work_s += pair_speedup(&pairs[i]) * pairs[i].sample->time_s;
    }
    if (!(time_s > 0))
        return NAN;
    ledger_add(&mean, &sum, 1 / time_s);
    ledger_close(&mean, pairs[0].sample->n, work_s / time_s);
    *ret_loss = mean;
    return work_s / time_s;
}

struct experienced experienced_make(const struct pair *pairs, size_t count,
                                    const struct ledger_factors *factors) {
    struct experienced met = {.pairs = count};
    for (size_t i = 0; i < count; i++)
        met.disturbed += experienced_is_disturbed(&pairs[i]);
    met.speedup = sum_up(pairs, count, factors, false, &met.loss);
    met.speedup_valid = sum_up(pairs, count, factors, true, &met.loss_valid);
    return met;
}
