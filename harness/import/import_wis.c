/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What will-it-scale's runtest.py prints: operations a second of n copies of a loop, as processes
 * and as threads. A run that failed is -1 there, and its first row, of 0 tasks, is for the chart.
 */
#include "import/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const COLUMNS[] = {"tasks", "processes", "threads"};
enum { TASKS, PROCESSES, THREADS, WIS_COLUMNS };

struct wis {
    size_t at[WIS_COLUMNS];
};

static size_t find(const struct cells_row *header, const char *name) {
    size_t at = 0;
    while (at < header->count && strcmp(header->cell[at], name) != 0)
        at++;
    return at;
}

static bool matches(const struct cells_row *header) {
    return header->count > 0 && strcmp(header->cell[0], "tasks") == 0 &&
           find(header, "linear") < header->count && find(header, "processes") < header->count &&
           find(header, "threads") < header->count;
}

static int begin(struct import_job *job, const struct cells_row *header, void **ret_state) {
    struct wis *wis = malloc(sizeof *wis);
    if (wis == NULL)
        return import_no_memory(job);
    for (size_t i = 0; i < WIS_COLUMNS; i++)
        wis->at[i] = find(header, COLUMNS[i]);
    *ret_state = wis;
    return 0;
}

static int read_cell(struct import_job *job, const struct wis *wis, const struct cells_row *row,
                     size_t column, double *ret_value) {
    const char *cell = row->cell[wis->at[column]];
    char where[64];
    /* "nan" is no run that failed, which is -1 here, but a broken figure. */
    if (cells_number(cell, ret_value) != CELLS_NO_NUMBER && strcasecmp(cell, "nan") != 0)
        return 0;
    snprintf(where, sizeof where, "%ju: column %s", (uintmax_t)row->line, COLUMNS[column]);
    return import_bad_value(job, where, "a number", cell);
}

static int take_row(struct import_job *job, void *state, const struct cells_row *row) {
    const struct wis *wis = state;
    double tasks = 0, value;
    int status = read_cell(job, wis, row, TASKS, &tasks);
    for (size_t i = PROCESSES; i < WIS_COLUMNS && status == 0 && tasks > 0; i++) {
        size_t group;
        bool is_new;
        value = 0;
        status = read_cell(job, wis, row, i, &value);
        if (status != 0 || value <= 0)
            continue;
        status =
            gather_group(&job->gather, COLUMNS[i], strlen(COLUMNS[i]), &group, &is_new, job->fault);
        if (status != 0)
            continue;
        struct measured_group *to = &job->gather.groups[group].group;
        gather_name(&job->gather, group, COLUMNS[i]);
        to->quantity = MEASURED_THROUGHPUT;
        to->scaling = MEASURED_COPIES;
        to->scaling_is_known = true;
        struct measured_row read = gather_plain_row(tasks, value);
        status = gather_row(&job->gather, group, &read, job->fault);
    }
    return status;
}

static int end(struct import_job *job, void *state, bool whole) {
    (void)job;
    (void)whole;
    free(state);
    return 0;
}

const struct csv_format csv_will_it_scale = {"will-it-scale CSV", matches, begin, take_row, end};
