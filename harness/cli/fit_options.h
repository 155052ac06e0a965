/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Options of the laws that contradict each other, or that nothing takes up. */
#ifndef AMDAHL_FIT_OPTIONS_H
#define AMDAHL_FIT_OPTIONS_H

#include "cli/option.h"
#include "fault/fault.h"

/* FAULT_USAGE: --json with --markdown; --method raw with --interval bootstrap; --bootstrap or
 * --seed without --interval bootstrap. Any thread. */
int fit_options_check(const struct options *options, struct fault *fault);

#endif
