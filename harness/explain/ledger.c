/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

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

/* What a run does not measure takes nothing. */
static double or_none(double value) {
    return isnan(value) ? 0 : value;
}

double ledger_useful_s(const struct sample *sample) {
    double n = sample->n;
    double lost_s = sample->fork_s + sample->imbalance_s + sample->join_s +
                    or_none(sample->wait_s) + or_none(sample->descheduled_s) +
                    or_none(sample->serial_delay_s);
    double idle_s = (n - 1) * (sample->serial_s - or_none(sample->serial_delay_s));
    return n * (sample->time_s - lost_s) - idle_s;
}

/* T(1) without what delayed it, of the same work as the sample: what no core time was lost of. */
static double useful_on_one_s(const struct pair *pair) {
    const struct sample *base = pair->base;
    double delay_s = or_none(base->serial_delay_s) + or_none(base->descheduled_s);
    double work = pair_speedup(pair) * pair->sample->time_s / base->time_s;
    return work * (base->time_s - delay_s);
}

struct ledger_inflation ledger_inflation_of_pair(const struct pair *pair,
                                                 const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample, *base = pair->base;
    double time_s = sample->time_s;
    struct ledger_inflation part = {NAN, NAN, NAN, NAN};
    if (!isnan(factors->extra) && !isnan(factors->memory) && !isnan(factors->clock)) {
        double one = useful_on_one_s(pair) / time_s;
        part.extra = one * (factors->extra - 1);
        part.memory = one * factors->extra * (factors->memory - 1);
        part.clock = one * factors->extra * factors->memory * (factors->clock - 1);
    } else if (!isnan(sample->chain_s) && !isnan(base->chain_s)) {
        part.clock = ledger_useful_s(sample) * (1 - base->chain_s / sample->chain_s) / time_s;
    }
    part.faults = (sample->fault_s - base->fault_s) / time_s;
    return part;
}

static double sum_of_inflation(const struct ledger_inflation *part) {
    if (isnan(part->clock) && isnan(part->faults))
        return NAN;
    return or_none(part->clock) + or_none(part->memory) + or_none(part->extra) +
           or_none(part->faults);
}

/* docs/definitions.md, "The ledger". What T(1) was delayed by is not lost at n alone. */
static struct summary_losses losses_of_workers(const struct pair *pair,
                                               const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample, *base = pair->base;
    double n = sample->n, time_s = sample->time_s;
    double serial_s = sample->serial_s - or_none(sample->serial_delay_s);
    double delay_s = n * (sample->descheduled_s + or_none(sample->serial_delay_s));
    double base_delay_s = or_none(base->descheduled_s) + or_none(base->serial_delay_s);
    const struct ledger_inflation part = ledger_inflation_of_pair(pair, factors);
    return (struct summary_losses){
        .serial = (n - 1) * serial_s / time_s,
        .fork = n * sample->fork_s / time_s,
        .imbalance = n * sample->imbalance_s / time_s,
        .join = n * sample->join_s / time_s,
        .wait = n * sample->wait_s / time_s,
        .descheduled = (delay_s - base_delay_s) / time_s,
        .inflation = sum_of_inflation(&part),
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

struct summary_losses ledger_of_pair(const struct pair *pair,
                                     const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample;
    struct summary_losses loss = series_is_of_program(&sample->series)
                                     ? losses_of_program(sample, pair->base)
                                     : losses_of_workers(pair, factors);
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
                                  const struct ledger_factors *factors,
                                  const struct interval *speedup) {
    struct summary_losses sum = {0};
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!ledger_counts(&pairs[i], speedup))
            continue;
        struct summary_losses loss = ledger_of_pair(&pairs[i], factors);
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

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int ledger_find_factors(const struct pairs *pairs, const struct sample *like,
                        struct ledger_factors *ret_factors, struct fault *fault) {
    struct point counted = pairs_find_role(pairs, SAMPLE_COUNTED, like, like->p, like->n);
    *ret_factors = (struct ledger_factors){NAN, NAN, NAN};
    if (counted.count == 0)
        return 0;
    double *values = calloc(3 * counted.count, sizeof *values);
    if (values == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %zu counted samples",
                         counted.count);
    double *extra = values, *memory = extra + counted.count, *clock = memory + counted.count;
    size_t count = 0;
    for (size_t i = 0; i < counted.count; i++) {
        const struct sample *sample = counted.samples[i], *base = pairs_base(pairs, sample);
        if (base == NULL || base->role != SAMPLE_COUNTED || !(base->instructions > 0) ||
            !(sample->instructions > 0))
            continue;
        extra[count] = sample->instructions / base->instructions;
        memory[count] = sample->cycles / sample->instructions * base->instructions / base->cycles;
        clock[count] =
            ledger_useful_s(sample) / sample->cycles * base->cycles / ledger_useful_s(base);
        count++;
    }
    if (count > 0) {
        qsort(extra, count, sizeof *extra, by_value);
        qsort(memory, count, sizeof *memory, by_value);
        qsort(clock, count, sizeof *clock, by_value);
        *ret_factors =
            (struct ledger_factors){extra[count / 2], memory[count / 2], clock[count / 2]};
    }
    free(values);
    return 0;
}
