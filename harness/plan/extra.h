/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The samples of a round beside those of its blocks: sentinels, counted ones, and those of the best
 * serial code. */
#ifndef AMDAHL_PLAN_EXTRA_H
#define AMDAHL_PLAN_EXTRA_H

#include "plan/plan.h"
#include "plan/shuffle.h"

/* At most so many of a block, or before the first: one at each n, and one. */
enum { PLAN_EXTRA_MAX = PLAN_CORES_MAX + 1 };

/* A stream of their own: the order of the other samples does not depend on what there is beside
 * them. */
struct shuffle plan_extra_shuffle(const struct plan_round_spec *spec);

/* One sentinel at each n, shuffled, where the round has them. Gives their number. */
size_t plan_extra_sentinels(const struct plan_round_spec *spec, struct shuffle *shuffle,
                            struct plan_step *ret_steps);

/* What the round has of a block beside its own `count` steps, behind these: the best serial code,
 * with the last T(1) before it as its base, then one counted sample at each n, shuffled. Gives
 * their number. */
size_t plan_extra_of_block(const struct plan_round_spec *spec, struct shuffle *shuffle,
                           struct plan_step *steps, size_t count);

#endif
