/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/pairs.h"
#include "explain/law.h"
#include "wire/series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

double pair_work(const struct pair *pair) {
    return law_work(pair->sample, law_p(pair->sample, pair->base));
}

double pair_speedup(const struct pair *pair) {
    return pair_work(pair) * pair->base->time_s / pair->sample->time_s;
}

struct pairs {
    size_t count, point_count;
    const struct sample **by_point; /* sorted by point, then id */
    const struct sample **by_id;
    struct point *points;
};

static int compare_double(double a, double b) {
    return (a > b) - (a < b);
}

static int compare_id(const void *left, const void *right) {
    const struct sample *a = *(const struct sample *const *)left,
                        *b = *(const struct sample *const *)right;
    return (a->id > b->id) - (a->id < b->id);
}

/* No p, which is NAN, is one p like any other, before the rest. */
static int compare_p(double a, double b) {
    if (a != a || b != b)
        return (a == a) - (b == b);
    return compare_double(a, b);
}

/* What was asked for and the anchors are one kind of point, at different p; each other role is its
 * own, behind them. */
static enum sample_role kind_of(enum sample_role role) {
    return role == SAMPLE_ANCHOR ? SAMPLE_ASKED : role;
}

static int compare_in_series(const struct sample *a, const struct sample *b) {
    int order = (int)kind_of(a->role) - (int)kind_of(b->role);
    if (order == 0)
        order = compare_p(a->p, b->p);
    if (order == 0)
        order = (a->n > b->n) - (a->n < b->n);
    if (order == 0)
        order = (a->tasks > b->tasks) - (a->tasks < b->tasks);
    return order;
}

/* Within one series. */
static int compare_point(const void *left, const void *right) {
    int order = compare_in_series(*(const struct sample *const *)left,
                                  *(const struct sample *const *)right);
    return order != 0 ? order : compare_id(left, right);
}

/* Moves the samples of one series after another to by_point, each series sorted. */
static void sort_points(struct pairs *pairs) {
    size_t placed = 0;
    bool *is_placed = (bool *)pairs->points; /* not needed yet, and large enough */
    memset(is_placed, 0, pairs->count);
    for (size_t i = 0; i < pairs->count; i++) {
        if (is_placed[i])
            continue;
        size_t first = placed;
        for (size_t j = i; j < pairs->count; j++) {
            if (is_placed[j] || !series_is_same(&pairs->by_id[i]->series, &pairs->by_id[j]->series))
                continue;
            is_placed[j] = true;
            pairs->by_point[placed++] = pairs->by_id[j];
        }
        qsort(pairs->by_point + first, placed - first, sizeof *pairs->by_point, compare_point);
    }
}

static void cut_points(struct pairs *pairs) {
    for (size_t first = 0, end; first < pairs->count; first = end) {
        const struct sample *like = pairs->by_point[first];
        end = first + 1;
        while (end < pairs->count && compare_in_series(like, pairs->by_point[end]) == 0 &&
               series_is_same(&like->series, &pairs->by_point[end]->series))
            end++;
        pairs->points[pairs->point_count++] = (struct point){pairs->by_point + first, end - first};
    }
}

int pairs_make(const struct sample *samples, size_t count, struct pairs **ret_pairs,
               struct fault *fault) {
    struct pairs *pairs = calloc(1, sizeof *pairs);
    if (pairs != NULL) {
        pairs->by_point = calloc(count + 1, sizeof(struct sample *));
        pairs->by_id = calloc(count + 1, sizeof(struct sample *));
        pairs->points = calloc(count + 1, sizeof *pairs->points);
    }
    if (pairs == NULL || pairs->by_point == NULL || pairs->by_id == NULL || pairs->points == NULL) {
        pairs_free(pairs);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot sort %zu samples", count);
    }
    for (size_t i = 0; i < count; i++)
        if (samples[i].role != SAMPLE_WARMUP)
            pairs->by_id[pairs->count++] = &samples[i];
    qsort(pairs->by_id, pairs->count, sizeof *pairs->by_id, compare_id);
    sort_points(pairs);
    cut_points(pairs);
    *ret_pairs = pairs;
    return 0;
}

void pairs_free(struct pairs *pairs) {
    if (pairs == NULL)
        return;
    free(pairs->by_point);
    free(pairs->by_id);
    free(pairs->points);
    free(pairs);
}

size_t pairs_point_count(const struct pairs *pairs) {
    return pairs->point_count;
}

struct point pairs_point(const struct pairs *pairs, size_t index) {
    return pairs->points[index];
}

struct point pairs_find(const struct pairs *pairs, const struct sample *like, double p,
                        unsigned n) {
    return pairs_find_role(pairs, SAMPLE_ASKED, like, p, n);
}

struct point pairs_find_role(const struct pairs *pairs, enum sample_role role,
                             const struct sample *like, double p, unsigned n) {
    uint32_t tasks = role == SAMPLE_SENTINEL ? 0 : like->tasks; /* a series has but one kind */
    for (size_t i = 0; i < pairs->point_count; i++) {
        const struct sample *sample = pairs->points[i].samples[0];
        if (kind_of(sample->role) == role && compare_p(sample->p, p) == 0 && sample->n == n &&
            sample->tasks == tasks && series_is_same(&sample->series, &like->series))
            return pairs->points[i];
    }
    return (struct point){NULL, 0};
}

static const struct sample *find_base(const struct pairs *pairs, const struct sample *sample,
                                      enum sample_validity worst) {
    const struct sample wanted = {.id = sample->base_id}, *key = &wanted;
    const struct sample **found =
        bsearch(&key, pairs->by_id, pairs->count, sizeof *pairs->by_id, compare_id);
    if (found == NULL || sample->validity > worst || (*found)->validity > worst)
        return NULL;
    return *found;
}

const struct sample *pairs_base(const struct pairs *pairs, const struct sample *sample) {
    return find_base(pairs, sample, SAMPLE_VALID);
}

const struct sample *pairs_base_experienced(const struct pairs *pairs,
                                            const struct sample *sample) {
    return find_base(pairs, sample, SAMPLE_DISTURBED);
}
