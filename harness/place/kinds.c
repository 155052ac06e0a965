/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Kinds of cores: which one a PU is of, and the --kind list. */
#include "place/machine.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static unsigned count_kinds(hwloc_topology_t topology) {
    int kinds = hwloc_cpukinds_get_nr(topology, 0);
    return kinds > 1 ? (unsigned)kinds : 1;
}

int place_kind_of(hwloc_topology_t topology, hwloc_obj_t pu) {
    if (count_kinds(topology) == 1)
        return -1;
    int kind = hwloc_cpukinds_get_by_cpuset(topology, pu->cpuset, 0);
    return kind >= 0 ? kind : -1;
}

int place_speed_of(hwloc_topology_t topology, int kind) {
    int efficiency = -1;
    if (kind >= 0)
        hwloc_cpukinds_get_info(topology, (unsigned)kind, NULL, &efficiency, NULL, NULL, 0);
    return efficiency >= 0 ? efficiency : 0;
}

/* One number of the list at *at, its PUs added to `kept`. */
static int keep_kind(hwloc_topology_t topology, const char *kinds, const char **at,
                     hwloc_bitmap_t kept, struct fault *fault) {
    const unsigned count = count_kinds(topology);
    char *end = NULL;
    errno = 0;
    unsigned long kind = **at >= '0' && **at <= '9' ? strtoul(*at, &end, 10) : ULONG_MAX;
    if (end == NULL || (*end != '\0' && *end != ','))
        return fault_set(fault, FAULT_USAGE, 0,
                         "--kind %.80s: it is fastest, all, or kinds such as 0 or 0,1", kinds);
    if (errno != 0 || kind >= count) {
        char there[40] = "is kind 0 only";
        if (count > 1)
            snprintf(there, sizeof there, "are kinds 0 to %u", count - 1);
        return fault_set(fault, FAULT_USAGE, 0,
                         "--kind %.80s: the machine has no kind %.*s; there %s", kinds,
                         (int)(end - *at), *at, there);
    }
    *at = end;

    hwloc_bitmap_t own = hwloc_bitmap_alloc();
    if (own == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "--kind %.80s: no memory for the set", kinds);
    if (count == 1)
        hwloc_bitmap_fill(own);
    else
        hwloc_cpukinds_get_info(topology, (unsigned)kind, own, NULL, NULL, NULL, 0);
    hwloc_bitmap_or(kept, kept, own);
    hwloc_bitmap_free(own);
    return 0;
}

static int keep_list(hwloc_topology_t topology, const char *kinds, hwloc_bitmap_t kept,
                     struct fault *fault) {
    for (const char *at = kinds;; at++) {
        int failed = keep_kind(topology, kinds, &at, kept, fault);
        if (failed || *at == '\0')
            return failed;
    }
}

int place_keep_kinds(struct place *place, const char *kinds, struct fault *fault) {
    place->all_kinds = kinds != NULL && strcmp(kinds, "fastest") != 0;
    if (!place->all_kinds || strcmp(kinds, "all") == 0)
        return 0;
    hwloc_bitmap_t kept = hwloc_bitmap_alloc();
    if (kept == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "--kind %.80s: no memory for the set", kinds);

    int failed = keep_list(place->topology, kinds, kept, fault);
    hwloc_bitmap_and(kept, kept, place->pus);
    if (!failed && hwloc_bitmap_iszero(kept)) {
        char list[PLACE_LIST_BYTES];
        place_list_pus(place->pus, list, sizeof list);
        failed = fault_set(fault, FAULT_USAGE, 0, "--kind %.80s: none of the PUs %s is of it",
                           kinds, list);
    }
    if (!failed && hwloc_bitmap_copy(place->pus, kept) < 0)
        failed =
            fault_set(fault, FAULT_SYSTEM, ENOMEM, "--kind %.80s: no memory for the set", kinds);
    hwloc_bitmap_free(kept);
    return failed;
}
