/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/trial.h"
#include "workload_table.h"

#include <math.h>
#include <string.h>

static bool name_is_plain(const char *name) {
    size_t length = strlen(name);
    return length > 0 && length < WIRE_NAME_BYTES &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool cost_is_sane(double cost) {
    return isfinite(cost) && cost >= 0;
}

int workload_validate(const struct workload *workload, struct fault *fault) {
    if (workload->abi != WORKLOAD_ABI)
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "a workload was built for version %u of workload.h, this program is version %u: "
            "build it again",
            workload->abi, WORKLOAD_ABI);
    if (workload->name == NULL || !name_is_plain(workload->name))
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "a workload's name is '%s': use 1 to %d lower-case letters, digits and '-'",
            workload->name == NULL ? "" : workload->name, WIRE_NAME_BYTES - 1);

    const char *lacks = NULL;
    if (workload->summary == NULL || workload->stresses == NULL)
        lacks = "its summary, or what it stresses";
    else if (workload->run == NULL)
        lacks = "run";
    else if (workload->check == NULL)
        lacks = "check: every workload can prove that it did the work";
    else if (!cost_is_sane(workload->unit.operations) || !cost_is_sane(workload->unit.bytes))
        lacks = "a finite, non-negative cost of a unit";
    if (lacks != NULL)
        return fault_set(fault, FAULT_WORKLOAD, 0, "the workload '%s' lacks %s", workload->name,
                         lacks);
    return 0;
}

const struct workload *workload_find(const char *name) {
    for (size_t i = 0; workload_table[i] != NULL; i++)
        if (strcmp(workload_table[i]->name, name) == 0)
            return workload_table[i];
    return NULL;
}
