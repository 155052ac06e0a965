/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"
#include "stats/order.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Of the useful time, waiting above which counts do not tell work from waiting: they are then off
 * by as much as a point may be off its law and still agree with it. */
static const double WAITS_SHARE_MAX = 0.01;

/* What page faults took of the useful time of both samples of a pair: the kernel's work, which
 * counts in user mode have only as a longer cycle. 0 where one of them is not known. */
struct fault_times {
    double sample_s, base_s;
};
static struct fault_times fault_times_of(const struct pair *pair) {
    struct fault_times times = {pair->sample->fault_s, pair->base->fault_s};
    return isnan(times.sample_s + times.base_s) ? (struct fault_times){0, 0} : times;
}

struct ledger_inflation ledger_inflation_of_pair(const struct pair *pair,
                                                 const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample, *base = pair->base;
    double time_s = sample->time_s, work = pair_work(pair);
    struct ledger_inflation part = {NAN, NAN, NAN, NAN};
    if (!isnan(factors->extra + factors->memory + factors->clock)) {
        double one = work * (ledger_useful_s(base) - fault_times_of(pair).base_s) / time_s;
        part.extra = one * (factors->extra - 1);
        part.memory = one * factors->extra * (factors->memory - 1);
        part.clock = one * factors->extra * factors->memory * (factors->clock - 1);
    } else if (sample->chain_s > 0 && base->chain_s > 0) {
        part.clock = ledger_useful_s(sample) * (1 - base->chain_s / sample->chain_s) / time_s;
    }
    part.faults = (sample->fault_s - work * base->fault_s) / time_s;
    return part;
}

static bool waits_much(const struct sample *sample) {
    return sample->n * sample->wait_s > WAITS_SHARE_MAX * ledger_useful_s(sample);
}

static bool was_counted(const struct sample *sample) {
    return sample->role == SAMPLE_COUNTED && sample->instructions > 0 && sample->cycles > 0 &&
           ledger_useful_s(sample) > 0 && !waits_much(sample);
}

static struct ledger_factors factors_of_pair(const struct pair *pair) {
    const struct sample *sample = pair->sample, *base = pair->base;
    const struct fault_times faults = fault_times_of(pair);
    double work_s = ledger_useful_s(sample) - faults.sample_s;
    double base_work_s = ledger_useful_s(base) - faults.base_s;
    double instructions = sample->instructions / base->instructions;
    double cycles = sample->cycles / base->cycles;
    return (struct ledger_factors){
        .extra = instructions / pair_work(pair),
        .memory = cycles / instructions,
        .clock = work_s / base_work_s / cycles,
    };
}

int ledger_find_factors(const struct pairs *pairs, const struct sample *like,
                        struct ledger_factors *ret_factors, struct fault *fault) {
    struct point counted = pairs_find_role(pairs, SAMPLE_COUNTED, like, like->p, like->n);
    size_t most = counted.count, count = 0;
    *ret_factors = (struct ledger_factors){NAN, NAN, NAN};
    if (most == 0)
        return 0;
    double *extra = calloc(3 * most, sizeof *extra);
    if (extra == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %zu counted samples", most);
    double *memory = extra + most, *clock = memory + most;
    for (size_t i = 0; i < most; i++) {
        const struct sample *sample = counted.samples[i], *base = pairs_base(pairs, sample);
        if (base == NULL || !was_counted(base) || !was_counted(sample))
            continue;
        struct ledger_factors factors = factors_of_pair(&(struct pair){sample, base});
        if (!(factors.extra > 0) || !(factors.clock > 0)) /* no p that weak scaling's w is of */
            continue;
        extra[count] = factors.extra;
        memory[count] = factors.memory;
        clock[count++] = factors.clock;
    }
    if (count > 0)
        *ret_factors = (struct ledger_factors){
            stats_median(extra, count), stats_median(memory, count), stats_median(clock, count)};
    free(extra);
    return 0;
}
