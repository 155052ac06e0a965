/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_amounts.h"
#include "wire/series.h"

#include <math.h>

/* The amounts of the top level; their parts do not exist yet. */
static struct ledger_amounts of_losses(double speedup, const struct summary_losses *loss) {
    struct ledger_amounts amounts = {.factors = NAN};
    for (unsigned i = 0; i < LEDGER_AMOUNTS; i++)
        amounts.of[i] = NAN;
    amounts.of[LEDGER_SPEEDUP] = speedup;
    amounts.of[LEDGER_SERIAL] = loss->serial;
    amounts.of[LEDGER_FORK] = loss->fork;
    amounts.of[LEDGER_IMBALANCE] = loss->imbalance;
    amounts.of[LEDGER_JOIN] = loss->join;
    amounts.of[LEDGER_WAIT] = loss->wait;
    amounts.of[LEDGER_DESCHEDULED] = loss->descheduled;
    amounts.of[LEDGER_INFLATION] = loss->inflation;
    amounts.of[LEDGER_IDLE] = loss->idle;
    amounts.of[LEDGER_UNEXPLAINED] = loss->unexplained;
    return amounts;
}

bool ledger_is_part_of_workers(enum ledger_amount amount) {
    return (amount >= LEDGER_WAIT_LOCK && amount <= LEDGER_WAIT_IO) ||
           (amount >= LEDGER_CLOCK && amount <= LEDGER_FAULTS);
}

static double idle_rest(const double *of) {
    return of[LEDGER_IDLE] - of[LEDGER_IDLE_ON_ONE] - ledger_or_none(of[LEDGER_IDLE_ONE_RUNNABLE]);
}

/* n - 1 cores have nothing to do where one thread is runnable. NAN where nothing was looked at. */
static double idle_one_runnable(unsigned n, double looks_one, double looks) {
    return looks > 0 ? (n - 1) * looks_one / looks : NAN;
}

static void fill_of_program(const struct pair *pair, double *of) {
    const struct sample *sample = pair->sample, *base = pair->base;
    /* What `idle` leaves out because one core has it as well. */
    of[LEDGER_IDLE_ON_ONE] = -(base->time_s - base->user_s - base->system_s) / sample->time_s;
    of[LEDGER_IDLE_ONE_RUNNABLE] = idle_one_runnable(sample->n, sample->looks_one, sample->looks);
    of[LEDGER_IDLE_REST] = idle_rest(of);
}

/* Clocks count nanoseconds, of which this is the mean over a thousand workers: less is an error of
 * rounding in a difference. */
static const double WAIT_LEAST_S = 1e-12;

/* As `wait` is made of all kinds together, so that they sum to it. */
static void fill_waits(const struct pair *pair, double *of) {
    const struct sample *sample = pair->sample, *base = pair->base;
    const struct {
        enum ledger_amount amount;
        double own_s, base_s;
    } kinds[] = {
        {LEDGER_WAIT_LOCK, sample->wait_lock_s, base->wait_lock_s},
        {LEDGER_WAIT_CHANNEL, sample->wait_channel_s, base->wait_channel_s},
        {LEDGER_WAIT_QUEUE, sample->wait_queue_s, base->wait_queue_s},
        {LEDGER_WAIT_IO, sample->wait_io_s, base->wait_io_s},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        double own_s = kinds[i].own_s, base_s = ledger_or_none(kinds[i].base_s);
        if (fabs(own_s) >= WAIT_LEAST_S || fabs(base_s) >= WAIT_LEAST_S)
            of[kinds[i].amount] = (sample->n * own_s - pair_work(pair) * base_s) / sample->time_s;
    }
}

static void fill_of_workers(const struct pair *pair, const struct ledger_factors *factors,
                            struct ledger_amounts *amounts) {
    struct ledger_inflation part = ledger_inflation_of_pair(pair, factors);
    amounts->of[LEDGER_CLOCK] = part.clock;
    amounts->of[LEDGER_MEMORY] = part.memory;
    amounts->of[LEDGER_EXTRA] = part.extra;
    amounts->of[LEDGER_FAULTS] = part.faults;
    fill_waits(pair, amounts->of);
    amounts->factors = part.factors;
}

struct ledger_amounts ledger_amounts_of_pair(const struct pair *pair,
                                             const struct ledger_factors *factors) {
    struct summary_losses loss = ledger_of_pair(pair, factors);
    struct ledger_amounts amounts = of_losses(pair_speedup(pair), &loss);
    if (series_is_of_program(&pair->sample->series))
        fill_of_program(pair, amounts.of);
    else
        fill_of_workers(pair, factors, &amounts);
    return amounts;
}

/* All pairs have it, or none: the factors are the point's. */
static double mean_of_factors(const struct ledger_amounts *amounts, const double *weights,
                              size_t count) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < count; i++)
        if (weights[i] > 0) {
            weight += weights[i];
            sum += weights[i] * amounts[i].factors;
        }
    return weight > 0 ? sum / weight : NAN;
}

/* Over the pairs that count; one in which the amount does not exist has none of it. NAN where no
 * pair has it. */
static double mean_of(const struct ledger_amounts *amounts, const double *weights, size_t count,
                      enum ledger_amount amount) {
    double sum = 0, weight = 0;
    bool exists = false;
    for (size_t i = 0; i < count; i++) {
        if (!(weights[i] > 0))
            continue;
        weight += weights[i];
        sum += weights[i] * ledger_or_none(amounts[i].of[amount]);
        exists = exists || !isnan(amounts[i].of[amount]);
    }
    return exists ? sum / weight : NAN;
}

struct ledger_amounts ledger_amounts_together(const struct pair *pairs,
                                              const struct ledger_amounts *amounts,
                                              const double *weights, size_t count, double speedup,
                                              const struct summary_losses *loss) {
    struct ledger_amounts together = of_losses(speedup, loss);
    double looks = 0, looks_one = 0;
    if (count == 0)
        return together;
    if (series_is_of_program(&pairs[0].sample->series)) {
        for (size_t i = 0; i < count; i++)
            if (weights[i] > 0 && pairs[i].sample->looks > 0) {
                looks += pairs[i].sample->looks;
                looks_one += pairs[i].sample->looks_one;
            }
        together.of[LEDGER_IDLE_ON_ONE] = mean_of(amounts, weights, count, LEDGER_IDLE_ON_ONE);
        together.of[LEDGER_IDLE_ONE_RUNNABLE] =
            idle_one_runnable(pairs[0].sample->n, looks_one, looks);
        together.of[LEDGER_IDLE_REST] = idle_rest(together.of);
        return together;
    }
    for (unsigned i = 0; i < LEDGER_AMOUNTS; i++) {
        double parent = i < LEDGER_CLOCK ? loss->wait : loss->inflation;
        if (ledger_is_part_of_workers((enum ledger_amount)i) && !isnan(parent))
            together.of[i] = mean_of(amounts, weights, count, (enum ledger_amount)i);
    }
    if (!isnan(loss->inflation))
        together.factors = mean_of_factors(amounts, weights, count);
    return together;
}
