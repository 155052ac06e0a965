/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One of the twelve rules of honest benchmarking, and how a run stands to it (T. Hoefler and R.
 * Belli, Scientific benchmarking of parallel computing systems, SC'15). */
#ifndef AMDAHL_RULE_ROW_H
#define AMDAHL_RULE_ROW_H

enum rule_outcome { RULE_MET, RULE_NOT_MET, RULE_NOT_APPLICABLE };

enum { RULE_COUNT = 12 };

struct rule_row {
    unsigned number;  /* 1 ... 12 */
    const char *name; /* the rule in a few words; a literal */
    enum rule_outcome outcome;
    char reason[480]; /* one sentence, with the run's own figures */
};

#endif
