/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The steps of session_plan that have files of their own. */
#ifndef AMDAHL_SESSION_STATE_H
#define AMDAHL_SESSION_STATE_H

#include "cli/levels.h"
#include "cli/session.h"
#include "team/team.h"
#include "wire/card.h"

/* Fills the workloads from the operands and --load. FAULT_USAGE names a word that is none or one
 * that stands there twice; else as session_plan. */
int session_plan_workloads(struct session *session, struct fault *fault);

/* Fills workloads, series and spec.series from the options. FAULT_USAGE names what is wrong with
 * one. */
int session_plan_series(struct session *session, struct fault *fault);

/* What follows once the series are known: the machine at each place, lists, set-up, seed. */
int session_plan_rest(struct session *session, struct fault *fault);

/* Copies the value of an option; NULL is "". FAULT_USAGE names the option whose value is too long.
 */
int session_copy_text(char *text, size_t bytes, const char *value, const char *option,
                      struct fault *fault);

/* The engine of that name; NULL: there is none. */
const struct team_engine_info *session_find_engine(const char *name);

/* All texts "name=value;…" for one workload on one engine: an engine's parameters stand in them
 * always, a workload's where they were asked for, and each value that was asked for makes one more.
 * FAULT_USAGE for a value that cannot be one. */
int session_cross_params(const struct workload_card *workload,
                         const struct team_engine_info *engine, const struct option_list *asked,
                         struct levels *texts, struct fault *fault);
/* Whether workload and engine take what such a text says. FAULT_USAGE names what they do not. */
int session_check_params(const struct workload_card *workload,
                         const struct team_engine_info *engine, const char *text,
                         struct fault *fault);
/* That each --param is NAME=VALUE, given once, and known to a workload or an engine of the session.
 */
int session_check_asked(const struct session *session, const struct levels *engines,
                        struct fault *fault);

#endif
