/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The checks' own functions, for the table in doctor.c only. Each is as `look` in struct
 * doctor_check. */
#ifndef AMDAHL_DOCTOR_CHECKS_H
#define AMDAHL_DOCTOR_CHECKS_H

#include "doctor/doctor.h"

#include <stdbool.h>

/* Fills a finding; gives 0. */
int finding_set(struct doctor_finding *finding, enum doctor_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "PU 3", "PUs 0-3,6": those for which `holds`; all of them for NULL. "" for none. */
void finding_list_pus(const struct doctor_facts *facts, bool (*holds)(const struct doctor_cpu *cpu),
                      char *text, size_t bytes);

int check_hypervisor(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_steal(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_governor(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_boost(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_smt(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_idle_states(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_load(const struct doctor_facts *facts, struct doctor_finding *ret_finding);

int check_cpuset(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_quota(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_isolated(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_tickless(const struct doctor_facts *facts, struct doctor_finding *ret_finding);

int check_clock_source(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_tick(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_numa_balancing(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_huge_pages(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_address_layout(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_mitigations(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_memory(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_swap(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
int check_counters(const struct doctor_facts *facts, struct doctor_finding *ret_finding);

#endif
