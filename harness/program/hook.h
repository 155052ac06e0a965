/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A command that prepares or concludes something, untimed, and must succeed: --prepare and
 * --conclude around each run, --setup and --cleanup around them all. */
#ifndef AMDAHL_HOOK_H
#define AMDAHL_HOOK_H

#include "fault/fault.h"
#include "program/template.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct place_mask;

struct hook {
    const char *option, *command;  /* "--prepare", and its text; "": nothing is run */
    struct template_values values; /* for its placeholders */
    char *const *variables;        /* its environment, ends with NULL */
    const struct place_mask *mask; /* NULL: as the caller's */
    bool inherits_output;          /* else /dev/null, as its input */
    double time_limit_s;
    _Atomic int32_t *ret_group; /* as in launch.h */
};

/* Runs it to its end, in a process group of its own. Faults begin with the option:
 * FAULT_USAGE where it cannot be split into words or is not found, FAULT_WORKLOAD where it ends
 * with another status than 0 or not in time, FAULT_SYSTEM. */
int hook_run(const struct hook *hook, struct fault *fault);

#endif
