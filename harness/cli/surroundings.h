/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One look at what surrounds a measurement, before it: `-c idle` becomes a list, and the doctor
 * says what would disturb. */
#ifndef AMDAHL_SURROUNDINGS_H
#define AMDAHL_SURROUNDINGS_H

#include "cli/option.h"
#include "cli/term.h"
#include "doctor/doctor.h"
#include "fault/fault.h"
#include "place/place.h"
#include "wire/area.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct surroundings {
    const char *cpus;                /* -c, or the list that `-c idle` became; NULL: not given */
    char idle_cpus[AREA_TEXT_BYTES]; /* that list */
    char choice[480];                /* "-c idle: PUs 0-3,6; left out …"; "": not asked for */
    bool has_looked;
    struct doctor_look look;
    struct doctor_report report; /* of surroundings_examine */
};

/* Fills `cpus`. Looks at the cores for `-c idle` only, which takes DOCTOR_WATCH_MS. Faults:
 * FAULT_USAGE for `-c idle` on a machine that is not this one or with more cores than there are,
 * FAULT_UNMEASURABLE, FAULT_SYSTEM, and those of place_load. Release after a fault, too. */
int surroundings_resolve(const struct options *options, struct surroundings *ret_surroundings,
                         struct fault *fault);

/* What a measurement with `workers` at most would use of this machine. */
struct surroundings_spec {
    struct place *const *places;
    size_t place_count;
    unsigned workers;
    const struct machine *machine;
};

/* Fills `report`: looks, if surroundings_resolve did not. FAULT_SYSTEM without memory. */
int surroundings_examine(struct surroundings *surroundings, const struct surroundings_spec *spec,
                         struct fault *fault);

/* What `-c idle` became, and the warnings of the report, a line each and 6 at most. Nothing where
 * there is nothing to say. */
void surroundings_print(const struct surroundings *surroundings, const struct term *term,
                        FILE *stream);

void surroundings_release(struct surroundings *surroundings);

#endif
