/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/sweep_print.h"
#include "explain/summary.h"
#include "record/run_dir.h"
#include "record/run_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The samples are enough: without run.json the margin is the default one, and no PU is known to be
 * shared. */
static int read_brief(const char *path, struct run_brief *ret_brief, struct fault *fault) {
    char file[512];
    snprintf(file, sizeof file, "%s/run.json", path);
    if (access(file, F_OK) == 0)
        return run_json_read(path, ret_brief, fault);
    *ret_brief = (struct run_brief){.margin = 0.01};
    return 0;
}

int cmd_summary(const struct options *options, struct fault *fault) {
    const char *path = options->operands[0];
    struct run_brief brief;
    struct sample *samples = NULL;
    struct summary_row *rows = NULL;
    size_t sample_count = 0, row_count = 0;
    bool torn = false;
    int status = read_brief(path, &brief, fault);
    if (status == 0)
        status = run_dir_read_samples(path, &samples, &sample_count, &torn, fault);
    if (status == 0 && torn)
        fprintf(stderr, "amdahl: the last row of %s/samples.csv is torn and was left out\n", path);
    if (status == 0) {
        const struct summary_spec spec = {.margin = brief.margin, .pus = brief.plan_pus};
        status = summary_make(samples, sample_count, &spec, &rows, &row_count, fault);
    }
    if (status == 0)
        status = run_dir_write_summary(path, rows, row_count, fault);
    if (status == 0) {
        struct term term = term_look(stdout, options->color);
        status = sweep_print_tables(rows, row_count, &term, stdout, fault);
        printf("\n");
        sweep_print_results(rows, row_count, brief.margin, stdout);
    }
    free(samples);
    free(rows);
    return status;
}
