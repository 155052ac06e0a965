/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The scripted engine's file: one JSON object with any of the numbers `unit_s`, `fork_s`, `join_s`,
 * `growth`, `jitter` (see struct team_script; default 0, unit_s 2e-8) and a list `times` of [p, n,
 * time_s]. */
#ifndef AMDAHL_SCRIPT_H
#define AMDAHL_SCRIPT_H

#include "fault/fault.h"
#include "team/team.h"

/* Reads it; FAULT_INPUT names the file and what is wrong. Free with script_release, also after a
 * fault. */
int script_read(const char *path, struct team_script *ret_script, struct fault *fault);
void script_release(struct team_script *script);

#endif
