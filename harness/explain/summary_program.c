/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/summary_state.h"
#include "stats/ratio_interval.h"
#include "wire/series.h"

#include <math.h>

static double cpu_of(const struct sample *sample) {
    return sample->user_s + sample->system_s;
}

static int take_median(const struct summary_workshop *shop, size_t count,
                       struct interval *ret_interval) {
    struct stats_median median = {0};
    int status = summary_find_median(shop, count, &median);
    if (status == 0)
        *ret_interval = median.interval;
    return status;
}

static int find_cpu(struct summary_workshop *shop, const struct point *point,
                    struct interval *ret_cpu_s) {
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        if (sample->validity != SAMPLE_VALID || isnan(cpu_of(sample)))
            continue;
        shop->value[count] = cpu_of(sample);
        shop->time_s[count++] = sample->start_s;
    }
    return take_median(shop, count, ret_cpu_s);
}

/* Cores that there are. */
static double cores_of(const struct sample *sample) {
    bool lacks = sample->oversubscribed && sample->pus > 0 && sample->pus < sample->n;
    return lacks ? sample->pus : sample->n;
}

/* n T(n) - C(n), or where `extra` C(n) - C(1), by round. */
static int find_of_pairs(struct summary_workshop *shop, size_t pair_count, bool extra,
                         struct interval *ret_interval) {
    size_t count = 0;
    for (size_t i = 0; i < pair_count; i++) {
        const struct sample *sample = shop->pair[i].sample, *base = shop->pair[i].base;
        if (isnan(cpu_of(sample) + cpu_of(base)))
            continue;
        shop->value[count] = extra ? cpu_of(sample) - cpu_of(base)
                                   : cores_of(sample) * sample->time_s - cpu_of(sample);
        shop->time_s[count++] = sample->start_s;
    }
    return take_median(shop, count, ret_interval);
}

/* A look sees threads, not cores: one that is alone at n = 1 may have been one of many. */
static void find_seen(struct summary_workshop *shop, const struct point *point,
                      struct summary_row *row) {
    double watch_s = 0, time_s = 0;
    size_t count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *sample = point->samples[i];
        if (sample->validity != SAMPLE_VALID || isnan(sample->looks))
            continue;
        watch_s += sample->watch_s;
        time_s += sample->time_s;
        shop->value[count] = sample->looks_one;
        shop->time_s[count++] = sample->looks_runnable;
    }
    if (row->n > 1)
        row->serial_fraction_seen = stats_ratio_interval(shop->value, shop->time_s, count);
    if (time_s > 0)
        row->watch_share = watch_s / time_s;
}

int summary_fill_program(struct summary_workshop *shop, const struct point *point,
                         size_t pair_count, struct summary_row *row) {
    if (!series_is_of_program(&row->series))
        return 0;
    int status = find_cpu(shop, point, &row->cpu_s);
    if (status == 0)
        status = find_of_pairs(shop, pair_count, false, &row->idle_s);
    if (status == 0)
        status = find_of_pairs(shop, pair_count, true, &row->extra_s);
    if (status == 0)
        find_seen(shop, point, row);
    return status;
}
