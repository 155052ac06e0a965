/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session_stop.h"
#include "explain/precision.h"
#include "explain/summary.h"

#include <stdlib.h>

static int look(void *context, const struct sample *samples, size_t count, struct fault *fault) {
    struct session_stop *stop = context;
    session_stop_release(stop);
    return summary_make(samples, count, stop->margin, &stop->rows, &stop->row_count, fault);
}

static bool is_precise(void *context, const struct series *series, double p, uint32_t tasks) {
    const struct session_stop *stop = context;
    return precision_of_block(stop->rows, stop->row_count, series, p, tasks) <= stop->precision;
}

void session_stop_begin(struct session_stop *stop, double precision, double margin) {
    *stop = (struct session_stop){
        .precision = precision,
        .margin = margin,
        .judge = {.context = stop, .look = look, .is_precise = is_precise},
    };
}

void session_stop_release(struct session_stop *stop) {
    free(stop->rows);
    stop->rows = NULL;
    stop->row_count = 0;
}
