/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A machine's orders as text that a person can review; golden/README.md says how to read it. */
#ifndef AMDAHL_TEST_PLACE_GOLDEN_PRINT_H
#define AMDAHL_TEST_PLACE_GOLDEN_PRINT_H

#include "place/place.h"

/* The facts and the quota, four lines at most. */
void golden_print_machine(const struct place *place, FILE *stream);

/* Edges, and a line a count: powers of two and edges. */
void golden_print_order(const struct place *place, FILE *stream);

/* Whether both have the same PUs in the same order, and the same edges. */
bool golden_same_order(const struct place *left, const struct place *right);

#endif
