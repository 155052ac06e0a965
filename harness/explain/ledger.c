/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"

#include <math.h>

struct summary_losses ledger_of_pair(const struct pair *pair) {
    const struct sample *sample = pair->sample;
    double n = sample->n, time_s = sample->time_s;
    struct summary_losses loss = {
        .serial = (n - 1) * sample->serial_s / time_s,
        .fork =
            n * sample->fork_s / time_s, /* fork_s and imbalance_s are means over the n workers */
        .imbalance = n * sample->imbalance_s / time_s,
        .join = n * sample->join_s / time_s,
        .wait = NAN,
        .descheduled = NAN,
        .inflation = NAN,
        .idle = NAN,
    };
    loss.unexplained =
        n - pair_speedup(pair) - loss.serial - loss.fork - loss.imbalance - loss.join;
    return loss;
}

struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct interval *speedup) {
    struct summary_losses mean = {.wait = NAN, .descheduled = NAN, .inflation = NAN, .idle = NAN};
    bool bounded = !isnan(speedup->lo) && !isnan(speedup->hi);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        double value = pair_speedup(&pairs[i]);
        if (bounded && (value < speedup->lo || value > speedup->hi))
            continue;
        struct summary_losses loss = ledger_of_pair(&pairs[i]);
        mean.serial += loss.serial;
        mean.fork += loss.fork;
        mean.imbalance += loss.imbalance;
        mean.join += loss.join;
        used++;
    }
    if (used == 0)
        return (struct summary_losses){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    mean.serial /= (double)used;
    mean.fork /= (double)used;
    mean.imbalance /= (double)used;
    mean.join /= (double)used;
    /* The growth, and what the mean of these speed-ups differs from `speedup`. */
    mean.unexplained =
        pairs[0].sample->n - speedup->value - mean.serial - mean.fork - mean.imbalance - mean.join;
    return mean;
}
