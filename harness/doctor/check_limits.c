/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Checks of what the process may use, and of cores that are set apart. */
#include "doctor/checks.h"

#include <math.h>
#include <stdio.h>

int check_cpuset(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    if (facts->online == 0 || facts->allowed == 0)
        return -1;
    if (facts->allowed == facts->online)
        return finding_set(ret_finding, DOCTOR_OK, "all %zu PUs may be used", facts->online);
    return finding_set(ret_finding, DOCTOR_NOTE, "%zu of %zu PUs may be used, of %.120s",
                       facts->allowed, facts->online, facts->allowed_list);
}

int check_quota(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const double quota_cpus = facts->machine->quota_cpus;
    if (isnan(quota_cpus))
        return finding_set(ret_finding, DOCTOR_OK, "no CPU quota");
    return finding_set(
        ret_finding, quota_cpus < (double)facts->count ? DOCTOR_WARNING : DOCTOR_NOTE,
        "a CPU quota of %g for %zu PU%s", quota_cpus, facts->count, facts->count == 1 ? "" : "s");
}

static bool is_isolated(const struct doctor_cpu *cpu) {
    return cpu->isolated;
}

static bool is_tickless(const struct doctor_cpu *cpu) {
    return cpu->tickless;
}

/* Where only some of the PUs in use are set apart, cores are not alike; where only others are, they
 * would have been the better ones. */
static int check_set_apart(const struct doctor_facts *facts, const char *word, const char *all,
                           bool (*holds)(const struct doctor_cpu *cpu),
                           struct doctor_finding *ret_finding) {
    size_t count = 0;
    char pus[160];
    for (size_t i = 0; i < facts->count; i++)
        count += holds(&facts->cpus[i]);
    finding_list_pus(facts, holds, pus, sizeof pus);
    if (count > 0 && count < facts->count)
        return finding_set(ret_finding, DOCTOR_WARNING,
                           "of the PUs to be measured on, %s %s %s and the others are not", pus,
                           count == 1 ? "is" : "are", word);
    if (count > 0)
        return finding_set(ret_finding, DOCTOR_OK, "all PUs to be measured on are %s", word);
    if (all[0] != '\0')
        return finding_set(ret_finding, DOCTOR_NOTE, "PUs %.120s are %s, and are not measured on",
                           all, word);
    return finding_set(ret_finding, DOCTOR_OK, "no PU is %s", word);
}

int check_isolated(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    return check_set_apart(facts, "isolated", facts->machine->settings.isolated, is_isolated,
                           ret_finding);
}

int check_tickless(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    return check_set_apart(facts, "tickless", facts->machine->settings.tickless, is_tickless,
                           ret_finding);
}
