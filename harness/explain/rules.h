/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The twelve rules of honest benchmarking (T. Hoefler and R. Belli, Scientific benchmarking of
 * parallel computing systems, SC'15, doi 10.1145/2807591.2807644), and how a run stands to each. */
#ifndef AMDAHL_RULES_H
#define AMDAHL_RULES_H

#include "explain/drift.h"
#include "record/difference_row.h"
#include "record/rule_row.h"
#include "record/summary_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The summary, and what it does not say. Texts may be NULL, which is "". */
struct rules_facts {
    const struct summary_row *rows;
    size_t row_count;
    const struct difference_row *differences;
    size_t difference_count;
    const struct drift *drifts;
    size_t drift_count;
    const char *machine;    /* in one line */
    unsigned pus_used, pus; /* PUs that a sample had; PUs of the machine that are on */
    const char *left_out;   /* why the others were not: "" where all were */
    size_t series_asked, series_measured;
    const char *series_reason; /* why the first that was not measured was not */
    uint64_t rounds, epochs, seed;
    double fork_join_s; /* at the largest n, the longest that was calibrated; NAN: not known */
    double skew;        /* mean over median of the times, less 1: explain/skew.h; NAN: not known */
    double margin;      /* of the verdicts: a skew below is none */
    bool is_program;
    bool is_scripted; /* nothing ran: the times come from a script */
    bool has_charts;  /* they were drawn */
};

/* All twelve, in order. A rule that a run has nothing for is not applicable; a rule of which a part
 * is not kept is not met. */
void rules_judge(const struct rules_facts *facts, struct rule_row ret_rules[RULE_COUNT]);

/* "met", "not met", "not applicable": literals. */
const char *rules_outcome_name(enum rule_outcome outcome);

/* How many of the twelve came out so. */
unsigned rules_count(const struct rule_row rules[RULE_COUNT], enum rule_outcome outcome);

#endif
