/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `sweep` and `exec` do once everything is planned. */
#ifndef AMDAHL_MEASURE_H
#define AMDAHL_MEASURE_H

#include "cli/session.h"
#include "fault/fault.h"

/* Prints what is measured on what; with --dry-run the plan, and no more. Else measures, with `name`
 * in that of the run directory where --out does not say, draws, exports, and prints what came out.
 * Returns as `run` of struct command. */
int measure_run(struct session *session, const char *name, struct fault *fault);

#endif
