/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Series: which are the same, and what one is called. */
#ifndef AMDAHL_SERIES_H
#define AMDAHL_SERIES_H

#include "wire/sample.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

bool series_is_same(const struct series *a, const struct series *b);

/* Whether two points have the same p: NAN is none, and the same as NAN. */
static inline bool series_is_same_p(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* Whether it is of a foreign program, whose samples have the columns of one. */
bool series_is_of_program(const struct series *series);

/* The part of a series that may be swept as a factor. */
enum series_factor { SERIES_PARAMS, SERIES_ENGINE, SERIES_PLACE, SERIES_FACTORS };
/* The factor's level in a series, and its name: "place". A literal, or a field of the series. */
const char *series_level(const struct series *series, enum series_factor factor);
const char *series_factor_name(enum series_factor factor);

/* A name for tables and sentences: the workload, and what is not as usual: "triad (mib=16, weak
 * scaling, compact)"; the latter alone where the workload has no name. Cut to `bytes`. */
void series_describe(const struct series *series, char *text, size_t bytes);
/* The same and the tasks in flight, where there are any: "request, 16 tasks". */
void series_describe_tasks(const struct series *series, uint32_t tasks, char *text, size_t bytes);

#endif
