/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"
#include "wire/series.h"

#include <math.h>

static const struct summary_losses NO_LOSSES = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

/* Of a foreign program only its time and its CPU time C are known: n T(n) - C(n) of core time was
 * idle, and C(n) - C(1) was work that one core does not need. What is idle on one core as well is
 * no loss of the speed-up. */
static struct summary_losses losses_of_program(const struct sample *sample,
                                               const struct sample *base) {
    double cpu_s = sample->user_s + sample->system_s, base_cpu_s = base->user_s + base->system_s;
    double idle_s = sample->n * sample->time_s - cpu_s, base_idle_s = base->time_s - base_cpu_s;
    struct summary_losses loss = NO_LOSSES;
    loss.inflation = (cpu_s - base_cpu_s) / sample->time_s;
    loss.idle = (idle_s - base_idle_s) / sample->time_s;
    return loss;
}

/* Run delay of the serial part and of the parallel one, as a mean over the workers; NAN: neither is
 * known. In the serial part a delay of worker 0 makes all wait. */
static double run_delay_s(const struct sample *sample) {
    if (isnan(sample->descheduled_s) && isnan(sample->serial_delay_s))
        return NAN;
    return ledger_or_none(sample->descheduled_s) + ledger_or_none(sample->serial_delay_s);
}

double ledger_useful_s(const struct sample *sample) {
    double n = sample->n;
    double lost_s = sample->fork_s + sample->imbalance_s + sample->join_s +
                    ledger_or_none(sample->wait_s) + ledger_or_none(run_delay_s(sample));
    double idle_s = (n - 1) * (sample->serial_s - ledger_or_none(sample->serial_delay_s));
    return n * (sample->time_s - lost_s) - idle_s;
}

static double sum_of_inflation(const struct ledger_inflation *part) {
    if (isnan(part->clock) && isnan(part->faults) && isnan(part->factors))
        return NAN;
    return ledger_or_none(part->clock) + ledger_or_none(part->memory) +
           ledger_or_none(part->extra) + ledger_or_none(part->faults);
}

/* docs/definitions.md, "The ledger". What is left is the growth of the useful time beyond
 * `inflation`, less T(1)'s own fork and join. */
static struct summary_losses losses_of_workers(const struct pair *pair,
                                               const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample, *base = pair->base;
    double n = sample->n, time_s = sample->time_s, work = pair_work(pair);
    double serial_s = sample->serial_s - ledger_or_none(sample->serial_delay_s);
    const struct ledger_inflation part = ledger_inflation_of_pair(pair, factors);
    return (struct summary_losses){
        .serial = (n - 1) * serial_s / time_s,
        .fork = n * sample->fork_s / time_s,
        .imbalance = n * sample->imbalance_s / time_s,
        .join = n * sample->join_s / time_s,
        .wait = (n * sample->wait_s - work * ledger_or_none(base->wait_s)) / time_s,
        .descheduled =
            (n * run_delay_s(sample) - work * ledger_or_none(run_delay_s(base))) / time_s,
        .inflation = sum_of_inflation(&part),
        .unexplained = NAN,
        .idle = NAN,
    };
}

void ledger_close(struct summary_losses *loss, double n, double speedup) {
    const double known[] = {loss->serial, loss->fork,        loss->imbalance, loss->join,
                            loss->wait,   loss->descheduled, loss->inflation, loss->idle};
    double rest = n - speedup;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        rest -= ledger_or_none(known[i]);
    loss->unexplained = rest;
}

struct summary_losses ledger_of_pair(const struct pair *pair,
                                     const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample;
    struct summary_losses loss = series_is_of_program(&sample->series)
                                     ? losses_of_program(sample, pair->base)
                                     : losses_of_workers(pair, factors);
    ledger_close(&loss, sample->n, pair_speedup(pair));
    return loss;
}

bool ledger_counts(const struct pair *pair, const struct interval *speedup) {
    double value = pair_speedup(pair);
    return isnan(speedup->lo) || isnan(speedup->hi) ||
           (value >= speedup->lo && value <= speedup->hi);
}

void ledger_add(struct summary_losses *sum, const struct summary_losses *more, double weight) {
    sum->serial += weight * more->serial;
    sum->fork += weight * more->fork;
    sum->imbalance += weight * more->imbalance;
    sum->join += weight * more->join;
    sum->wait += weight * more->wait;
    sum->descheduled += weight * more->descheduled;
    sum->inflation += weight * more->inflation;
    sum->idle += weight * more->idle;
}

struct summary_losses ledger_mean(const struct pair *pairs, size_t count,
                                  const struct ledger_factors *factors,
                                  const struct interval *speedup) {
    struct summary_losses sum = {0}, mean = {0};
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!ledger_counts(&pairs[i], speedup))
            continue;
        struct summary_losses loss = ledger_of_pair(&pairs[i], factors);
        ledger_add(&sum, &loss, 1);
        used++;
    }
    if (used == 0)
        return NO_LOSSES;
    ledger_add(&mean, &sum, 1 / (double)used);
    /* The growth, and what the mean of these speed-ups differs from `speedup`. */
    ledger_close(&mean, pairs[0].sample->n, speedup->value);
    return mean;
}
