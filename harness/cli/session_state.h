/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The steps of session_plan that have files of their own. */
#ifndef AMDAHL_SESSION_STATE_H
#define AMDAHL_SESSION_STATE_H

#include "cli/session.h"

/* Fills workloads, series and spec.series from the options. FAULT_USAGE names what is wrong with
 * one. */
int session_plan_series(struct session *session, struct fault *fault);

#endif
