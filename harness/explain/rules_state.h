/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rules that are judged by a run's figures, which have a file of their own. */
#ifndef AMDAHL_RULES_STATE_H
#define AMDAHL_RULES_STATE_H

#include "explain/rules.h"
#include "explain/rules_tally.h"

/* Appends to the rule's reason. */
void rules_say(struct rule_row *rule, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Rules 5 … 8. */
enum rule_outcome rules_judge_intervals(const struct rules_facts *facts,
                                        const struct rules_tally *tally, struct rule_row *rule);
enum rule_outcome rules_judge_shape(const struct rules_facts *facts,
                                    const struct rules_tally *tally, struct rule_row *rule);
enum rule_outcome rules_judge_comparison(const struct rules_facts *facts,
                                         const struct rules_tally *tally, struct rule_row *rule);
enum rule_outcome rules_judge_centre(const struct rules_facts *facts,
                                     const struct rules_tally *tally, struct rule_row *rule);

#endif
