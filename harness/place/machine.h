/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The inside of `struct place`, for the files of this room only. */
#ifndef AMDAHL_PLACE_MACHINE_H
#define AMDAHL_PLACE_MACHINE_H

#include "place/place.h"

#include <hwloc.h>
#include <sched.h>

struct place {
    hwloc_topology_t topology; /* as far as the process may use it; not narrowed by -c */
    hwloc_bitmap_t pus; /* OS indices of the PUs in use, narrowed by -c and --kind; never empty */
    enum place_policy policy;
    bool all_kinds;      /* whether `auto` goes on beyond the fastest kind */
    const char *foreign; /* why this is not the machine that this runs on, a literal; NULL: it is */
    double quota_cpus;   /* the tightest of the cgroups above; NAN: none */
    size_t slot_count;
    struct place_slot *slots; /* in the order in which they are filled */
    struct place_edges edges;
};

/* The longest list of PUs that a message or a record holds. */
enum { PLACE_LIST_BYTES = 256 };

/* "0-3,8"; a list that does not fit ends with ",..." after its last whole entry. */
void place_list_pus(hwloc_const_bitmap_t pus, char *text, size_t bytes);

/* Narrows `pus` to those that the -c expression names. FAULT_USAGE names what is wrong, the PU and
 * what is allowed. `pus` is left as it was on a fault. */
int place_keep_cpus(hwloc_topology_t topology, const char *cpus, hwloc_bitmap_t pus,
                    struct fault *fault);

/* Narrows place->pus to the kinds that --kind names, and sets all_kinds. FAULT_USAGE names a kind
 * that the machine does not have and those that it has. */
int place_keep_kinds(struct place *place, const char *kinds, struct fault *fault);

/* hwloc's index of the PU's kind; -1 where only one is known. */
int place_kind_of(hwloc_topology_t topology, hwloc_obj_t pu);
/* How a kind ranks: the more the faster; 0 where hwloc does not know how efficient kinds are. */
int place_speed_of(hwloc_topology_t topology, int kind);

/* Sets quota_cpus: from below `root`, or of this machine where `root` is NULL. */
void place_read_quota(struct place *place, const char *root);
/* `count`, or the floor of the quota where that is less, at least 1. */
unsigned place_cap_by_quota(const struct place *place, unsigned count);

/* Fills slots, slot_count and edges from topology, pus, policy, all_kinds and quota_cpus.
 * FAULT_INPUT where the description has one OS index twice. */
int place_make_order(struct place *place, struct fault *fault);

/* Where a PU stands. */
struct place_slot place_slot_of(hwloc_topology_t topology, hwloc_obj_t pu);

/* The type of the last level of cache; L1 where there is none. */
hwloc_obj_type_t place_last_cache_type(hwloc_topology_t topology);

/* Puts a set of PUs, however large their indices, into a thread's attributes. Returns 0, or the
 * errno. */
int place_set_attributes(hwloc_topology_t topology, hwloc_const_bitmap_t set,
                         pthread_attr_t *attributes);

/* The affinity mask of a thread, 0 being the calling one, asked from the system. Returns 0, or the
 * errno. The caller frees the first with CPU_FREE; it has as many bytes as the kernel wants. */
int place_read_mask(pid_t thread, cpu_set_t **ret_mask, size_t *ret_bytes);
/* Of the calling thread. */
int place_read_affinity(hwloc_bitmap_t ret_pus);

#endif
