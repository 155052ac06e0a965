/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"
#include "wire/series.h"

#include <math.h>

/* Of a foreign program only its time and its CPU time C are known: n T(n) - C(n) of core time was
 * idle, and C(n) - C(1) was work that one core does not need. What is idle on one core as well is
 * no loss of the speed-up. */
static struct summary_losses losses_of_program(const struct sample *sample,
                                               const struct sample *base) {
    double cpu_s = sample->user_s + sample->system_s, base_cpu_s = base->user_s + base->system_s;
    double idle_s = sample->n * sample->time_s - cpu_s, base_idle_s = base->time_s - base_cpu_s;
    struct summary_losses loss = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    loss.inflation = (cpu_s - base_cpu_s) / sample->time_s;
    loss.idle = (idle_s - base_idle_s) / sample->time_s;
    return loss;
}

static struct summary_losses losses_of_workers(const struct sample *sample) {
    double n = sample->n, time_s = sample->time_s;
    return (struct summary_losses){
        .serial = (n - 1) * sample->serial_s / time_s,
        .fork =
            n * sample->fork_s / time_s, /* fork_s and imbalance_s are means over the n workers */
        .imbalance = n * sample->imbalance_s / time_s,
        .join = n * sample->join_s / time_s,
        .wait = NAN,
        .descheduled = NAN,
        .inflation = NAN,
        .unexplained = NAN,
        .idle = NAN,
    };
}

/* What `n` and the speed-up differ by beyond the losses that are known. */
static double unexplained_of(const struct summary_losses *loss, double n, double speedup) {
    const double known[] = {loss->serial, loss->fork,        loss->imbalance, loss->join,
                            loss->wait,   loss->descheduled, loss->inflation, loss->idle};
    double rest = n - speedup;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        rest -= isnan(known[i]) ? 0 : known[i];
    return rest;
}

struct summary_losses ledger_of_pair(const struct pair *pair) {
    const struct sample *sample = pair->sample;
    struct summary_losses loss = series_is_of_program(&sample->series)
                                     ? losses_of_program(sample, pair->base)
                                     : losses_of_workers(sample);
    loss.unexplained = unexplained_of(&loss, sample->n, pair_speedup(pair));
    return loss;
}

bool ledger_counts(const struct pair *pair, const struct interval *speedup) {
    double value = pair_speedup(pair);
    return isnan(speedup->lo) || isnan(speedup->hi) ||
           (value >= speedup->lo && value <= speedup->hi);
}

/* A loss that does not exist in one pair is NAN in the sum. */
static void add_losses(struct summary_losses *sum, const struct summary_losses *more) {
    sum->serial += more->serial;
    sum->fork += more->fork;
    sum->imbalance += more->imbalance;
    sum->join += more->join;
    sum->wait += more->wait;
    sum->descheduled += more->descheduled;
    sum->inflation += more->inflation;
    sum->idle += more->idle;
}

struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct interval *speedup) {
    struct summary_losses sum = {0};
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!ledger_counts(&pairs[i], speedup))
            continue;
        struct summary_losses loss = ledger_of_pair(&pairs[i]);
        add_losses(&sum, &loss);
        used++;
    }
    if (used == 0)
        return (struct summary_losses){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    double pairs_used = (double)used;
    struct summary_losses mean = {
        .serial = sum.serial / pairs_used,
        .fork = sum.fork / pairs_used,
        .imbalance = sum.imbalance / pairs_used,
        .join = sum.join / pairs_used,
        .wait = sum.wait / pairs_used,
        .descheduled = sum.descheduled / pairs_used,
        .inflation = sum.inflation / pairs_used,
        .idle = sum.idle / pairs_used,
    };
    /* The growth, and what the mean of these speed-ups differs from `speedup`. */
    mean.unexplained = unexplained_of(&mean, pairs[0].sample->n, speedup->value);
    return mean;
}
