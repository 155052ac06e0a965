/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_rows.h"
#include "explain/ledger.h"
#include "explain/pairs.h"
#include "stats/median_interval.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A loss of the top level: where it stands, and how it is found where workers have clocks, and of a
 * program, which has none. */
struct component {
    const char *name;
    size_t offset; /* in struct summary_losses */
    const char *method, *of_program;
};
#define LOSS(field) offsetof(struct summary_losses, field)
static const struct component COMPONENTS[] = {
    {"serial", LOSS(serial), "worker clocks: (n - 1) (t1 - t0)", ""},
    {"fork", LOSS(fork), "worker clocks: a_i - t1", ""},
    {"imbalance", LOSS(imbalance), "worker clocks: max b - b_i", ""},
    {"join", LOSS(join), "worker clocks: n (t2 - max b)", ""},
    {"wait", LOSS(wait), "waits inside the shares", ""},
    {"descheduled", LOSS(descheduled), "run-queue delay", ""},
    {"inflation", LOSS(inflation), "measured apart", "C(n) - C(1), by wait4"},
    {"idle", LOSS(idle), "", "(n T(n) - C(n)) - (T(1) - C(1)), by wait4"},
    {"unexplained", LOSS(unexplained), "what is left", "what is left"},
};
enum { COMPONENT_COUNT = sizeof COMPONENTS / sizeof COMPONENTS[0], IDLE_PARTS = 3 };

/* The parts of a program's idle time, each in units of speed-up. */
enum idle_part { IDLE_ON_ONE, IDLE_ONE_RUNNABLE, IDLE_REST };
static const struct {
    const char *name, *method;
} IDLE_WORDS[IDLE_PARTS] = {
    [IDLE_ON_ONE] = {"idle at n = 1", "-(T(1) - C(1)), by wait4: as idle on one core"},
    [IDLE_ONE_RUNNABLE] = {"one runnable", "looks at the threads"},
    [IDLE_REST] = {"the rest", "n T(n) - C(n), less what was seen"},
};

/* What the rows of one run are made with. */
struct rows_shop {
    const struct pairs *pairs;
    struct pair *pair; /* of the point in hand */
    size_t pair_count;
    struct ledger_factors factors; /* of the same point */
    double *value, *time_s;
    struct ledger_row *rows;
    size_t count;
    struct fault *fault;
};

static double loss_at(const struct summary_losses *loss, size_t offset) {
    return *(const double *)(const void *)((const char *)loss + offset);
}

/* Adds the row of a loss of `value` whose rounds are the first `count` values. */
static int add_row(struct rows_shop *shop, const struct summary_row *point, double value,
                   size_t count, struct ledger_row row) {
    struct stats_median median = {0};
    int status = stats_median_interval(shop->value, shop->time_s, count, &median, shop->fault);
    if (status != 0)
        return status;
    row.series = point->series;
    row.p = point->p;
    row.n = point->n;
    row.tasks = point->tasks;
    snprintf(row.row, sizeof row.row, "valid");
    row.value = (struct interval){value, median.interval.lo, median.interval.hi};
    if (row.value.lo > value) /* false where there is no interval */
        row.value.lo = value;
    if (row.value.hi < value)
        row.value.hi = value;
    shop->rows[shop->count++] = row;
    return 0;
}

static int add_component(struct rows_shop *shop, const struct summary_row *point,
                         const struct component *component) {
    double value = loss_at(&point->loss, component->offset);
    struct ledger_row row = {.parent = ""};
    if (isnan(value))
        return 0;
    snprintf(row.component, sizeof row.component, "%s", component->name);
    snprintf(row.method, sizeof row.method, "%s",
             series_is_of_program(&point->series) ? component->of_program : component->method);
    for (size_t i = 0; i < shop->pair_count; i++) {
        struct summary_losses loss = ledger_of_pair(&shop->pair[i], &shop->factors);
        shop->value[i] = loss_at(&loss, component->offset);
        shop->time_s[i] = shop->pair[i].sample->start_s;
    }
    return add_row(shop, point, value, shop->pair_count, row);
}

/* -(T(1) - C(1)) / T(n): what `idle` leaves out because one core has it as well. */
static double idle_on_one(const struct pair *pair) {
    const struct sample *base = pair->base;
    return -(base->time_s - base->user_s - base->system_s) / pair->sample->time_s;
}

/* n - 1 cores had nothing to do where one thread was runnable. NAN where nothing was looked at. */
static double idle_one_runnable(const struct sample *sample) {
    return sample->looks > 0 ? (sample->n - 1) * sample->looks_one / sample->looks : NAN;
}

/* Of one round; NAN: not known. */
static double idle_part_of(const struct pair *pair, enum idle_part part) {
    double on_one = idle_on_one(pair), one = idle_one_runnable(pair->sample);
    switch (part) {
    case IDLE_ON_ONE:
        return on_one;
    case IDLE_ONE_RUNNABLE:
        return one;
    case IDLE_REST:
        break;
    }
    return ledger_of_pair(pair, &(struct ledger_factors){NAN, NAN, NAN}).idle - on_one -
           (isnan(one) ? 0 : one);
}

/* Means over the pairs that the ledger is of, looks taken together: a short run has few. */
static void find_idle_parts(const struct rows_shop *shop, const struct summary_row *point,
                            double *ret_values) {
    double on_one = 0, looks = 0, looks_one = 0;
    size_t used = 0;
    for (size_t i = 0; i < shop->pair_count; i++) {
        const struct pair *pair = &shop->pair[i];
        if (!ledger_counts(pair, &point->speedup))
            continue;
        on_one += idle_on_one(pair);
        used++;
        if (pair->sample->looks > 0) {
            looks += pair->sample->looks;
            looks_one += pair->sample->looks_one;
        }
    }
    double one = looks > 0 ? (point->n - 1) * looks_one / looks : NAN;
    ret_values[IDLE_ON_ONE] = used > 0 ? on_one / (double)used : NAN;
    ret_values[IDLE_ONE_RUNNABLE] = one;
    ret_values[IDLE_REST] = point->loss.idle - ret_values[IDLE_ON_ONE] - (isnan(one) ? 0 : one);
}

static int add_idle_parts(struct rows_shop *shop, const struct summary_row *point) {
    double values[IDLE_PARTS];
    int status = 0;
    if (isnan(point->loss.idle))
        return 0;
    find_idle_parts(shop, point, values);
    for (unsigned part = 0; part < IDLE_PARTS && status == 0; part++) {
        struct ledger_row row = {.parent = "idle"};
        size_t count = 0;
        if (isnan(values[part]))
            continue;
        snprintf(row.component, sizeof row.component, "%s", IDLE_WORDS[part].name);
        snprintf(row.method, sizeof row.method, "%s", IDLE_WORDS[part].method);
        for (size_t i = 0; i < shop->pair_count; i++) {
            double value = idle_part_of(&shop->pair[i], (enum idle_part)part);
            bool unseen = !isnan(values[IDLE_ONE_RUNNABLE]) && !(shop->pair[i].sample->looks > 0);
            if (isnan(value) || (part == IDLE_REST && unseen))
                continue;
            shop->value[count] = value;
            shop->time_s[count++] = shop->pair[i].sample->start_s;
        }
        status = add_row(shop, point, values[part], count, row);
    }
    return status;
}

static int add_point(struct rows_shop *shop, const struct point *point,
                     const struct summary_row *row) {
    int status = 0;
    if (row->n == 1 || isnan(row->speedup.value))
        return 0;
    shop->pair_count = 0;
    for (size_t i = 0; i < point->count; i++) {
        const struct sample *base = pairs_base(shop->pairs, point->samples[i]);
        if (base != NULL)
            shop->pair[shop->pair_count++] = (struct pair){point->samples[i], base};
    }
    status = ledger_find_factors(shop->pairs, point->samples[0], &shop->factors, shop->fault);
    for (size_t i = 0; i < COMPONENT_COUNT && status == 0; i++)
        status = add_component(shop, row, &COMPONENTS[i]);
    return status != 0 ? status : add_idle_parts(shop, row);
}

/* The rows of the summary are of the points that were asked for, in their order. */
static int add_points(struct rows_shop *shop, const struct summary_row *summary,
                      size_t summary_count) {
    size_t made = 0;
    int status = 0;
    for (size_t i = 0; i < pairs_point_count(shop->pairs) && status == 0; i++) {
        struct point point = pairs_point(shop->pairs, i);
        if (point.samples[0]->role == SAMPLE_ASKED && made < summary_count)
            status = add_point(shop, &point, &summary[made++]);
    }
    return status;
}

int ledger_rows_make(const struct sample *samples, size_t count, const struct summary_row *summary,
                     size_t summary_count, struct ledger_row **ret_rows, size_t *ret_count,
                     struct fault *fault) {
    struct pairs *pairs = NULL;
    int status = pairs_make(samples, count, &pairs, fault);
    if (status != 0)
        return status;
    struct rows_shop shop = {.pairs = pairs, .fault = fault};
    shop.rows = calloc(summary_count * (COMPONENT_COUNT + IDLE_PARTS) + 1, sizeof *shop.rows);
    shop.pair = calloc(count + 1, sizeof *shop.pair);
    shop.value = calloc(count + 1, sizeof *shop.value);
    shop.time_s = calloc(count + 1, sizeof *shop.time_s);
    if (shop.rows == NULL || shop.pair == NULL || shop.value == NULL || shop.time_s == NULL)
        status =
            fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot make the ledger of %zu samples", count);
    else
        status = add_points(&shop, summary, summary_count);
    if (status == 0) {
        *ret_rows = shop.rows;
        *ret_count = shop.count;
    } else {
        free(shop.rows);
    }
    free(shop.pair);
    free(shop.value);
    free(shop.time_s);
    pairs_free(pairs);
    return status;
}
