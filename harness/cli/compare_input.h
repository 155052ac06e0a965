/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From two operands of the command line to their comparison. */
#ifndef AMDAHL_COMPARE_INPUT_H
#define AMDAHL_COMPARE_INPUT_H

#include "cli/option.h"
#include "explain/compare.h"
#include "fault/fault.h"
#include "record/run_facts.h"

#include <limits.h>
#include <stdbool.h>

/* "DIR@key=value,key=value", or a file of another tool; "-": standard input. */
struct compare_operand {
    char path[PATH_MAX];
    char levels[256]; /* what the choice's levels are part of */
    struct compare_choice choice;
    bool is_run; /* a run directory */
};

/* Takes it apart. What exists under the whole name is no choice. FAULT_USAGE names the key that is
 * none. */
int compare_operand_parse(const char *text, struct compare_operand *ret_operand,
                          struct fault *fault);

struct comparison {
    const char *names[2]; /* as given; borrowed */
    struct compare_operand operands[2];
    struct run_facts facts[2]; /* of files and of runs without a run.json none */
    struct comparand comparands[2];
    struct compare_request request;
    struct compare_table table;
    bool same_machine; /* both say so, or are one run */
    bool is_of_unit;   /* the times are of one unit of work; else of files that do not both state
                        * the units: of the work of n = 1 */
};

/* Compares `second` with `first`, of the p and n that the options name: by time on one machine,
 * else by the speed-up, unless --of says which. Torn rows are said on stderr and left out.
 * FAULT_USAGE, FAULT_INPUT, FAULT_SYSTEM: as the readers' and compare_make's; a run beside a file;
 * files of different quantities, or of runs without their units of work; no point of that p and n,
 * with those that there are. The caller releases; *ret_comparison must stay where it is. */
int comparison_make(const char *first, const char *second, const struct options *options,
                    struct comparison *ret_comparison, struct fault *fault);
void comparison_release(struct comparison *comparison);

#endif
