/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/compare_match.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *compare_key_name(enum compare_key key) {
    static const char *const names[COMPARE_KEYS] = {"workload", "params", "engine",
                                                    "scaling",  "place",  "tasks"};
    return names[key];
}

/* Room for any level. */
enum { LEVEL_BYTES = WIRE_PARAMS_BYTES };

static const char *level_of(const struct comparand_point *point, enum compare_key key,
                            char scratch[LEVEL_BYTES]) {
    switch (key) {
    case COMPARE_WORKLOAD:
        return point->series.workload;
    case COMPARE_PARAMS:
        return point->series.params;
    case COMPARE_ENGINE:
        return point->series.engine;
    case COMPARE_SCALING:
        return point->series.scaling;
    case COMPARE_PLACE:
        return point->series.place;
    case COMPARE_TASKS:
    case COMPARE_KEYS:
        break;
    }
    snprintf(scratch, LEVEL_BYTES, "%u", point->tasks);
    return scratch;
}

static bool is_chosen(const struct compare_choice *choice, const struct comparand_point *point) {
    char scratch[LEVEL_BYTES];
    for (enum compare_key key = 0; key < COMPARE_KEYS; key++)
        if (choice->level[key] != NULL &&
            strcmp(choice->level[key], level_of(point, key, scratch)) != 0)
            return false;
    return true;
}

static bool belong_together(const struct compare_request *request, const struct comparand_point *a,
                            const struct comparand_point *b) {
    char scratch[2][LEVEL_BYTES];
    if (!series_is_same_p(a->p, b->p) || a->n != b->n || a->quantity != b->quantity)
        return false;
    for (enum compare_key key = 0; key < COMPARE_KEYS; key++) {
        bool is_aside =
            request->first.choice.level[key] != NULL || request->second.choice.level[key] != NULL;
        if (!is_aside && strcmp(level_of(a, key, scratch[0]), level_of(b, key, scratch[1])) != 0)
            return false;
    }
    return true;
}

/* "'spread', 'compact'": each once. */
static void list_levels(const struct comparand *comparand, enum compare_key key, char *text,
                        size_t bytes) {
    char scratch[2][LEVEL_BYTES];
    text[0] = '\0';
    for (size_t i = 0; i < comparand->count; i++) {
        const char *level = level_of(&comparand->points[i], key, scratch[0]);
        size_t used = strlen(text), before = 0;
        while (before < i &&
               strcmp(level, level_of(&comparand->points[before], key, scratch[1])) != 0)
            before++;
        if (before == i)
            snprintf(text + used, bytes - used, "%s'%s'", used > 0 ? ", " : "", level);
    }
}

/* Names the first key whose level no point has, and those there are. */
static int refuse_choice(const struct compare_side *side, struct fault *fault) {
    char there[256], scratch[LEVEL_BYTES];
    enum compare_key key = 0;
    for (; key < COMPARE_KEYS; key++) {
        bool has = side->choice.level[key] == NULL;
        for (size_t i = 0; i < side->comparand->count && !has; i++)
            has = strcmp(level_of(&side->comparand->points[i], key, scratch),
                         side->choice.level[key]) == 0;
        if (!has)
            break;
    }
    if (key == COMPARE_KEYS)
        return fault_set(fault, FAULT_USAGE, 0, "%s: no series has all of that at once",
                         side->name);
    list_levels(side->comparand, key, there, sizeof there);
    return fault_set(fault, FAULT_USAGE, 0, "%s: no series has %s=%s; there is %s", side->name,
                     compare_key_name(key), side->choice.level[key], there);
}

static int check_choice(const struct compare_side *side, struct fault *fault) {
    for (size_t i = 0; i < side->comparand->count; i++)
        if (is_chosen(&side->choice, &side->comparand->points[i]))
            return 0;
    if (side->comparand->count == 0)
        return fault_set(fault, FAULT_INPUT, 0, "%s has no point to compare", side->name);
    return refuse_choice(side, fault);
}

/* The only point of `side` that belongs to `point`, which is of the other side. */
static int find_partner(const struct compare_request *request, const struct compare_side *side,
                        const struct comparand_point *point,
                        const struct comparand_point **ret_partner, struct fault *fault) {
    const struct comparand_point *partner = NULL;
    for (size_t i = 0; i < side->comparand->count; i++) {
        const struct comparand_point *other = &side->comparand->points[i];
        if (!is_chosen(&side->choice, other) || !belong_together(request, point, other))
            continue;
        if (partner != NULL) {
            char one[64], two[64];
            series_describe_tasks(&partner->series, partner->tasks, one, sizeof one);
            series_describe_tasks(&other->series, other->tasks, two, sizeof two);
            return fault_set(fault, FAULT_USAGE, 0,
                             "%s has several series for one of the other side: %s and %s; choose "
                             "one of them, as %s@place=spread does",
                             side->name, one, two, side->name);
        }
        partner = other;
    }
    *ret_partner = partner;
    return 0;
}

/* Each point of one side goes to a row, if `is_first`, or to those that only it has. */
static int match_side(const struct compare_request *request, struct compare_table *table,
                      bool is_first, struct fault *fault) {
    const struct compare_side *own = is_first ? &request->first : &request->second,
                              *other = is_first ? &request->second : &request->first;
    for (size_t i = 0; i < own->comparand->count; i++) {
        const struct comparand_point *point = &own->comparand->points[i], *partner = NULL;
        if (!is_chosen(&own->choice, point))
            continue;
        int status = find_partner(request, other, point, &partner, fault);
        if (status != 0)
            return status;
        if (partner == NULL && is_first)
            table->only_first[table->only_first_count++] = point;
        else if (partner == NULL)
            table->only_second[table->only_second_count++] = point;
        else if (is_first)
            table->rows[table->count++] = (struct compare_row){.first = point, .second = partner};
    }
    return 0;
}

/* "spin at p = 0.9, n = 4": without what it has not. */
static void name_point(const struct comparand_point *point, char *text, size_t bytes) {
    char series[64], p[32] = "";
    series_describe_tasks(&point->series, point->tasks, series, sizeof series);
    if (!isnan(point->p))
        snprintf(p, sizeof p, "p = %g, ", point->p);
    snprintf(text, bytes, "%s%s%sn = %g", series, series[0] == '\0' ? "" : " at ", p, point->n);
}

static int refuse_strangers(const struct compare_request *request,
                            const struct compare_table *table, struct fault *fault) {
    char one[128], two[128];
    name_point(table->only_first[0], one, sizeof one);
    name_point(table->only_second[0], two, sizeof two);
    return fault_set(fault, FAULT_INPUT, 0,
                     "%s and %s have no point in common: the one has %s and so on, the other %s; "
                     "what may differ is chosen, as A@place=spread B@place=compact does",
                     request->first.name, request->second.name, one, two);
}

int compare_match(const struct compare_request *request, struct compare_table *table,
                  struct fault *fault) {
    size_t most = request->first.comparand->count, other = request->second.comparand->count;
    table->rows = calloc(most + 1, sizeof *table->rows);
    table->only_first = calloc(most + 1, sizeof(struct comparand_point *));
    table->only_second = calloc(other + 1, sizeof(struct comparand_point *));
    if (table->rows == NULL || table->only_first == NULL || table->only_second == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot compare %zu points", most);
    int status = check_choice(&request->first, fault);
    if (status == 0)
        status = check_choice(&request->second, fault);
    if (status == 0)
        status = match_side(request, table, true, fault);
    if (status == 0)
        status = match_side(request, table, false, fault);
    if (status == 0 && table->count == 0)
        status = refuse_strangers(request, table, fault);
    return status;
}
