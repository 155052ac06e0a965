/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a set of core counts can tell of a law, before any figure is looked at. Of the room model/
 * alone. */
#ifndef AMDAHL_MODEL_IDENTIFY_H
#define AMDAHL_MODEL_IDENTIFY_H

#include "model/law.h"
#include "model/strata.h"

/* Unit columns further from independent than this: the rows fix some sum of the parameters, not
 * each (D. A. Belsley, E. Kuh and R. E. Welsch, Regression Diagnostics, 1980, call 30 moderate). */
#define IDENTIFY_CONDITION_MOST 1e3
/* The words for it, and those for a parameter, its symbol %s, that may be anything. */
#define IDENTIFY_CONDITION_WORDS                                                                   \
    "the core counts do not tell its parameters apart: measure a wider range"
#define IDENTIFY_LIMIT_WORDS                                                                       \
    "the measurements set no upper limit to %s: measure more, or with less noise"

/* Whether the law can be identified, by the number of different n, repeats and their reach. Words:
 * why not, or what is to be minded though it can be; "" where there is nothing to say, or where the
 * outcome of the choice says it for all laws. Any thread. */
bool model_identify(const struct strata *strata, const struct model_law *law, char *ret_words,
                    size_t bytes);

#endif
