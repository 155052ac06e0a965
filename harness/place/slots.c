/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where one PU stands in the machine. */
#include "place/machine.h"

hwloc_obj_type_t place_last_cache_type(hwloc_topology_t topology) {
    for (int type = HWLOC_OBJ_L5CACHE; type >= HWLOC_OBJ_L1CACHE; type--) {
        if (hwloc_get_nbobjs_by_type(topology, (hwloc_obj_type_t)type) > 0)
            return (hwloc_obj_type_t)type;
    }
    return HWLOC_OBJ_L1CACHE;
}

static int ancestor_index(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_obj_t pu) {
    hwloc_obj_t obj = hwloc_get_ancestor_obj_by_type(topology, type, pu);
    return obj != NULL ? (int)obj->logical_index : -1;
}

/* The nearest node; of several at one place (a machine with fast and slow memory) the first. Memory
 * hangs beside the tree in hwloc 2, possibly below a memory-side cache. */
static int numa_index(hwloc_obj_t pu) {
    hwloc_obj_t obj = pu;
    while (obj != NULL && obj->memory_arity == 0)
        obj = obj->parent;
    if (obj == NULL)
        return -1;
    obj = obj->memory_first_child;
    while (obj != NULL && obj->type != HWLOC_OBJ_NUMANODE)
        obj = obj->memory_first_child;
    return obj != NULL ? (int)obj->logical_index : -1;
}

struct place_slot place_slot_of(hwloc_topology_t topology, hwloc_obj_t pu) {
    return (struct place_slot){
        .pu = (int)pu->os_index,
        .core = ancestor_index(topology, HWLOC_OBJ_CORE, pu),
        .cache = ancestor_index(topology, place_last_cache_type(topology), pu),
        .numa = numa_index(pu),
        .package = ancestor_index(topology, HWLOC_OBJ_PACKAGE, pu),
        .kind = place_kind_of(topology, pu),
    };
}
