/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/experienced.h"

#include <math.h>

static bool is_disturbed(const struct pair *pair) {
    return pair->sample->validity != SAMPLE_VALID || pair->base->validity != SAMPLE_VALID;
}

/* A ratio of sums is the mean of the rounds' ratios, each weighed by its T(n). */
struct experienced experienced_make(const struct pair *pairs, size_t count,
                                    const struct ledger_factors *factors) {
    struct experienced met = {
        .pairs = count, .speedup = NAN, .loss = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}};
    struct summary_losses sum = {0}, mean = {0};
    double time_s = 0, work_s = 0;
    for (size_t i = 0; i < count; i++) {
        struct summary_losses loss = ledger_of_pair(&pairs[i], factors);
        ledger_add(&sum, &loss, pairs[i].sample->time_s);
        time_s += pairs[i].sample->time_s;
        work_s += pair_speedup(&pairs[i]) * pairs[i].sample->time_s;
        met.disturbed += is_disturbed(&pairs[i]);
    }
    if (!(time_s > 0))
        return met;
    ledger_add(&mean, &sum, 1 / time_s);
    met.speedup = work_s / time_s;
    ledger_close(&mean, pairs[0].sample->n, met.speedup);
    met.loss = mean;
    return met;
}
