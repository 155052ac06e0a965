/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which points of two sides belong together. Of compare.c alone. */
#ifndef AMDAHL_COMPARE_MATCH_H
#define AMDAHL_COMPARE_MATCH_H

#include "explain/compare.h"

/* Fills the table's rows with the two points of each, in the order of the first side, and what only
 * one side has. Faults as compare_make; the caller releases the table, also after a fault. */
int compare_match(const struct compare_request *request, struct compare_table *table,
                  struct fault *fault);

#endif
