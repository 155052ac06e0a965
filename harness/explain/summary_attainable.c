/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/law.h"
#include "explain/summary_state.h"

#include <math.h>
#include <string.h>

/* The speed of the slowest of n cores times n: of the longest share alone and without its delays,
 * since a late start and the join are no property of the cores and would weigh most at the largest
 * n. Where delays are not known, of all shares together. */
static double capacity_of(const struct sample *sample, const struct sample *base) {
    if (sample->busy_max_s > 0 && base->busy_max_s > 0)
        return sample->n * base->busy_max_s / sample->busy_max_s;
    return sample->n * base->parallel_s / sample->parallel_s;
}

/* Of a chain of dependent instructions, whose time is a number of cycles. */
static double clock_of(const struct sample *sample, const struct sample *base) {
    return base->chain_s / sample->chain_s;
}

/* The median over the rounds of a quotient of two sentinels; NAN where none has it. */
static int find_quotient(struct summary_workshop *shop, const struct point *sentinels,
                         double (*quotient)(const struct sample *, const struct sample *),
                         struct interval *ret_interval) {
    struct stats_median median = {.interval = SUMMARY_NO_INTERVAL};
    size_t count = 0;
    for (size_t i = 0; i < sentinels->count; i++) {
        const struct sample *sample = sentinels->samples[i];
        const struct sample *base = pairs_base(shop->pairs, sample);
        double value = base == NULL ? NAN : quotient(sample, base);
        if (!isfinite(value))
            continue;
        shop->value[count] = value;
        shop->time_s[count++] = sample->start_s;
    }
    int status = summary_find_median(shop, count, &median);
    *ret_interval = median.interval;
    return status;
}

/* It grows with capacity and clock, and grows or falls with p: the least and the most are at the
 * ends. They hold it at least as often as these ends hold theirs all at once. */
static void find_attainable(const struct sample *like, struct summary_row *row) {
    bool is_measured = strcmp(like->p_basis, "measured") == 0;
    struct interval p = {like->p_work, like->p_work, like->p_work};
    if (is_measured)
        p = row->p_measured;
    row->attainable_speedup = law_attainable(like, p.value, row->capacity.value, row->clock);
    row->attainable_lo = fmin(law_attainable(like, p.lo, row->capacity.lo, row->clock_lo),
                              law_attainable(like, p.hi, row->capacity.lo, row->clock_lo));
    row->attainable_hi = fmax(law_attainable(like, p.lo, row->capacity.hi, row->clock_hi),
                              law_attainable(like, p.hi, row->capacity.hi, row->clock_hi));
}

int summary_fill_attainable(struct summary_workshop *shop, const struct point *point,
                            struct summary_row *row) {
    const struct sample *like = point->samples[0];
    struct point sentinels = pairs_find_role(shop->pairs, SAMPLE_SENTINEL, like, NAN, like->n);
    struct interval clock;
    int status = find_quotient(shop, &sentinels, capacity_of, &row->capacity);
    if (status == 0)
        status = find_quotient(shop, &sentinels, clock_of, &clock);
    if (status != 0)
        return status;
    row->clock = clock.value;
    row->clock_lo = clock.lo;
    row->clock_hi = clock.hi;
    if (!isnan(row->law_speedup))
        find_attainable(like, row);
    return 0;
}
