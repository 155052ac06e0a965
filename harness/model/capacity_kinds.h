/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Cores of several kinds: what n of them do together. */
#ifndef AMDAHL_CAPACITY_KINDS_H
#define AMDAHL_CAPACITY_KINDS_H

#include "fault/fault.h"
#include "model/fit.h"

enum { CAPACITY_KINDS_MAX = 8 };

/* Of a speed that is found: slower than a hundredth or half as fast again as the fastest is no core
 * of the same machine. */
#define CAPACITY_SPEED_LEAST 0.01
#define CAPACITY_SPEED_MOST 1.5

struct capacity_kind {
    double count; /* cores, above 0 */
    double speed; /* of one, over the first kind's; NAN: not given */
};

/* In the order in which they are filled: the fastest first. */
struct capacity_kinds {
    size_t count;
    struct capacity_kind kinds[CAPACITY_KINDS_MAX];
};

/* "6,8@0.6": COUNT[@SPEED] of each kind, the fastest first, the first with speed 1 (or without).
 * Only the last but never the first may lack its speed: capacity_kinds_are_open. FAULT_USAGE names
 * `option`: "--capacity". */
int capacity_kinds_parse(const char *option, const char *text, struct capacity_kinds *ret_kinds,
                         struct fault *fault);
/* The speed of the last kind is not given: only a fit can find it. */
bool capacity_kinds_are_open(const struct capacity_kinds *kinds);

/* C(n): the speeds of the n fastest cores, added; a fraction of n takes that share of the next
 * core. Past all cores it stays what it is. This is what work that is handed out as workers ask for
 * it gets (dynamic scheduling). NAN while the kinds are open, for an n that reaches the last. */
double capacity_kinds_dynamic(const struct capacity_kinds *kinds, double n);
/* How many of the n are of the last kind: what C(n) grows by with its speed. */
double capacity_kinds_last(const struct capacity_kinds *kinds, double n);
/* What work cut into n equal shares gets, one a core: n times the speed of the slowest of them, so
 * that the first core of a slower kind can make things worse. Past all cores, which then take
 * shares in turn, all of them at that speed. */
double capacity_kinds_static(const struct capacity_kinds *kinds, double n);

/* Gives each row of the group the capacity of its n, by dynamic scheduling. */
void capacity_kinds_apply(const struct capacity_kinds *kinds, struct measured_group *group);

/* Finds the speed of the last kind, 0.01 … 1.5, from the group's rows, by least squares of Amdahl's
 * law on the capacity, and puts it into `kinds`. *ret_speed has its profile interval. Where it
 * cannot be found (fewer than two different n past the cores before, or none before) *ret_speed is
 * NAN, kinds stay open and ret_words say why; else ret_words are "". Of strong scaling and
 * throughput. A fit of the law to these rows is to know that the speed was found from them, too:
 * model_request.found_kinds. FAULT_SYSTEM: no memory. Any thread. */
int model_fit_kinds(const struct measured_group *group, struct capacity_kinds *kinds,
                    struct model_estimate *ret_speed, char ret_words[MODEL_WORDS_BYTES],
                    struct fault *fault);

#endif
