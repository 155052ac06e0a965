/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/rules_print.h"
#include "explain/rules.h"

void rules_print(const struct rule_row rules[RULE_COUNT], FILE *stream) {
    if (rules[0].number == 0)
        return;
    fprintf(stream, "%d rules of honest benchmarking: %u met, %u not met, %u not applicable\n",
            RULE_COUNT, rules_count(rules, RULE_MET), rules_count(rules, RULE_NOT_MET),
            rules_count(rules, RULE_NOT_APPLICABLE));
    for (unsigned i = 0; i < RULE_COUNT; i++)
        fprintf(stream, "  %2u  %-14s  %s: %s\n", rules[i].number,
                rules_outcome_name(rules[i].outcome), rules[i].name, rules[i].reason);
}
