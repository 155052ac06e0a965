/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Medians, ranks and the order of a series. Values are finite. Any thread may call these. */
#ifndef AMDAHL_ORDER_H
#define AMDAHL_ORDER_H

#include <stddef.h>

/* The median, the mean of the middle two where the count is even; NAN of none. Sorts `values`. */
double stats_median(double *values, size_t count);

/* The place of each value among `count`, from 0, equal values sharing the mean of their places;
 * `order` is the permutation that sorts them (gsl_sort_index). */
void stats_ranks(const double *values, const size_t *order, size_t count, double *ret_ranks);

/* The time at which each value was measured, since the first and without the pauses: a gap counts
 * as at most 8 median gaps, for a run may be cut off and gone on with hours later, while a point
 * within precision rests for 4 rounds. `times_s` ascends. `scratch` has room for `count`. */
void stats_elapsed(const double *times_s, size_t count, double *scratch, double *ret_elapsed_s);

#endif
