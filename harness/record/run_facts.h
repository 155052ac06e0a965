/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What run.json says of a run's machine, build and plan, as a list of names and values: two runs
 * are set beside each other by going through both. */
#ifndef AMDAHL_RECORD_RUN_FACTS_H
#define AMDAHL_RECORD_RUN_FACTS_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

enum { RUN_FACTS_MAX = 48, RUN_FACT_BYTES = 2048 };

struct run_fact {
    const char *name;           /* "kernel"; a literal */
    char value[RUN_FACT_BYTES]; /* as it stands in the file, cut; "": null or not there */
    bool is_of_machine;         /* another value is another machine, whose times are other times */
};

/* The same facts in the same order for every run. */
struct run_facts {
    struct run_fact facts[RUN_FACTS_MAX];
    size_t count;        /* 0: there is no run.json */
    bool is_interrupted; /* the run did not come to its end */
};

/* Reads DIR/run.json; where there is none the list is empty. FAULT_INPUT: it cannot be read, is no
 * JSON, or of a schema that is not known. Any thread. */
int run_facts_read(const char *directory, struct run_facts *ret_facts, struct fault *fault);

/* Whether both are known and no fact of the machine differs. */
bool run_facts_same_machine(const struct run_facts *a, const struct run_facts *b);

#endif
