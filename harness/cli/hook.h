/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A command that is run once, before or after a measurement, without a shell. */
#ifndef AMDAHL_HOOK_H
#define AMDAHL_HOOK_H

#include "fault/fault.h"

/* Whether `command` can be cut into words: FAULT_USAGE names `option` and what is in the way. */
int hook_check(const char *option, const char *command, struct fault *fault);

/* Runs it to its end, its input /dev/null, its output on stderr. SIGINT and SIGTERM are passed on
 * to it and to what it started; a second one kills them. FAULT_SYSTEM names `option` where it
 * cannot be started or ends with another status than 0. Gives the signal that came to this program
 * meanwhile in *ret_signal, 0: none, also beside a fault. */
int hook_run(const char *option, const char *command, int *ret_signal, struct fault *fault);

#endif
