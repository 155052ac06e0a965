/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a set of core counts can tell of a law, before any figure is looked at. Of the room model/
 * alone. */
#ifndef AMDAHL_MODEL_IDENTIFY_H
#define AMDAHL_MODEL_IDENTIFY_H

#include "model/law.h"
#include "model/strata.h"

/* Whether the law can be identified, by the number of different n, repeats and their reach. Words:
 * why not, or what is to be minded though it can be; "" where there is nothing to say, or where the
 * outcome of the choice says it for all laws. Any thread. */
bool model_identify(const struct strata *strata, const struct model_law *law, char *ret_words,
                    size_t bytes);

#endif
