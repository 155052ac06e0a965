/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A ratio of two sums over the rounds of a run, and its 95 % interval. */
#ifndef AMDAHL_RATIO_INTERVAL_H
#define AMDAHL_RATIO_INTERVAL_H

#include "stats/interval.h"

#include <stddef.h>

/* Student's t of fewer groups has limits that say little; with more the groups get so short that
 * neighbours share their disturbance. */
enum { STATS_RATIO_GROUPS_MIN = 6, STATS_RATIO_GROUPS_MAX = 16 };

/* The sum of `above` over the sum of `below`, which are finite and in measuring order; `below` is
 * not negative, `above` may be. NAN where the sum of `below` is 0. The interval is by the jackknife
 * over up to 16 groups of consecutive rounds, each left out once, with Student's t (Quenouille,
 * Biometrika 43, 1956; Tukey, Ann. Math. Stat. 29, 1958): one round's ratio may rest on too few
 * counts to have a median. No interval (NAN ends) below 6 rounds, and where the groups agree to the
 * last digit, which leaves nothing to tell an error from. Any thread. */
struct interval stats_ratio_interval(const double *above, const double *below, size_t count);

#endif
