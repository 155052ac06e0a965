/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `-c idle`: the cores that others leave alone. */
#ifndef AMDAHL_DOCTOR_IDLE_H
#define AMDAHL_DOCTOR_IDLE_H

#include "doctor/look.h"
#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a -c expression is "idle" or "idle:K", and K, 0 where there is none. NULL is not. `idle`
 * in company of anything else is a FAULT_USAGE. */
int idle_parse(const char *cpus, bool *ret_is_idle, unsigned *ret_cores, struct fault *fault);

/* A PU to choose from. The caller gives `pu`. */
struct idle_pu {
    unsigned pu;
    bool kept;
    double share; /* of its core that others use; NAN: not known, and not kept */
};

/* Chooses whole cores, of the PUs given, in the order in which they are filled. With `cores` 0
 * those are kept on which others used less than DOCTOR_QUIET_SHARE, or the quietest where no core
 * is so quiet; else that many, the quietest first, and of those below DOCTOR_QUIET_SHARE, which one
 * look cannot tell apart, the first in order. Faults: FAULT_USAGE for more cores than there are,
 * FAULT_UNMEASURABLE where nothing is known of any. */
int idle_choose(const struct doctor_look *look, unsigned cores, struct idle_pu *pus, size_t count,
                struct fault *fault);

/* The PUs kept as a -c list, "0-3,6". FAULT_USAGE for one that does not fit; FAULT_SYSTEM. */
int idle_list(const struct idle_pu *pus, size_t count, char *text, size_t bytes,
              struct fault *fault);

/* "PUs 0-3,6; left out 4 (38 % busy), 5 (12 % busy)" for the list that idle_list gave. Cut to
 * `bytes`. */
void idle_describe(const struct idle_pu *pus, size_t count, const char *list, char *text,
                   size_t bytes);

#endif
