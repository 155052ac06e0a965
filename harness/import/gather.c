/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/gather.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no_memory(struct fault *fault) {
    return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the rows of the file in memory");
}

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/, its offset basis and prime for 64 bits. */
static uint64_t hash_of(const void *key, size_t bytes) {
    const unsigned char *byte = key;
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3u;
    return hash;
}

/* Where the key is in the table, or would be. */
static size_t *find_slot(const struct gather *gather, uint64_t hash, const void *key,
                         size_t key_bytes) {
    for (size_t at = hash & (gather->slot_count - 1);; at = (at + 1) & (gather->slot_count - 1)) {
        size_t *slot = &gather->slots[at];
        if (*slot == 0)
            return slot;
        const struct gather_group *group = &gather->groups[*slot - 1];
        if (group->hash == hash && group->key_bytes == key_bytes &&
            memcmp(group->key, key, key_bytes) == 0)
            return slot;
    }
}

/* Room for one more group, and a table that stays half empty. */
static bool make_room(struct gather *gather) {
    if (gather->count < gather->capacity)
        return true;
    size_t capacity = gather->capacity == 0 ? 16 : 2 * gather->capacity;
    size_t *slots = calloc(2 * capacity, sizeof *slots);
    struct gather_group *groups = reallocarray(gather->groups, capacity, sizeof *groups);
    if (groups != NULL)
        gather->groups = groups;
    if (slots == NULL || groups == NULL) {
        free(slots);
        return false;
    }
    free(gather->slots);
    gather->slots = slots;
    gather->slot_count = 2 * capacity;
    gather->capacity = capacity;
    for (size_t i = 0; i < gather->count; i++)
        *find_slot(gather, groups[i].hash, groups[i].key, groups[i].key_bytes) = i + 1;
    return true;
}

int gather_group(struct gather *gather, const void *key, size_t key_bytes, size_t *ret_group,
                 bool *ret_is_new, struct fault *fault) {
    if (!make_room(gather))
        return no_memory(fault);
    uint64_t hash = hash_of(key, key_bytes);
    size_t *slot = find_slot(gather, hash, key, key_bytes);
    *ret_is_new = *slot == 0;
    if (*ret_is_new) {
        char *own = malloc(key_bytes + 1);
        if (own == NULL)
            return no_memory(fault);
        memcpy(own, key, key_bytes);
        own[key_bytes] = '\0';
        gather->groups[gather->count] = (struct gather_group){.group = {.p = NAN},
                                                              .hash = hash,
                                                              .key = own,
                                                              .key_bytes = key_bytes,
                                                              .is_wanted = true};
        *slot = ++gather->count;
    }
    *ret_group = *slot - 1;
    return 0;
}

int gather_row(struct gather *gather, size_t group, const struct measured_row *row,
               struct fault *fault) {
    struct gather_group *to = &gather->groups[group];
    if (to->group.count == to->capacity) {
        size_t capacity = to->capacity == 0 ? 4 : 2 * to->capacity;
        struct measured_row *rows = reallocarray(to->group.rows, capacity, sizeof *rows);
        if (rows == NULL)
            return no_memory(fault);
        to->group.rows = rows;
        to->capacity = capacity;
    }
    to->group.rows[to->group.count++] = *row;
    return 0;
}

int gather_units(struct gather *gather, size_t group, double units, struct fault *fault) {
    struct gather_group *to = &gather->groups[group];
    size_t last = to->group.count - 1;
    if (last >= to->units_capacity) {
        double *grown = reallocarray(to->units, to->capacity, sizeof *grown);
        if (grown == NULL)
            return no_memory(fault);
        to->units = grown;
        to->units_capacity = to->capacity;
    }
    to->units[last] = units;
    return 0;
}

struct measured_row gather_plain_row(double n, double value) {
    return (struct measured_row){.n = n,
                                 .value = value,
                                 .work = NAN,
                                 .capacity = NAN,
                                 .clock = NAN,
                                 .round = MEASURED_NO_ROUND};
}

void gather_name(struct gather *gather, size_t group, const char *name) {
    struct measured_group *to = &gather->groups[group].group;
    snprintf(to->name, sizeof to->name, "%s", name);
    snprintf(to->series.workload, sizeof to->series.workload, "%s", name);
}

bool gather_scaling(const char *word, enum measured_scaling *ret_scaling) {
    static const enum measured_scaling all[] = {MEASURED_STRONG, MEASURED_WEAK, MEASURED_COPIES};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(word, measured_scaling_name(all[i])) == 0) {
            *ret_scaling = all[i];
            return true;
        }
    }
    return false;
}

static double work_of(const struct measured_group *group, double n) {
    if (group->quantity != MEASURED_TIME || group->scaling == MEASURED_STRONG)
        return 1;
    bool has_serial_part = group->scaling == MEASURED_WEAK && !isnan(group->p);
    return has_serial_part ? (1 - group->p) + group->p * n : n;
}

/* Work that grows with n belongs to one of two kinds of scaling, and nobody says which. Within 1 %
 * it is what strong scaling has besides: the margin that laws are refuted by. */
static int refuse_growth(const struct measured_group *group, const char *path,
                         struct fault *fault) {
    const struct measured_row *least = NULL, *most = NULL;
    for (size_t i = 0; i < group->count; i++) {
        const struct measured_row *row = &group->rows[i];
        if (isnan(row->work))
            continue;
        least = least == NULL || row->n < least->n ? row : least;
        most = most == NULL || row->n > most->n ? row : most;
    }
    if (least == NULL || group->quantity != MEASURED_TIME || most->work <= 1.01 * least->work)
        return 0;
    return fault_set(fault, FAULT_INPUT, 0,
                     "%s: the work grows from %.4g at n = %.6g to %.4g at n = %.6g, and nothing "
                     "says how: give --scaling weak (the parallel part grows), throughput (n "
                     "copies) or strong, or a column scaling",
                     path, least->work, least->n, most->work, most->n);
}

static void fill_work(struct measured_group *group) {
    for (size_t i = 0; i < group->count; i++) {
        struct measured_row *row = &group->rows[i];
        bool is_time = group->quantity == MEASURED_TIME;
        if (is_time && group->scaling == MEASURED_WEAK && isnan(row->work) && isnan(group->p))
            group->work_is_assumed = true;
        if (isnan(row->work) || !is_time)
            row->work = work_of(group, row->n);
    }
}

static int settle(struct measured_group *group, const char *path, const char *scaling,
                  struct fault *fault) {
    enum measured_scaling asked = group->scaling;
    bool is_named = group->name[0] != '\0' && strstr(group->name, " scaling") == NULL;
    if (scaling != NULL && !gather_scaling(scaling, &asked))
        return fault_set(fault, FAULT_USAGE, 0, "--scaling %s: expected strong, weak or throughput",
                         scaling);
    if (asked != group->scaling && group->scaling_is_known)
        return fault_set(
            fault, FAULT_USAGE, 0,
            "--scaling %s contradicts %s, which holds %s scaling%s%s; leave the option "
            "out",
            scaling, path, measured_scaling_name(group->scaling), is_named ? " of " : "",
            is_named ? group->name : "");
    if (scaling == NULL && !group->scaling_is_known && refuse_growth(group, path, fault) != 0)
        return -FAULT_INPUT;
    group->scaling = asked;
    group->scaling_is_known = group->scaling_is_known || scaling != NULL;
    snprintf(group->series.scaling, sizeof group->series.scaling, "%s",
             measured_scaling_name(asked));
    fill_work(group);
    return 0;
}

static bool any_wanted(const struct gather *gather) {
    for (size_t i = 0; i < gather->count; i++)
        if (gather->groups[i].is_wanted && gather->groups[i].group.count > 0)
            return true;
    return false;
}

static bool all_known(const double *units, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (isnan(units[i]))
            return false;
    return true;
}

/* What doubling left over is given back, and the units go behind the rows; a failure to do the
 * former leaves the rows as they are. */
static int trim_rows(struct gather_group *from, struct fault *fault) {
    struct measured_group *group = &from->group;
    bool has_units = from->units != NULL && all_known(from->units, group->count);
    size_t each = sizeof *group->rows + (has_units ? sizeof *from->units : 0);
    struct measured_row *rows = reallocarray(group->rows, group->count, each);
    if (rows == NULL && has_units)
        return no_memory(fault);
    group->rows = rows == NULL ? group->rows : rows;
    if (has_units) {
        double *units = (double *)(void *)(group->rows + group->count);
        memcpy(units, from->units, group->count * sizeof *units);
        group->units = units;
    }
    return 0;
}

int gather_finish(struct gather *gather, const char *path, const char *scaling,
                  struct measured *ret_measured, struct fault *fault) {
    struct measured measured = {.groups = calloc(gather->count + 1, sizeof *measured.groups)};
    if (measured.groups == NULL)
        return no_memory(fault);
    bool choosy = any_wanted(gather);
    int status = 0;
    for (size_t i = 0; i < gather->count && status == 0; i++) {
        struct gather_group *from = &gather->groups[i];
        if (from->group.count == 0 || (choosy && !from->is_wanted))
            continue;
        status = settle(&from->group, path, scaling, fault);
        if (status == 0)
            status = trim_rows(from, fault);
        if (status == 0) {
            measured.groups[measured.count++] = from->group;
            from->group.rows = NULL;
        }
    }
    if (status == 0 && measured.count == 0)
        status = fault_set(fault, FAULT_INPUT, 0,
                           "%s has no row with both a count of cores and a value", path);
    if (status == 0)
        *ret_measured = measured;
    else
        measured_release(&measured);
    return status;
}

void gather_release(struct gather *gather) {
    for (size_t i = 0; i < gather->count; i++) {
        free(gather->groups[i].group.rows);
        free(gather->groups[i].units);
        free(gather->groups[i].key);
    }
    free(gather->groups);
    free(gather->slots);
    *gather = (struct gather){.groups = NULL};
}
