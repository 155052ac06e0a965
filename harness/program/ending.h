/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How a run ended, in words. */
#ifndef AMDAHL_ENDING_H
#define AMDAHL_ENDING_H

#include "program/launch.h"
#include "wire/sample.h"

#include <stdbool.h>

enum { ENDING_BYTES = WIRE_CAUSE_BYTES };

/* Whether it ended by itself, in time and with status 0; else what it did, as the end of a
 * sentence: "ended with status 3", "was killed by SIGSEGV", "did not end within 2 s". */
bool ending_describe(const struct launch_end *end, double time_limit_s, char cause[ENDING_BYTES]);

#endif
