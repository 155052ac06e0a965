/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A table with a count of cores and a time, a throughput or a speed-up: ours, or anybody's, as CSV
 * or as JSON. */
#include "import/plain_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct plain {
    struct plain_layout layout;
    /* The group of the last row, which is often that of the next. */
    char *key, *last_key;
    size_t room, last_bytes, group;
    bool has_group;
};

static bool matches(const struct cells_row *header) {
    (void)header;
    return true;
}

static int begin(struct import_job *job, const struct cells_row *header, void **ret_state) {
    struct plain_layout layout;
    int status = plain_layout_find(job, header, &layout);
    if (status != 0)
        return status;
    struct plain *plain = malloc(sizeof *plain);
    if (plain == NULL)
        return import_no_memory(job);
    *plain = (struct plain){.layout = layout};
    *ret_state = plain;
    return 0;
}

static bool is_true(const char *cell) {
    return strcmp(cell, "1") == 0 || strcasecmp(cell, "true") == 0 || strcasecmp(cell, "yes") == 0;
}

/* Whether the row is a measurement of what the laws are about, as it says itself. */
static bool is_kept(const struct plain_layout *layout, const struct cells_row *row) {
    const char *valid = plain_cell(layout, row, COLUMN_VALID);
    const char *role = plain_cell(layout, row, COLUMN_ROLE);
    return (valid[0] == '\0' || is_true(valid)) &&
           !is_true(plain_cell(layout, row, COLUMN_OVERSUBSCRIBED)) &&
           (role[0] == '\0' || strcmp(role, "asked") == 0 || strcmp(role, "anchor") == 0) &&
           strcmp(plain_cell(layout, row, COLUMN_UNITS), "0") != 0;
}

/* Whether a row cannot do without: there "nan" is what a broken computation left, and no missing
 * value as in a column beside it. */
static bool is_needed(const struct plain_layout *layout, enum column_role role) {
    return role == COLUMN_COUNT || role == layout->value;
}

/* The cell of a role as a number above 0: NAN where it is empty or there is no such column. */
static int read_positive(struct import_job *job, const struct plain_layout *layout,
                         const struct cells_row *row, enum column_role role, const char *what,
                         double *ret_value) {
    const char *cell = plain_cell(layout, row, role);
    double value = NAN;
    enum cells_number number = cells_number(cell, &value);
    bool is_broken = is_needed(layout, role) && strcasecmp(cell, "nan") == 0;
    if (number == CELLS_NO_NUMBER || value <= 0 || is_broken)
        return import_bad_value(job, plain_where(layout, row, role).text, what, cell);
    *ret_value = value;
    return 0;
}

static int read_round(struct import_job *job, const struct plain_layout *layout,
                      const struct cells_row *row, uint32_t *ret_round) {
    const char *cell = plain_cell(layout, row, COLUMN_ROUND);
    double value = MEASURED_NO_ROUND;
    enum cells_number number = cells_number(cell, &value);
    if (number == CELLS_NO_NUMBER || value < 0 || value > MEASURED_NO_ROUND ||
        value != floor(value))
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s:%s: \"%.60s\" is no round: expected a whole number", job->path,
                         plain_where(layout, row, COLUMN_ROUND).text, cell);
    *ret_round = (uint32_t)value;
    return 0;
}

/* The row's figures; n, the value or the units are NAN where the row has none. */
static int read_row(struct import_job *job, const struct plain_layout *layout,
                    const struct cells_row *row, struct measured_row *ret_row, double *ret_units) {
    struct measured_row read = gather_plain_row(NAN, NAN);
    const struct {
        enum column_role role;
        const char *what;
        double *field;
    } numbers[] = {
        {COLUMN_COUNT, "a count of cores", &read.n},
        {layout->value,
         layout->quantity == MEASURED_TIME         ? "a time"
         : layout->quantity == MEASURED_THROUGHPUT ? "a throughput"
                                                   : "a speed-up",
         &read.value},
        {COLUMN_WORK, "an amount of work", &read.work},
        {COLUMN_CAPACITY, "a capacity", &read.capacity},
        {COLUMN_CLOCK, "a clock", &read.clock},
        {COLUMN_UNITS, "a number of units of work", ret_units},
    };
    int status = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status == 0; i++)
        status =
            read_positive(job, layout, row, numbers[i].role, numbers[i].what, numbers[i].field);
    if (status == 0 && layout->at[COLUMN_ROUND] != SIZE_MAX)
        status = read_round(job, layout, row, &read.round);
    read.value *= layout->unit;
    *ret_row = read;
    return status;
}

/* The group of the row's key, known or new. */
static int find_group(struct import_job *job, struct plain *plain, const struct cells_row *row) {
    size_t bytes = plain_key(&plain->layout, row, plain->key, plain->room);
    if (bytes > plain->room) {
        char *key = realloc(plain->key, 2 * bytes), *last = realloc(plain->last_key, 2 * bytes);
        plain->key = key == NULL ? plain->key : key;
        plain->last_key = last == NULL ? plain->last_key : last;
        if (key == NULL || last == NULL)
            return import_no_memory(job);
        plain->room = 2 * bytes;
        plain_key(&plain->layout, row, plain->key, plain->room);
    }
    if (plain->has_group && bytes == plain->last_bytes &&
        (bytes == 0 || memcmp(plain->key, plain->last_key, bytes) == 0))
        return 0;
    bool is_new = false;
    int status = gather_group(&job->gather, bytes == 0 ? "" : plain->key, bytes, &plain->group,
                              &is_new, job->fault);
    if (status == 0 && is_new) {
        struct gather_group *added = &job->gather.groups[plain->group];
        added->is_wanted = false;
        status = plain_describe(job, &plain->layout, row, &added->group);
    }
    char *other = plain->last_key;
    plain->last_key = plain->key;
    plain->key = other;
    plain->last_bytes = bytes;
    plain->has_group = status == 0;
    return status;
}

/* Of our own weak runs: the work by the p that the units realise, which the law goes by. */
static double work_of(const struct plain_layout *layout, const struct cells_row *row,
                      const struct measured_row *read, const struct measured_group *group) {
    double p = NAN;
    if (!isnan(read->work) || group->scaling != MEASURED_WEAK ||
        cells_number(plain_cell(layout, row, COLUMN_P_WORK), &p) != CELLS_NUMBER)
        return read->work;
    return (1 - p) + p * read->n;
}

static int take_row(struct import_job *job, void *state, const struct cells_row *row) {
    struct plain *plain = state;
    const struct plain_layout *layout = &plain->layout;
    struct measured_row read;
    double units = NAN;
    if (!is_kept(layout, row))
        return 0;
    int status = read_row(job, layout, row, &read, &units);
    if (status != 0 || isnan(read.n) || isnan(read.value))
        return status;
    status = find_group(job, plain, row);
    if (status != 0)
        return status;
    struct gather_group *group = &job->gather.groups[plain->group];
    /* Points that a run measured as anchors only were not asked for. */
    group->is_wanted =
        group->is_wanted || strcmp(plain_cell(layout, row, COLUMN_ROLE), "anchor") != 0;
    read.work = work_of(layout, row, &read, &group->group);
    status = gather_row(&job->gather, plain->group, &read, job->fault);
    if (status == 0 && layout->at[COLUMN_UNITS] != SIZE_MAX && layout->quantity == MEASURED_TIME)
        status = gather_units(&job->gather, plain->group, units, job->fault);
    return status;
}

static int end(struct import_job *job, void *state, bool whole) {
    struct plain *plain = state;
    (void)job;
    (void)whole;
    free(plain->key);
    free(plain->last_key);
    free(plain);
    return 0;
}

const struct csv_format csv_plain = {"CSV", matches, begin, take_row, end};
