/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the checks look at: the machine, and the cores that a measurement would use. */
#ifndef AMDAHL_DOCTOR_FACTS_H
#define AMDAHL_DOCTOR_FACTS_H

#include "doctor/look.h"
#include "fault/fault.h"
#include "record/machine.h"

#include <stdbool.h>
#include <stddef.h>

/* A PU that would be measured on. */
struct doctor_cpu {
    unsigned pu;
    double busy, steal;      /* as in struct doctor_load, of the busiest thread of its core */
    char governor[24];       /* of cpufreq; "": not known */
    bool shares_core;        /* with another of these PUs */
    bool isolated, tickless; /* by isolcpus, by nohz_full */
};

struct doctor_facts {
    const struct machine *machine;
    struct doctor_cpu *cpus; /* in ascending order */
    size_t count;
    bool was_watched; /* the load of some of them is known */
    uint64_t swapped_pages;
    size_t online;  /* PUs of the machine; 0: not known */
    size_t allowed; /* of those, what this process may use; 0: not known */
    char allowed_list[256];
};

struct doctor_facts_spec {
    const char *root; /* as in struct doctor_watch */
    const struct machine *machine;
    const struct doctor_look *look;
    const unsigned *pus; /* in any order; what stands in it twice counts once */
    size_t pu_count;
};

/* Reads what there is to know of these PUs and keeps `machine`, which is borrowed. FAULT_SYSTEM
 * without memory. Free with doctor_facts_release. */
int doctor_facts_read(const struct doctor_facts_spec *spec, struct doctor_facts *ret_facts,
                      struct fault *fault);
void doctor_facts_release(struct doctor_facts *facts);

#endif
