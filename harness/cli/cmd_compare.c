/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl compare`: two runs, two series of one run, or two files of other tools. */
#include "cli/command.h"
#include "cli/compare_input.h"
#include "cli/compare_print.h"

#include <stdlib.h>

int cmd_compare(const struct options *options, struct fault *fault) {
    struct comparison *comparison = calloc(1, sizeof *comparison); /* too large for a stack */
    if (comparison == NULL)
        return fault_set(fault, FAULT_SYSTEM, 0, "no memory to compare with");
    struct term term = term_look(stdout, options->color);
    int status =
        comparison_make(options->operands[0], options->operands[1], options, comparison, fault);
    if (status == 0) {
        status = options->json ? compare_print_json(comparison, stdout, fault)
                               : compare_print(comparison, options->markdown, &term, stdout, fault);
        if (status == 0)
            status = compare_exit_status(&comparison->table);
        comparison_release(comparison);
    }
    free(comparison);
    return status;
}
