/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The work of one fraction: how many units are serial and how many are shared out. */
#include "plan/plan.h"

#include <assert.h>
#include <math.h>

/* Beyond 2^53 a count of units is no longer exact as a double. */
static const double UNITS_MAX = 9007199254740992.0;

/* How far above the fewest units equal shares are looked for, and where a fraction's work counts as
 * that of p = 1: plan.h. */
static const double WORK_SLACK = 0.10;

/* A sample is lengthened to at most this before a fraction is refused: plan.h. */
static const double LENGTHEN_MAX = 16;

/* Choices tried in one search: enough that units coarser than a thousandth of the work are tried
 * one by one, and a plan for 256 core counts still takes milliseconds. */
enum { WORK_CHOICES_MAX = 4096 };

struct work_search {
    double p, unit_s, sample_s;
    const struct plan_cores *cores;
    double units_most; /* of a choice */
    uint64_t multiple; /* of this many units the shares are equal at most counts, if not at all */
    bool found;
    struct plan_work best;
    double best_unevenness;
};

double plan_fraction_reach(double p) {
    return 0.01 * (1 - p);
}

static unsigned most_cores(const struct plan_cores *cores) {
    return cores->value[cores->count - 1];
}

double plan_sample_seconds(const struct plan_work *work, double unit_s, unsigned n) {
    double units = (double)plan_parallel_units(work, n), shared_s = units / n * unit_s;
    if (work->tasks > 0)
        shared_s = fmax(shared_s, units * (unit_s + work->unit_wait_s) / work->tasks);
    return work->phases_s + (double)work->serial_units * work->serial_cost * unit_s + shared_s;
}

/* By how much of T(n) the largest share is above the mean one, at the n where that is most. */
static double work_unevenness(const struct plan_work *work, const struct plan_cores *cores) {
    double worst = 0;
    for (size_t i = 0; i < cores->count; i++) {
        unsigned n = cores->value[i];
        uint64_t largest = work->parallel_units / n + (work->parallel_units % n != 0);
        double mean = (double)work->parallel_units / n;
        worst = fmax(worst, ((double)largest - mean) / ((double)work->serial_units + mean));
    }
    return worst;
}

/* The least common multiple of as many counts as keep it within `most`, beginning with the small
 * ones. */
static uint64_t equal_share_multiple(const struct plan_cores *cores, double most) {
    uint64_t multiple = 1;
    for (size_t i = 0; i < cores->count; i++) {
        uint64_t a = multiple, b = cores->value[i];
        while (b != 0) {
            uint64_t rest = a % b;
            a = b;
            b = rest;
        }
        assert(a > 0); /* no count is 0 */
        uint64_t next = multiple / a * cores->value[i];
        if ((double)next <= most)
            multiple = next;
    }
    return multiple;
}

/* Takes the choice if it holds p and the length, and is better than the best so far: shares more
 * equal, then fewer units. */
static void work_consider(struct work_search *search, uint64_t serial, uint64_t parallel) {
    double units = (double)serial + (double)parallel;
    struct plan_work work = {
        .p = search->p, .serial_units = serial, .parallel_units = parallel, .serial_cost = 1};
    if (units == 0 || units > search->units_most)
        return;
    work.p_work = (double)parallel / units;
    if (fabs(work.p_work - search->p) > plan_fraction_reach(search->p) ||
        plan_sample_seconds(&work, search->unit_s, most_cores(search->cores)) <
            search->sample_s * (1 - 1e-12))
        return;
    double unevenness = work_unevenness(&work, search->cores);
    double best_units = (double)search->best.serial_units + (double)search->best.parallel_units;
    if (search->found && (unevenness > search->best_unevenness ||
                          (unevenness == search->best_unevenness && units >= best_units)))
        return;
    search->found = true;
    search->best = work;
    search->best_unevenness = unevenness;
}

/* The parallel units beside a given serial count may miss their target by 1 % of the whole: so
 * there is mostly a multiple near. */
static void work_consider_near(struct work_search *search, uint64_t serial, double parallel) {
    double multiple = (double)search->multiple;
    work_consider(search, serial, (uint64_t)llround(parallel));
    work_consider(search, serial, (uint64_t)(floor(parallel / multiple) * multiple));
    work_consider(search, serial, (uint64_t)(ceil(parallel / multiple) * multiple));
}

/* The whole steps in which at most WORK_CHOICES_MAX of them go from `least` to `most`. */
static double work_stride(double least, double most) {
    return 1 + floor((most - least) / WORK_CHOICES_MAX);
}

static bool work_is_even(const struct work_search *search) {
    return search->found && search->best_unevenness == 0;
}

/* Every choice from `units` in all to 10 % more. */
static void work_search_from(struct work_search *search, double units) {
    double most = units * (1 + WORK_SLACK), p = search->p;
    search->units_most = ceil(most);
    search->multiple = equal_share_multiple(search->cores, units * WORK_SLACK);
    if (p == 1) {
        double stride = work_stride(units, most);
        for (unsigned i = 0; !work_is_even(search) && ceil(units) + i * stride <= ceil(most); i++)
            work_consider_near(search, 0, ceil(units) + i * stride);
        return;
    }
    double first = floor((1 - p) * units), last = ceil((1 - p) * most);
    double stride = work_stride(first, last);
    for (unsigned i = 0; !work_is_even(search) && first + i * stride <= last; i++) {
        double serial = first + i * stride;
        work_consider_near(search, (uint64_t)serial, serial * p / (1 - p));
    }
}

/* The work of p = 1 cut in two: at p itself, or as near as shares are equal within the tolerance.
 */
static void work_search_of(struct work_search *search, uint64_t units) {
    search->units_most = (double)units;
    uint64_t middle = (uint64_t)llround((1 - search->p) * (double)units);
    double reach = plan_fraction_reach(search->p) * (double)units;
    double stride = work_stride(0, reach);
    for (unsigned i = 0; !work_is_even(search) && i * stride <= reach + 1; i++) {
        uint64_t step = (uint64_t)(i * stride);
        if (middle + step <= units)
            work_consider(search, middle + step, units - middle - step);
        if (!work_is_even(search) && step <= middle)
            work_consider(search, middle - step, units - middle + step);
    }
}

/* The units of a sample that lasts `sample_s` at the largest count. */
static double work_units_least(const struct work_search *search, double p) {
    double n = most_cores(search->cores), speedup = 1 / ((1 - p) + p / n);
    return ceil(search->sample_s / search->unit_s * speedup * (1 - 1e-12));
}

static void work_search_like_whole(struct work_search *search) {
    struct work_search whole = *search;
    whole.p = 1;
    work_search_from(&whole, work_units_least(search, 1));
    uint64_t units = whole.best.parallel_units;
    if (whole.found && work_units_least(search, search->p) > (1 - WORK_SLACK) * (double)units)
        work_search_of(search, units);
}

int plan_work(double p, double unit_s, double sample_s, const struct plan_cores *cores,
              struct plan_work *ret_work, struct fault *fault) {
    struct work_search search = {.p = p, .unit_s = unit_s, .sample_s = sample_s, .cores = cores};
    double units = work_units_least(&search, p);
    if (!(p >= 0 && p <= 1) || !(unit_s > 0) || !(units * LENGTHEN_MAX < UNITS_MAX))
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "units of %g s cannot make a sample of %g s at p = %g: their number must stay "
            "countable",
            unit_s, sample_s, p);
    if (p < 1)
        work_search_like_whole(&search);
    double longer = 1;
    while (!search.found && longer <= LENGTHEN_MAX) {
        work_search_from(&search, ceil(units * longer));
        longer *= 1 + WORK_SLACK;
    }
    if (!search.found)
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "p = %.10g cannot be made within 1 %% of its serial share %.3g: a sample of "
            "%g s, %g times the length asked for, has but %.0f units; take a longer "
            "--min-time or a smaller p",
            p, 1 - p, sample_s * LENGTHEN_MAX, LENGTHEN_MAX, units * LENGTHEN_MAX);
    *ret_work = search.best;
    return 0;
}
