/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "stats/block_trend.h"

#include "stats/correlation.h"
#include "stats/order.h"
#include "stats/trend.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Means of neighbouring blocks of a first-order process that are 5 correlation times long correlate
 * by 0.12, which makes 0.05 of false trends 0.07; longer blocks would leave too few of them. */
static const double BLOCK_CORRELATION_TIMES = 5;

/* A block of the pooled curve. */
struct pool {
    double level;
    size_t count;
};

/* What is left of the values beside the nearest curve that never falls, or where sign is -1 never
 * rises. */
static void find_rest(const double *values, size_t count, double sign, struct pool *pools,
                      double *ret_rest) {
    size_t pool_count = 0, done = 0;
    for (size_t i = 0; i < count; i++) {
        pools[pool_count++] = (struct pool){sign * values[i], 1};
        while (pool_count > 1 && pools[pool_count - 2].level >= pools[pool_count - 1].level) {
            const struct pool last = pools[--pool_count];
            struct pool *pool = &pools[pool_count - 1];
            double sum = pool->level * (double)pool->count + last.level * (double)last.count;
            pool->count += last.count;
            pool->level = sum / (double)pool->count;
        }
    }
    for (size_t i = 0; i < pool_count; i++)
        for (size_t end = done + pools[i].count; done < end; done++)
            ret_rest[done] = values[done] - sign * pools[i].level;
}

/* The medians of that many consecutive blocks; sorts a copy in `scratch`. */
static void find_medians(const double *values, size_t count, size_t blocks, double *scratch,
                         double *ret_medians) {
    for (size_t i = 0; i < blocks; i++) {
        size_t first = i * count / blocks, end = (i + 1) * count / blocks;
        memcpy(scratch, values + first, (end - first) * sizeof *scratch);
        ret_medians[i] = stats_median(scratch, end - first);
    }
}

struct workshop {
    double *rest, *ranks, *elapsed_s, *scratch;
    size_t *order;
    struct pool *pools;
};

/* How many blocks are long enough. */
static size_t count_blocks(const double *values, const double *times_s, size_t count,
                           const struct workshop *shop) {
    double medians[STATS_TREND_BLOCKS_MAX];
    size_t most = count < STATS_TREND_BLOCKS_MAX ? count : STATS_TREND_BLOCKS_MAX;
    find_medians(values, count, most, shop->scratch, medians);
    find_rest(values, count, stats_trend_z(medians, most) < 0 ? -1 : 1, shop->pools, shop->rest);
    gsl_sort_index(shop->order, shop->rest, 1, count);
    stats_ranks(shop->rest, shop->order, count, shop->ranks);
    stats_elapsed(times_s, count, shop->scratch, shop->elapsed_s);
    double memory_s = stats_correlation_find(shop->ranks, shop->elapsed_s, count).time_s;
    double span_s = shop->elapsed_s[count - 1] * (double)count / (double)(count - 1);
    double fitting = memory_s > 0 ? span_s / (BLOCK_CORRELATION_TIMES * memory_s) : INFINITY;
    return fitting < (double)most ? (size_t)fitting : most;
}

int stats_find_block_trend(const double *values, const double *times_s, size_t count,
                           struct stats_block_trend *ret_trend, struct fault *fault) {
    struct stats_block_trend trend = {.blocks = count};
    if (count >= STATS_TREND_VALUES_MIN) {
        double *room = malloc(4 * count * sizeof *room);
        struct workshop shop = {.order = malloc(count * sizeof *shop.order),
                                .pools = malloc(count * sizeof *shop.pools)};
        int status = 0;
        if (room == NULL || shop.order == NULL || shop.pools == NULL) {
            status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for %zu values", count);
        } else {
            double medians[STATS_TREND_BLOCKS_MAX];
            shop.rest = room;
            shop.ranks = room + count;
            shop.elapsed_s = room + 2 * count;
            shop.scratch = room + 3 * count;
            trend.blocks = count_blocks(values, times_s, count, &shop);
            find_medians(values, count, trend.blocks, shop.scratch, medians);
            if (trend.blocks >= STATS_TREND_VALUES_MIN)
                trend.z = stats_trend_z(medians, trend.blocks);
            trend.is_trend = stats_has_trend(medians, trend.blocks);
        }
        free(room);
        free(shop.order);
        free(shop.pools);
        if (status != 0)
            return status;
    }
    *ret_trend = trend;
    return 0;
}
