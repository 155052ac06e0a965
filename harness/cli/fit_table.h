/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tables of `fit`, for the terminal and for Markdown. */
#ifndef AMDAHL_FIT_TABLE_H
#define AMDAHL_FIT_TABLE_H

#include "cli/fit_case.h"
#include "cli/table.h"

/* Every law of one group: a row for each parameter, under the law's first one its limit, how it
 * compares, and whether it is best. FAULT_SYSTEM; the caller frees *ret_table, as of all here. */
int fit_table_laws(const struct fit_case *fit, struct text_table **ret_table, struct fault *fault);

/* Every n of one group, at most 24 of them, evenly over the logarithm of n: *ret_shown says how
 * many are there. */
int fit_table_points(const struct fit_cases *cases, const struct fit_case *fit,
                     struct text_table **ret_table, size_t *ret_shown, struct fault *fault);

/* Of many groups the laws that matter: the best, or those that cannot be told apart, or what stands
 * for the group otherwise. */
int fit_table_groups(const struct fit_cases *cases, struct text_table **ret_table,
                     struct fault *fault);

#endif
