/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/capacity_state.h"
#include "stats/median_interval.h"
#include "stats/order.h"

#include <math.h>

/* The rows of one series at one n. */
struct group {
    struct capacity_row *rows;
    uint32_t n;
    size_t point; /* of the sentinels */
};

enum sharing {
    SHARING_NONE,
    SHARING_CORES, /* some workers are on other PUs of the same core */
    SHARING_ELSE,  /* some share a PU, or it is not known where they are */
};

static bool is_sibling(const struct capacity_row *a, const struct capacity_row *b) {
    return a->core == b->core && a->pu != b->pu;
}

static enum sharing find_sharing(const struct group *group) {
    enum sharing found = SHARING_NONE;
    for (uint32_t i = 0; i < group->n; i++) {
        if (group->rows[i].core < 0 || group->rows[i].pu < 0)
            return SHARING_ELSE;
        for (uint32_t j = 0; j < i; j++) {
            if (group->rows[i].pu == group->rows[j].pu)
                return SHARING_ELSE;
            if (is_sibling(&group->rows[i], &group->rows[j]))
                found = SHARING_CORES;
        }
    }
    return found;
}

/* Of the speeds of one round's workers, the median over those of a kind. */
static double kind_speed(const struct capacity_shop *shop, const struct group *group, size_t round,
                         int32_t kind) {
    size_t count = 0;
    for (uint32_t i = 0; i < group->n; i++)
        if (group->rows[i].kind == kind)
            shop->scratch[count++] = shop->speeds.speed[round * group->n + i];
    return stats_median(shop->scratch, count);
}

/* Adds the figure whose rounds are in shop->value. */
static int add_figure(struct capacity_shop *shop, struct capacity_figure figure,
                      struct interval *ret_value) {
    struct stats_median median = {0};
    int status = stats_median_interval(shop->value, shop->speeds.time_s, shop->speeds.rounds,
                                       &median, shop->fault);
    figure.value = *ret_value = median.interval;
    if (status == 0)
        shop->made.figures[shop->made.figure_count++] = figure;
    return status;
}

/* The kind whose workers are fastest, by the medians of their rows; -1: one of them is not known.
 */
static int32_t find_fastest(const struct capacity_shop *shop, const struct group *group) {
    int32_t fastest = -1;
    double most = -INFINITY;
    for (uint32_t i = 0; i < group->n; i++) {
        size_t count = 0;
        for (uint32_t j = 0; j < group->n; j++)
            if (group->rows[j].kind == group->rows[i].kind)
                shop->scratch[count++] = group->rows[j].speed.value;
        double speed = stats_median(shop->scratch, count);
        if (group->rows[i].kind < 0)
            return -1;
        if (speed > most) {
            most = speed;
            fastest = group->rows[i].kind;
        }
    }
    return fastest;
}

/* Whether worker i is the first of its kind. */
static bool is_first_of_kind(const struct group *group, uint32_t i) {
    for (uint32_t j = 0; j < i; j++)
        if (group->rows[j].kind == group->rows[i].kind)
            return false;
    return true;
}

static int add_kinds(struct capacity_shop *shop, const struct group *group,
                     struct capacity_row *rows, size_t row_count) {
    int32_t fastest = find_fastest(shop, group);
    int status = 0;
    for (uint32_t i = 0; i < group->n && fastest >= 0 && status == 0; i++) {
        int32_t kind = group->rows[i].kind;
        struct interval value = {1, 1, 1};
        if (!is_first_of_kind(group, i))
            continue;
        for (size_t round = 0; round < shop->speeds.rounds; round++)
            shop->value[round] =
                kind_speed(shop, group, round, kind) / kind_speed(shop, group, round, fastest);
        if (kind != fastest)
            status = add_figure(shop,
                                (struct capacity_figure){.series = rows[0].series,
                                                         .of = CAPACITY_KIND,
                                                         .n = group->n,
                                                         .kind = kind,
                                                         .fastest = fastest,
                                                         .pus = 1},
                                &value);
        for (size_t row = 0; row < row_count; row++)
            if (rows[row].kind == kind)
                rows[row].kind_speed = value.value;
    }
    return status;
}

/* The median speed of the core of `like` while its PUs did not share it: the last of the rows
 * before the group. NAN: it was never seen alone. */
static double find_alone(const struct capacity_row *rows, const struct group *group,
                         const struct capacity_row *like) {
    double speed = NAN;
    for (const struct capacity_row *row = rows; row < group->rows; row++)
        if (row->core == like->core)
            speed = row->speed.value;
    return speed;
}

/* How many workers of the group are on the core of worker i, and whether that is the first of them.
 */
static uint32_t count_on_core(const struct group *group, uint32_t i, bool *ret_is_first) {
    uint32_t count = 0;
    *ret_is_first = true;
    for (uint32_t j = 0; j < group->n; j++) {
        count += group->rows[j].core == group->rows[i].core;
        *ret_is_first = *ret_is_first && (j >= i || group->rows[j].core != group->rows[i].core);
    }
    return count;
}

/* Of one round, the median over the shared cores of all their PUs together over one alone. */
static double find_yield(const struct capacity_shop *shop, const struct capacity_row *rows,
                         const struct group *group, size_t round) {
    size_t cores = 0;
    for (uint32_t i = 0; i < group->n; i++) {
        bool is_first;
        double sum = 0, alone = find_alone(rows, group, &group->rows[i]);
        if (count_on_core(group, i, &is_first) < 2 || !is_first || isnan(alone))
            continue;
        for (uint32_t j = 0; j < group->n; j++)
            if (group->rows[j].core == group->rows[i].core)
                sum += shop->speeds.speed[round * group->n + j];
        shop->scratch[cores++] = sum / alone;
    }
    return stats_median(shop->scratch, cores);
}

static int add_siblings(struct capacity_shop *shop, const struct group *group,
                        struct capacity_row *rows) {
    struct interval value = {NAN, NAN, NAN};
    uint32_t pus = 0;
    bool is_first;
    for (uint32_t i = 0; i < group->n; i++) {
        uint32_t here = count_on_core(group, i, &is_first);
        pus = here > pus ? here : pus;
    }
    for (size_t round = 0; round < shop->speeds.rounds; round++) {
        shop->value[round] = find_yield(shop, rows, group, round);
        if (isnan(shop->value[round]))
            return 0; /* no core was seen alone before */
    }
    int status = add_figure(shop,
                            (struct capacity_figure){.series = rows[0].series,
                                                     .of = CAPACITY_SIBLINGS,
                                                     .n = group->n,
                                                     .kind = -1,
                                                     .fastest = -1,
                                                     .pus = pus},
                            &value);
    for (uint32_t i = 0; i < group->n; i++)
        if (count_on_core(group, i, &is_first) > 1 &&
            !isnan(find_alone(rows, group, &group->rows[i])))
            group->rows[i].core_yield = value.value;
    return status;
}

static void read_group(struct capacity_shop *shop, const struct group *group) {
    struct point point = pairs_point(shop->pairs, group->point);
    capacity_read_speeds(shop, &point);
}

int capacity_add_figures(struct capacity_shop *shop, size_t first, size_t end, size_t first_row) {
    struct capacity_row *rows = shop->made.rows + first_row;
    size_t row_count = shop->made.row_count - first_row, used = 0;
    struct group apart = {.n = 0}, joined = {.n = 0};
    for (size_t i = first; i < end && joined.n == 0 && used < row_count; i++) {
        const struct group group = {rows + used, rows[used].n, i};
        if (pairs_point(shop->pairs, i).samples[0]->n != group.n)
            continue; /* a point without a whole round has no rows */
        used += group.n;
        enum sharing sharing = find_sharing(&group);
        if (sharing == SHARING_NONE)
            apart = group;
        else if (sharing == SHARING_CORES)
            joined = group;
    }
    int status = 0;
    if (apart.n > 1) {
        read_group(shop, &apart);
        status = add_kinds(shop, &apart, rows, row_count);
    }
    if (joined.n > 1 && status == 0) {
        read_group(shop, &joined);
        status = add_siblings(shop, &joined, rows);
    }
    return status;
}
