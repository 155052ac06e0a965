/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Reading the -c expression, for cpus.c and location.c only. The functions that take `at` move it
 * past what they read, and give FAULT_USAGE for what they cannot read. */
#ifndef AMDAHL_PLACE_CPUS_H
#define AMDAHL_PLACE_CPUS_H

#include "place/machine.h"

struct cpus_parse {
    hwloc_topology_t topology;
    const char *text;             /* the whole expression, for messages */
    hwloc_const_bitmap_t allowed; /* what it may name */
    hwloc_bitmap_t kept;          /* what it has named so far */
    struct fault *fault;
};

/* Unsigned decimal digits at *at, and nothing that strtoul would let pass besides: no sign, no
 * space. */
int place_parse_number(const struct cpus_parse *parse, const char **at, unsigned *ret_number);
/* "3" or "2-7" at *at. */
int place_parse_range(const struct cpus_parse *parse, const char **at, unsigned *ret_first,
                      unsigned *ret_last);

/* Adds to `kept` the PUs of the place at *at, "core:0-3" or "package:1.core:all", whether allowed
 * or not. FAULT_USAGE also for an object that there is not. */
int place_keep_location(const struct cpus_parse *parse, const char **at);

#endif
