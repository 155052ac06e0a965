/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The levels of a factor: a comma list of words, in the order in which they were given. */
#ifndef AMDAHL_LEVELS_H
#define AMDAHL_LEVELS_H

#include "fault/fault.h"
#include "plan/list.h"
#include "wire/sample.h"

enum { LEVELS_MAX = 16 };
struct levels {
    size_t count;
    char word[LEVELS_MAX][WIRE_PARAMS_BYTES];
};

/* Adds one. FAULT_USAGE names `option` and what is wrong: it is empty, too long, one too many or
 * there already. */
int levels_add(struct levels *levels, const char *option, struct list_slice item,
               struct fault *fault);

/* Reads "a,b,c" in place of what was there. */
int levels_read(struct levels *levels, const char *option, const char *text, struct fault *fault);

#endif
