/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/plain_layout.h"

#include "wire/series.h"

#include <math.h>
#include <string.h>

static const enum column_role GROUPING[] = {COLUMN_SCALING, COLUMN_WORKLOAD, COLUMN_PARAMS,
                                            COLUMN_ENGINE,  COLUMN_PLACE,    COLUMN_IDLE,
                                            COLUMN_P,       COLUMN_TASKS};
enum { GROUPING_COUNT = sizeof GROUPING / sizeof GROUPING[0] };

struct plain_where plain_where(const struct plain_layout *layout, const struct cells_row *row,
                               enum column_role role) {
    struct plain_where where;
    snprintf(where.text, sizeof where.text, "%ju: column %s", (uintmax_t)row->line,
             layout->name[role]);
    return where;
}

/* The names in a header, for a sentence. */
static void list_names(const struct cells_row *header, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < header->count && used + 4 < bytes; i++) {
        int wrote =
            snprintf(text + used, bytes - used, "%s\"%.40s\"", i == 0 ? "" : ", ", header->cell[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    if (used >= bytes)
        memcpy(text + bytes - sizeof "…", "…", sizeof "…");
}

static int fail_missing(struct import_job *job, const struct cells_row *header, const char *what,
                        const char *expected) {
    char names[160];
    double number;
    list_names(header, names, sizeof names);
    if (cells_number(header->cell[0], &number) == CELLS_NUMBER)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s:%ju: expected a header row, such as n,time_s; found %s", job->path,
                         (uintmax_t)header->line, names);
    return fault_set(job->fault, FAULT_INPUT, 0, "%s:%ju: no column is %s: found %s; expected %s",
                     job->path, (uintmax_t)header->line, what, names, expected);
}

static void place_columns(const struct cells_row *header, struct plain_layout *layout,
                          struct column_meaning meanings[COLUMN_ROLES]) {
    for (size_t role = 0; role < COLUMN_ROLES; role++)
        layout->at[role] = SIZE_MAX;
    for (size_t i = 0; i < header->count; i++) {
        struct column_meaning meaning = column_meaning(header->cell[i]);
        if (meaning.role == COLUMN_LABEL && layout->label_count < PLAIN_LABELS_MAX)
            layout->labels[layout->label_count++] = i;
        layout->counts += meaning.role == COLUMN_COUNT;
        if (layout->at[meaning.role] != SIZE_MAX && meaning.rank >= meanings[meaning.role].rank)
            continue;
        layout->at[meaning.role] = i;
        meanings[meaning.role] = meaning;
        snprintf(layout->name[meaning.role], COLUMN_NAME_BYTES, "%s", header->cell[i]);
    }
}

int plain_layout_find(struct import_job *job, const struct cells_row *header,
                      struct plain_layout *ret_layout) {
    /* What was measured before what was made of it. */
    static const struct {
        enum column_role role;
        enum measured_quantity quantity;
    } order[] = {{COLUMN_TIME, MEASURED_TIME},
                 {COLUMN_THROUGHPUT, MEASURED_THROUGHPUT},
                 {COLUMN_SPEEDUP, MEASURED_SPEEDUP}};
    struct plain_layout layout = {.value = COLUMN_OTHER};
    struct column_meaning meanings[COLUMN_ROLES];
    place_columns(header, &layout, meanings);
    for (size_t i = 0; i < 3 && layout.value == COLUMN_OTHER; i++) {
        if (layout.at[order[i].role] == SIZE_MAX)
            continue;
        layout.value = order[i].role;
        layout.quantity = order[i].quantity;
        layout.unit = meanings[order[i].role].unit;
        layout.has_unit = meanings[order[i].role].has_unit;
    }
    if (layout.at[COLUMN_COUNT] == SIZE_MAX)
        return fail_missing(job, header, "a count of cores", column_counts);
    if (layout.value == COLUMN_OTHER)
        return fail_missing(job, header, "a time, a throughput or a speed-up", column_quantities);
    /* Elsewhere "idle" is a share of time. */
    if (layout.at[COLUMN_WORKLOAD] == SIZE_MAX)
        layout.at[COLUMN_IDLE] = SIZE_MAX;
    *ret_layout = layout;
    return 0;
}

static size_t append(char *key, size_t bytes, size_t used, const char *cell) {
    size_t length = strlen(cell) + 1;
    if (used + length <= bytes)
        memcpy(key + used, cell, length);
    return used + length;
}

size_t plain_key(const struct plain_layout *layout, const struct cells_row *row, char *key,
                 size_t bytes) {
    size_t used = 0;
    for (size_t i = 0; i < GROUPING_COUNT; i++)
        if (layout->at[GROUPING[i]] != SIZE_MAX)
            used = append(key, bytes, used, row->cell[layout->at[GROUPING[i]]]);
    for (size_t i = 0; i < layout->label_count; i++)
        used = append(key, bytes, used, row->cell[layout->labels[i]]);
    return used;
}

static int describe_numbers(struct import_job *job, const struct plain_layout *layout,
                            const struct cells_row *row, struct measured_group *group) {
    const char *p_cell = plain_cell(layout, row, COLUMN_P);
    const char *tasks_cell = plain_cell(layout, row, COLUMN_TASKS);
    double p = NAN, tasks = 0;
    if (cells_number(p_cell, &p) == CELLS_NO_NUMBER || p < 0 || p > 1)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s:%s: \"%.60s\" is no parallel fraction: expected 0 to 1 (a count of "
                         "cores is named n)",
                         job->path, plain_where(layout, row, COLUMN_P).text, p_cell);
    if (cells_number(tasks_cell, &tasks) == CELLS_NO_NUMBER || tasks < 0 || tasks > UINT32_MAX)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s:%s: \"%.60s\" is no number of tasks in flight", job->path,
                         plain_where(layout, row, COLUMN_TASKS).text, tasks_cell);
    group->p = p;
    group->tasks = (uint32_t)tasks;
    return 0;
}

static int describe_scaling(struct import_job *job, const struct plain_layout *layout,
                            const struct cells_row *row, struct measured_group *group) {
    const char *scaling = plain_cell(layout, row, COLUMN_SCALING);
    if (scaling[0] == '\0')
        return 0;
    if (!gather_scaling(scaling, &group->scaling))
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s:%s: \"%.60s\" is no kind of scaling: expected strong, weak or "
                         "throughput",
                         job->path, plain_where(layout, row, COLUMN_SCALING).text, scaling);
    group->scaling_is_known = true;
    return 0;
}

/* Appends ", TEXT", or TEXT where there is nothing yet. */
static void append_name(struct measured_group *group, const char *text) {
    size_t used = strlen(group->name);
    if (text[0] != '\0')
        snprintf(group->name + used, sizeof group->name - used, "%s%s", used == 0 ? "" : ", ",
                 text);
}

static void name_group(const struct plain_layout *layout, const struct cells_row *row,
                       struct measured_group *group) {
    char words[48];
    if (group->series.workload[0] != '\0') {
        series_describe(&group->series, group->name, sizeof group->name);
    } else {
        append_name(group, group->series.params);
        append_name(group, group->series.engine);
        append_name(group, group->series.place);
        snprintf(words, sizeof words, "%s scaling", group->series.scaling);
        append_name(group, group->series.scaling[0] == '\0' ? "" : words);
    }
    for (size_t i = 0; i < layout->label_count; i++)
        append_name(group, row->cell[layout->labels[i]]);
    snprintf(words, sizeof words, "p = %.10g", group->p);
    append_name(group, isnan(group->p) ? "" : words);
    snprintf(words, sizeof words, "%u task%s", group->tasks, group->tasks == 1 ? "" : "s");
    append_name(group, group->tasks == 0 ? "" : words);
    if (group->series.workload[0] == '\0' && layout->label_count > 0)
        snprintf(group->series.workload, sizeof group->series.workload, "%s",
                 row->cell[layout->labels[0]]);
}

/* Samples of ours have all of these, and units; a summary of them has not. A foreign program's time
 * is that of the whole program. */
static bool is_without_units(const struct plain_layout *layout, const struct series *series) {
    return layout->quantity == MEASURED_TIME && layout->at[COLUMN_UNITS] == SIZE_MAX &&
           layout->at[COLUMN_WORKLOAD] != SIZE_MAX && layout->at[COLUMN_ENGINE] != SIZE_MAX &&
           layout->at[COLUMN_PLACE] != SIZE_MAX && layout->at[COLUMN_P_WORK] != SIZE_MAX &&
           !series_is_of_program(series);
}

static void describe_columns(const struct plain_layout *layout, const struct series *series,
                             struct measured_group *group) {
    group->unit_is_assumed = layout->quantity == MEASURED_TIME && !layout->has_unit;
    group->units_are_lost = is_without_units(layout, series);
    if (layout->counts > 1)
        snprintf(group->count_column, sizeof group->count_column, "%.47s",
                 layout->name[COLUMN_COUNT]);
}

int plain_describe(struct import_job *job, const struct plain_layout *layout,
                   const struct cells_row *row, struct measured_group *group) {
    struct series *series = &group->series;
    const struct {
        enum column_role role;
        char *field;
        size_t bytes;
    } words[] = {
        {COLUMN_WORKLOAD, series->workload, sizeof series->workload},
        {COLUMN_PARAMS, series->params, sizeof series->params},
        {COLUMN_ENGINE, series->engine, sizeof series->engine},
        {COLUMN_PLACE, series->place, sizeof series->place},
        {COLUMN_IDLE, series->idle, sizeof series->idle},
        {COLUMN_SCALING, series->scaling, sizeof series->scaling},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        snprintf(words[i].field, words[i].bytes, "%s", plain_cell(layout, row, words[i].role));
    group->quantity = layout->quantity;
    describe_columns(layout, series, group);
    int status = describe_numbers(job, layout, row, group);
    if (status == 0)
        status = describe_scaling(job, layout, row, group);
    if (status == 0)
        name_group(layout, row, group);
    return status;
}
