/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/export.h"
#include "cli/program_print.h"
#include "cli/sentinel.h"
#include "cli/session_record.h"
#include "cli/sweep_print.h"
#include "explain/difference.h"
#include "explain/summary.h"
#include "record/run_dir.h"
#include "record/run_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The margin that the run was judged with, unless another one is asked for. The samples are enough:
 * run.json may be missing. */
static int find_margin(const struct options *options, double *ret_margin, struct fault *fault) {
    char file[512];
    struct run_brief brief;
    *ret_margin = options->margin;
    snprintf(file, sizeof file, "%s/run.json", options->operands[0]);
    if (options->margin_given || access(file, F_OK) != 0)
        return 0;
    int status = run_json_read(options->operands[0], &brief, fault);
    if (status == 0)
        *ret_margin = brief.margin;
    return status;
}

int cmd_summary(const struct options *options, struct fault *fault) {
    const char *path = options->operands[0];
    double margin = 0;
    struct sample *samples = NULL;
    struct summary_row *rows = NULL;
    struct difference_row *differences = NULL;
    struct sentinel sentinel = {0};
    size_t sample_count = 0, row_count = 0, difference_count = 0;
    FILE *stream = export_other_stream(options);
    bool torn = false;
    int status = export_check(options, path, fault);
    if (status == 0)
        status = find_margin(options, &margin, fault);
    if (status == 0)
        status = run_dir_read_samples(path, &samples, &sample_count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n", path);
    if (status == 0)
        status = summary_make(samples, sample_count, margin, &rows, &row_count, fault);
    if (status == 0)
        status = run_dir_write_summary(path, rows, row_count, fault);
    if (status == 0)
        status = session_write_ledger(path, samples, sample_count, rows, row_count, fault);
    if (status == 0)
        status =
            difference_make(samples, sample_count, margin, &differences, &difference_count, fault);
    if (status == 0 && difference_count > 0)
        status = run_dir_write_differences(path, differences, difference_count, fault);
    if (status == 0)
        status = sentinel_record(path, samples, sample_count, &sentinel, fault);
    if (status == 0 && sentinel.unread.code != FAULT_NONE)
        fprintf(stderr,
                "amdahl: %s: capacity.csv is left as it was, all else is made of samples.csv\n",
                sentinel.unread.text);
    if (status == 0)
        status = export_write(
            options, &(struct export_rows){rows, row_count, differences, difference_count}, fault);
    if (status == 0 && row_count == 0) {
        fprintf(stream, "%s holds no sample: nothing was measured before the run ended\n", path);
    } else if (status == 0) {
        struct term term = term_look(stream, options->color);
        status = sweep_print_tables(rows, row_count, &term, stream, fault);
        if (status == 0)
            status = sweep_print_differences(differences, difference_count, &term, stream, fault);
        fprintf(stream, "\n");
        sweep_print_results(rows, row_count, margin, stream);
        program_print_seen(path, rows, row_count, stream);
        if (status == 0)
            status = sentinel_print(&sentinel, rows, row_count, &term, stream, fault);
    }
    sentinel_release(&sentinel);
    free(differences);
    free(samples);
    free(rows);
    return status;
}
