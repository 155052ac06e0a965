/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session.h"
#include "cli/session_record.h"
#include "explain/difference.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "record/run_dir.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void session_name(struct session *session, const char *name) {
    session->start_utc = time(NULL);
    if (session->options->out != NULL)
        return; /* session_plan has it already */
    char stamp[32];
    struct tm utc;
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", gmtime_r(&session->start_utc, &utc));
    snprintf(session->path, sizeof session->path, "results/%s-%s", stamp, name);
    size_t length = strlen(session->path);
    for (int again = 2; access(session->path, F_OK) == 0 && again < 100;
         again++) /* in the same second */
        snprintf(session->path + length, sizeof session->path - length, "-%d", again);
}

/* What is known before the first sample. */
static int record_open(struct session *session, struct fault *fault) {
    int status = run_dir_create(session->path, &session->run, fault);
    if (status == 0)
        status = session_write_run_json(session, RUN_RUNNING, fault);
    if (status == 0)
        status = session_write_placement(session, fault);
    if (status == 0)
        status = session_write_topology(session, fault);
    return status;
}

int session_write_ledger(const char *path, const struct sample *samples, size_t sample_count,
                         const struct summary_row *summary, size_t summary_count,
                         struct fault *fault) {
    struct ledger_row *rows = NULL;
    size_t count = 0;
    int status =
        ledger_rows_make(samples, sample_count, summary, summary_count, &rows, &count, fault);
    if (status == 0)
        status = run_dir_write_ledger(path, rows, count, fault);
    free(rows);
    return status;
}

static int write_end(struct session *session, struct fault *fault) {
    session_judge_rules(session);
    return session_write_run_json(session, session->is_whole ? RUN_COMPLETE : RUN_INTERRUPTED,
                                  fault);
}

int session_add_charts(struct session *session, struct fault *fault) {
    session->has_charts = true;
    return write_end(session, fault);
}

/* What came out. Each file is tried, so that one that cannot be written takes no other with it; the
 * first fault is kept. */
static int record_close(struct session *session, int sweep_status, struct fault *fault) {
    const struct sweep_result *result = &session->result;
    int status = summary_make(result->samples, result->sample_count, session->options->margin,
                              &session->rows, &session->row_count, fault);
    if (status == 0)
        status = run_dir_write_summary(session->path, session->rows, session->row_count, fault);
    if (status == 0)
        status = session_write_ledger(session->path, result->samples, result->sample_count,
                                      session->rows, session->row_count, fault);
    if (status == 0)
        status = difference_make(result->samples, result->sample_count, session->options->margin,
                                 &session->differences, &session->difference_count, fault);
    if (status == 0 && session->difference_count > 0)
        status = run_dir_write_differences(session->path, session->differences,
                                           session->difference_count, fault);
    if (status == 0)
        status = sentinel_record(session->path, result->samples, result->sample_count,
                                 &session->sentinel, fault);
    if (status == 0 && session->sentinel.unread.code != FAULT_NONE) /* just written */
        status =
            fault_set(fault, session->sentinel.unread.code, 0, "%s", session->sentinel.unread.text);
    int benchmark = session_write_benchmark_json(session, fault);
    session->is_whole = sweep_status == 0 && result->signal == 0;
    session->end_utc = time(NULL);
    int state = write_end(session, fault);
    return status != 0 ? status : benchmark != 0 ? benchmark : state;
}

int session_measure(struct session *session, struct fault *fault) {
    int status = record_open(session, fault);
    if (status != 0)
        return status;
    int swept = sweep_run(&session->spec, session->run, &session->result, fault);
    private_dir_remove(&session->private_dir); /* no process needs it now */
    int closed = record_close(session, swept, fault);
    return swept != 0 ? swept : closed;
}

double session_correlation_s(const struct session *session) {
    double longest_s = NAN;
    for (size_t i = 0; i < session->row_count; i++)
        if (session->rows[i].n > 1)
            longest_s = fmax(longest_s, session->rows[i].correlation_s);
    return longest_s;
}
