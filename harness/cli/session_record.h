/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A session's files but for the rows that sweep_run appends: each function writes one, whole. */
#ifndef AMDAHL_SESSION_RECORD_H
#define AMDAHL_SESSION_RECORD_H

#include "cli/session.h"
#include "record/run_json.h"

int session_write_run_json(const struct session *session, enum run_state state,
                           struct fault *fault);
/* Fills `rules` with how the run stands to the twelve rules, by what the session has by now. */
void session_judge_rules(struct session *session);

int session_write_placement(const struct session *session, struct fault *fault);
int session_write_topology(const struct session *session, struct fault *fault);
int session_write_benchmark_json(const struct session *session, struct fault *fault);

/* DIR/ledger.csv of a run at `path`, of its samples and their summary. */
int session_write_ledger(const char *path, const struct sample *samples, size_t sample_count,
                         const struct summary_row *summary, size_t summary_count,
                         struct fault *fault);

#endif
