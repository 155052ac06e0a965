/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The outcome of the choice among laws in a sentence. Used by choose.c alone. */
#ifndef AMDAHL_MODEL_CHOOSE_WORDS_H
#define AMDAHL_MODEL_CHOOSE_WORDS_H

#include "model/fit.h"
#include "model/strata.h"

/* Fills report->words from the outcome and the fits. */
void choose_put_words(struct model_report *report, const struct strata *strata);

/* Fills report->next_words from next_n and next_errors. */
void choose_put_next_words(struct model_report *report);

/* Whether there are more core counts than the law has parameters. Of choose.c. */
bool choose_is_tested(const struct model_report *report, const struct model_fit *fit);

/* The fit of a law, or NULL where it was not fitted or is not identifiable. */
const struct model_fit *choose_find_fit(const struct model_report *report,
                                        const struct model_law *law);

#endif
