/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Checks of the cores themselves: who else uses them, and how fast they run. */
#include "doctor/checks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int check_hypervisor(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *name = facts->machine->hypervisor;
    if (name[0] == '\0')
        return finding_set(ret_finding, DOCTOR_OK, "no hypervisor is seen");
    return finding_set(ret_finding, DOCTOR_NOTE, "this is a guest of a hypervisor (%s)", name);
}

/* A line has no room for more. */
enum { SHARES_MAX = 6 };

/* "38 % of PU 0, 12 % of PU 3": those of at least `least`; gives their number. */
static size_t list_shares(const struct doctor_facts *facts,
                          double (*share)(const struct doctor_cpu *cpu), double least, char *text,
                          size_t bytes) {
    size_t listed = 0, used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < facts->count; i++) {
        double own = share(&facts->cpus[i]);
        if (!(own >= least))
            continue;
        if (listed++ < SHARES_MAX && used < bytes)
            used += (size_t)snprintf(text + used, bytes - used, "%s%.0f %% of PU %u",
                                     listed > 1 ? ", " : "", 100 * own, facts->cpus[i].pu);
    }
    if (listed > SHARES_MAX && used < bytes)
        snprintf(text + used, bytes - used, " and %zu more", listed - SHARES_MAX);
    return listed;
}

static double steal_of(const struct doctor_cpu *cpu) {
    return cpu->steal;
}

static double busy_of(const struct doctor_cpu *cpu) {
    return cpu->busy;
}

static double greatest_of(const struct doctor_facts *facts,
                          double (*share)(const struct doctor_cpu *cpu)) {
    double greatest = 0;
    for (size_t i = 0; i < facts->count; i++)
        greatest = fmax(greatest, share(&facts->cpus[i])); /* passes over NAN */
    return greatest;
}

int check_steal(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    char text[160];
    double greatest = greatest_of(facts, steal_of);
    if (!facts->was_watched)
        return -1;
    if (list_shares(facts, steal_of, DOCTOR_QUIET_SHARE, text, sizeof text) > 0)
        return finding_set(ret_finding, DOCTOR_WARNING, "the host stole %s", text);
    if (greatest > 0)
        return finding_set(ret_finding, DOCTOR_NOTE, "the host stole up to %.0f %% of a PU",
                           100 * greatest);
    return finding_set(ret_finding, DOCTOR_OK, "no time was stolen in %d ms", DOCTOR_WATCH_MS);
}

int check_load(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    char text[160];
    if (!facts->was_watched)
        return -1;
    if (list_shares(facts, busy_of, DOCTOR_QUIET_SHARE, text, sizeof text) > 0)
        return finding_set(ret_finding, DOCTOR_WARNING, "others use %s", text);
    return finding_set(ret_finding, DOCTOR_OK, "others used less than %.0f %% of each PU in %d ms",
                       100 * DOCTOR_QUIET_SHARE, DOCTOR_WATCH_MS);
}

static bool lacks_performance(const struct doctor_cpu *cpu) {
    return cpu->governor[0] != '\0' && strcmp(cpu->governor, "performance") != 0;
}

int check_governor(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *first = NULL;
    bool is_known = false, is_one = true;
    char pus[160];
    for (size_t i = 0; i < facts->count; i++) {
        const struct doctor_cpu *cpu = &facts->cpus[i];
        is_known = is_known || cpu->governor[0] != '\0';
        if (!lacks_performance(cpu))
            continue;
        is_one = is_one && (first == NULL || strcmp(first, cpu->governor) == 0);
        first = first == NULL ? cpu->governor : first;
    }
    if (!is_known)
        return -1;
    if (first == NULL)
        return finding_set(ret_finding, DOCTOR_OK, "governor is performance");
    finding_list_pus(facts, lacks_performance, pus, sizeof pus);
    return finding_set(ret_finding, DOCTOR_WARNING, "governor is %s%s on %s", first,
                       is_one ? "" : " or another", pus);
}

int check_boost(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *boost = facts->machine->boost;
    if (boost[0] == '\0')
        return -1;
    bool is_on = strcmp(boost, "on") == 0;
    return finding_set(ret_finding, is_on ? DOCTOR_WARNING : DOCTOR_OK, "boost is %s", boost);
}

static bool shares_core(const struct doctor_cpu *cpu) {
    return cpu->shares_core;
}

int check_smt(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *smt = facts->machine->smt;
    char pus[160];
    finding_list_pus(facts, shares_core, pus, sizeof pus);
    if (pus[0] != '\0')
        return finding_set(ret_finding, DOCTOR_NOTE, "SMT is on, and %s share cores", pus);
    if (smt[0] == '\0')
        return -1;
    if (strcmp(smt, "on") == 0)
        return finding_set(ret_finding, DOCTOR_NOTE, "SMT is on; one thread a core is used");
    return finding_set(ret_finding, DOCTOR_OK, "SMT is %s",
                       strncmp(smt, "not", 3) == 0 ? "not there" : "off");
}

/* Waking a thread that sleeps takes 25 to 60 us by itself, on an idle core of the guest that
 * docs/measured.md is of: a state that takes longer to leave adds to that. */
static const double IDLE_EXIT_S = 60e-6;

int check_idle_states(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const struct machine_settings *settings = &facts->machine->settings;
    if (strcmp(settings->idle_driver, "none") == 0)
        return finding_set(ret_finding, DOCTOR_OK, "no driver of idle states");
    if (isnan(settings->idle_exit_s))
        return -1;
    return finding_set(ret_finding, settings->idle_exit_s > IDLE_EXIT_S ? DOCTOR_NOTE : DOCTOR_OK,
                       "the deepest idle state takes %.0f us to leave (driver %s)",
                       settings->idle_exit_s * 1e6,
                       settings->idle_driver[0] != '\0' ? settings->idle_driver : "unknown");
}
