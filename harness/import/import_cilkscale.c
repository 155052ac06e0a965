/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What Cilkscale's cilkscale.py leaves: a row a tag, the times at k workers in the columns "4c time
 * (seconds)". The row without a tag is the whole program. Work and span before them are computed
 * from a run of their own. */
#include "import/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct cilkscale {
    size_t work, span; /* their columns; 0: there is none */
    size_t count;
    double n[]; /* of each column; 0: it holds no time */
};

/* The k of "4c time (seconds)"; 0: another column. */
static double workers_of(const char *name) {
    char *end = NULL;
    unsigned long workers = name[0] >= '1' && name[0] <= '9' ? strtoul(name, &end, 10) : 0;
    return workers > 0 && strncmp(end, "c time", strlen("c time")) == 0 ? (double)workers : 0;
}

/* The column of "span (seconds)"; 0: none, for the first one is the tag. */
static size_t find_column(const struct cells_row *header, const char *what) {
    for (size_t i = 1; i < header->count; i++)
        if (strncmp(header->cell[i], what, strlen(what)) == 0 &&
            strcmp(header->cell[i] + strlen(what), " (seconds)") == 0)
            return i;
    return 0;
}

/* The span over the work, of a run of their own; 0 where they are not there. */
static double span_of(const struct cilkscale *cilkscale, const struct cells_row *row) {
    double work = 0, span = 0;
    if (cilkscale->work > 0 && cilkscale->span > 0) {
        cells_number(row->cell[cilkscale->work], &work);
        cells_number(row->cell[cilkscale->span], &span);
    }
    return span > 0 && span <= work ? span / work : 0;
}

static bool matches(const struct cells_row *header) {
    for (size_t i = 1; i < header->count; i++)
        if (workers_of(header->cell[i]) > 0)
            return strcmp(header->cell[0], "tag") == 0;
    return false;
}

static int begin(struct import_job *job, const struct cells_row *header, void **ret_state) {
    struct cilkscale *cilkscale =
        malloc(sizeof *cilkscale + header->count * sizeof cilkscale->n[0]);
    if (cilkscale == NULL)
        return import_no_memory(job);
    cilkscale->count = header->count;
    cilkscale->work = find_column(header, "work");
    cilkscale->span = find_column(header, "span");
    for (size_t i = 0; i < header->count; i++)
        cilkscale->n[i] = workers_of(header->cell[i]);
    *ret_state = cilkscale;
    return 0;
}

static int take_row(struct import_job *job, void *state, const struct cells_row *row) {
    const struct cilkscale *cilkscale = state;
    const char *tag = row->cell[0];
    size_t group;
    bool is_new;
    int status = gather_group(&job->gather, tag, strlen(tag), &group, &is_new, job->fault);
    if (status != 0)
        return status;
    gather_name(&job->gather, group, tag[0] == '\0' ? "whole program" : tag);
    job->gather.groups[group].group.scaling_is_known = true; /* one command line for all k */
    job->gather.groups[group].group.span = span_of(cilkscale, row);
    for (size_t i = 0; i < row->count && status == 0; i++) {
        char where[64];
        double value = 0;
        enum cells_number number = CELLS_NONE;
        if (cilkscale->n[i] > 0)
            number = cells_number(row->cell[i], &value);
        /* An empty cell is a run that was not made, "nan" a broken figure. */
        if (number == CELLS_NONE && (cilkscale->n[i] <= 0 || strcasecmp(row->cell[i], "nan") != 0))
            continue;
        snprintf(where, sizeof where, "%ju: column \"%gc time\"", (uintmax_t)row->line,
                 cilkscale->n[i]);
        struct measured_row read = gather_plain_row(cilkscale->n[i], value);
        status = value > 0 ? gather_row(&job->gather, group, &read, job->fault)
                           : import_bad_value(job, where, "a time", row->cell[i]);
    }
    return status;
}

static int end(struct import_job *job, void *state, bool whole) {
    (void)job;
    (void)whole;
    free(state);
    return 0;
}

const struct csv_format csv_cilkscale = {"Cilkscale CSV", matches, begin, take_row, end};
