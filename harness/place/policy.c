/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/machine.h"

#include <string.h>

static const char *const words[] = {
    [PLACE_SPREAD] = "spread",
    [PLACE_COMPACT] = "compact",
    [PLACE_SMT] = "smt",
    [PLACE_NONE] = "none",
};

int place_policy_parse(const char *word, enum place_policy *ret_policy, struct fault *fault) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            *ret_policy = (enum place_policy)i;
            return 0;
        }
    }
    return fault_set(
        fault, FAULT_USAGE, 0,
        "--place: \"%.60s\" is no placement; it is one of spread, compact, smt and none", word);
}

const char *place_policy_name(enum place_policy policy) {
    return words[policy];
}

enum place_policy place_policy_of(const struct place *place) {
    return place->policy;
}

int place_worker_pu(const struct place *place, size_t worker) {
    return place->policy == PLACE_NONE ? -1 : place_slot(place, worker).pu;
}
