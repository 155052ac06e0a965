/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Rounds with the same rows in them. Of the room model/ alone. */
#ifndef AMDAHL_PATTERN_H
#define AMDAHL_PATTERN_H

#include "fault/fault.h"
#include "model/layout.h"

/* Numbers the sets of rounds that have the same cells as often, in the order of the first round of
 * each. `ret_stratum` is by round, and the caller's. FAULT_SYSTEM: no memory. */
int pattern_find(const struct layout *layout, uint32_t *ret_stratum, struct fault *fault);

#endif
