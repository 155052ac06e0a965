/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What would disturb a measurement here: one table of checks over facts. docs/doctor.md has the
 * same table in words. */
#ifndef AMDAHL_DOCTOR_H
#define AMDAHL_DOCTOR_H

#include "doctor/facts.h"

#include <stddef.h>

/* DOCTOR_NOTE: it can be seen in a measurement, or compares only with its like; DOCTOR_WARNING: it
 * bends speed-ups or costs samples, and can be mended. */
enum doctor_level { DOCTOR_OK, DOCTOR_NOTE, DOCTOR_WARNING };

/* "ok", "note", "warning": literals. */
const char *doctor_level_name(enum doctor_level level);

struct doctor_finding {
    const struct doctor_check *check;
    enum doctor_level level;
    bool is_known;   /* false: the machine does not say, which is a DOCTOR_NOTE */
    char found[240]; /* a clause: "governor is powersave on PUs 0-3" */
};

/* One thing to look at. The texts are clauses without a full stop. */
struct doctor_check {
    const char *id;     /* "W103": never given to another */
    const char *name;   /* "governor" */
    const char *effect; /* what it does to a measurement */
    const char *remedy; /* commands of Debian 12 in backquotes, or words */
    /* Fills level and found, and returns 0; -1, with nothing filled, where the machine does not
     * say. */
    int (*look)(const struct doctor_facts *facts, struct doctor_finding *ret_finding);
};

/* All checks, in the order of their ids; *ret_count of them. */
const struct doctor_check *doctor_check_table(size_t *ret_count);

enum { DOCTOR_CHECKS_MAX = 32 };

struct doctor_report {
    struct doctor_finding findings[DOCTOR_CHECKS_MAX];
    size_t count;  /* one for each check; 0: nobody looked */
    char pus[160]; /* what was looked at: "PUs 0-3" */
};

/* Runs each check. Changes nothing, and never fails. Any thread may call it. */
void doctor_examine(const struct doctor_facts *facts, struct doctor_report *ret_report);

/* How many findings are of a level. */
size_t doctor_report_count(const struct doctor_report *report, enum doctor_level level);

#endif
