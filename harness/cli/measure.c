/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/measure.h"

#include "charts/charts.h"
#include "cli/export.h"
#include "cli/program_print.h"
#include "cli/progress.h"
#include "cli/sweep_print.h"
#include "cli/term.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void show_progress(void *context, const struct sweep_progress *progress) {
    char words[48];
    snprintf(words, sizeof words, "round %llu", (unsigned long long)progress->rounds);
    progress_update(context, progress->done, progress->left_s, words);
}

/* How a program's run that took longer than --timeout is told, which has an exit status of its own.
 */
static const char TIMED_OUT[] = "did not end within";

static enum fault_code failure_code(const struct session *session, const struct lane_report *lane) {
    bool timed_out =
        session->spec.base.program.time_limit_s > 0 && strstr(lane->fault.text, TIMED_OUT) != NULL;
    return timed_out ? FAULT_TIME_LIMIT : lane->fault.code;
}

/* What workloads did wrong: the first in the fault that main prints, others here. 0 if none did. */
static int report_failures(const struct session *session, struct fault *fault) {
    const struct sweep_result *result = &session->result;
    int status = 0;
    for (size_t i = 0; i < result->lane_count; i++) {
        const struct lane_report *lane = &result->lanes[i];
        if (lane->failures == 0)
            continue;
        const char *end =
            lane->abandoned ? "; it was given up, all else is kept" : "; all rows are kept";
        if (status == 0)
            status =
                fault_set(fault, failure_code(session, lane), 0, "%.400s%s", lane->fault.text, end);
        else
            fprintf(stderr, "amdahl: %s%s\n", lane->fault.text, end);
    }
    return status;
}

/* Whether there is a speed-up to draw. */
static bool has_speedup(const struct session *session) {
    for (size_t i = 0; i < session->row_count; i++)
        if (session->rows[i].n > 1 && !isnan(session->rows[i].speedup.value))
            return true;
    return false;
}

/* Charts are a by-product: what keeps them away is said, and is no failure of the sweep. The set of
 * those that were drawn. */
static unsigned draw_charts(const struct session *session) {
    struct fault fault = {0};
    if (!has_speedup(session))
        return 0;
    const struct charts_request request = {.run_path = session->path,
                                           .machine_line = session->machine_line,
                                           .charts = CHARTS_ALL,
                                           .formats = CHARTS_SVG | CHARTS_PNG};
    unsigned drawn = 0;
    if (charts_draw(&request, &drawn, &fault) != 0)
        fprintf(stderr, "amdahl: %s\n", fault.text);
    return drawn;
}

static int print_tables(const struct session *session, bool drawn, FILE *stream,
                        struct fault *fault) {
    struct term term = term_look(stream, session->options->color);
    int status = sweep_print_tables(session->rows, session->row_count, &term, stream, fault);
    if (status == 0)
        status = sweep_print_differences(session->differences, session->difference_count, &term,
                                         stream, fault);
    if (status == 0 && drawn)
        status = sweep_print_few_charts(session->path, session->rows, session->row_count, &term,
                                        stream, fault);
    return status;
}

static int print_sentinel(const struct session *session, FILE *stream, struct fault *fault) {
    struct term term = term_look(stream, session->options->color);
    return sentinel_print(&session->sentinel, session->rows, session->row_count, &term, stream,
                          fault);
}

/* The files first: a reader that goes away ends the program at the next line printed. */
static int print_all(struct session *session, FILE *stream, struct fault *fault) {
    const struct options *options = session->options;
    if (session->row_count == 0) {
        if (session->run != NULL) /* no sample that was asked for, but a directory */
            fprintf(stream, "%s\n", session->path);
        return 0;
    }
    unsigned drawn = draw_charts(session);
    int noted = drawn != 0 ? session_add_charts(session, fault) : 0;
    int exported =
        export_write(options,
                     &(struct export_rows){session->rows, session->row_count, session->differences,
                                           session->difference_count},
                     fault);
    int status = options->quiet ? 0
                                : print_tables(session, (drawn & CHARTS_USUAL_OF_TERMINAL) != 0,
                                               stream, fault);
    fprintf(stream, "\n");
    sweep_print_results(session->rows, session->row_count, options->margin, stream);
    if (session_is_of_program(session) && !options->quiet)
        program_print_seen(session->path, session->rows, session->row_count, stream);
    if (!options->quiet && status == 0)
        status = print_sentinel(session, stream, fault);
    if (options->verbose)
        sweep_print_calibration(session, stream);
    if (!options->quiet)
        sweep_print_end(session, stream);
    else
        fprintf(stream, "%s\n", session->path);
    return noted != 0 ? noted : exported != 0 ? exported : status;
}

static void print_header(const struct session *session, FILE *stream) {
    if (session->options->quiet)
        return;
    if (session_is_of_program(session))
        program_print_command(session, stream);
    sweep_print_machine(session, stream);
}

int measure_run(struct session *session, const char *name, struct fault *fault) {
    const struct options *options = session->options;
    FILE *stream = export_other_stream(options);
    struct term term = term_look(stream, options->color),
                bar_term = term_look(stderr, options->color);
    print_header(session, stream);
    if (options->dry_run)
        return sweep_print_plan(session, &term, stream, fault);
    fflush(stream);

    session_name(session, name);
    struct progress bar = progress_start(stderr, &bar_term, options->quiet);
    session->spec.progress = show_progress;
    session->spec.progress_context = &bar;
    int measured = session_measure(session, fault);
    progress_clear(&bar);

    int printed = print_all(session, stream, fault);
    int failed = measured != 0 ? measured : report_failures(session, fault);
    if (failed != 0 || printed != 0)
        return failed != 0 ? failed : printed;
    return session->result.signal != 0 ? 128 + session->result.signal : 0;
}
