/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger.h"
#include "stats/median_interval.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Of the useful time, waiting above which counts do not tell work from waiting: they are then off
 * by as much as a point may be off its law and still agree with it. */
static const double WAITS_SHARE_MAX = 0.01;

/* Useful time of w T(1) without its page faults: those are the kernel's work, which counts in user
 * mode do not have, and a part of their own where they are known of both samples. */
static double counted_base_s(const struct pair *pair) {
    const struct sample *base = pair->base;
    double faults_s = isnan(pair->sample->fault_s) ? 0 : ledger_or_none(base->fault_s);
    return pair_work(pair) * (ledger_useful_s(base) - faults_s);
}

struct ledger_inflation ledger_inflation_of_pair(const struct pair *pair,
                                                 const struct ledger_factors *factors) {
    const struct sample *sample = pair->sample, *base = pair->base;
    double time_s = sample->time_s, extra = factors->extra.value, memory = factors->memory.value;
    struct ledger_inflation part = {NAN, NAN, NAN, NAN, NAN};
    if (!isnan(extra + memory)) {
        part.factors = counted_base_s(pair) / time_s;
        part.extra = part.factors * (extra - 1);
        part.memory = part.factors * extra * (memory - 1);
    }
    if (sample->chain_s > 0 && base->chain_s > 0)
        part.clock = ledger_useful_s(sample) * (1 - base->chain_s / sample->chain_s) / time_s;
    part.faults = (sample->fault_s - pair_work(pair) * base->fault_s) / time_s;
    return part;
}

static bool waits_much(const struct sample *sample) {
    return sample->n * sample->wait_s > WAITS_SHARE_MAX * ledger_useful_s(sample);
}

static bool was_counted(const struct sample *sample) {
    return sample->role == SAMPLE_COUNTED && sample->instructions > 0 && sample->cycles > 0 &&
           ledger_useful_s(sample) > 0 && !waits_much(sample);
}

/* What the factors of a point are found from, in measuring order. */
struct counts {
    size_t count;
    double *extra, *memory, *start_s;
};

static void collect_counts(const struct pairs *pairs, const struct point *counted,
                           struct counts *counts) {
    for (size_t i = 0; i < counted->count; i++) {
        const struct sample *sample = counted->samples[i], *base = pairs_base(pairs, sample);
        if (base == NULL || !was_counted(base) || !was_counted(sample))
            continue;
        double instructions = sample->instructions / base->instructions;
        double extra = instructions / pair_work(&(struct pair){sample, base});
        if (!(extra > 0)) /* no p that weak scaling's w is of */
            continue;
        counts->extra[counts->count] = extra;
        counts->memory[counts->count] = sample->cycles / base->cycles / instructions;
        counts->start_s[counts->count++] = sample->start_s;
    }
}

int ledger_find_factors(const struct pairs *pairs, const struct sample *like,
                        struct ledger_factors *ret_factors, struct fault *fault) {
    const struct interval none = {NAN, NAN, NAN};
    struct point counted = pairs_find_role(pairs, SAMPLE_COUNTED, like, like->p, like->n);
    size_t most = counted.count;
    *ret_factors = (struct ledger_factors){none, none};
    if (most == 0)
        return 0;
    double *room = calloc(3 * most, sizeof *room);
    if (room == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %zu counted samples", most);
    struct counts counts = {0, room, room + most, room + 2 * most};
    collect_counts(pairs, &counted, &counts);
    struct stats_median extra, memory;
    int status = stats_median_interval(counts.extra, counts.start_s, counts.count, &extra, fault);
    if (status == 0)
        status = stats_median_interval(counts.memory, counts.start_s, counts.count, &memory, fault);
    if (status == 0)
        *ret_factors = (struct ledger_factors){extra.interval, memory.interval};
    free(room);
    return status;
}
