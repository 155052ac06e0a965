/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The twelve rules of honest benchmarking at the end of a run. */
#ifndef AMDAHL_RULES_PRINT_H
#define AMDAHL_RULES_PRINT_H

#include "record/rule_row.h"

#include <stdio.h>

/* How many are met, and a line for each with its reason; nothing where they were not judged. */
void rules_print(const struct rule_row rules[RULE_COUNT], FILE *stream);

#endif
