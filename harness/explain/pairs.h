/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run's samples in order: grouped by point, and each with the T(1) that it is paired with. */
#ifndef AMDAHL_PAIRS_H
#define AMDAHL_PAIRS_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stddef.h>

/* The samples of one point, in the order in which they were taken. */
struct point {
    const struct sample *const *samples;
    size_t count;
};

/* A sample T(n) and the T(1) that it is paired with. */
struct pair {
    const struct sample *sample, *base;
};
/* w, the work of T(n) in units of T(1)'s: explain/law.h. */
double pair_work(const struct pair *pair);
/* w T(1)/T(n). */
double pair_speedup(const struct pair *pair);

struct pairs;

/* Sorts the samples, warm-up left out, by series (in the order in which they first appear), role
 * (those asked for and the anchors as one), p, n and tasks. Borrows them as long as *ret_pairs
 * lives. FAULT_SYSTEM: no memory. The caller frees. */
int pairs_make(const struct sample *samples, size_t count, struct pairs **ret_pairs,
               struct fault *fault);
void pairs_free(struct pairs *pairs); /* accepts NULL */

size_t pairs_point_count(const struct pairs *pairs);
struct point pairs_point(const struct pairs *pairs, size_t index);

/* The point of the same series and tasks at another p, NAN included, and n; one without samples
 * where there is none. */
struct point pairs_find(const struct pairs *pairs, const struct sample *like, double p, unsigned n);

/* The same among the samples of another role: sentinel samples have no p and no tasks, those of the
 * best serial code n = 1. SAMPLE_ASKED finds anchors too. */
struct point pairs_find_role(const struct pairs *pairs, enum sample_role role,
                             const struct sample *like, double p, unsigned n);

/* The T(1) that a sample is paired with; NULL unless both are valid: a disturbed or broken sample
 * is left out of the speed-up with its pair. */
const struct sample *pairs_base(const struct pairs *pairs, const struct sample *sample);
/* The same as long as neither is broken: what somebody who cannot leave disturbances out meets. */
const struct sample *pairs_base_experienced(const struct pairs *pairs, const struct sample *sample);

#endif
