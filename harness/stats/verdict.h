/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#ifndef AMDAHL_VERDICT_H
#define AMDAHL_VERDICT_H

#include "stats/interval.h"

/* What an interval of measured speed-up over the law's says, `margin` being 0.01 for 1 %: a
 * literal. "agrees" when it lies within 1 ± margin, its ends included; "below" or "above" when it
 * lies wholly outside on that side; else, and where an end is NAN, "cannot tell". */
const char *stats_verdict(const struct interval *ratio, double margin);

#endif
