/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "plan/extra.h"

/* Both are rounds to which resting blocks return, so that a block which is soon precise has such
 * samples from the whole run too; and the first round, so that the shortest run has them. */
static const uint64_t COUNTED_PERIOD = 8, BEST_PERIOD = 4;

bool plan_counts_in(uint64_t round) {
    return round % COUNTED_PERIOD == 0;
}

bool plan_takes_best_in(uint64_t round) {
    return round % BEST_PERIOD == 0;
}

size_t plan_steps_most(size_t blocks, const struct plan_cores *cores) {
    size_t sentinels = cores->count, own = 2 * cores->count, counted = cores->count, best = 1;
    return sentinels + blocks * (own + counted + best);
}

size_t plan_workers_most(size_t blocks, const struct plan_cores *cores) {
    size_t each = 0; /* of one sample at each n */
    for (size_t i = 0; i < cores->count; i++)
        each += cores->value[i];
    /* A block repeats T(1) for each n at most. */
    return each + blocks * (each + cores->count + each + 1);
}

struct shuffle plan_extra_shuffle(const struct plan_round_spec *spec) {
    return shuffle_start(~spec->seed, spec->round);
}

/* `step` at each n, shuffled, the one at n = 1 being the base of all; `first` steps are before
 * them. */
static size_t put_each(const struct plan_cores *cores, struct shuffle *shuffle,
                       struct plan_step step, size_t first, struct plan_step *ret_steps) {
    unsigned order[PLAN_CORES_MAX];
    for (size_t i = 0; i < cores->count; i++)
        order[i] = cores->value[i];
    shuffle_counts(shuffle, order, cores->count);
    for (size_t i = 0; i < cores->count; i++)
        if (order[i] == 1)
            step.base_step = (uint32_t)(first + i);
    for (size_t i = 0; i < cores->count; i++) {
        step.n = order[i];
        ret_steps[first + i] = step;
    }
    return cores->count;
}

size_t plan_extra_sentinels(const struct plan_round_spec *spec, struct shuffle *shuffle,
                            struct plan_step *ret_steps) {
    const struct plan_step step = {.block = PLAN_NO_BLOCK, .role = SAMPLE_SENTINEL};
    return spec->has_sentinels ? put_each(spec->cores, shuffle, step, 0, ret_steps) : 0;
}

static uint32_t last_base(const struct plan_step *steps, size_t count) {
    size_t at = count - 1;
    while (steps[at].n != 1)
        at--;
    return (uint32_t)at;
}

size_t plan_extra_of_block(const struct plan_round_spec *spec, struct shuffle *shuffle,
                           struct plan_step *steps, size_t count) {
    struct plan_step step = {.block = steps[0].block, .n = 1, .role = SAMPLE_BEST};
    size_t made = 0;
    if (spec->has_best) {
        step.base_step = last_base(steps, count);
        steps[count + made++] = step;
    }
    step.role = SAMPLE_COUNTED;
    if (spec->has_counted)
        made += put_each(spec->cores, shuffle, step, count + made, steps);
    return made;
}
