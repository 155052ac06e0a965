/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order of a round: blocks shuffled, and in each its samples shuffled around one T(1) or more.
 */
#include "plan/extra.h"
#include "plan/plan.h"
#include "plan/shuffle.h"

#include <assert.h>
#include <math.h>

/* Pairs further apart than this scatter more: docs/definitions.md, "Words" (14 ms 0.30 %, 0.3 s
 * 0.42 %, 3 s 1.5 %). */
static const double PAIR_DISTANCE_MAX_S = 0.3;

/* The samples of one block, in order, and what else the round has of it. */
struct round_block {
    size_t count;
    struct plan_step step[2 * PLAN_CORES_MAX + PLAN_EXTRA_MAX];
};

/* The samples at n > 1 of a block, shuffled, and the time that those before each one take. */
struct round_order {
    size_t count;
    unsigned n[PLAN_CORES_MAX];
    double before_s[PLAN_CORES_MAX + 1];
    double base_s; /* of T(1) */
};

/* Samples in a row that share one T(1). */
struct round_group {
    size_t first, count;
    size_t least_at, most_at; /* how many of them may stand before T(1) */
};

static double seconds_at(const struct plan_round_spec *spec, uint32_t block, unsigned n) {
    return plan_sample_seconds(&spec->works[block], spec->unit_s, n);
}

/* From T(1)'s middle to that of sample `i`, where T(1) stands before sample `at`. */
static double order_distance_s(const struct round_order *order, size_t at, size_t i) {
    double middle_s = (order->before_s[i] + order->before_s[i + 1]) / 2;
    return order->base_s / 2 + fabs(middle_s - order->before_s[at]);
}

/* Whether T(1) may stand behind `ahead` samples of the group: near enough to the first and the
 * last, which are the farthest. A sample right beside it is as near as can be. */
static bool group_allows(const struct round_order *order, const struct round_group *group,
                         size_t ahead) {
    size_t at = group->first + ahead, last = group->first + group->count - 1;
    bool first_near =
        ahead <= 1 || order_distance_s(order, at, group->first) <= PAIR_DISTANCE_MAX_S;
    bool last_near = last <= at || order_distance_s(order, at, last) <= PAIR_DISTANCE_MAX_S;
    return first_near && last_near;
}

/* Finds where T(1) may stand; false if there is no such place. The allowed places are neighbours.
 */
static bool group_find_places(const struct round_order *order, struct round_group *group) {
    bool found = false;
    for (size_t ahead = 0; ahead <= group->count; ahead++) {
        if (!group_allows(order, group, ahead))
            continue;
        if (!found)
            group->least_at = ahead;
        group->most_at = ahead;
        found = true;
    }
    return found;
}

/* The longest group that begins at sample `first`. One sample always has a place beside its T(1).
 */
static struct round_group group_grow(const struct round_order *order, size_t first) {
    struct round_group longest = {.first = first};
    for (size_t count = 1; first + count <= order->count; count++) {
        struct round_group longer = {.first = first, .count = count};
        if (!group_find_places(order, &longer))
            break;
        longest = longer;
    }
    return longest;
}

static void order_make(const struct plan_round_spec *spec, uint32_t block, struct shuffle *shuffle,
                       struct round_order *order) {
    order->count = 0;
    for (size_t i = 0; i < spec->cores->count; i++)
        if (spec->cores->value[i] > 1)
            order->n[order->count++] = spec->cores->value[i];
    shuffle_counts(shuffle, order->n, order->count);

    order->base_s = seconds_at(spec, block, 1);
    order->before_s[0] = 0;
    for (size_t i = 0; i < order->count; i++)
        order->before_s[i + 1] = order->before_s[i] + seconds_at(spec, block, order->n[i]);
}

static void block_append_group(struct round_block *made, const struct round_order *order,
                               const struct round_group *group, struct plan_step step,
                               struct shuffle *shuffle) {
    uint32_t places = (uint32_t)(group->most_at - group->least_at + 1);
    size_t base_at = group->least_at + shuffle_below(shuffle, places);
    step.base_step = (uint32_t)(made->count + base_at);
    for (size_t i = 0; i <= group->count; i++) {
        step.n = i == base_at ? 1 : order->n[group->first + (i < base_at ? i : i - 1)];
        made->step[made->count++] = step;
    }
}

static void block_make(const struct plan_round_spec *spec, uint32_t block, struct shuffle *shuffle,
                       struct round_block *made) {
    struct round_order order = {.count = 0};
    struct plan_step step = {.block = block, .role = spec->roles[block]};
    size_t placed = 0;
    order_make(spec, block, shuffle, &order);
    made->count = 0;
    do {
        struct round_group group = group_grow(&order, placed);
        block_append_group(made, &order, &group, step, shuffle);
        placed += group.count;
    } while (placed < order.count);
}

/* The shuffled order of the blocks. */
static void round_order_blocks(const struct plan_round_spec *spec, struct shuffle *shuffle,
                               unsigned *order) {
    assert(spec->blocks <= PLAN_BLOCKS_MAX);
    for (size_t i = 0; i < spec->blocks; i++)
        order[i] = (unsigned)i;
    shuffle_counts(shuffle, order, spec->blocks);
}

/* Behind the `count` steps before; gives their new number, and writes what the capacity holds. */
static size_t round_append(const struct round_block *made, struct plan_step *steps, size_t count,
                           size_t capacity) {
    for (size_t i = 0; i < made->count && count + i < capacity; i++) {
        steps[count + i] = made->step[i];
        steps[count + i].base_step += (uint32_t)count;
    }
    return count + made->count;
}

size_t plan_round(const struct plan_round_spec *spec, struct plan_step *ret_steps,
                  size_t capacity) {
    unsigned order[PLAN_BLOCKS_MAX];
    struct shuffle shuffle = shuffle_start(spec->seed, spec->round);
    struct shuffle shuffle_extra = plan_extra_shuffle(spec);
    struct round_block made;
    size_t count = 0;
    made.count = plan_extra_sentinels(spec, &shuffle_extra, made.step);
    count = round_append(&made, ret_steps, count, capacity);
    round_order_blocks(spec, &shuffle, order);
    for (size_t b = 0; b < spec->blocks; b++) {
        if (spec->resting != NULL && spec->resting[order[b]])
            continue;
        block_make(spec, order[b], &shuffle, &made);
        made.count += plan_extra_of_block(spec, &shuffle_extra, made.step, made.count);
        count = round_append(&made, ret_steps, count, capacity);
    }
    return count;
}

double plan_round_seconds(const struct plan_round_spec *spec) {
    unsigned order[PLAN_BLOCKS_MAX];
    struct shuffle shuffle = shuffle_start(spec->seed, spec->round);
    struct round_block made;
    double seconds = spec->has_sentinels ? SAMPLE_SENTINEL_S * (double)spec->cores->count : 0;
    round_order_blocks(spec, &shuffle, order);
    for (size_t b = 0; b < spec->blocks; b++) {
        block_make(spec, order[b], &shuffle, &made);
        for (size_t i = 0; i < made.count; i++)
            seconds += seconds_at(spec, order[b], made.step[i].n);
    }
    return seconds;
}
