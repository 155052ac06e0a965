/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order in which PUs are filled. It is cut into passes: the first PU of every core, then the
 * second, and so on; within that the fastest kind of core first. Each pass is in logical order
 * (compact), or spread. PLACE_SMT is one pass over all PUs in logical order, the fastest kind
 * first.
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
    int speed;        /* of its kind, where speeds are known; else 0 */
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

/* The order of PLACE_SMT: logical order keeps the PUs of a core together. */
static int compare_smt(const void *left, const void *right) {
    const struct order_entry *a = left, *b = right;
    if (a->speed != b->speed)
        return a->speed > b->speed ? -1 : 1;
    return (a->pu->logical_index > b->pu->logical_index) -
           (a->pu->logical_index < b->pu->logical_index);
}

static int compare_pass(const void *left, const void *right) {
    const struct order_entry *a = left, *b = right;
    if (a->sibling != b->sibling)
        return a->sibling < b->sibling ? -1 : 1;
    return compare_smt(left, right);
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
        int kind = place_kind_of(place->topology, pu);
        entries[count++] = (struct order_entry){
            .pu = pu, .sibling = sibling, .speed = place_speed_of(place->topology, kind)};
    }
    return count;
}

static void fill_slots(struct place *place, const struct order_entry *entries) {
    for (size_t i = 0; i < place->slot_count; i++)
        place->slots[i] = place_slot_of(place->topology, entries[i].pu);
}

/* Counts cores, so second PUs are passed over, but where the order takes them at once. What the
 * first worker does not have is no edge. */
static void count_edges(struct place *place, const struct order_entry *entries) {
    const struct place_slot first = place->slots[0];
    struct place_edges edges = {.pus = (unsigned)place->slot_count};
    for (size_t i = 0; i < place->slot_count; i++) {
        const struct place_slot slot = place->slots[i];
        edges.cores += entries[i].sibling == 0;
        if (entries[i].sibling != 0 && place->policy != PLACE_SMT)
            continue;
        edges.cache_cores += slot.cache == first.cache;
        edges.numa_cores += slot.numa == first.numa;
        edges.package_cores += slot.package == first.package;
        edges.auto_cores += place->all_kinds || entries[i].speed == entries[0].speed;
    }
    if (first.cache < 0)
        edges.cache_cores = 1;
    if (first.numa < 0)
        edges.numa_cores = 1;
    if (first.package < 0)
        edges.package_cores = 1;
    edges.auto_cores = place_cap_by_quota(place, edges.auto_cores);
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
    qsort(entries, count, sizeof *entries, place->policy == PLACE_SMT ? compare_smt : compare_pass);
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
