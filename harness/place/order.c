/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order in which PUs are filled. It is cut into passes: the first PU of every core, then the
 * second, and so on; within that the fastest kind of core first. Each pass is in logical order
 * (compact), or spread.
 *
 * Spread fills, at each step and from the root down, the child with the lowest share of its cores
 * in use, ties by logical index. The k-th core of a child with t of them is therefore taken when
 * the child's share is k/t, so the order of a node is the merge of its children's orders by (k/t,
 * child): a sort instead of a search. */
#include "place/machine.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

struct order_entry {
    hwloc_obj_t pu;
    unsigned sibling; /* how many PUs of its core come before it */
    int kind;         /* hwloc's index, ascending with speed where speeds are known; -1: one kind */
    int speed;        /* the kind where speeds are known, else 0 */
    size_t taken,
        total; /* the merge's key: the share of the child when this core is its next one */
    size_t child;
};

static int compare_share(const void *left, const void *right) {
    const struct order_entry *a = left, *b = right;
    size_t a_share = a->taken * b->total, b_share = b->taken * a->total;
    if (a_share != b_share)
        return a_share < b_share ? -1 : 1;
    return (a->child > b->child) - (a->child < b->child);
}

static int compare_pass(const void *left, const void *right) {
    const struct order_entry *a = left, *b = right;
    if (a->sibling != b->sibling)
        return a->sibling < b->sibling ? -1 : 1;
    if (a->speed != b->speed)
        return a->speed > b->speed ? -1 : 1;
    return (a->pu->logical_index > b->pu->logical_index) -
           (a->pu->logical_index < b->pu->logical_index);
}

static bool is_under(hwloc_obj_t pu, hwloc_obj_t ancestor) {
    hwloc_obj_t obj = pu;
    while (obj != NULL && obj->depth > ancestor->depth)
        obj = obj->parent;
    return obj == ancestor;
}

/* `entries` are under `node` and in logical order, so those of one child stand together. */
static void spread_under(hwloc_obj_t node, struct order_entry *entries, size_t count) {
    if (count < 2)
        return;
    size_t done = 0;
    for (unsigned child = 0; child < node->arity; child++) {
        struct order_entry *own = entries + done;
        size_t total = 0;
        while (done + total < count && is_under(own[total].pu, node->children[child]))
            total++;
        spread_under(node->children[child], own, total);
        if (total == count)
            return;
        for (size_t k = 0; k < total; k++) {
            own[k].taken = k;
            own[k].total = total;
            own[k].child = child;
        }
        done += total;
    }
    assert(done == count);
    qsort(entries, count, sizeof *entries, compare_share);
}

static void spread_passes(hwloc_topology_t topology, struct order_entry *entries, size_t count) {
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && entries[end].sibling == entries[first].sibling &&
               entries[end].speed == entries[first].speed)
            end++;
        spread_under(hwloc_get_root_obj(topology), entries + first, end - first);
    }
}

/* Kinds are ranked only where hwloc knows their efficiency. */
static void set_kind(hwloc_topology_t topology, struct order_entry *entry) {
    int kinds = hwloc_cpukinds_get_nr(topology, 0), efficiency = -1;
    entry->kind = kinds > 1 ? hwloc_cpukinds_get_by_cpuset(topology, entry->pu->cpuset, 0) : -1;
    if (entry->kind >= 0)
        hwloc_cpukinds_get_info(topology, (unsigned)entry->kind, NULL, &efficiency, NULL, NULL, 0);
    entry->speed = efficiency >= 0 ? efficiency : 0;
}

static hwloc_obj_t core_of(hwloc_topology_t topology, hwloc_obj_t pu) {
    hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_CORE, pu);
    return core != NULL ? core : pu;
}

/* The PUs in use, in logical order. `entries` has room for all PUs; gives their number. */
static size_t list_entries(const struct place *place, struct order_entry *entries) {
    size_t count = 0;
    unsigned sibling = 0;
    hwloc_obj_t core = NULL, pu = NULL;
    while ((pu = hwloc_get_next_obj_by_type(place->topology, HWLOC_OBJ_PU, pu)) != NULL) {
        if (!hwloc_bitmap_isset(place->pus, pu->os_index))
            continue;
        hwloc_obj_t own = core_of(place->topology, pu);
        sibling = own == core ? sibling + 1 : 0;
        core = own;
        entries[count] = (struct order_entry){.pu = pu, .sibling = sibling};
        set_kind(place->topology, &entries[count]);
        count++;
    }
    return count;
}

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

static void fill_slots(struct place *place, const struct order_entry *entries) {
    const hwloc_obj_type_t cache = place_last_cache_type(place->topology);
    for (size_t i = 0; i < place->slot_count; i++) {
        hwloc_obj_t pu = entries[i].pu;
        place->slots[i] = (struct place_slot){
            .pu = (int)pu->os_index,
            .core = ancestor_index(place->topology, HWLOC_OBJ_CORE, pu),
            .cache = ancestor_index(place->topology, cache, pu),
            .numa = numa_index(pu),
            .package = ancestor_index(place->topology, HWLOC_OBJ_PACKAGE, pu),
            .kind = entries[i].kind,
        };
    }
}

/* Counts cores, so second PUs are passed over. What the first worker does not have is no edge. */
static void count_edges(struct place *place, const struct order_entry *entries) {
    const struct place_slot first = place->slots[0];
    struct place_edges edges = {.pus = (unsigned)place->slot_count};
    for (size_t i = 0; i < place->slot_count && entries[i].sibling == 0; i++) {
        const struct place_slot slot = place->slots[i];
        edges.cache_cores += slot.cache == first.cache;
        edges.numa_cores += slot.numa == first.numa;
        edges.package_cores += slot.package == first.package;
        edges.auto_cores += entries[i].speed == entries[0].speed;
        edges.cores++;
    }
    if (first.cache < 0)
        edges.cache_cores = 1;
    if (first.numa < 0)
        edges.numa_cores = 1;
    if (first.package < 0)
        edges.package_cores = 1;
    place->edges = edges;
}

int place_make_order(struct place *place, struct fault *fault) {
    int failed = 0;
    size_t all = (size_t)hwloc_get_nbobjs_by_type(place->topology, HWLOC_OBJ_PU);
    assert(all > 0); /* hwloc loads no machine without a PU */
    struct order_entry *entries = calloc(all, sizeof *entries);
    struct place_slot *slots = calloc(all, sizeof *slots);
    if (entries == NULL || slots == NULL) {
        failed = fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the order of %zu PUs", all);
        goto end;
    }
    size_t count = list_entries(place, entries);
    if (count != (size_t)hwloc_bitmap_weight(place->pus)) {
        failed =
            fault_set(fault, FAULT_INPUT, 0, "the recorded machine has one OS index of a PU twice");
        goto end;
    }
    qsort(entries, count, sizeof *entries, compare_pass);
    if (place->policy == PLACE_SPREAD)
        spread_passes(place->topology, entries, count);
    place->slots = slots;
    slots = NULL;
    place->slot_count = count;
    fill_slots(place, entries);
    count_edges(place, entries);
end:
    free(slots);
    free(entries);
    return failed;
}
