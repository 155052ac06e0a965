/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `--scaling`: how the work grows with n. */
#include "plan/list.h"
#include "plan/plan.h"

#include <string.h>

int plan_parse_scaling(const char *word, enum plan_scaling *ret_scaling, struct fault *fault) {
    static const char *const words[] = {
        [PLAN_STRONG] = "strong", [PLAN_WEAK] = "weak", [PLAN_THROUGHPUT] = "throughput"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0) {
            *ret_scaling = (enum plan_scaling)i;
            return 0;
        }
    }
    return fault_set(fault, FAULT_USAGE, 0,
                     "--scaling: '%.*s' is no kind of scaling; it is one of strong, weak and "
                     "throughput",
                     LIST_SHOWN_BYTES, word);
}

uint64_t plan_parallel_units(const struct plan_work *work, unsigned n) {
    return work->each ? work->parallel_units * n : work->parallel_units;
}
