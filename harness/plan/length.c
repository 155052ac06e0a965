/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The length of a sample: docs/definitions.md, "T(1), the work, the length". */
#include "plan/plan.h"

#include <math.h>

/* Each of these is a number of docs/definitions.md, "Sample length". */
static const double LEAST_S = 1e-3;
static const double FORK_JOINS = 1000;
static const double TICK_PERIODS = 5;
static const double ROUNDS_LEAST = 12;

/* What one timer tick takes: 20 to 30 us (measurements in docs/definitions.md). The upper end, so
 * that a stated bias is not too small. */
static const double TICK_S = 30e-6;

/* A bias below this is not worth a sentence: plan.h. */
static const double BIAS_SHOWN = 0.001;

/* Units that stand for one sample length, so that a length can be costed before a unit's time is
 * known. */
static const double NOMINAL_UNITS = 1e6;

static unsigned length_most_cores(const struct plan_length_spec *spec) {
    return spec->cores->value[spec->cores->count - 1];
}

/* Where the work grows with n, T(1) is the shortest sample as much as any other. */
static struct plan_work length_nominal_work(const struct plan_length_spec *spec, double p) {
    bool each = spec->scaling != PLAN_STRONG;
    double units = NOMINAL_UNITS / ((1 - p) + p / (each ? 1 : length_most_cores(spec)));
    return (struct plan_work){.p = p,
                              .p_work = p,
                              .serial_units = (uint64_t)llround(units * (1 - p)),
                              .parallel_units = (uint64_t)llround(units * p),
                              .serial_cost = 1,
                              .each = each};
}

/* The blocks of one number of tasks, its anchors included; gives their count. */
static size_t length_add_blocks(const struct plan_length_spec *spec, uint32_t tasks,
                                struct plan_work *works) {
    const struct plan_fractions *fractions = spec->fractions;
    bool anchored = spec->scaling == PLAN_STRONG;
    size_t asked = spec->scaling == PLAN_THROUGHPUT ? 0 : fractions->count, blocks = 0;
    for (size_t i = 0; i < asked; i++)
        works[blocks++] = length_nominal_work(spec, fractions->value[i]);
    if (anchored && (asked == 0 || fractions->value[0] > 0))
        works[blocks++] = length_nominal_work(spec, 0);
    if (blocks == 0 || (anchored && fractions->value[asked - 1] < 1))
        works[blocks++] = length_nominal_work(spec, 1);
    for (size_t i = 0; i < blocks; i++)
        works[i].tasks = tasks;
    return blocks;
}

/* Seconds of one round with samples of that length. */
static double length_round_seconds(const struct plan_length_spec *spec, double sample_s) {
    struct plan_work works[PLAN_BLOCKS_MAX];
    enum sample_role roles[PLAN_BLOCKS_MAX] = {SAMPLE_ASKED};
    size_t copies = spec->tasks == NULL ? 0 : spec->tasks->count, blocks = 0;
    for (size_t i = 0; i < copies; i++)
        blocks += length_add_blocks(spec, spec->tasks->value[i], works + blocks);
    if (copies == 0)
        blocks = length_add_blocks(spec, 0, works);
    return plan_round_seconds(&(struct plan_round_spec){.works = works,
                                                        .roles = roles,
                                                        .blocks = blocks,
                                                        .cores = spec->cores,
                                                        .unit_s = sample_s / NOMINAL_UNITS});
}

static bool length_fits(const struct plan_length_spec *spec, double sample_s) {
    return length_round_seconds(spec, sample_s) * ROUNDS_LEAST <= spec->budget_s;
}

/* Of T(n) at p = 1: the slowest of n workers meets one tick more than the others as soon as one of
 * them does, while T(1) meets the mean number. */
static double length_tick_bias(const struct plan_length_spec *spec, double sample_s) {
    double n = length_most_cores(spec), period_s = spec->tick_period_s;
    if (n <= 2 || !(period_s > 0))
        return 0;
    double whole = floor(sample_s / period_s), part = sample_s / period_s - whole;
    double slowest_ticks = whole + 1 - pow(1 - part, n);
    double bias = 1 - (1 + TICK_S / period_s) / (1 + slowest_ticks * TICK_S / sample_s);
    return bias < BIAS_SHOWN ? 0 : bias;
}

/* From `most_s` down, a tenth at a time, to what the budget holds. */
static double length_within_budget(const struct plan_length_spec *spec, double least_s,
                                   double most_s) {
    double sample_s = most_s;
    while (sample_s > least_s && !length_fits(spec, sample_s))
        sample_s *= 0.9;
    return fmax(sample_s, least_s);
}

/* What the rule asks for: the longest of its three lengths. */
static struct plan_length length_wanted(const struct plan_length_spec *spec) {
    struct plan_length wanted = {.sample_s = LEAST_S, .reason = "1 ms"};
    double forks_s = FORK_JOINS * spec->fork_join_s, ticks_s = TICK_PERIODS * spec->tick_period_s;
    if (forks_s > wanted.sample_s)
        wanted = (struct plan_length){.sample_s = forks_s, .reason = "1000 fork-joins"};
    if (length_most_cores(spec) > 2 && ticks_s > wanted.sample_s)
        wanted = (struct plan_length){.sample_s = ticks_s, .reason = "5 timer ticks"};
    return wanted;
}

struct plan_length plan_sample_length(const struct plan_length_spec *spec) {
    struct plan_length length = {.sample_s = spec->min_time_s, .reason = "asked for"};
    if (!(spec->min_time_s > 0)) {
        length = length_wanted(spec);
        double fits_s = spec->is_intrinsic ? length.sample_s
                                           : length_within_budget(spec, LEAST_S, length.sample_s);
        if (fits_s < length.sample_s)
            length.reason = fits_s > LEAST_S ? "12 rounds within the budget" : "1 ms";
        length.sample_s = fits_s;
    }
    length.tick_bias = spec->is_intrinsic ? 0 : length_tick_bias(spec, length.sample_s);
    return length;
}
