/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which of the formats of CSV a header belongs to. */
#include "import/format.h"

struct csv {
    struct import_job *job;
    const struct csv_format *format; /* NULL: before the header */
    void *state;
};

static int take_header(void *context, const struct cells_row *header, struct fault *fault) {
    /* The plain one takes any header, or says what it lacks. */
    static const struct csv_format *const formats[] = {&csv_will_it_scale, &csv_cilkscale,
                                                       &csv_hyperfine, &csv_plain};
    struct csv *csv = context;
    (void)fault;
    size_t found = 0;
    while (!formats[found]->matches(header))
        found++;
    int status = formats[found]->begin(csv->job, header, &csv->state);
    if (status == 0)
        csv->format = formats[found];
    return status;
}

static int take_row(void *context, const struct cells_row *row, struct fault *fault) {
    struct csv *csv = context;
    (void)fault;
    return csv->format->row(csv->job, csv->state, row);
}

int import_csv(struct import_job *job, FILE *file, const char **ret_format) {
    struct csv csv = {.job = job};
    struct cells_taker taker = {take_header, take_row, &csv};
    int status = cells_read(job->path, file, &taker, job->fault);
    if (csv.format != NULL) {
        int end = csv.format->end(job, csv.state, status == 0);
        status = status == 0 ? end : status;
        *ret_format = csv.format->name;
    }
    return status;
}
