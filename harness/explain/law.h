/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a sample is compared with: docs/definitions.md, "Scaling kinds". */
#ifndef AMDAHL_LAW_H
#define AMDAHL_LAW_H

#include "wire/sample.h"

#include <stdbool.h>

/* The share of one-core time that was parallel, by the clocks of a T(1). */
double law_measured_p(const struct sample *base);
/* The p of a pair: what the units realise, or where the serial part is another kernel or the
 * workload's own, what the clocks of its T(1) `base` show. NAN where there is no p. */
double law_p(const struct sample *sample, const struct sample *base);

/* The work of a sample in units of its T(1)'s at that p: 1 for strong scaling, (1 - p) + p n for
 * weak, n for throughput; 1 without units. */
double law_work(const struct sample *sample, double p);

/* The law's speed-up at `p`: Amdahl's, Gustafson's, or n, on law_cores. NAN where the workload has
 * no law. */
double law_speedup(const struct sample *sample, double p);

/* The same on the cores that there are: `capacity` in place of n, which is what they do together
 * with the slowest of them giving the pace of equal shares (Hill and Marty, IEEE Computer 41(7),
 * 2008, with n times the least speed as the capacity; with fewer tasks than n, of as many), and the
 * serial part at `clock`, that of one core while n of them are awake over its own alone. NAN where
 * one of them is, or there is no law. */
double law_attainable(const struct sample *sample, double p, double capacity, double clock);

/* What T(n, t) with tasks in flight is at least, where a unit takes compute_s of a core and waits
 * for unit_wait_s: max(k c/n, k (L + c)/t) of k units, at most the PUs there are for n and k for t,
 * for a unit is not cut. The serial part is taken for none. NAN where compute_s is. */
double law_bound_s(const struct sample *sample, double compute_s);
/* Whether the second of the two is the larger: more cores cannot help. */
bool law_is_held_by_waiting(unsigned n, unsigned tasks, double compute_s, double unit_wait_s);

/* The cores that can be at work at once: n, and no more than the PUs and the tasks there are. */
unsigned law_cores(const struct sample *sample);

/* Whose the law of a scaling kind is, before its figure: "Amdahl's", "Gustafson's", "the ideal". A
 * literal. */
const char *law_owner(const char *scaling);

#endif
